use candor::domain::assessment::*;
use candor::domain::change::*;
use candor::domain::evidence::*;
use candor::domain::gate::*;
use candor::domain::score::*;
use candor::domain::text::Text;
use candor::domain::time::*;
use candor::format::read::*;
use candor::format::write::*;
use std::sync::Arc;

#[test]
fn look() {
    for name in [
        "mvp-hardening",
        "production-requirements",
        "nine-attributes",
    ] {
        let bytes = std::fs::read(format!("checklists/{name}.ron")).unwrap();
        let (c, faults) = read_checklist(&bytes);
        for f in &faults {
            println!("{}", f.rendered(name, std::str::from_utf8(&bytes).unwrap()));
        }
        let c = c.unwrap();
        let t = Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap();
        let mut a = Assessment::new(
            Arc::new(c),
            Head {
                subject: Subject {
                    name: "x".into(),
                    ..Default::default()
                },
                ..Default::default()
            },
            t,
            UtcOffset::default(),
        );
        let id = a.answers()[0].item.clone();
        let stamp = Stamp {
            id: "abc".into(),
            at: t,
            by: "Ana".into(),
            recorded_by: Text::default(),
        };
        a.apply(&Change::Answer {
            item: id.clone(),
            status: Status::Met,
            stamp: stamp.clone(),
        })
        .unwrap();
        a.apply(&Change::Comment {
            item: id.clone(),
            comment: "two\nlines \u{1b}[31m \"quoted\" \\ \u{202e}".into(),
        })
        .unwrap();
        a.apply(&Change::Comment {
            item: a.answers()[1].item.clone(),
            comment: "two\nlines  \"quoted\" \\ ä".into(),
        })
        .unwrap();
        a.apply(&Change::Attach {
            item: id.clone(),
            evidence: Evidence {
                id: "e1".into(),
                content: Content::File {
                    path: "a.txt".into(),
                    sha256: "00".into(),
                    bytes: 3,
                },
                shows: Shows::Met,
                caption: Text::default(),
                observed: t.day(UtcOffset::default()),
                version: Text::default(),
                by: "Ana".into(),
                at: t,
                confirmed: vec![],
                withdrawn: None,
                redacted: None,
            },
            entry: "h2".into(),
        })
        .unwrap();
        let text = write_assessment(&a);
        if name == "nine-attributes" {
            println!("{text}");
        }
        let (b, faults) = read_assessment(text.as_bytes());
        for f in &faults {
            println!("{}", f.rendered(name, &text));
        }
        let b = b.unwrap();
        assert_eq!(a, b);
        assert_eq!(write_assessment(&b), text);
        let obs = Observations::default();
        let v = Text::default();
        let bench = Bench {
            as_of: t,
            offset: UtcOffset::default(),
            version: &v,
            max_age_days: None,
            observations: &obs,
        };
        let l = Ledger::of(&a, &bench);
        let f = l.figures(Scope::Needed);
        println!(
            "{:?} {:?}",
            f.claimed().map(|p| p.to_string()),
            f.evidenced().map(|p| p.to_string())
        );
        let j = l.judge(&a.checklist().scoring);
        println!("{:?}", j);
        println!("{:?}", l.next(&a.checklist().scoring, &j));
    }
    for bad in [
        "Checklist(format: 1, id: \"x\", title: \"t\", categories: [(id: \"a\", title: \"b\", items: [(id: \"i\", tirr: Blocker, title: \"x\")])])",
        "Checklist(format: 1, id: \"x\", title: \"t\", categories: [(id: \"a\", title: \"b\", items: [(id: \"i\", tier: Bloker, title: \"x\")])])",
        "Checklist(format: 1, id: \"x\", title: \"t\",\n categories: [(id: \"a\", title: \"b\", items: [\n(id: \"i\", tier: Blocker, title: \"x\", weight: 0, stage: \"foo\", requires: [\"j\"]), (id: \"i\", tier: Nice, title: \"\u{202e}\")])])",
        "Checklist(format: 2, id: \"x\", wow: 3)",
        "Checklist(format: 1, id: \"x\", title: 3)",
        "Checklist(format: 1, id: \"x\"",
        "Assessment(format: 1, id: \"x\"",
        "Checklist(format: 1, id: \"x\", title: \"t\", categories: [(id: \"a\", title: \"b\", items: [(id: \"i\", tier: Blocker)])])",
        "Checklist(format: 1, id: \"x, title: \"t\", categories: [])",
        "Checklist(\n format: 1\n id: \"x\")",
        "",
        "[[[[",
    ] {
        let (_, faults) = read_checklist(bad.as_bytes());
        for f in &faults {
            println!("{}", f.rendered("bad.ron", bad));
        }
    }
}

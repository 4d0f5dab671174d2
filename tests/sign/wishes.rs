//! What can be signed, and what is refused before anything is written.

use std::fs;

use candor::domain::assessment::Status;
use candor::domain::change::Change;
use candor::domain::gate::Verdict;
use candor::system::sign_offs::Wish;

use super::place::{Place, condition, moment, stamp, wish};

fn refusal(place: &Place, wish: &Wish) -> String {
    let problem = place.prepare(wish).unwrap_err();
    assert_eq!(problem.kind.exit_code(), 2, "{problem}");
    problem.to_string()
}

fn no_go() -> Place {
    let mut place = Place::new();
    place.change(&Change::Answer {
        item: "backups".into(),
        status: Status::Unmet,
        stamp: stamp("x", "Ana"),
    });
    place.save();
    place
}

#[test]
fn a_conditional_go_has_conditions_each_with_an_owner_and_a_day_to_come() {
    let place = Place::new();
    let conditional = |conditions: Vec<_>| Wish {
        decision: Verdict::ConditionalGo,
        conditions,
        ..wish(None)
    };
    let with = |change: fn(&mut candor::domain::sign_off::Condition)| {
        let mut one = condition("c1", "2026-12-01");
        change(&mut one);
        conditional(vec![one])
    };
    for (wish, words) in [
        (conditional(Vec::new()), "on which conditions"),
        (with(|it| it.owner = " ".into()), "has no owner"),
        (with(|it| it.text = "\n".into()), "says nothing"),
        (
            with(|it| it.due = "2026-11-20".parse().unwrap()),
            "is past: 2026-11-20",
        ),
        (
            conditional(vec![
                condition("c1", "2026-12-01"),
                condition("c1", "2026-12-01"),
            ]),
            "two conditions have the id",
        ),
        (
            Wish {
                decision: Verdict::Go,
                ..with(|_| {})
            },
            "only a conditional go has conditions",
        ),
    ] {
        assert!(refusal(&place, &wish).contains(words), "{words}");
    }
    // The last day counts.
    let today = conditional(vec![condition("c1", "2026-11-21")]);
    place.prepare(&today).unwrap();
    let late = place.prepare_at(&today, moment("2026-11-22T00:00:00Z"));
    assert!(late.unwrap_err().what.contains("is past"));
}

#[test]
fn a_go_on_a_no_go_says_why_and_only_there() {
    let place = no_go();
    let despite = |text: &str| Wish {
        despite: text.into(),
        ..wish(None)
    };
    assert!(refusal(&place, &wish(None)).contains("the verdict is no-go: 1 open blocker"));
    assert!(refusal(&place, &despite(" ")).contains("--despite REASON"));
    let statement = place.prepare(&despite("the customer waits")).unwrap();
    assert_eq!(statement.despite, "the customer waits");
    assert_eq!(
        statement.reasons,
        ["open-blocker: backups"].map(candor::domain::text::Text::from)
    );
    let no = Wish {
        decision: Verdict::NoGo,
        ..wish(None)
    };
    place.prepare(&no).unwrap();
    assert!(refusal(&Place::new(), &despite("x")).contains("only where a go is signed on a no-go"));
}

#[test]
fn somebody_signs_in_some_role() {
    let place = Place::new();
    let by = |by: &str, role: &str| Wish {
        by: by.into(),
        role: role.into(),
        ..wish(None)
    };
    assert!(refusal(&place, &by(" ", "sre")).contains("nobody is named"));
    assert!(refusal(&place, &by("<>", "sre")).contains("nobody is named"));
    assert!(refusal(&place, &by("Ana", "\n")).contains("nobody's role"));
    for (given, name, principal) in [
        ("Ana <ana@example.org>", "Ana", "ana@example.org"),
        (" Ana  <  ana@example.org > ", "Ana", "ana@example.org"),
        ("<ana@example.org>", "ana@example.org", "ana@example.org"),
        ("Ana", "Ana", "Ana"),
    ] {
        let statement = place.prepare(&by(given, "sre")).unwrap();
        let found = (statement.name.raw(), statement.principal.raw());
        assert_eq!(found, (name, principal), "{given}");
    }
    fs::write(
        place.root.path().join("gitconfig"),
        "[user]\nname = Bo\nemail = bo@example.org\n",
    )
    .unwrap();
    let line = "sign api.ron --role sre --decision go --dry-run";
    place
        .words(line)
        .exit(0)
        .says("name: Bo\nprincipal: bo@example.org\n");
    place
        .words(&format!("{line} --by Cy"))
        .exit(0)
        .says("name: Cy\nprincipal: Cy\n");
    assert!(place.files().is_empty());
}

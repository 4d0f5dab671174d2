//! The minutes: what a person reads who was not there.
//!
//! `CANDOR_BLESS=1` writes the kept minutes and the kept assessment anew.

use candor::domain::assessment::Status;
use candor::domain::evidence::Observations;
use candor::domain::ledger::Scope;
use candor::export::minutes_page::write_minutes;
use candor::export::report::Report;
use candor::format::write::write_assessment;
use candor::session::bench;

use super::{Held, at, held};

/// The minutes as of noon, or as of another time of the day.
fn minutes(held: &Held, time: &str) -> String {
    let seen = Observations::new();
    let bench = bench(&held.assessment, at(time), &seen);
    let report = Report::of(&held.assessment, &bench, Scope::Needed);
    write_minutes(&report, &bench, &held.meeting)
}

#[test]
fn the_kept_minutes_are_what_the_meeting_left_behind() {
    let held = held("");
    let kept = [
        ("minutes/minutes.md", minutes(&held, "12:00:00")),
        ("json/met.ron", write_assessment(&held.assessment)),
    ];
    for (name, written) in kept {
        let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("CANDOR_BLESS").is_some() {
            std::fs::write(&path, &written).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == kept, "{name} is not what is written:\n{written}");
    }
}

#[test]
fn the_same_meeting_gives_the_same_bytes_whoever_works_on_afterwards() {
    let mut held = held("");
    let before = minutes(&held, "12:00:00");
    assert_eq!(before, minutes(&held, "12:00:00"));
    held.answer("11:00:00", "latency", Status::Met, "Ben");
    held.answer("11:00:00", "backups", Status::Unmet, "Ben");
    let after = minutes(&held, "12:00:00");
    assert!(after.contains("| at the start | at the end | on 2026-12-02 |"));
    // What the meeting changed stays what it was; so do the verdict and the figures at its end.
    let section = |minutes: &str, name: &str| {
        let (_, rest) = minutes.split_once(&format!("\n## {name}\n")).unwrap();
        rest.split("\n## ").next().unwrap().to_owned()
    };
    assert_eq!(
        section(&before, "What changed"),
        section(&after, "What changed")
    );
    let columns = |minutes: &str| {
        let lines = section(minutes, "Where it stands");
        let rows = lines.lines().filter(|line| line.starts_with("| "));
        let cells = rows.map(|row| {
            row.split(" | ")
                .take(3)
                .map(|it| it.trim_end_matches(" |").to_owned())
                .collect()
        });
        cells.collect::<Vec<Vec<String>>>()
    };
    assert_eq!(columns(&before), columns(&after));
    // The control: it is another verdict now.
    assert_ne!(
        section(&before, "What is next"),
        section(&after, "What is next")
    );
}

#[test]
fn a_meeting_that_goes_on_says_so_and_one_that_was_left_ends_where_it_fell_silent() {
    let mut held = Held::begun(held("").assessment);
    held.answer("09:03:00", "latency", Status::Met, "Ben");
    let going = minutes(&held, "09:34:10");
    assert!(
        going.contains("09:00 and still going on (UTC), 34 of 60 minutes"),
        "{going}"
    );
    assert!(going.contains("| at the start | so far |"), "{going}");
    let left = minutes(&held, "18:00:00");
    assert!(
        left.contains("09:00 to 09:40 (UTC), 40 of 60 minutes"),
        "{left}"
    );
}

const HOSTILE: &str = " <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e/i.png) `c` *b* _i_ #h | cell & https://auto.example www.auto.example a@b.example $x$ ~~s~~\n# heading\n- list\n\u{1b}[31m\u{202e}\u{7}";

#[test]
fn no_text_becomes_markup_and_no_control_gets_out() {
    let mut hostile = held(HOSTILE);
    let name = format!("Eve{HOSTILE}");
    hostile.meeting.present.push(name.as_str().into());
    hostile.answer("09:46:00", "latency", Status::Unmet, &name);
    let record = candor::domain::change::HeadEntry::Meeting(hostile.meeting.clone());
    hostile.make(&candor::domain::change::Change::Record(record));
    hostile.make(&candor::domain::change::Change::SetName(HOSTILE.into()));
    let minutes = minutes(&hostile, "12:00:00");
    assert!(!minutes.contains('<'), "{minutes}");
    assert!(!minutes.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!minutes.contains('\u{202e}') && minutes.contains("⟨U+202E⟩"));
    let unescaped = |line: &str, wanted: char| {
        let mut escaped = false;
        line.chars().any(|c| {
            let found = c == wanted && !escaped;
            escaped = c == '\\' && !escaped;
            found
        })
    };
    let mut cells = 0;
    for line in minutes.lines() {
        for c in ['`', '[', ']', '$', '~', '_', '@'] {
            assert!(!unescaped(line, c), "{c} in {line}");
        }
        assert!(!line.replace("\\://", "").contains("://"), "{line}");
        assert!(!unescaped(line.trim_start_matches('#'), '#'), "{line}");
        // Every row of a table has as many cells as its head.
        let bars = line.chars().scan(false, |escaped, c| {
            let bar = c == '|' && !*escaped;
            *escaped = c == '\\' && !*escaped;
            Some(usize::from(bar))
        });
        let bars: usize = bars.sum();
        match (line.starts_with('|'), cells) {
            (false, _) => {
                assert_eq!(bars, 0, "{line}");
                cells = 0;
            }
            (true, 0) => cells = bars,
            (true, cells) => assert_eq!(bars, cells, "{line}"),
        }
    }
}

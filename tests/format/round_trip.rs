//! `read(write(a)) == a`, and `write(read(bytes)) == bytes` for what the tool wrote.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head};
use candor::domain::change::{Aside, Change};
use candor::domain::checklist::Checklist;
use candor::domain::condition::Condition;
use candor::domain::text::{Text, must_escape};
use candor::domain::time::UtcOffset;
use candor::format::read::{read_assessment, read_checklist, read_older_checklist};
use candor::format::write::{checklist_digest, write_assessment, write_checklist};

use crate::scoring::property::{Checked, Dice, ensure, holds, refuted, same};
use crate::scoring::random::{Case, Sort, case, noon};

const CHOICES: usize = 500;

const HOSTILE: Sort = Sort {
    items: 6,
    hostile: true,
    conflicts: true,
};

fn hostile(dice: &mut Dice) -> Assessment {
    let Case { assessment, .. } = case(dice, HOSTILE);
    assessment
}

fn round_trip(dice: &mut Dice, write: fn(&Assessment) -> String) -> Checked {
    let assessment = hostile(dice);
    let written = write(&assessment);
    let (read, faults) = read_assessment(written.as_bytes());
    let read = read.ok_or_else(|| format!("refused: {faults:?}\n{written}"))?;
    same("read back", &assessment, &read)?;
    same("written again", &written, &write(&read))?;
    same("warnings", &Vec::new(), &faults)?;
    // No control character stands in a file, and no mark of a conflict at the start of a line.
    let bare = |c: &char| must_escape(*c) && *c != '\n';
    ensure(!written.chars().any(|c| bare(&c)), || {
        format!("a bare control character: {written:?}")
    })?;
    ensure(
        !written.lines().any(|line| line.starts_with("<<<<<<<")),
        || written.clone(),
    )
}

#[test]
fn what_is_written_is_read_back_to_the_byte() {
    holds(CHOICES, |dice| round_trip(dice, write_assessment));
}

#[test]
fn control_a_writer_that_trims_is_noticed() {
    refuted(CHOICES, |dice| {
        round_trip(dice, |assessment| {
            let written = write_assessment(assessment);
            written
                .lines()
                .fold(String::new(), |text, line| text + line.trim_end() + "\n")
        })
    });
}

#[test]
fn a_checklist_is_read_back_to_the_byte() {
    holds(CHOICES, |dice| {
        let checklist = hostile(dice).checklist().clone();
        let written = write_checklist(&checklist);
        // Whether its gate can be passed is another matter.
        let read = read_older_checklist(written.as_bytes());
        let read = read.map_err(|fault| format!("refused: {fault:?}\n{written}"))?;
        same("read back", &*checklist, &read)?;
        same(
            "digest",
            &checklist_digest(&checklist),
            &checklist_digest(&read),
        )?;
        same("written again", &written, &write_checklist(&read))
    });
}

#[test]
fn every_code_point_comes_back_from_a_file() {
    let (checklist, _) = read_checklist(SMALLEST.as_bytes());
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for several in all.chunks(0x4000) {
        let text: String = several.iter().flat_map(|c| [*c, ' ']).collect();
        let comment = Text::new(text);
        let mut assessment = unanswered(checklist.clone().unwrap());
        let item = "i".into();
        assessment
            .apply(&Change::Tell {
                item,
                aside: Aside::Comment(comment.clone()),
            })
            .unwrap();
        let written = write_assessment(&assessment);
        let (read, faults) = read_assessment(written.as_bytes());
        let first = u32::from(several[0]);
        let read = read.unwrap_or_else(|| panic!("from U+{first:04X} on: {faults:?}"));
        assert!(
            read.answers()[0].comment == comment,
            "from U+{first:04X} on"
        );
    }
}

#[test]
fn a_condition_as_deep_as_allowed_still_stands_in_an_assessment() {
    let nested = |depth: usize| {
        let mut when = Condition::Has("t".into());
        for _ in 1..depth {
            when = Condition::Not(Box::new(when));
        }
        let (checklist, _) = read_checklist(SMALLEST.as_bytes());
        let mut checklist = checklist.unwrap();
        checklist.traits = vec![candor::domain::checklist::Trait {
            id: "t".into(),
            ask: "Is it?".into(),
        }];
        checklist.categories[0].items[0].when = Some(when);
        checklist
    };
    let deep = unanswered(nested(16));
    assert_eq!(
        read_assessment(write_assessment(&deep).as_bytes()).0,
        Some(deep)
    );
    let (deeper, faults) = read_checklist(write_checklist(&nested(17)).as_bytes());
    assert_eq!(deeper, None);
    let deepest = "the condition is nested more than 16 deep";
    assert!(faults.iter().any(|fault| fault.what == deepest));
    // Nobody can read it, but writing it is not to lose the rest.
    assert!(write_assessment(&unanswered(nested(500))).contains("answers"));
}

pub(super) const SMALLEST: &str = r#"Checklist(format: 1, id: "c", title: "t", categories: [
    (id: "a", title: "b", items: [(id: "i", tier: Blocker, title: "x")])])"#;

pub(super) fn unanswered(checklist: Checklist) -> Assessment {
    let offset = UtcOffset::default();
    Assessment::new(Arc::new(checklist), Head::default(), noon(), offset)
}

//! Reading many assessments of one checklist gives what reading each of them alone gives.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment};
use candor::domain::change::Change;
use candor::format::read::{read_assessment, read_checklist};
use candor::format::shared::SharedReader;
use candor::format::write::{write_assessment, write_checklist};

use crate::scoring::property::{Checked, Dice, holds, refuted, same};
use crate::scoring::random::{Case, Sort, case};

const CHOICES: usize = 700;

const HOSTILE: Sort = Sort {
    items: 6,
    hostile: true,
    conflicts: true,
};

/// Texts that could be taken for the beginning of a checklist, or for the end of a text.
const DISGUISES: [&str; 8] = [
    "shop",
    "\n    checklist: (\n",
    "x\n    checklist: (format: 1)",
    "\"",
    "\"#",
    "r#\"",
    "// \n    checklist: (",
    ")\n    checklist: (",
];

/// Some assessments of one checklist, and what can happen to their files.
fn texts(dice: &mut Dice) -> Vec<String> {
    let Case { assessment, .. } = case(dice, HOSTILE);
    let mut texts = vec![write_assessment(&assessment)];
    for _ in 0..3 {
        let mut other = assessment.clone();
        let system = dice.of(&DISGUISES);
        other.apply(&Change::SetSystem(system.into())).unwrap();
        if dice.once_in(2) {
            other = without_answers(&other);
        }
        let mut text = write_assessment(&other);
        let edits = [
            ("", ""),
            ("format: 1,", "format: 2,"),
            ("    answers: [", "    // by hand\n    answers: ["),
            ("\n    checklist: (", "\n    checklist:  ("),
            ("tier: Blocker", "tier: Should"),
            ("    answers: [", "    answer: ["),
            ("    created:", "    target: \"nowhere\",\n    created:"),
            ("Assessment(", "/* a */ Assessment("),
        ];
        let (was, is) = dice.of(&edits);
        text = text.replacen(was, is, 1);
        if dice.once_in(8) {
            let mut middle = (0..=text.len() / 2).rev();
            let between_characters = middle.find(|at| text.is_char_boundary(*at));
            text.truncate(between_characters.unwrap());
        }
        texts.push(text);
    }
    texts
}

fn without_answers(assessment: &Assessment) -> Assessment {
    let answers = assessment.answers().iter();
    let answers = answers.map(|answer| Arc::new(Answer::unanswered(answer.item.clone())));
    assessment.clone().with_answers(answers.collect()).0
}

fn agrees(dice: &mut Dice, edit: fn(&str) -> String) -> Checked {
    let mut reader = SharedReader::default();
    for text in texts(dice) {
        let alone = read_assessment(text.as_bytes());
        let shared = reader.read(edit(&text).as_bytes());
        same(&text, &alone, &shared)?;
    }
    Ok(())
}

#[test]
fn a_shared_reader_reads_what_a_reader_alone_reads() {
    holds(CHOICES, |dice| agrees(dice, ToOwned::to_owned));
}

#[test]
fn control_another_text_is_noticed() {
    refuted(CHOICES, |dice| {
        agrees(dice, |text| text.replacen("tier: Should", "tier: Nice", 1))
    });
}

/// Else the above would compare the plain way with itself.
#[test]
fn a_checklist_that_was_read_is_shared() {
    // Only a checklist that can be read by itself is remembered, and not every random one is free of faults.
    let is_good = |assessment: &Assessment| {
        let text = write_checklist(assessment.checklist());
        read_checklist(text.as_bytes()).0.is_some()
    };
    let mut several = (0..=255).map(|byte| case(&mut Dice::new(&[byte; 200]), HOSTILE).assessment);
    let mut assessment = several.find(is_good).unwrap();
    let mut reader = SharedReader::default();
    let mut read = |assessment: &Assessment| {
        let (read, faults) = reader.read(write_assessment(assessment).as_bytes());
        assert!(faults.is_empty(), "{faults:?}");
        Arc::clone(read.unwrap().checklist())
    };
    let first = read(&assessment);
    for disguise in DISGUISES {
        assessment
            .apply(&Change::SetSystem(disguise.into()))
            .unwrap();
        assert!(Arc::ptr_eq(&first, &read(&assessment)), "{disguise:?}");
    }
}

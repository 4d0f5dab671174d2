//! Pairs of random work on one assessment, on different items.

use std::collections::BTreeSet;
use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Status, Subject};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::checklist::Checklist;
use candor::domain::evidence::{Content, Evidence, Share, Shows};
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::read_checklist;

use super::kinds;

/// The checklists that are real.
const REAL: [&str; 3] = [
    include_str!("../../checklists/mvp-hardening.ron"),
    include_str!("../../checklists/nine-attributes.ron"),
    include_str!("../../checklists/production-requirements.ron"),
];

/// Texts as people write them, one with everything that upsets a line-by-line merge.
const TEXTS: [&str; 6] = [
    "Checked on staging.",
    "Waits for the new tracker.\nAna asks again on Monday.",
    "Quoted \"as is\", with a \\ and a closing\n        ),\n        (\nin the middle.",
    "Zuverlässig geprüft – siehe Protokoll",
    "\n\n",
    "An escape \u{1b}[31m, a NUL \0 and a turn \u{202e} are in it.",
];

const NAMES: [&str; 3] = ["Ana", "Ben", "Chidi"];

/// One assessment on which two people have worked apart.
pub(super) struct Pair {
    pub(super) seed: u64,
    pub(super) base: Assessment,
    /// With the work of one.
    pub(super) left: Assessment,
    /// With the work of the other.
    pub(super) right: Assessment,
    /// With the work of both.
    pub(super) both: Assessment,
    /// The positions of the items on which the one worked.
    pub(super) ours: BTreeSet<usize>,
    /// The positions of the items on which the other worked.
    pub(super) theirs: BTreeSet<usize>,
}

impl Pair {
    /// The pair of that number: different items.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let base = worked_on(&mut dice);
        let (ours, theirs) = divided(&mut dice, base.answers().len());
        Self::with(seed, dice, base, ours, theirs)
    }

    /// The pair of that number: both on one item.
    pub(super) fn of_one_item(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let base = worked_on(&mut dice);
        let item = BTreeSet::from([dice.below(base.answers().len())]);
        Self::with(seed, dice, base, item.clone(), item)
    }

    /// The pair of that number: anything on any item and beside the items, on both sides.
    pub(super) fn of_anything(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let base = worked_on(&mut dice);
        let left = kinds::worked_on_anything(&base, &mut dice, "left");
        let right = kinds::worked_on_anything(&base, &mut dice, "right");
        Self {
            seed,
            both: base.clone(),
            base,
            left,
            right,
            ours: BTreeSet::new(),
            theirs: BTreeSet::new(),
        }
    }

    /// The pair of that number: entries of lists, beside the items and in the same few items, on both sides.
    pub(super) fn of_entries(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let base = kinds::with_entries(&worked_on(&mut dice), &mut dice, 8);
        let left = kinds::with_entries(&base, &mut dice, 4);
        let right = kinds::with_entries(&base, &mut dice, 4);
        Self {
            seed,
            both: base.clone(),
            base,
            left,
            right,
            ours: BTreeSet::new(),
            theirs: BTreeSet::new(),
        }
    }

    fn with(
        seed: u64,
        mut dice: Dice,
        base: Assessment,
        ours: BTreeSet<usize>,
        theirs: BTreeSet<usize>,
    ) -> Self {
        let (mut left, mut right) = (base.clone(), base.clone());
        for item in &ours {
            work(&mut left, *item, &mut dice);
        }
        // Both begin from the base: what the other does can't depend on it.
        let mut changes = Vec::new();
        for item in &theirs {
            changes.extend(work(&mut right, *item, &mut dice));
        }
        let mut both = left.clone();
        if ours.is_disjoint(&theirs) {
            for change in &changes {
                both.apply(change).unwrap();
            }
        }
        Self {
            seed,
            base,
            left,
            right,
            both,
            ours,
            theirs,
        }
    }

    /// How many items there are.
    pub(super) fn items(&self) -> usize {
        self.base.answers().len()
    }
}

/// An assessment on which some work was done.
pub(super) fn worked_on(dice: &mut Dice) -> Assessment {
    let checklist = if dice.below(4) == 0 {
        read_checklist(REAL[dice.below(REAL.len())].as_bytes())
            .0
            .unwrap()
    } else {
        made_up(2 + dice.below(23))
    };
    let subject = Subject {
        name: "Payments API".into(),
        ..Subject::default()
    };
    let head = Head {
        subject,
        ..Head::default()
    };
    let mut assessment =
        Assessment::new(Arc::new(checklist), head, moment(0), UtcOffset::default());
    for item in 0..assessment.answers().len() {
        let times = match dice.below(8) {
            0..4 => 0,
            4..7 => 1,
            _ => 12,
        };
        for _ in 0..times {
            work(&mut assessment, item, dice);
        }
    }
    assessment
}

pub(super) fn made_up(items: usize) -> Checklist {
    let categories: Vec<serde_json::Value> = (0..items)
        .collect::<Vec<_>>()
        .chunks(5)
        .map(|chunk| {
            let items: Vec<_> = chunk
                .iter()
                .map(|at| {
                    serde_json::json!({ "id": format!("item-{at}"), "tier": "Should", "title": "It is so" })
                })
                .collect();
            serde_json::json!({ "id": format!("part-{}", chunk[0]), "title": "Part", "items": items })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "format": 1, "id": "made-up", "title": "Made up", "categories": categories,
    }))
    .unwrap()
}

/// Positions for the one and the other, none in both, some for each.
fn divided(dice: &mut Dice, items: usize) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let last = items - 1;
    let (one, other): (BTreeSet<usize>, BTreeSet<usize>) = match dice.below(6) {
        // Every second.
        0 => (0..items).partition(|at| at % 2 == 0),
        // The ends.
        1 => ([0].into(), [last].into()),
        2 => ([0].into(), [1].into()),
        3 => ([last - 1].into(), [last].into()),
        // Neighbours somewhere.
        4 => {
            let at = dice.below(last);
            ([at].into(), [at + 1].into())
        }
        // Anything.
        _ => {
            let all: Vec<usize> = (0..items).filter(|_| dice.below(3) > 0).collect();
            let (mut one, mut other): (BTreeSet<_>, BTreeSet<_>) =
                all.into_iter().partition(|_| dice.below(2) == 0);
            one.remove(&0);
            other.remove(&0);
            other.remove(&last);
            // Neither is left without work.
            one.insert(if one.is_empty() { last } else { 0 });
            if other.is_empty() {
                one.remove(&0);
                one.insert(last);
                other.insert(0);
            }
            (one, other)
        }
    };
    match dice.below(2) {
        0 => (one, other),
        _ => (other, one),
    }
}

/// Works on one item: one to three changes that are not refused. Gives them.
pub(super) fn work(assessment: &mut Assessment, item: usize, dice: &mut Dice) -> Vec<Change> {
    let wanted = 1 + dice.below(3);
    let before = Arc::clone(&assessment.answers()[item]);
    let mut made = Vec::new();
    while made.len() < wanted || assessment.answers()[item] == before {
        let change = any_change(assessment, item, dice);
        if assessment.apply(&change).is_ok() {
            made.push(change);
        }
    }
    made
}

pub(super) fn any_change(assessment: &Assessment, position: usize, dice: &mut Dice) -> Change {
    let answer = &assessment.answers()[position];
    let item = answer.item.clone();
    let stamp = dice.stamp();
    let known = answer.evidence.len();
    let evidence = match known {
        0 => Text::default(),
        _ => answer.evidence[dice.below(known)].id.clone(),
    };
    match dice.below(12) {
        0..4 => Change::Answer {
            item,
            status: dice.status(),
            stamp,
        },
        4 => Change::Agree { item, stamp },
        5 | 6 => Change::Tell {
            item,
            aside: Aside::Comment(dice.text()),
        },
        7 | 8 => Change::Attach {
            item,
            evidence: dice.evidence(),
            entry: stamp.id,
        },
        9 => Change::Withdraw {
            item,
            evidence,
            stamp,
        },
        10 => Change::Confirm {
            item,
            evidence,
            stamp,
        },
        _ => Change::Redact {
            item,
            evidence,
            sha256: "ab".repeat(32),
            why: dice.text(),
            stamp,
        },
    }
}

pub(super) fn moment(minutes: usize) -> Moment {
    let text = format!(
        "2026-11-2{}T{:02}:{:02}:00Z",
        minutes / 1440,
        minutes / 60 % 24,
        minutes % 60
    );
    Moment::parse(&text, UtcOffset::default()).unwrap()
}

/// Random choices that a number decides.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(most).unwrap()).unwrap()
    }

    pub(super) fn id(&mut self) -> Text {
        Text::new(format!("{:016x}", self.roll()))
    }

    pub(super) fn name(&mut self) -> Text {
        NAMES[self.below(NAMES.len())].into()
    }

    pub(super) fn text(&mut self) -> Text {
        TEXTS[self.below(TEXTS.len())].into()
    }

    /// Few minutes, so that many changes have the same.
    pub(super) fn at(&mut self) -> Moment {
        moment(self.below(4) * 700)
    }

    pub(super) fn stamp(&mut self) -> Stamp {
        let recorded_by = match self.below(3) {
            0 => self.name(),
            _ => Text::default(),
        };
        Stamp {
            id: self.id(),
            at: self.at(),
            by: self.name(),
            recorded_by,
        }
    }

    fn share(&mut self) -> Share {
        let percent = i64::try_from(1 + self.below(99)).unwrap();
        Share::new(percent).unwrap()
    }

    fn status(&mut self) -> Status {
        match self.below(6) {
            0 => Status::Unanswered,
            1 => Status::Met,
            2 => Status::Partial(self.share()),
            3 => Status::Unmet,
            4 => Status::Unknown,
            _ => Status::NotApplicable(self.text()),
        }
    }

    fn evidence(&mut self) -> Evidence {
        let content = match self.below(3) {
            0 => Content::Link(Text::new(format!("https://example.org/{}", self.below(5)))),
            1 => Content::File {
                path: "report.pdf".to_owned(),
                sha256: "cd".repeat(32),
                bytes: self.roll() % 10_000,
            },
            _ => Content::Note(self.text()),
        };
        let shows = match self.below(4) {
            0 => Shows::Met,
            1 => Shows::Partial(self.share()),
            2 => Shows::Against,
            _ => Shows::Context,
        };
        let at = self.at();
        Evidence {
            id: self.id(),
            content,
            shows,
            caption: match self.below(2) {
                0 => self.text(),
                _ => Text::default(),
            },
            observed: at.day(UtcOffset::default()),
            version: Text::default(),
            by: self.name(),
            at,
            confirmed: Vec::new(),
            withdrawn: None,
            redacted: None,
        }
    }
}

/// The same text with every answer's block joined into one line.
pub(super) fn one_line_for_each_answer(text: &str) -> String {
    let (before, answers) = text.split_once("\n    answers: [\n").unwrap();
    let mut joined = format!("{before}\n    answers: [\n");
    let mut blocks = answers.split("\n        ),\n        (\n").peekable();
    while let Some(block) = blocks.next() {
        let lines: Vec<&str> = block.lines().map(str::trim).collect();
        joined.push_str(&lines.join(" "));
        joined.push_str(if blocks.peek().is_some() {
            " ), (\n"
        } else {
            "\n"
        });
    }
    joined
}

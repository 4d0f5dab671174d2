//! Random assessments, small and full of boundaries.

use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject, TraitAnswer,
};
use candor::domain::checklist::{
    BlockersRule, Category, Check, Checklist, ConfirmRule, EvidenceRule, Expect, Item, Keep, Kind,
    Phase, Scoring, Severity, Stage, Tier, TierWeights, Trait,
};
use candor::domain::condition::Condition;
use candor::domain::evidence::{
    Content, Evidence, Observation, Observations, Redaction, Share, Shows, Signed,
};
use candor::domain::history::{Entry, What};
use candor::domain::number::Number;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use chrono::Days;

use super::conflicts::conflict;
use super::lists::{furnish_answer, furnish_head, take_snapshots};
use super::property::Dice;
use super::signed::sign;
use super::spice::{Setting, Spice, dissent, facilitator, season_answer, season_item};

/// An assessment with everything by which it is judged.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) assessment: Assessment,
    pub(crate) observations: Observations,
    pub(crate) as_of: Moment,
}

/// What a random assessment may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort {
    pub(crate) items: usize,
    /// Texts with everything that a file format could trip over, and fields that no figure reads.
    pub(crate) hostile: bool,
    /// Answers of which a merge has left two versions.
    pub(crate) conflicts: bool,
}

/// Small, with plain texts.
pub(crate) const SMALL: Sort = Sort {
    items: 8,
    hostile: false,
    conflicts: false,
};

/// The same after a merge.
pub(crate) const MERGED: Sort = Sort {
    conflicts: true,
    ..SMALL
};

/// The moment about which everything happens.
pub(crate) fn noon() -> Moment {
    moment("2026-03-10T22:30:00Z")
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::parse(text, UtcOffset::default()).unwrap()
}

pub(super) const PEOPLE: [&str; 4] = ["Ana", "Bo", " ana", "Cy"];

const HOSTILE: [&str; 26] = [
    "plain",
    "two\nlines",
    "  indented\n\n",
    "\"quoted\" \\ back",
    "\"#\"##\"### hash",
    "r#\"raw\"#",
    "\u{1b}[31mred\u{7}",
    "\0",
    "tab\there",
    "\r",
    "a\r\r\nb",
    "\u{202e}kcab",
    "ü e\u{301} ﬁ Å",
    "\u{200b}\u{feff}",
    "👩\u{200d}💻 \u{fe0f}",
    "),\n        (\n            item: \"i0\",\n            status: Met,",
    "// no comment /* neither */",
    "x\n<<<<<<< ours\n=======\n>>>>>>> theirs\ny",
    "<<<<<<< ours\n>>>>>>> theirs",
    "x\n=======\n||||||| base",
    "\u{2028}\u{2029}\u{85}",
    "None Some(3) (",
    "{}[]()':,;",
    " ",
    "\n",
    "\u{10ffff}\u{e0041}",
];

pub(crate) fn text(dice: &mut Dice, sort: Sort) -> Text {
    if sort.hostile {
        let (one, other) = (dice.of(&HOSTILE), dice.of(&HOSTILE));
        let both = dice.once_in(3);
        if both {
            format!("{one}{other}").into()
        } else {
            one.into()
        }
    } else {
        dice.of(&["plain", "other", "third"]).into()
    }
}

pub(super) fn extra(dice: &mut Dice, sort: Sort) -> Text {
    if sort.hostile && dice.once_in(3) {
        text(dice, sort)
    } else {
        Text::default()
    }
}

pub(crate) fn case(dice: &mut Dice, sort: Sort) -> Case {
    let spice = Spice::of(dice, sort);
    let checklist = checklist(dice, sort, spice);
    let offset = UtcOffset::from_minutes(dice.of(&[0, 120, -600, 840, -1]));
    let mut observations = Observations::default();
    let setting = Setting {
        sort,
        spice,
        // In a good mood most of it is met and shown, so that every verdict comes up.
        mood: dice.below(3),
        offset,
        scoring: &checklist.scoring,
    };
    let answers = checklist
        .items()
        .map(|(_, item)| {
            let mut answer = answer(dice, setting, item, &mut observations);
            season_answer(dice, setting, item, &mut answer);
            if sort.hostile {
                furnish_answer(dice, sort, &mut answer);
            }
            if sort.conflicts && dice.once_in(4) {
                conflict(dice, setting, item, &mut answer);
            }
            Arc::new(answer)
        })
        .collect();
    let mut head = head(dice, setting, &checklist);
    if sort.hostile {
        furnish_head(dice, sort, &mut head);
    }
    if spice.signed {
        sign(dice, &mut head, &mut observations);
    }
    let (mut assessment, left_over) =
        Assessment::new(Arc::new(checklist), head, noon(), offset).with_answers(answers);
    assert!(left_over.is_empty());
    if sort.hostile {
        take_snapshots(dice, sort, &mut assessment);
    }
    Case {
        assessment,
        observations,
        as_of: noon(),
    }
}

fn checklist(dice: &mut Dice, sort: Sort, spice: Spice) -> Checklist {
    let stages: Vec<Stage> = (0..dice.below(4))
        .map(|at| Stage {
            id: format!("s{at}").into(),
            title: Text::from("Stage"),
        })
        .collect();
    let traits: Vec<Trait> = (0..dice.below(3))
        .map(|at| Trait {
            id: format!("t{at}").into(),
            ask: "Is it?".into(),
        })
        .collect();
    let phases: Vec<Phase> = (0..dice.below(2))
        .map(|at| Phase {
            id: format!("p{at}").into(),
            title: "Phase".into(),
            when: Text::default(),
        })
        .collect();
    let weighted = dice.once_in(3);
    let mut items = 0;
    let wanted = 1 + dice.below(sort.items);
    let mut categories: Vec<Category> = Vec::new();
    while items < wanted {
        let mut category = Category {
            id: format!("c{}", categories.len()).into(),
            title: "Category".into(),
            weight: weighted.then(|| dice.of(&[1, 2, 7, 1000])),
            items: Vec::new(),
        };
        for _ in 0..=dice.below(4).min(wanted - items - 1) {
            let mut item = item(dice, sort, items, &stages, &traits, &phases);
            season_item(dice, sort, spice, &mut item, items);
            category.items.push(item);
            items += 1;
        }
        categories.push(category);
    }
    let (floor, threshold) = dice.of(&[
        (50, 80),
        (0, 0),
        (0, 100),
        (50, 50),
        (33, 67),
        (0, 1),
        (100, 100),
        (25, 34),
    ]);
    Checklist {
        format: 1,
        id: "random".into(),
        title: "Random".into(),
        version: "1".into(),
        summary: Text::default(),
        source: Text::default(),
        stages,
        phases,
        traits,
        signoff: Vec::new(),
        scoring: Scoring {
            tier_weights: dice.of(&[
                TierWeights::default(),
                TierWeights {
                    blocker: 1,
                    should: 1,
                    nice: 1,
                },
                TierWeights {
                    blocker: 1000,
                    should: 3,
                    nice: 1,
                },
            ]),
            should_threshold: threshold,
            should_floor: floor,
            blockers: dice.of(&[BlockersRule::Evidenced, BlockersRule::Claimed]),
            confirm: dice.of(&[ConfirmRule::Blockers, ConfirmRule::Nobody]),
            max_age_days: dice.of(&[None, Some(3), Some(0)]),
            max_waiver_days: if spice.waivers {
                dice.of(&[90, 30, 14, 1, 0])
            } else {
                90
            },
        },
        categories,
    }
}

fn item(
    dice: &mut Dice,
    sort: Sort,
    at: usize,
    stages: &[Stage],
    traits: &[Trait],
    phases: &[Phase],
) -> Item {
    let pick = |dice: &mut Dice, ids: Vec<Text>| {
        let chosen = dice.below(ids.len() + 1);
        (chosen > 0).then(|| ids[chosen - 1].clone())
    };
    let mut item = Item {
        id: format!("i{at}").into(),
        rev: 1,
        tier: dice.of(&[Tier::Should, Tier::Blocker, Tier::Nice, Tier::Should]),
        title: "Item".into(),
        why: Text::default(),
        how: Text::default(),
        risk: Text::default(),
        severity: None,
        stage: pick(dice, stages.iter().map(|stage| stage.id.clone()).collect()),
        phase: pick(dice, phases.iter().map(|phase| phase.id.clone()).collect()),
        weight: dice.of(&[None, None, Some(1), Some(1000), Some(7)]),
        estimate: None,
        requires: Vec::new(),
        when: (!traits.is_empty() && dice.once_in(3)).then(|| condition(dice, traits, 2)),
        accepts: dice.of(&[
            None,
            Some(vec![Kind::Note]),
            Some(vec![Kind::File, Kind::Note]),
            None,
        ]),
        evidence: dice.of(&[
            EvidenceRule::Needed,
            EvidenceRule::Needed,
            EvidenceRule::NotNeeded,
        ]),
        max_age_days: dice.of(&[None, None, Some(5), Some(0)]),
        per_version: dice.once_in(4),
        waivable: true,
        check: None,
        metric: None,
        tags: Vec::new(),
        owner: Text::default(),
        links: Vec::new(),
    };
    if sort.hostile {
        rarities(dice, &mut item);
    }
    item
}

/// Fields of an item that no figure reads.
fn rarities(dice: &mut Dice, item: &mut Item) {
    item.rev = dice.of(&[1, 2]);
    item.why = dice.of(&["", "why\nand \"why\"", "\\"]).into();
    item.severity = dice.of(&[None, Some(Severity::Medium)]);
    if dice.once_in(4) {
        item.check = Some(Check {
            run: vec![
                "sh".to_owned(),
                dice.of(&["\u{1b}\0", "a\r\nb", "\"#", "e\u{301}"])
                    .to_owned(),
            ],
            expect: dice.of(&[
                Expect::Exit(0),
                Expect::Matches("a+\\d".into()),
                Expect::AtMost {
                    n: Number::new(0.1).unwrap(),
                    of: "(\\d+)".into(),
                },
            ]),
            timeout_s: dice.of(&[None, Some(20)]),
            keep: dice.of(&[Keep::Whole, Keep::Tail]),
        });
    }
    item.tags = dice.of(&[vec![], vec![Text::from("a b")]]);
}

fn condition(dice: &mut Dice, traits: &[Trait], depth: usize) -> Condition {
    let kinds = if depth == 0 { 1 } else { 4 };
    let several = |dice: &mut Dice| -> Vec<Condition> {
        (0..dice.below(3))
            .map(|_| condition(dice, traits, depth - 1))
            .collect()
    };
    match dice.below(kinds) {
        0 => Condition::Has(traits[dice.below(traits.len())].id.clone()),
        1 => Condition::Not(Box::new(condition(dice, traits, depth - 1))),
        2 => Condition::All(several(dice)),
        _ => Condition::Any(several(dice)),
    }
}

pub(crate) fn status(dice: &mut Dice, sort: Sort, mood: usize) -> Status {
    let share = Share::new(dice.of(&[50, 1, 99])).unwrap();
    let reason = if sort.hostile {
        format!("because {}", text(dice, sort).raw()).into()
    } else {
        Text::from("because")
    };
    let all = [
        Status::Unanswered,
        Status::Met,
        Status::Partial(share),
        Status::Unmet,
        Status::Unknown,
        Status::NotApplicable(reason),
    ];
    let met = match mood {
        0 => false,
        1 => dice.below(2) > 0,
        _ => dice.below(6) > 0,
    };
    if met { Status::Met } else { dice.of(&all) }
}

fn answer(
    dice: &mut Dice,
    setting: Setting<'_>,
    item: &Item,
    observations: &mut Observations,
) -> Answer {
    let Setting {
        sort, mood, offset, ..
    } = setting;
    let mut answer = Answer::unanswered(item.id.clone());
    answer.status = status(dice, sort, mood);
    if answer.status != Status::Unanswered {
        answer.by = dice.of(&PEOPLE).into();
        answer.at = Some(noon());
        answer.recorded_by = extra(dice, sort);
    }
    if matches!(answer.status, Status::NotApplicable(_)) && dice.once_in(2) {
        answer.agreed_by = Some(signed(dice));
    }
    if dice.once_in(3) {
        answer.comment = text(dice, sort);
    }
    for at in 0..dice.of(&[0, 1, 1, 2, 3]) {
        let piece = evidence(dice, sort, item, at, mood, offset);
        let seen = dice.of(&[
            Observation::Unchecked,
            Observation::Same,
            Observation::Changed,
            Observation::Absent,
        ]);
        if matches!(piece.content, Content::File { .. }) && (mood < 2 || dice.once_in(8)) {
            observations.insert(piece.id.clone(), seen);
        }
        answer.history.push(Entry {
            id: format!("h-{}-{at}", item.id.raw()).into(),
            at: piece.at,
            by: piece.by.clone(),
            recorded_by: dice.of(&["", "Fay"]).into(),
            what: What::Attached(piece.id.clone()),
            was: dice.of(&[None, None, Some(Status::Unknown)]),
            was_agreed_by: None,
        });
        answer.evidence.push(piece);
    }
    answer
}

pub(crate) fn evidence(
    dice: &mut Dice,
    sort: Sort,
    item: &Item,
    at: usize,
    mood: usize,
    offset: UtcOffset,
) -> Evidence {
    let id = format!("e-{}-{at}", item.id.raw());
    let digest = "0123456789abcdef".repeat(4);
    let path = if sort.hostile {
        dice.of(&[
            "a.txt",
            "b \"c\".log",
            "n\u{1b}[0m\0",
            "l\nf\r\n",
            "e\u{301}",
        ])
    } else {
        "a.txt"
    };
    let content = match dice.of(&[1, 0, 2]) {
        0 => Content::Link(if sort.hostile {
            text(dice, sort)
        } else {
            "https://example.org".into()
        }),
        1 => Content::File {
            path: path.to_owned(),
            sha256: digest.clone(),
            bytes: 3,
        },
        _ => Content::Note(if sort.hostile {
            text(dice, sort)
        } else {
            "Seen.".into()
        }),
    };
    let good = mood == 2 && !dice.once_in(8);
    let shows = dice.of(&[
        Shows::Met,
        Shows::Partial(Share::new(50).unwrap()),
        Shows::Against,
        Shows::Context,
        Shows::Partial(Share::new(99).unwrap()),
        Shows::Met,
    ]);
    let age = dice.of(&[0, 3, 4, 5, 6]);
    let withdrawn = dice.once_in(8).then(|| signed(dice));
    Evidence {
        id: id.into(),
        content,
        shows: if good { Shows::Met } else { shows },
        caption: extra(dice, sort),
        observed: noon()
            .day(offset)
            .checked_sub_days(Days::new(if good { 0 } else { age }))
            .unwrap(),
        version: if good {
            "1".into()
        } else {
            dice.of(&["1", "2", ""]).into()
        },
        by: dice.of(&PEOPLE).into(),
        at: noon(),
        confirmed: (0..dice.below(3)).map(|_| signed(dice)).collect(),
        withdrawn: withdrawn.filter(|_| !good),
        redacted: (!good && dice.once_in(8)).then(|| Redaction {
            sha256: digest,
            by: "Ana".into(),
            at: noon(),
            why: "private".into(),
        }),
    }
}

pub(super) fn signed(dice: &mut Dice) -> Signed {
    Signed {
        by: dice.of(&PEOPLE).into(),
        at: noon(),
    }
}

fn head(dice: &mut Dice, setting: Setting<'_>, checklist: &Checklist) -> Head {
    let Setting { sort, spice, .. } = setting;
    let mut traits = Vec::new();
    for known in &checklist.traits {
        let answered = dice.below(3);
        if answered > 0 {
            traits.push(TraitAnswer {
                id: known.id.clone(),
                holds: answered == 1,
                by: "Ana".into(),
                at: noon(),
            });
        }
    }
    let target = dice.below(checklist.stages.len() + 1);
    let declared = if sort.hostile {
        (0..dice.below(3))
            .map(|at| Declared {
                id: format!("d{at}").into(),
                label: text(dice, sort),
                of: dice.of(&[DeclaredOf::Overall, DeclaredOf::Free, DeclaredOf::Verdict]),
                value: dice.of(&["6.5/10", "ready", "85 %"]).into(),
                table: dice.of(&["", "t"]).into(),
                weight: dice.of(&[None, Some(3)]),
                by: extra(dice, sort),
                on: dice.of(&[None, Some(noon().day(UtcOffset::default()))]),
                source: extra(dice, sort),
            })
            .collect()
    } else {
        Vec::new()
    };
    let mut participants: Vec<Participant> = (0..dice.below(2))
        .map(|_| Participant {
            name: "Ana".into(),
            role: extra(dice, sort),
        })
        .collect();
    let mut dissents = Vec::new();
    if spice.dissents {
        participants.push(facilitator(dice));
        let several = 0..dice.of(&[0, 0, 0, 1, 2]);
        dissents.extend(several.map(|at| dissent(dice, setting, format!("dissent-{at}"))));
    }
    Head {
        subject: Subject {
            name: if sort.hostile {
                text(dice, sort)
            } else {
                "Subject".into()
            },
            version: "1".into(),
            system: extra(dice, sort),
            traits,
        },
        target: target
            .checked_sub(1)
            .map(|at| checklist.stages[at].id.clone()),
        participants,
        dissents,
        declared,
        ..Head::default()
    }
}

//! The laws of the figures, each with a control: a broken variant that the same check catches. The seventh stands in
//! `laws_of_changes`.
//!
//! Everyday runs take 256 cases each; the full run is
//! `PROPTEST_CASES=10000 cargo test --release --test main scoring::laws`.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Declared, DeclaredOf, Participant, Status};
use candor::domain::change::{Aside, Change, HeadEntry, Stamp};
use candor::domain::checklist::Tier;
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::evidence::{Shows, Signed};
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::minutes::Note;
use candor::domain::percent::Percent;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use chrono::Duration;

use super::changes::{action, change_of};
use super::picture::{Picture, picture};
use super::property::{Checked, Dice, ensure, holds, refuted, same};
use super::random::{Case, SMALL, case, evidence, noon, status, text};
use super::spice::{Setting, Spice, dissent, number, waiver};

const CHOICES: usize = 500;

/// Gives the figures of a case; broken in the controls.
type Figures = fn(&Case) -> Picture;

pub(super) fn with_answers(case: &Case, mut alter: impl FnMut(usize, &mut Answer)) -> Case {
    let mut case = case.clone();
    for at in 0..case.assessment.answers().len() {
        let mut answer = (*case.assessment.answers()[at]).clone();
        alter(at, &mut answer);
        let answer = Arc::new(answer);
        case.assessment.apply(&Change::PutBack { answer }).unwrap();
    }
    case
}

fn stamp(by: &str) -> Stamp {
    Stamp {
        id: "stamp".into(),
        at: noon(),
        by: by.into(),
        recorded_by: "".into(),
    }
}

/// Every score that a picture holds, by what it is.
fn scores(picture: &Picture) -> Vec<Option<&Percent>> {
    let parts = picture
        .categories
        .iter()
        .flat_map(|(claimed, evidenced)| [claimed, evidenced]);
    [&picture.claimed, &picture.evidenced, &picture.answered]
        .into_iter()
        .chain(parts)
        .map(Option::as_ref)
        .collect()
}

fn is_lower(one: Option<&Percent>, other: Option<&Percent>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one < other)
}

// Law 1: evidenced ≤ claimed for every item, category and overall; every score within 0..=100.

fn evidenced_is_never_above_claimed(dice: &mut Dice, figures: Figures) -> Checked {
    let said = figures(&case(dice, SMALL));
    let said_again = || format!("{said:?}");
    ensure(
        said.items
            .iter()
            .all(|(value, shown)| shown <= value && *value <= 100),
        said_again,
    )?;
    for (claimed, evidenced) in &said.categories {
        ensure(!is_lower(claimed.as_ref(), evidenced.as_ref()), said_again)?;
    }
    ensure(
        !is_lower(said.claimed.as_ref(), said.evidenced.as_ref()),
        said_again,
    )?;
    let (least, most) = (Percent::whole(0), Percent::whole(100));
    for score in scores(&said).into_iter().flatten() {
        ensure(least <= *score && *score <= most, said_again)?;
    }
    Ok(())
}

#[test]
fn law_1_evidenced_is_never_above_claimed_and_scores_stay_in_range() {
    holds(CHOICES, |dice| {
        evidenced_is_never_above_claimed(dice, picture)
    });
}

#[test]
fn law_1_control_figures_the_wrong_way_round() {
    refuted(CHOICES, |dice| {
        evidenced_is_never_above_claimed(dice, |case| {
            let mut said = picture(case);
            std::mem::swap(&mut said.claimed, &mut said.evidenced);
            said
        })
    });
}

#[test]
fn law_1_control_evidence_counted_where_nothing_is_met() {
    refuted(CHOICES, |dice| {
        evidenced_is_never_above_claimed(dice, |case| {
            let mut said = picture(case);
            let all_met = picture(&with_answers(case, |_, answer| answer.status = Status::Met));
            for (item, met) in said.items.iter_mut().zip(all_met.items) {
                item.1 = met.1;
            }
            said
        })
    });
}

// Law 2: what is said beside an answer, who takes part, what was declared or decided changes no figure and no
// verdict. A waiver changes neither claimed nor evidenced.

fn beside_the_point(dice: &mut Dice, item: &Text) -> Change {
    let again: Text = format!("{} again", text(dice, SMALL).raw()).into();
    let tell = |aside| Change::Tell {
        item: item.clone(),
        aside,
    };
    match dice.below(12) {
        0 => tell(Aside::Comment(again)),
        1 => tell(Aside::Current(again)),
        2 => tell(Aside::Owner(again)),
        3 => tell(Aside::Due(Some(noon().day(UtcOffset::default())))),
        4 => tell(Aside::Confidence(again)),
        5 => tell(Aside::Estimate("3d".into())),
        6 => Change::Record(HeadEntry::Participant(Participant {
            name: "Dee".into(),
            role: "owner".into(),
        })),
        7 => Change::SetSystem("another".into()),
        8 => Change::Note {
            item: Some(item.clone()).filter(|_| dice.once_in(2)),
            note: Note::Action(action(dice, "action".into())),
        },
        9 => Change::Record(HeadEntry::Cost(Cost {
            id: "cost".into(),
            name: "hosting".into(),
            low: number("1"),
            high: number("2"),
            currency: "USD".into(),
            per: Period::Month,
        })),
        10 => Change::Record(HeadEntry::Resource(Resource {
            id: "resource".into(),
            role: "engineer".into(),
            effort: "2w".into(),
        })),
        _ => Change::Record(HeadEntry::Declared(Declared {
            id: "d".into(),
            label: "All".into(),
            of: DeclaredOf::Overall,
            value: "95 %".into(),
            table: "".into(),
            weight: None,
            by: "Dee".into(),
            on: None,
            source: "".into(),
        })),
    }
}

fn what_is_no_answer_changes_nothing(dice: &mut Dice, figures: Figures) -> Checked {
    let before = case(dice, SMALL);
    let mut after = before.clone();
    let items = after.assessment.answers().len();
    let item = after.assessment.answers()[dice.below(items)].item.clone();
    let change = beside_the_point(dice, &item);
    after.assessment.apply(&change).unwrap();
    same("a figure moved", &figures(&before), &figures(&after))
}

fn a_waiver_moves_no_score(dice: &mut Dice, figures: Figures) -> Checked {
    let before = case(dice, SMALL);
    let setting = Setting {
        sort: SMALL,
        spice: Spice::of(dice, SMALL),
        mood: 2,
        offset: before.assessment.utc_offset,
        scoring: &before.assessment.checklist().scoring,
    };
    let chosen = dice.below(before.assessment.answers().len());
    let waived = dice.below(3) > 0;
    let after = with_answers(&before, |at, answer| {
        if at == chosen {
            answer.waiver = waived.then(|| waiver(dice, setting));
        }
    });
    let (before, after) = (figures(&before), figures(&after));
    let scores = |picture: &Picture| {
        let counts: [u32; 7] = picture.counts[..7].try_into().unwrap();
        let readiness: Vec<_> = (picture.stages.iter())
            .map(|stage| (stage.claimed.clone(), stage.evidenced.clone()))
            .collect();
        (
            [
                &picture.claimed,
                &picture.evidenced,
                &picture.over_claim,
                &picture.answered,
            ]
            .map(Clone::clone),
            (picture.categories.clone(), picture.items.clone()),
            (picture.tiers, counts, readiness),
        )
    };
    same("a score moved", &scores(&before), &scores(&after))
}

#[test]
fn law_2_a_waiver_changes_neither_claimed_nor_evidenced() {
    holds(CHOICES, |dice| a_waiver_moves_no_score(dice, picture));
}

#[test]
fn law_2_control_a_waived_item_counts_as_met_or_not_at_all() {
    refuted(CHOICES, |dice| {
        a_waiver_moves_no_score(dice, |case| {
            picture(&with_answers(case, |_, answer| {
                if answer.waiver.is_some() {
                    answer.status = Status::Met;
                }
            }))
        })
    });
    refuted(CHOICES, |dice| {
        a_waiver_moves_no_score(dice, |case| {
            let mut said = picture(case);
            said.claimed = said.excluding_waived.take().or(said.claimed);
            said
        })
    });
}

#[test]
fn law_2_a_comment_and_what_is_said_elsewhere_change_no_figure() {
    holds(CHOICES, |dice| {
        what_is_no_answer_changes_nothing(dice, picture)
    });
}

#[test]
fn law_2_control_a_commented_item_counts_as_met() {
    refuted(CHOICES, |dice| {
        what_is_no_answer_changes_nothing(dice, |case| {
            picture(&with_answers(case, |_, answer| {
                if answer.comment.raw().contains("again") {
                    answer.status = Status::Met;
                }
            }))
        })
    });
}

// Law 3: adding evidence against, adding a dissent, or letting time pass with no waiver expiring never raises claimed, evidenced, a gauge or the verdict.

fn never_raised(before: &Picture, after: &Picture) -> Checked {
    let said = || format!("raised:\n  {before:?}\n  {after:?}");
    for (one, other) in scores(before).into_iter().zip(scores(after)) {
        ensure(!is_lower(one, other), said)?;
    }
    for (before, after) in before.tiers.iter().zip(&after.tiers) {
        ensure(after[0] <= before[0] && after[1] <= before[1], said)?;
    }
    for (before, after) in before.stages.iter().zip(&after.stages) {
        ensure(
            !is_lower(before.claimed.as_ref(), after.claimed.as_ref()),
            said,
        )?;
        ensure(
            !is_lower(before.evidenced.as_ref(), after.evidenced.as_ref()),
            said,
        )?;
        ensure(after.ready <= before.ready, said)?;
        ensure(after.open_blockers >= before.open_blockers, said)?;
    }
    ensure(after.verdict <= before.verdict, said)
}

fn nothing_gets_better_by_itself(dice: &mut Dice, figures: Figures) -> Checked {
    let before = case(dice, SMALL);
    let mut after = before.clone();
    let kind = dice.below(3);
    if kind == 0 {
        let setting = Setting {
            sort: SMALL,
            spice: Spice::of(dice, SMALL),
            mood: dice.below(3),
            offset: before.assessment.utc_offset,
            scoring: &before.assessment.checklist().scoring,
        };
        let at = dice.below(before.assessment.answers().len());
        let item = before.assessment.answers()[at].item.clone();
        let dissent = Change::Dissent {
            item: dice.once_in(2).then_some(item),
            dissent: dissent(dice, setting, "another".to_owned()),
        };
        after.assessment.apply(&dissent).unwrap();
    } else if kind == 1 {
        let minutes = i64::from(dice.of(&[1u16, 60, 89, 90, 600, 1440, 2880, 4320, 10_000]));
        after.as_of = Moment::new(before.as_of.time() + Duration::minutes(minutes));
    } else {
        let at = dice.below(before.assessment.answers().len());
        let item = before.assessment.item(at).clone();
        let mut piece = evidence(dice, SMALL, &item, 9, 0, before.assessment.utc_offset);
        piece.shows = Shows::Against;
        let attach = Change::Attach {
            item: item.id,
            evidence: piece,
            entry: "entry".into(),
        };
        after.assessment.apply(&attach).unwrap();
    }
    let (before, after) = (figures(&before), figures(&after));
    if before.waived != after.waived {
        // A waived Should item that is met joins the share again once its waiver has expired.
        return Ok(());
    }
    never_raised(&before, &after)
}

#[test]
fn law_3_neither_time_nor_evidence_against_nor_dissent_raises_anything() {
    holds(CHOICES, |dice| nothing_gets_better_by_itself(dice, picture));
}

#[test]
fn law_3_control_time_runs_backwards() {
    refuted(CHOICES, |dice| {
        nothing_gets_better_by_itself(dice, |case| {
            let passed = case.as_of.time() - noon().time();
            let mut case = case.clone();
            case.as_of = Moment::new(noon().time() + Duration::days(2) - passed);
            picture(&case)
        })
    });
}

#[test]
fn law_3_control_a_dissent_counts_as_agreement() {
    refuted(CHOICES, |dice| {
        nothing_gets_better_by_itself(dice, |case| {
            picture(&with_answers(case, |_, answer| {
                if answer
                    .dissents
                    .iter()
                    .any(|dissent| dissent.id.raw() == "another")
                {
                    answer.status = Status::Met;
                }
            }))
        })
    });
}

#[test]
fn law_3_control_evidence_against_counts_for_it() {
    refuted(CHOICES, |dice| {
        nothing_gets_better_by_itself(dice, |case| {
            picture(&with_answers(case, |_, answer| {
                for piece in &mut answer.evidence {
                    if piece.shows == Shows::Against {
                        piece.shows = Shows::Met;
                    }
                }
            }))
        })
    });
}

// Law 4: turning one needed Unmet item to Met lowers nothing.

fn meeting_an_item_lowers_nothing(dice: &mut Dice, figures: Figures) -> Checked {
    let mut before = case(dice, SMALL);
    let at = dice.below(before.assessment.answers().len());
    let set = |case: &Case, status: Status| {
        with_answers(case, |position, answer| {
            if position == at {
                answer.status = status.clone();
            }
        })
    };
    before = set(&before, Status::Unmet);
    let after = set(&before, Status::Met);
    never_raised(&figures(&after), &figures(&before))
}

#[test]
fn law_4_meeting_an_item_lowers_nothing() {
    holds(CHOICES, |dice| {
        meeting_an_item_lowers_nothing(dice, picture)
    });
}

#[test]
fn law_4_control_a_met_item_weighs_as_one_that_is_not() {
    refuted(CHOICES, |dice| {
        meeting_an_item_lowers_nothing(dice, |case| {
            picture(&with_answers(case, |_, answer| match answer.status {
                Status::Met => answer.status = Status::Unmet,
                Status::Unmet => answer.status = Status::Met,
                _ => {}
            }))
        })
    });
}

// Law 5: with an open blocker the verdict is no-go; no n/a that nobody else agreed to turns no-go into go.

fn a_blocker_blocks(dice: &mut Dice, figures: Figures) -> Checked {
    let before = case(dice, SMALL);
    let said = figures(&before);
    let open = said
        .reasons
        .iter()
        .any(|(kind, _)| *kind == ReasonKind::OpenBlocker);
    let unmet = before
        .assessment
        .answers()
        .iter()
        .enumerate()
        .any(|(at, answer)| {
            let item = before.assessment.item(at);
            let always = item.when.is_none() && item.stage.is_none() && !said.waived[at];
            item.tier == Tier::Blocker && always && answer.status == Status::Unmet
        });
    ensure(!(open || unmet) || said.verdict == Verdict::NoGo, || {
        format!("{said:?}")
    })?;
    if said.verdict != Verdict::NoGo {
        return Ok(());
    }
    // Whoever cheats takes the very items that stand in the way.
    let named: Vec<usize> = said
        .reasons
        .into_iter()
        .flat_map(|(_, items)| items)
        .collect();
    let cheat = dice.below(3) > 0;
    let after = with_answers(&before, |at, answer| {
        if cheat && named.contains(&at) || !cheat && dice.below(2) == 0 {
            answer.status = Status::NotApplicable("not for us".into());
            answer.agreed_by = dice.once_in(2).then(|| Signed {
                by: answer.by.clone(),
                at: noon(),
            });
        }
    });
    let said = figures(&after);
    ensure(said.verdict != Verdict::Go, || {
        format!("a go by n/a alone: {said:?}")
    })
}

#[test]
fn law_5_an_open_blocker_blocks_and_no_unagreed_na_makes_a_go() {
    holds(CHOICES, |dice| a_blocker_blocks(dice, picture));
}

#[test]
fn law_5_control_every_na_is_agreed_to() {
    refuted(CHOICES, |dice| {
        a_blocker_blocks(dice, |case| {
            picture(&with_answers(case, |_, answer| {
                answer.agreed_by = Some(Signed {
                    by: "Somebody else".into(),
                    at: noon(),
                });
            }))
        })
    });
}

#[test]
fn law_5_control_na_counts_as_met() {
    refuted(CHOICES, |dice| {
        a_blocker_blocks(dice, |case| {
            let mut said = picture(&with_answers(case, |_, answer| {
                if matches!(answer.status, Status::NotApplicable(_)) {
                    answer.status = Status::Met;
                }
            }));
            said.reasons
                .retain(|(kind, _)| *kind != ReasonKind::UnevidencedBlocker);
            if said.reasons.is_empty() {
                said.verdict = Verdict::Go;
            }
            said
        })
    });
}

// Law 6: the order in which answers of different items were given changes nothing.

fn order_changes_nothing(dice: &mut Dice, replay: fn(&Case, &[Change]) -> Picture) -> Checked {
    let before = case(dice, SMALL);
    let mut changes: Vec<Change> = before
        .assessment
        .answers()
        .iter()
        .enumerate()
        .map(|(at, answer)| {
            if dice.once_in(3) {
                return change_of(dice, &before.assessment, at, at);
            }
            Change::Answer {
                item: answer.item.clone(),
                status: status(dice, SMALL, 1),
                stamp: stamp("Dee"),
            }
        })
        .collect();
    let given = replay(&before, &changes);
    for at in (1..changes.len()).rev() {
        changes.swap(at, dice.below(at + 1));
    }
    same(
        "another order, other figures",
        &given,
        &replay(&before, &changes),
    )
}

fn replay(case: &Case, changes: &[Change]) -> Picture {
    let mut case = case.clone();
    for change in changes {
        // What is refused is refused in any order: it looks at its own item only.
        let _ = case.assessment.apply(change);
    }
    picture(&case)
}

#[test]
fn law_6_the_order_of_answers_changes_nothing() {
    holds(CHOICES, |dice| order_changes_nothing(dice, replay));
}

#[test]
fn law_6_control_the_last_answer_is_lost() {
    refuted(CHOICES, |dice| {
        order_changes_nothing(dice, |case, changes| {
            replay(case, &changes[..changes.len() - 1])
        })
    });
}

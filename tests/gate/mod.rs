//! The gate's decision against one written from the rules alone, over random assessments and terms.
//!
//! Readings taken where the rules leave a choice: under a no-go every reason is listed and nothing passes, though the
//! conditions among its reasons are marked as allowed where the terms name their kinds; `unevidenced-blocker` is a
//! condition just where the checklist says `blockers: Claimed`.

use std::sync::Arc;

use candor::domain::admission::{Admission, Cause, Lack, Presented, Terms, Wanted, admit};
use candor::domain::assessment::{Answer, Assessment};
use candor::domain::change::Change;
use candor::domain::checklist::{BlockersRule, Tier};
use candor::domain::dissent::Dissent;
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::ledger::{Ledger, Scope};
use candor::domain::percent::Percent;
use candor::domain::sign_off::Seal;
use candor::domain::supersede::Difference;
use candor::domain::text::Text;
use candor::domain::waiver::Waiver;
use candor::session::bench;
use chrono::Days;
use num_bigint::BigInt;

use crate::scoring::picture::picture;
use crate::scoring::property::{Checked, Dice, ensure, holds, refuted, same};
use crate::scoring::random::{Case, MERGED, case, noon};

/// A random case, with waivers and dissents as well, judged for a random stage.
fn presented_case(dice: &mut Dice) -> Case {
    let mut case = case(dice, MERGED);
    let old = case.assessment.clone();
    let today = old.day(noon());
    let answers = old.answers().iter().map(|answer| {
        let mut answer: Answer = (**answer).clone();
        if dice.once_in(4) {
            answer.waiver = Some(Waiver {
                reason: "later".into(),
                by: "Ana".into(),
                at: noon(),
                approved_by: "Bo".into(),
                expires: today + Days::new(3),
            });
        }
        if dice.once_in(8) {
            answer.dissents.push(Dissent {
                id: "d".into(),
                name: "Cy".into(),
                on: Text::default(),
                text: "No.".into(),
                at: noon(),
                answered: None,
                closed: None,
            });
        }
        Arc::new(answer)
    });
    let answers = answers.collect();
    let begun = Assessment::new(
        Arc::clone(old.checklist()),
        (*old.head).clone(),
        old.created,
        old.utc_offset,
    );
    case.assessment = begun.with_answers(answers).0;
    let stages: Vec<Text> = old
        .checklist()
        .stages
        .iter()
        .map(|stage| stage.id.clone())
        .collect();
    if !stages.is_empty() {
        let target = Some(dice.of(&stages));
        case.assessment.apply(&Change::SetTarget(target)).unwrap();
    }
    case
}

/// Terms as they are typed: a percentage is its text here.
struct Typed {
    allow: Vec<ReasonKind>,
    least: Option<String>,
    version: Option<&'static str>,
    altered: bool,
    signed: Option<Wanted>,
    /// The roles whose go the checklist asks for.
    roles: Vec<Text>,
    /// What supersedes each sign-off of the case.
    superseded: Vec<Vec<Difference>>,
}

fn typed(dice: &mut Dice, case: &Case) -> Typed {
    let kinds: Vec<ReasonKind> = ReasonKind::ALL.to_vec();
    let most = dice.of(&[0, 1, 2, 2]);
    let allow = kinds.into_iter().filter(|_| dice.below(3) < most).collect();
    // About the very figure, where a slip would show.
    let shown = picture(case).evidenced.map(|percent| percent.to_string());
    let least = match dice.below(8) {
        0 => Some(shown.unwrap_or_default()).filter(|text| !text.is_empty()),
        1 => Some("0".to_owned()),
        2 => Some("100".to_owned()),
        3 => Some("33.3333333333333333".to_owned()),
        4 => Some("66.67".to_owned()),
        _ => None,
    };
    Typed {
        allow,
        least,
        version: dice.of(&[None, None, Some("1"), Some("2")]),
        altered: dice.once_in(6),
        signed: dice.of(&[None, Some(Wanted::Signed), Some(Wanted::ByKnownSigners)]),
        roles: dice
            .of(&[&[][..], &["sre"][..], &["Product", "sre"][..]])
            .iter()
            .map(|role| Text::from(*role))
            .collect(),
        superseded: (case.observations.sign_offs().iter())
            .map(|_| dice.of(&[Vec::new(), Vec::new(), vec![Difference::Target]]))
            .collect(),
    }
}

fn decided(case: &Case, typed: &Typed) -> Admission {
    let assessment = &case.assessment;
    let bench = bench(assessment, case.as_of, &case.observations);
    let ledger = Ledger::of(assessment, &bench);
    let judgement = ledger.judge(&assessment.checklist().scoring);
    let evidenced = ledger.figures(Scope::Needed).evidenced();
    admit(
        &Terms {
            allow: typed.allow.clone(),
            min_evidenced: typed
                .least
                .as_deref()
                .map(|text| Percent::read(text).unwrap()),
            subject_version: typed.version.map(Text::from),
            signed: typed.signed,
        },
        &Presented {
            judgement: &judgement,
            evidenced: evidenced.as_ref(),
            version: &assessment.head.subject.version,
            altered: typed.altered,
            roles: &typed.roles,
            sign_offs: case.observations.sign_offs(),
            superseded: &typed.superseded,
        },
    )
}

/// Whether a fraction of percent is at least a decimal, by whole numbers alone.
fn reaches(found: &Percent, least: &str) -> bool {
    let fraction = String::from(found.clone());
    let (numerator, denominator) = fraction.split_once('/').unwrap_or((&fraction, "1"));
    let number = |digits: &str| -> BigInt { digits.parse().unwrap() };
    let (whole, decimals) = least.split_once('.').unwrap_or((least, ""));
    let scale = BigInt::from(10).pow(u32::try_from(decimals.len()).unwrap());
    number(numerator) * scale >= number(&format!("{whole}{decimals}")) * number(denominator)
}

/// How many goes are missing: role by role, the last word of each is looked at alone.
fn naive_missing(case: &Case, typed: &Typed) -> usize {
    let role = |text: &Text| text.raw().trim().to_lowercase();
    let all: Vec<_> = (case.observations.sign_offs().iter().zip(&typed.superseded))
        .filter(|(it, _)| !matches!(it.seal, Seal::Forged(_)))
        .filter_map(|(it, superseded)| Some((it, it.statement.as_ref()?, superseded)))
        .collect();
    let good = |wanted: &str| {
        let mut of_role: Vec<_> = (all.iter())
            .filter(|it| role(&it.1.role) == wanted)
            .collect();
        of_role.sort_by_key(|it| (it.1.at, it.0.file.clone()));
        let last = of_role.last()?;
        let known = matches!(last.0.seal, Seal::Valid { .. });
        let signer = known || typed.signed == Some(Wanted::Signed);
        Some(last.1.decision == Verdict::Go && last.2.is_empty() && signer)
    };
    if typed.roles.is_empty() {
        let mut signed: Vec<String> = all.iter().map(|it| role(&it.1.role)).collect();
        signed.sort();
        signed.dedup();
        let of_all: Vec<bool> = signed.iter().filter_map(|role| good(role)).collect();
        return if of_all.contains(&true) {
            0
        } else {
            of_all.len().max(1)
        };
    }
    let wanted = typed.roles.iter();
    wanted
        .filter(|wanted| good(&role(wanted)) != Some(true))
        .count()
}

/// Whether it passes, the verdict, and each cause with whether it is allowed, in no order.
type Decision = (bool, Verdict, Vec<(String, bool, Vec<usize>)>);

fn naive(case: &Case, typed: &Typed) -> Decision {
    let picture = picture(case);
    let claimed_is_enough = case.assessment.checklist().scoring.blockers == BlockersRule::Claimed;
    let no_go = [
        "open-blocker",
        "should-below-floor",
        "nothing-assessed",
        "signed-no-go",
        "condition-overdue",
    ];
    let mut passes = picture.verdict != Verdict::NoGo && !typed.altered;
    let mut causes = Vec::new();
    for (kind, items) in &picture.reasons {
        let key = kind.key();
        let is_condition =
            !no_go.contains(&key) && (key != "unevidenced-blocker" || claimed_is_enough);
        let of_blockers = |at: &usize| case.assessment.item(*at).tier == Tier::Blocker;
        let is_condition = is_condition && (key != "conflict" || !items.iter().any(of_blockers));
        let allowed = is_condition && typed.allow.iter().any(|allowed| allowed.key() == key);
        passes = passes && allowed;
        causes.push((key.to_owned(), allowed, items.clone()));
    }
    let mut against = |key: &str| causes.push((key.to_owned(), false, Vec::new()));
    if typed.altered {
        against("altered-checklist");
    }
    if let Some(least) = &typed.least
        && !picture
            .evidenced
            .is_some_and(|found| reaches(&found, least))
    {
        passes = false;
        against("below-min-evidenced");
    }
    if let Some(version) = typed.version
        && case.assessment.head.subject.version.raw() != version
    {
        passes = false;
        against("other-subject");
    }
    if typed.signed.is_some() {
        let missing = naive_missing(case, typed);
        passes = passes && missing == 0;
        causes.extend((0..missing).map(|_| ("not-signed".to_owned(), false, Vec::new())));
    }
    causes.sort();
    let verdict = if typed.altered {
        Verdict::NoGo
    } else {
        picture.verdict
    };
    (passes, verdict, causes)
}

fn plain(admission: &Admission) -> Decision {
    let causes = admission.grounds.iter().map(|ground| {
        let items = match &ground.cause {
            candor::domain::admission::Cause::Verdict(reason) => reason.items.clone(),
            _ => Vec::new(),
        };
        (ground.cause.key().to_owned(), ground.allowed, items)
    });
    let mut causes: Vec<_> = causes.collect();
    causes.sort();
    (admission.passes, admission.verdict, causes)
}

fn agrees(dice: &mut Dice, broken: impl Fn(&mut Admission, &Case, &Typed)) -> Checked {
    let case = presented_case(dice);
    let typed = typed(dice, &case);
    let mut admission = decided(&case, &typed);
    broken(&mut admission, &case, &typed);
    same("the decision", &plain(&admission), &naive(&case, &typed))
}

#[test]
fn the_gate_decides_as_a_naive_twin_does() {
    holds(700, |dice| agrees(dice, |_, _, _| {}));
}

#[test]
fn the_twin_notices_a_gate_that_is_broken() {
    // Anything but no-go passes.
    refuted(700, |dice| {
        agrees(dice, |admission, _, _| {
            admission.passes = admission.verdict != Verdict::NoGo;
        })
    });
    // What is shown is compared, and not what is.
    refuted(700, |dice| {
        agrees(dice, |admission, case, typed| {
            let shown = picture(case).evidenced.map(|percent| percent.to_string());
            let shown = shown.and_then(|text| Percent::read(&text));
            let least = typed.least.as_deref().and_then(Percent::read);
            if shown.is_some() && shown >= least {
                admission
                    .grounds
                    .retain(|ground| ground.cause.key() != "below-min-evidenced");
            }
        })
    });
    // A superseded go is taken for one that holds.
    refuted(700, |dice| {
        agrees(dice, |admission, _, _| {
            admission.grounds.retain(|ground| {
                !matches!(&ground.cause, Cause::NotSigned(missing)
                    if matches!(missing.why, Lack::Superseded(_)))
            });
        })
    });
    // An altered checklist is only a remark.
    refuted(700, |dice| {
        agrees(dice, |admission, case, _| {
            admission.verdict = picture(case).verdict;
        })
    });
}

#[test]
fn what_speaks_against_it_stands_in_one_order() {
    holds(700, |dice| {
        let case = presented_case(dice);
        let typed = typed(dice, &case);
        let admission = decided(&case, &typed);
        let own = ["below-min-evidenced", "other-subject", "not-signed"];
        let rank = |key: &str| {
            own.iter()
                .position(|known| *known == key)
                .map_or(0, |at| at + 1)
        };
        let ranks: Vec<usize> = admission
            .grounds
            .iter()
            .map(|it| rank(it.cause.key()))
            .collect();
        ensure(ranks.is_sorted(), || format!("{:?}", plain(&admission)))?;
        let means_no_go = |it: &&candor::domain::admission::Ground| {
            [
                "open-blocker",
                "should-below-floor",
                "nothing-assessed",
                "signed-no-go",
                "condition-overdue",
            ]
            .contains(&it.cause.key())
        };
        let first = admission.grounds.iter().filter(means_no_go).count();
        let leading = admission
            .grounds
            .iter()
            .take(first + 2)
            .filter(means_no_go)
            .count();
        ensure(first == leading, || format!("{:?}", plain(&admission)))
    });
}

#[test]
fn every_kind_of_reason_comes_up() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..3000_u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let bytes: Vec<u8> = (0..700)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()[3]
            })
            .collect();
        let mut dice = Dice::new(&bytes);
        let case = presented_case(&mut dice);
        let typed = typed(&mut dice, &case);
        let admission = decided(&case, &typed);
        seen.insert(if admission.passes {
            "passes"
        } else {
            "does not pass"
        });
        seen.extend(admission.grounds.iter().map(|ground| ground.cause.key()));
    }
    let kinds = ReasonKind::ALL.iter().map(|kind| kind.key());
    let own = [
        "passes",
        "does not pass",
        "altered-checklist",
        "below-min-evidenced",
        "other-subject",
        "not-signed",
    ];
    for key in kinds.chain(own) {
        assert!(seen.contains(key), "{key} never comes up");
    }
}

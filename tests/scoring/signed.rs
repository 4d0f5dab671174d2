//! Sign-offs at random, and what the gate reads of them, written from the rules alone.

use std::sync::Arc;

use candor::domain::assessment::Head;
use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::sign_off::{Condition, Forgery, Fulfilled, Seal, SignOff, Statement};
use candor::domain::text::Text;
use candor::domain::time::Moment;
use chrono::{Days, TimeDelta};

use super::property::Dice;
use super::random::{Case, noon};

/// A statement that says no more than who decided what, in which role, and when.
pub(crate) fn statement(role: &str, decision: Verdict, at: Moment) -> Statement {
    Statement {
        assessment: String::new(),
        copy: String::new(),
        checklist_digest: String::new(),
        checklist: "c".into(),
        checklist_version: Text::default(),
        subject: "Subject".into(),
        version: Text::default(),
        target: None,
        verdict: Verdict::Go,
        reasons: Vec::new(),
        scores: Vec::new(),
        waivers: Vec::new(),
        decision,
        conditions: Vec::new(),
        despite: Text::default(),
        words: Text::default(),
        role: role.into(),
        name: "Ana".into(),
        principal: "ana@example.org".into(),
        at,
        with_key: false,
        found: Vec::new(),
        evidence: Vec::new(),
    }
}

fn sign_off(dice: &mut Dice, number: usize) -> SignOff {
    let role = dice.of(&["sre", "SRE ", "product"]);
    let decision = dice.of(&[Verdict::Go, Verdict::ConditionalGo, Verdict::NoGo]);
    let hours = dice.of(&[-30, -2, -2, 0]);
    let at = Moment::new(noon().time() + TimeDelta::hours(hours));
    let mut statement = statement(role, decision, at);
    for _ in 0..dice.below(3) {
        let day = noon().time().date_naive() + Days::new(3);
        statement.conditions.push(Condition {
            id: dice.of(&["c1", "c2", "c3"]).into(),
            text: "Do it".into(),
            owner: "Bo".into(),
            due: day - Days::new(dice.of(&[0, 2, 3, 4, 20])),
        });
    }
    let key = String::new();
    SignOff {
        // Files of equal times are told apart by their names.
        file: format!("{number}.txt"),
        digest: format!("{number}"),
        statement: (!dice.once_in(8)).then_some(statement),
        seal: dice.of(&[
            Seal::NoKey,
            Seal::Valid { key: key.clone() },
            Seal::UnknownSigner { key },
            Seal::Unchecked,
            Seal::Forged(Forgery::Mismatch),
        ]),
        kept: None,
        lost: Vec::new(),
    }
}

/// Signs a case: none to three sign-offs, and conditions marked done.
pub(super) fn sign(dice: &mut Dice, head: &mut Head, observations: &mut Observations) {
    let sign_offs: Vec<SignOff> = (0..dice.below(4)).map(|at| sign_off(dice, at)).collect();
    observations.set_sign_offs(Arc::from(sign_offs));
    for id in ["c1", "c2"] {
        if dice.once_in(3) {
            head.fulfilled.push(Fulfilled {
                condition: id.into(),
                by: "Bo".into(),
                at: noon(),
            });
        }
    }
}

/// The latest statement of each role: none of another statement of that role is later, or as late in a later file.
fn latest(case: &Case) -> Vec<&Statement> {
    let role = |statement: &Statement| statement.role.raw().trim().to_lowercase();
    let counting: Vec<(&SignOff, &Statement)> = (case.observations.sign_offs().iter())
        .filter(|sign_off| !matches!(sign_off.seal, Seal::Forged(_)))
        .filter_map(|sign_off| Some((sign_off, sign_off.statement.as_ref()?)))
        .collect();
    let mut latest = counting.clone();
    latest.retain(|(sign_off, statement)| {
        counting.iter().all(|(other_file, other)| {
            role(other) != role(statement)
                || (other.at, &other_file.file) <= (statement.at, &sign_off.file)
        })
    });
    latest.into_iter().map(|(_, statement)| statement).collect()
}

/// Whether the latest sign-off of some role says no-go.
pub(super) fn says_no_go(case: &Case) -> bool {
    latest(case)
        .iter()
        .any(|statement| statement.decision == Verdict::NoGo)
}

/// Whether a condition of the latest sign-off of some role, a conditional go, is past its day and not done.
pub(super) fn is_overdue(case: &Case) -> bool {
    let today = case.as_of.day(case.assessment.utc_offset);
    let is_done = |condition: &Condition| {
        (case.assessment.head.fulfilled.iter()).any(|done| done.condition == condition.id)
    };
    latest(case)
        .iter()
        .filter(|statement| statement.decision == Verdict::ConditionalGo)
        .flat_map(|statement| &statement.conditions)
        .any(|condition| condition.due < today && !is_done(condition))
}

/// Every role that said no-go says go, later than all others.
pub(super) fn sign_go_again(case: &mut Case) {
    let mut all: Vec<SignOff> = case.observations.sign_offs().to_vec();
    let roles: Vec<Text> = (latest(case).iter())
        .filter(|statement| statement.decision == Verdict::NoGo)
        .map(|statement| statement.role.clone())
        .collect();
    for role in roles {
        let later = Moment::new(noon().time() + TimeDelta::hours(1));
        all.push(SignOff {
            file: format!("z{}.txt", all.len()),
            digest: String::new(),
            statement: Some(statement(role.raw(), Verdict::Go, later)),
            seal: Seal::NoKey,
            kept: None,
            lost: Vec::new(),
        });
    }
    case.observations.set_sign_offs(Arc::from(all));
}

/// Every condition is marked done.
pub(super) fn settle_conditions(case: &mut Case) {
    let head = Arc::make_mut(&mut case.assessment.head);
    for id in ["c1", "c2", "c3"] {
        head.fulfilled.push(Fulfilled {
            condition: id.into(),
            by: "Bo".into(),
            at: noon(),
        });
    }
}

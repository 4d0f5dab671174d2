//! A second implementation of the figures and of the verdict: naive, slow, and written from the rules alone.
//!
//! Where the rules leave a choice, the reading taken here (and in the core) is:
//! - A condition over unanswered traits is decided by those that are answered where they suffice: "all of" with one
//!   false trait is false whatever the others are.
//! - An item out of play is counted as out of play also where its stage lies above the target.
//! - `unconfirmed-evidence` looks at Met Blockers that are evidenced in full: it holds where no file and no confirmed
//!   link or note among the evidence that counts shows Met by itself. A file that shows a part confirms nothing.
//! - Redacted evidence backs nothing, for nobody can judge it; evidence against stays against, redacted or not.
//! - A waiver whose last day lies before the day on which it was made excuses nothing, whatever the day.
//! - "Excluding waived" is shown where an item that counts is waived; a waiver of anything else changes no figure.
//! - With a metric, an item that is met in part is evidenced by nothing either until the target is reached.
//! - What lapses is listed for items in play, n/a or not; context lapses never, for it counts never.
//! - The rest of the readings stands in `twin_gate`.
#![allow(clippy::redundant_closure_for_method_calls)]

use candor::domain::assessment::{Answer, Status};
use candor::domain::checklist::{EvidenceRule, Item, Kind, Target, Tier};
use candor::domain::condition::Condition;
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Evidence, Observation, Shows};
use candor::domain::measured::Measured;
use candor::domain::number::Number;
use candor::domain::percent::Percent;
use candor::domain::text::Text;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::conflicts::{sides, strength};
use super::picture::{Lapses, Picture, picture, picture_of, plan_order};
use super::property::{Checked, Dice, holds, look_at, refuted, same};
use super::random::{Case, MERGED, SMALL, case, moment};
use super::twin_gate::{judge, order, stages};

pub(super) type Fraction = BigRational;

pub(super) fn fraction(numerator: u64, denominator: u64) -> Fraction {
    Fraction::new(BigInt::from(numerator), BigInt::from(denominator))
}

pub(super) fn percent(fraction: &Fraction) -> Percent {
    Percent::quotient(fraction.numer() * 100, fraction.denom().clone()).unwrap()
}

pub(super) fn person(name: &Text) -> String {
    let words: Vec<&str> = name.raw().split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// 0: false, 1: neither, 2: true.
fn truth(case: &Case, condition: &Condition) -> u8 {
    match condition {
        Condition::Has(id) => match case.assessment.has_trait(id) {
            Some(true) => 2,
            None => 1,
            Some(false) => 0,
        },
        Condition::Not(inner) => 2 - truth(case, inner),
        Condition::All(all) => all
            .iter()
            .map(|inner| truth(case, inner))
            .min()
            .unwrap_or(2),
        Condition::Any(any) => any
            .iter()
            .map(|inner| truth(case, inner))
            .max()
            .unwrap_or(0),
    }
}

fn blank(text: &Text) -> bool {
    text.raw().trim().is_empty()
}

/// A decimal as it is written, digit by digit.
fn decimal(number: Number) -> Fraction {
    let written = number.to_string();
    let digits: BigInt = written.replace('.', "").parse().unwrap();
    let behind = written
        .split_once('.')
        .map_or(0, |(_, behind)| behind.len());
    let behind = u32::try_from(behind).unwrap();
    Fraction::new(digits, BigInt::from(10).pow(behind))
}

fn day(case: &Case, time: DateTime<Utc>) -> NaiveDate {
    let minutes = i32::from(case.assessment.utc_offset.minutes());
    let offset = FixedOffset::east_opt(minutes * 60).unwrap();
    time.with_timezone(&offset).date_naive()
}

/// Whether a dissent stands: until the dissenter or the facilitator says that the answer closes it.
pub(super) fn is_open(case: &Case, dissent: &Dissent) -> bool {
    let facilitates = |name: &Text| {
        let mut people = case.assessment.head.participants.iter();
        people.any(|participant| {
            person(&participant.role) == "facilitator" && person(&participant.name) == person(name)
        })
    };
    match (&dissent.answered, &dissent.closed) {
        (Some(_), Some(closed)) => {
            person(&closed.by) != person(&dissent.name) && !facilitates(&closed.by)
        }
        _ => true,
    }
}

/// One item with its answer.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) case: &'a Case,
    pub(super) at: usize,
    pub(super) item: &'a Item,
    pub(super) answer: &'a Answer,
}

impl Row<'_> {
    pub(super) fn is_in_play(self) -> bool {
        self.item
            .when
            .as_ref()
            .is_none_or(|when| truth(self.case, when) != 0)
    }

    pub(super) fn is_in_conflict(self) -> bool {
        !self.answer.conflict.is_empty()
    }

    /// What holds of each side of a conflict alone; of the answer itself where there is none.
    fn by_side<T>(self, of: impl Fn(Row) -> T) -> Vec<T> {
        let sides = sides(self.answer);
        sides
            .iter()
            .map(|answer| of(Row { answer, ..self }))
            .collect()
    }

    /// The status that counts: of a conflict the least that was said, where what is said not to apply is not met.
    pub(super) fn status(self) -> Status {
        if !self.is_in_conflict() {
            return self.answer.status.clone();
        }
        let said = self.by_side(|side| side.answer.status.clone());
        let anybody = said.iter().any(|status| *status != Status::Unanswered);
        let least = said.into_iter().min_by_key(strength).unwrap();
        match least {
            Status::NotApplicable(_) => Status::Unmet,
            Status::Unanswered if anybody => Status::Unmet,
            least => least,
        }
    }

    fn is_not_applicable(self) -> bool {
        matches!(self.status(), Status::NotApplicable(_))
    }

    pub(super) fn is_applicable(self) -> bool {
        self.is_in_play() && !self.is_not_applicable()
    }

    /// Whether its stage is at or below a stage; without one, every stage is.
    pub(super) fn is_up_to(self, stage: Option<usize>) -> bool {
        let ladder = &self.case.assessment.checklist().stages;
        match (&self.item.stage, stage) {
            (Some(own), Some(stage)) => ladder[..=stage].iter().any(|known| known.id == *own),
            _ => true,
        }
    }

    pub(super) fn value(self) -> Fraction {
        match &self.status() {
            Status::Met => fraction(1, 1),
            Status::Partial(share) => fraction(share.percent().into(), 100),
            _ => fraction(0, 1),
        }
    }

    pub(super) fn is_met(self) -> bool {
        self.status() == Status::Met
    }

    pub(super) fn weight(self) -> u64 {
        let tiers = &self.case.assessment.checklist().scoring.tier_weights;
        let of_tier = match self.item.tier {
            Tier::Blocker => tiers.blocker,
            Tier::Should => tiers.should,
            Tier::Nice => tiers.nice,
        };
        u64::try_from(self.item.weight.unwrap_or(of_tier)).unwrap()
    }

    fn today(self) -> NaiveDate {
        day(self.case, self.case.as_of.time())
    }

    fn counts_and_holds(self, evidence: &Evidence) -> bool {
        let (kind, seen) = match evidence.content {
            Content::Link(_) => (Kind::Link, Observation::Same),
            Content::File { .. } => {
                let seen = self.case.observations.get(&evidence.id);
                (Kind::File, seen.unwrap_or(Observation::Same))
            }
            Content::Note(_) => (Kind::Note, Observation::Same),
        };
        let accepted = match &self.item.accepts {
            Some(kinds) => kinds.contains(&kind),
            None => kind != Kind::Note,
        };
        let scoring = &self.case.assessment.checklist().scoring;
        let age = (self.today() - evidence.observed).num_days();
        let in_time = match (self.item.max_age_days, scoring.max_age_days) {
            (Some(days), _) | (None, Some(days)) => age <= i64::from(days),
            (None, None) => true,
        };
        let version = &self.case.assessment.head.subject.version;
        accepted
            && in_time
            && evidence.withdrawn.is_none()
            && evidence.redacted.is_none()
            && (!self.item.per_version || evidence.version == *version)
            && matches!(seen, Observation::Same | Observation::Unchecked)
    }

    fn shown(evidence: &Evidence) -> Fraction {
        match evidence.shows {
            Shows::Met => fraction(1, 1),
            Shows::Partial(share) => fraction(share.percent().into(), 100),
            Shows::Against | Shows::Context => fraction(0, 1),
        }
    }

    fn wants_evidence(self) -> bool {
        self.item.evidence == EvidenceRule::Needed
    }

    /// Whether the metric's target is reached; nothing where that can't be said.
    pub(super) fn reaches_target(self) -> Option<bool> {
        let target = &self.item.metric.as_ref()?.target;
        let measured = self.answer.measured.as_ref()?;
        let ends = match measured {
            Measured::Value(value) => vec![decimal(*value)],
            Measured::Range(one, other) => vec![decimal(*one), decimal(*other)],
            Measured::Ratio(n, of) => {
                let of = decimal(*of);
                if of <= fraction(0, 1) {
                    return None;
                }
                vec![decimal(*n) * BigInt::from(100) / of]
            }
            Measured::Text(words) => {
                let in_words = matches!(target, Target::Text(_)) && !blank(words);
                return in_words.then_some(true);
            }
        };
        let all = |reaches: &dyn Fn(&Fraction) -> bool| Some(ends.iter().all(reaches));
        match target {
            Target::AtMost(limit) => all(&|end| *end <= decimal(*limit)),
            Target::Below(limit) => all(&|end| *end < decimal(*limit)),
            Target::AtLeast(limit) => all(&|end| *end >= decimal(*limit)),
            Target::Above(limit) => all(&|end| *end > decimal(*limit)),
            Target::Text(_) => None,
        }
    }

    pub(super) fn is_waived(self) -> bool {
        let Some(waiver) = &self.answer.waiver else {
            return false;
        };
        if self.is_in_conflict() {
            return false;
        }
        let made = day(self.case, waiver.at.time());
        let runs = (waiver.expires - made).num_days();
        let scoring = &self.case.assessment.checklist().scoring;
        let said = [&waiver.reason, &waiver.by, &waiver.approved_by];
        self.item.waivable
            && said.iter().all(|text| !blank(text))
            && person(&waiver.by) != person(&waiver.approved_by)
            && (0..=i64::from(scoring.max_waiver_days)).contains(&runs)
            && self.today() <= waiver.expires
    }

    pub(super) fn is_dissented(self) -> bool {
        let dissents = &self.answer.dissents;
        dissents.iter().any(|dissent| is_open(self.case, dissent))
    }

    /// What lapses within 14 days.
    fn lapses(self) -> Vec<Lapses> {
        let mut lapses = Vec::new();
        if !self.is_in_play() {
            return lapses;
        }
        if let Some(waiver) = self.answer.waiver.as_ref().filter(|_| self.is_waived()) {
            lapses.push((self.at, None, waiver.expires));
        }
        let scoring = &self.case.assessment.checklist().scoring;
        let limit = self.item.max_age_days.or(scoring.max_age_days);
        for piece in &self.answer.evidence {
            let shows = matches!(piece.shows, Shows::Met | Shows::Partial(_));
            if let Some(limit) = limit
                && shows
                && self.counts_and_holds(piece)
            {
                let last = piece.observed + Days::new(u64::from(limit));
                lapses.push((self.at, Some(piece.id.clone()), last));
            }
        }
        lapses.retain(|(_, _, last)| (*last - self.today()).num_days() <= 14);
        lapses
    }

    pub(super) fn evidenced(self) -> Fraction {
        if self.is_in_conflict() {
            return self
                .by_side(|side| side.evidenced())
                .into_iter()
                .min()
                .unwrap();
        }
        if self.item.metric.is_some() && self.reaches_target() != Some(true) {
            return fraction(0, 1);
        }
        if !self.wants_evidence() {
            return self.value();
        }
        let pieces = || self.answer.evidence.iter();
        if pieces().any(|piece| piece.shows == Shows::Against && piece.withdrawn.is_none()) {
            return fraction(0, 1);
        }
        let highest = pieces()
            .filter(|piece| self.counts_and_holds(piece))
            .map(Self::shown)
            .max();
        self.value().min(highest.unwrap_or_else(|| fraction(0, 1)))
    }

    pub(super) fn is_evidenced(self) -> bool {
        self.is_met() && self.evidenced() == fraction(1, 1)
    }

    pub(super) fn is_unconfirmed(self) -> bool {
        if self.is_in_conflict() {
            return self.is_evidenced()
                && self.by_side(|side| side.is_unconfirmed()).contains(&true);
        }
        let trusted = |piece: &Evidence| {
            let confirmed = piece
                .confirmed
                .iter()
                .any(|signed| person(&signed.by) != person(&piece.by));
            confirmed || matches!(piece.content, Content::File { .. })
        };
        let backed_by_more = self
            .answer
            .evidence
            .iter()
            .filter(|piece| self.counts_and_holds(piece) && piece.shows == Shows::Met)
            .any(trusted);
        self.is_evidenced() && self.wants_evidence() && !backed_by_more
    }

    pub(super) fn is_unagreed(self) -> bool {
        let agreed = |answer: &Answer| {
            answer
                .agreed_by
                .as_ref()
                .is_some_and(|signed| person(&signed.by) != person(&answer.by))
        };
        self.is_in_play() && self.is_not_applicable() && !agreed(self.answer)
    }
}

pub(super) fn rows(case: &Case) -> Vec<Row<'_>> {
    (0..case.assessment.answers().len())
        .map(|at| Row {
            case,
            at,
            item: case.assessment.item(at),
            answer: &case.assessment.answers()[at],
        })
        .collect()
}

pub(super) fn target(case: &Case) -> Option<usize> {
    let wanted = case.assessment.head.target.as_ref()?;
    let ladder = &case.assessment.checklist().stages;
    ladder.iter().position(|stage| stage.id == *wanted)
}

/// Σ weight · value / Σ weight, or nothing.
fn mean(pairs: &[(Fraction, Fraction)]) -> Option<Fraction> {
    let mut parts = fraction(0, 1);
    let mut whole = fraction(0, 1);
    for (weight, value) in pairs {
        parts += weight * value;
        whole += weight;
    }
    (whole != fraction(0, 1)).then(|| parts / whole)
}

/// Category scores and the overall score of one sort of value.
pub(super) fn scores<'a>(
    case: &Case,
    counted: &[Row<'a>],
    value: fn(Row<'a>) -> Fraction,
) -> (Vec<Option<Percent>>, Option<Percent>) {
    let checklist = case.assessment.checklist();
    let mut categories = Vec::new();
    let mut overall = Vec::new();
    for (number, category) in checklist.categories.iter().enumerate() {
        let pairs: Vec<(Fraction, Fraction)> = counted
            .iter()
            .filter(|row| case.assessment.category_of(row.at) == number)
            .map(|row| (fraction(row.weight(), 1), value(*row)))
            .collect();
        let score = mean(&pairs);
        let weight = match category.weight {
            Some(weight) => fraction(u64::try_from(weight).unwrap(), 1),
            None => pairs.iter().map(|(weight, _)| weight.clone()).sum(),
        };
        overall.extend(score.clone().map(|score| (weight, score)));
        categories.push(score.as_ref().map(percent));
    }
    (categories, mean(&overall).as_ref().map(percent))
}

/// What the rules say.
pub(super) fn twin(case: &Case, whole: bool) -> Picture {
    let rows = rows(case);
    let stage = if whole { None } else { target(case) };
    let counted: Vec<Row> = rows
        .iter()
        .filter(|row| row.is_applicable() && row.is_up_to(stage))
        .copied()
        .collect();
    let count = |holds: &dyn Fn(&Row) -> bool| {
        u32::try_from(counted.iter().filter(|row| holds(row)).count()).unwrap()
    };
    let of_all = |holds: &dyn Fn(&Row) -> bool| {
        u32::try_from(rows.iter().filter(|row| holds(row)).count()).unwrap()
    };
    let (claimed_by_category, claimed) = scores(case, &counted, Row::value);
    let (evidenced_by_category, evidenced) = scores(case, &counted, Row::evidenced);
    let matters = |row: &Row| row.item.tier != Tier::Nice;
    let is = |status: Status| move |row: &Row| row.status() == status;
    let partial = |row: &Row| matches!(row.status(), Status::Partial(_));
    let answerable = u64::from(count(&matters));
    let unanswered = u64::from(count(&|row| matters(row) && is(Status::Unanswered)(row)));
    let (verdict, reasons) = judge(case);
    let unwaived: Vec<Row> = counted
        .iter()
        .filter(|row| !row.is_waived())
        .copied()
        .collect();
    let (_, excluding_waived) = scores(case, &unwaived, Row::value);
    let mut lapsing: Vec<Lapses> = rows.iter().flat_map(|row| row.lapses()).collect();
    lapsing.sort_by_key(|(at, _, last)| (*last, *at));
    Picture {
        over_claim: claimed
            .as_ref()
            .zip(evidenced.as_ref())
            .map(|(claimed, evidenced)| claimed.minus(evidenced)),
        claimed,
        evidenced,
        excluding_waived: excluding_waived.filter(|_| unwaived.len() < counted.len()),
        answered: (answerable > 0).then(|| percent(&fraction(answerable - unanswered, answerable))),
        categories: claimed_by_category
            .into_iter()
            .zip(evidenced_by_category)
            .collect(),
        tiers: Tier::ALL.map(|tier| {
            [
                count(&|row| row.item.tier == tier && row.is_met()),
                count(&|row| row.item.tier == tier && row.is_evidenced()),
                count(&|row| row.item.tier == tier && partial(row)),
                count(&|row| row.item.tier == tier),
            ]
        }),
        counts: [
            count(&is(Status::Met)),
            count(&partial),
            count(&is(Status::Unmet)),
            count(&is(Status::Unknown)),
            count(&is(Status::Unanswered)),
            of_all(&|row| row.is_in_play() && row.is_not_applicable() && row.is_up_to(stage)),
            of_all(&|row| !row.is_in_play()),
            count(&|row| row.is_waived()),
            count(&|row| row.is_in_conflict()),
        ],
        items: rows
            .iter()
            .map(|row| {
                let hundredths = |value: Fraction| {
                    u8::try_from((value * BigInt::from(100)).to_integer()).unwrap()
                };
                (hundredths(row.value()), hundredths(row.evidenced()))
            })
            .collect(),
        waived: rows.iter().map(|row| row.is_waived()).collect(),
        verdict,
        reasons,
        dissent_from_verdict: (case.assessment.head.dissents)
            .iter()
            .any(|dissent| is_open(case, dissent)),
        stages: stages(case),
        lapsing,
    }
}

const CHOICES: usize = 500;

fn agree(dice: &mut Dice, core: fn(&Case) -> Picture) -> Checked {
    let case = case(dice, MERGED);
    same("core and twin differ", &core(&case), &twin(&case, false))
}

#[test]
fn the_core_and_its_twin_say_the_same() {
    holds(CHOICES, |dice| agree(dice, picture));
}

#[test]
fn the_core_and_its_twin_say_the_same_of_the_whole_checklist() {
    use candor::domain::ledger::Scope;
    holds(CHOICES, |dice| {
        let case = case(dice, MERGED);
        same(
            "core and twin differ",
            &picture_of(&case, Scope::Whole),
            &twin(&case, true),
        )
    });
}

#[test]
fn the_core_and_its_twin_plan_in_the_same_order() {
    holds(CHOICES, |dice| {
        let case = case(dice, MERGED);
        // Where what no stage up to the target needs is placed is nobody's business.
        let target = target(&case);
        let is_work = |at: &usize| {
            let row = rows(&case)[*at];
            !row.is_applicable() || row.is_up_to(target)
        };
        let (mut one, mut other) = (plan_order(&case), order(&case));
        one.retain(is_work);
        other.retain(is_work);
        same("core and twin differ", &one, &other)
    });
}

#[test]
fn control_a_plan_that_forgets_what_is_required_is_noticed() {
    refuted(CHOICES, |dice| {
        let case = case(dice, SMALL);
        let mut by_tier: Vec<usize> = (0..case.assessment.answers().len()).collect();
        by_tier.sort_by_key(|at| case.assessment.item(*at).tier);
        same("core and twin differ", &by_tier, &order(&case))
    });
}

/// A core that gets one thing wrong: what it takes the case to be instead.
fn is_noticed(broken: fn(&mut Answer)) {
    refuted(CHOICES, |dice| {
        let case = case(dice, MERGED);
        let changed = super::laws::with_answers(&case, |_, answer| broken(answer));
        same(
            "core and twin differ",
            &picture(&changed),
            &twin(&case, false),
        )
    });
}

#[test]
fn control_a_core_that_overlooks_something_is_noticed() {
    is_noticed(|answer| answer.waiver = None);
    is_noticed(|answer| answer.measured = None);
    is_noticed(|answer| answer.dissents.clear());
    is_noticed(|answer| answer.conflict.clear());
    is_noticed(|answer| {
        if let Some(waiver) = &mut answer.waiver {
            waiver.approved_by = "Zoe".into();
        }
    });
    is_noticed(|answer| {
        if let Some(waiver) = &mut answer.waiver {
            waiver.expires = waiver.expires.succ_opt().unwrap();
        }
    });
    is_noticed(|answer| {
        for dissent in &mut answer.dissents {
            dissent.closed = dissent.closed.take().filter(|_| dissent.answered.is_some());
            if let Some(closed) = &mut dissent.closed {
                closed.by = dissent.name.clone();
            }
        }
    });
    is_noticed(|answer| {
        if let Some(Measured::Range(low, high)) = &mut answer.measured {
            *high = *low;
        }
    });
}

#[test]
fn control_a_day_too_many_is_noticed() {
    refuted(CHOICES, |dice| {
        agree(dice, |case| {
            let mut later = case.clone();
            later.as_of = moment("2026-03-11T22:30:00Z");
            picture(&later)
        })
    });
}

#[test]
fn every_verdict_and_every_reason_comes_up_among_the_random_cases() {
    use candor::domain::gate::ReasonKind;
    use std::collections::BTreeSet;
    let mut seen = BTreeSet::new();
    look_at(3000, CHOICES, |dice| {
        let said = picture(&case(dice, MERGED));
        seen.insert(said.verdict.word());
        seen.extend(said.reasons.iter().map(|(kind, _)| kind.key()));
    });
    assert_eq!(
        seen.len(),
        3 + ReasonKind::ALL.len(),
        "only these come up: {seen:?}"
    );
}

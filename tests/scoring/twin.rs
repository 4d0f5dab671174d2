//! A second implementation of the figures and of the verdict: naive, slow, and written from the rules alone.
//!
//! Where the rules leave a choice, the reading taken here (and in the core) is:
//! - A condition over unanswered traits is decided by those that are answered where they suffice: "all of" with one
//!   false trait is false whatever the others are.
//! - An item out of play is counted as out of play also where its stage lies above the target.
//! - `unconfirmed-evidence` looks at Met Blockers that are evidenced in full: it holds where no file and no confirmed
//!   link or note among the evidence that counts shows Met by itself. A file that shows a part confirms nothing.
//! - Redacted evidence backs nothing, for nobody can judge it; evidence against stays against, redacted or not.
//! - `should-below-threshold` is left out as soon as any stage up to the target is below the floor.
//! - The items of a Should reason are those not met up to the highest stage at which it holds.

use candor::domain::assessment::{Answer, Status};
use candor::domain::checklist::{BlockersRule, ConfirmRule, EvidenceRule, Item, Kind, Tier};
use candor::domain::condition::Condition;
use candor::domain::evidence::{Content, Evidence, Observation, Shows};
use candor::domain::gate::{ReasonKind, Verdict};
use candor::domain::percent::Percent;
use candor::domain::text::Text;
use chrono::{FixedOffset, NaiveDate};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::picture::{Picture, picture, picture_of};
use super::property::{Checked, Dice, holds, refuted, same};
use super::random::{Case, SMALL, case};

type Fraction = BigRational;

fn fraction(numerator: u64, denominator: u64) -> Fraction {
    Fraction::new(BigInt::from(numerator), BigInt::from(denominator))
}

fn percent(fraction: &Fraction) -> Percent {
    Percent::quotient(fraction.numer() * 100, fraction.denom().clone()).unwrap()
}

fn person(name: &Text) -> String {
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

/// One item with its answer.
#[derive(Clone, Copy)]
struct Row<'a> {
    case: &'a Case,
    at: usize,
    item: &'a Item,
    answer: &'a Answer,
}

impl Row<'_> {
    fn is_in_play(self) -> bool {
        self.item
            .when
            .as_ref()
            .is_none_or(|when| truth(self.case, when) != 0)
    }

    fn is_not_applicable(self) -> bool {
        matches!(self.answer.status, Status::NotApplicable(_))
    }

    fn is_applicable(self) -> bool {
        self.is_in_play() && !self.is_not_applicable()
    }

    /// Whether its stage is at or below a stage; without one, every stage is.
    fn is_up_to(self, stage: Option<usize>) -> bool {
        let ladder = &self.case.assessment.checklist().stages;
        match (&self.item.stage, stage) {
            (Some(own), Some(stage)) => ladder[..=stage].iter().any(|known| known.id == *own),
            _ => true,
        }
    }

    fn value(self) -> Fraction {
        match &self.answer.status {
            Status::Met => fraction(1, 1),
            Status::Partial(share) => fraction(share.percent().into(), 100),
            _ => fraction(0, 1),
        }
    }

    fn is_met(self) -> bool {
        self.answer.status == Status::Met
    }

    fn weight(self) -> u64 {
        let tiers = &self.case.assessment.checklist().scoring.tier_weights;
        let of_tier = match self.item.tier {
            Tier::Blocker => tiers.blocker,
            Tier::Should => tiers.should,
            Tier::Nice => tiers.nice,
        };
        u64::try_from(self.item.weight.unwrap_or(of_tier)).unwrap()
    }

    fn today(self) -> NaiveDate {
        let minutes = i32::from(self.case.assessment.utc_offset.minutes());
        let offset = FixedOffset::east_opt(minutes * 60).unwrap();
        self.case.as_of.time().with_timezone(&offset).date_naive()
    }

    fn counts_and_holds(self, evidence: &Evidence) -> bool {
        let (kind, seen) = match evidence.content {
            Content::Link(_) => (Kind::Link, Observation::Same),
            Content::File { .. } => {
                let seen = self.case.observations.get(&evidence.id);
                (Kind::File, seen.copied().unwrap_or(Observation::Same))
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

    fn evidenced(self) -> Fraction {
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

    fn is_evidenced(self) -> bool {
        self.is_met() && self.evidenced() == fraction(1, 1)
    }

    fn is_unconfirmed(self) -> bool {
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

    fn is_unagreed(self) -> bool {
        let agreed = |answer: &Answer| {
            answer
                .agreed_by
                .as_ref()
                .is_some_and(|signed| person(&signed.by) != person(&answer.by))
        };
        self.is_in_play() && self.is_not_applicable() && !agreed(self.answer)
    }
}

fn rows(case: &Case) -> Vec<Row<'_>> {
    (0..case.assessment.answers().len())
        .map(|at| Row {
            case,
            at,
            item: case.assessment.item(at),
            answer: &case.assessment.answers()[at],
        })
        .collect()
}

fn target(case: &Case) -> Option<usize> {
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
fn scores<'a>(
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
    let is = |status: Status| move |row: &Row| row.answer.status == status;
    let partial = |row: &Row| matches!(row.answer.status, Status::Partial(_));
    let answerable = u64::from(count(&matters));
    let unanswered = u64::from(count(&|row| matters(row) && is(Status::Unanswered)(row)));
    let (verdict, reasons) = judge(case);
    Picture {
        over_claim: claimed
            .as_ref()
            .zip(evidenced.as_ref())
            .map(|(claimed, evidenced)| claimed.minus(evidenced)),
        claimed,
        evidenced,
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
        verdict,
        reasons,
    }
}

/// The verdict and its reasons.
pub(super) fn judge(case: &Case) -> (Verdict, Vec<(ReasonKind, Vec<usize>)>) {
    use ReasonKind as Kind;
    let scoring = &case.assessment.checklist().scoring;
    let rows = rows(case);
    let target = target(case);
    let needed: Vec<Row> = rows
        .iter()
        .filter(|row| row.is_applicable() && row.is_up_to(target))
        .copied()
        .collect();
    let in_plan_order = |mut named: Vec<Row>| {
        named.sort_by_key(|row| (row.item.tier, row.at));
        named.iter().map(|row| row.at).collect::<Vec<usize>>()
    };
    let named = |holds: &dyn Fn(&Row) -> bool| {
        in_plan_order(needed.iter().filter(|row| holds(row)).copied().collect())
    };
    let blocker = |row: &Row| row.item.tier == Tier::Blocker;
    let should = |row: &Row| row.item.tier == Tier::Should;
    let matters = |row: &Row| row.item.tier != Tier::Nice;
    // The target and every stage below it; without one there is one level only.
    let levels: Vec<Option<usize>> = match target {
        Some(target) => (0..=target).map(Some).collect(),
        None => vec![None],
    };
    let is_below = |level: Option<usize>, limit: u8, with_unagreed: bool| {
        let of_level = |row: &&Row| should(row) && row.is_up_to(level);
        let met = needed
            .iter()
            .filter(of_level)
            .filter(|row| row.is_met())
            .count();
        let mut all = needed.iter().filter(of_level).count();
        if with_unagreed {
            all += rows
                .iter()
                .filter(of_level)
                .filter(|row| row.is_unagreed())
                .count();
        }
        all > 0 && 100 * met < usize::from(limit) * all
    };
    let failing = |limit, with_unagreed| -> Vec<Option<usize>> {
        let fails = |level: &&Option<usize>| is_below(**level, limit, with_unagreed);
        levels.iter().filter(fails).copied().collect()
    };
    let unmet_at = |levels: &[Option<usize>]| {
        named(&|row| {
            should(row) && !row.is_met() && levels.iter().any(|level| row.is_up_to(*level))
        })
    };
    let mut no_go = Vec::new();
    let mut conditional = Vec::new();
    let unevidenced = named(&|row| blocker(row) && row.is_met() && !row.is_evidenced());

    no_go.push((
        Kind::OpenBlocker,
        named(&|row| blocker(row) && !row.is_met()),
    ));
    if scoring.blockers == BlockersRule::Evidenced {
        no_go.push((Kind::UnevidencedBlocker, unevidenced.clone()));
    }
    let floor = failing(scoring.should_floor, false);
    no_go.push((Kind::ShouldBelowFloor, unmet_at(&floor)));
    let anything = needed.iter().any(matters);
    let answered = |row: &Row| matters(row) && row.answer.status != Status::Unanswered;
    let nothing = !anything || !needed.iter().any(answered);
    if nothing {
        no_go.push((Kind::NothingAssessed, named(&matters)));
    }

    let unagreed_at = |holds: &dyn Fn(&Row) -> bool| {
        let unagreed = |row: &&Row| row.is_unagreed() && row.is_up_to(target) && holds(row);
        in_plan_order(rows.iter().filter(unagreed).copied().collect())
    };
    let with_them: Vec<Option<usize>> = failing(scoring.should_threshold, true)
        .into_iter()
        .filter(|level| {
            rows.iter()
                .any(|row| should(row) && row.is_unagreed() && row.is_up_to(*level))
        })
        .collect();
    conditional.push((
        Kind::NotApplicable,
        unagreed_at(&|row| {
            blocker(row) || should(row) && with_them.iter().any(|level| row.is_up_to(*level))
        }),
    ));
    if scoring.confirm == ConfirmRule::Blockers {
        let unconfirmed = named(&|row| blocker(row) && row.is_unconfirmed());
        conditional.push((Kind::UnconfirmedEvidence, unconfirmed));
    }
    if floor.is_empty() {
        let threshold = failing(scoring.should_threshold, false);
        conditional.push((Kind::ShouldBelowThreshold, unmet_at(&threshold)));
    }
    let unanswered = named(&|row| matters(row) && row.answer.status == Status::Unanswered);
    conditional.push((Kind::Unanswered, unanswered));
    let unknown = named(&|row| matters(row) && row.answer.status == Status::Unknown);
    conditional.push((Kind::Unknown, unknown));
    if scoring.blockers == BlockersRule::Claimed {
        conditional.push((Kind::UnevidencedBlocker, unevidenced));
    }

    let holds =
        |(kind, items): &(Kind, Vec<usize>)| !items.is_empty() || *kind == Kind::NothingAssessed;
    no_go.retain(holds);
    conditional.retain(holds);
    let verdict = match (no_go.is_empty(), conditional.is_empty()) {
        (false, _) => Verdict::NoGo,
        (true, false) => Verdict::ConditionalGo,
        (true, true) => Verdict::Go,
    };
    (verdict, [no_go, conditional].concat())
}

const CHOICES: usize = 300;

fn agree(dice: &mut Dice, core: fn(&Case) -> Picture) -> Checked {
    let case = case(dice, SMALL);
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
        let case = case(dice, SMALL);
        same(
            "core and twin differ",
            &picture_of(&case, Scope::Whole),
            &twin(&case, true),
        )
    });
}

#[test]
fn control_a_day_too_many_is_noticed() {
    refuted(CHOICES, |dice| {
        agree(dice, |case| {
            let mut later = case.clone();
            later.as_of = super::random::moment("2026-03-11T22:30:00Z");
            picture(&later)
        })
    });
}

#[test]
fn every_verdict_and_every_reason_comes_up_among_the_random_cases() {
    use std::collections::BTreeSet;
    let mut seen = BTreeSet::new();
    let mut state = 1u32;
    for _ in 0..3000 {
        let bytes: Vec<u8> = (0..CHOICES)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u8::try_from(state >> 24).unwrap()
            })
            .collect();
        let said = picture(&case(&mut Dice::new(&bytes), SMALL));
        seen.insert(said.verdict.word());
        seen.extend(said.reasons.iter().map(|(kind, _)| kind.key()));
    }
    assert_eq!(seen.len(), 3 + 9, "only these come up: {seen:?}");
}

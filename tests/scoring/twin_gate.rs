//! The gate, the stages and the plan order by the twin: naive, slow, and written from the rules alone.
//!
//! Where the rules leave a choice, the reading taken here (and in the core) is:
//! - `should-below-threshold` is left out as soon as any stage up to the target is below the floor.
//! - The items of a Should reason are those not met up to the highest stage at which it holds. Waived items are no part
//!   of the share, met or not, and so are named by `waiver` only.
//! - The share counted with waived items has those that are not met beside the others: a waived item that is met helps
//!   no share. The share with unagreed n/a has these beside the others, and no waived ones: each is judged by itself.
//! - Under `blockers: Claimed` a Met Blocker without evidence would not be open, so that no waiver excuses it.
//! - A dissent from an answer counts while its Blocker is needed, be it waived or not.
//! - "Ready for": under `blockers: Claimed` a Met Blocker without evidence stands in no stage's way.
//! - In the plan, what is evidenced or not applicable pulls nothing ahead; items above the target come last, among
//!   themselves as if they were needed, their category weighing what its needed items weigh.

use candor::domain::assessment::Status;
use candor::domain::checklist::{BlockersRule, ConfirmRule, Tier};
use candor::domain::gate::{ReasonKind, Verdict};
use num_bigint::BigInt;

use super::picture::StagePicture;
use super::random::Case;
use super::signed::{is_overdue, says_no_go};
use super::twin::{Fraction, Row, fraction, is_open, rows, scores, target};

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
    let unagreed = |row: &Row| row.is_unagreed();
    let excused = |row: &Row| row.is_applicable() && row.is_waived() && !row.is_met();
    // The levels where the share counted with the items of a sort, as not met, is below the limit; of a sort that
    // has no item there, none.
    let failing = |limit: u8, also: Option<&dyn Fn(&Row) -> bool>| -> Vec<Option<usize>> {
        let fails = |level: &&Option<usize>| {
            let of_level: Vec<&Row> = (rows.iter())
                .filter(|row| should(row) && row.is_up_to(**level))
                .collect();
            let share = |row: &&&Row| row.is_applicable() && !row.is_waived();
            let met = of_level
                .iter()
                .filter(share)
                .filter(|row| row.is_met())
                .count();
            let all = of_level.iter().filter(share).count();
            let more = also.map(|also| of_level.iter().filter(|row| also(row)).count());
            more != Some(0)
                && all + more.unwrap_or(0) > 0
                && 100 * met < usize::from(limit) * (all + more.unwrap_or(0))
        };
        levels.iter().filter(fails).copied().collect()
    };
    let unmet_at = |levels: &[Option<usize>]| {
        named(&|row| {
            let unmet = should(row) && !row.is_met() && !row.is_waived();
            unmet && levels.iter().any(|level| row.is_up_to(*level))
        })
    };
    let mut no_go = Vec::new();
    let mut conditional = Vec::new();
    let evidence_is_wanted = scoring.blockers == BlockersRule::Evidenced;
    let open = |row: &Row| blocker(row) && !row.is_met();
    let unevidenced = |row: &Row| blocker(row) && row.is_met() && !row.is_evidenced();
    no_go.push((
        Kind::OpenBlocker,
        named(&|row| open(row) && !row.is_waived()),
    ));
    if evidence_is_wanted {
        let blocking = named(&|row| unevidenced(row) && !row.is_waived());
        no_go.push((Kind::UnevidencedBlocker, blocking));
    }
    no_go.push((
        Kind::Conflict,
        named(&|row| blocker(row) && row.is_in_conflict()),
    ));
    let floor = failing(scoring.should_floor, None);
    no_go.push((Kind::ShouldBelowFloor, unmet_at(&floor)));
    let anything = needed.iter().any(matters);
    let answered = |row: &Row| matters(row) && row.status() != Status::Unanswered;
    let nothing = !anything || !needed.iter().any(answered);
    if nothing {
        no_go.push((Kind::NothingAssessed, named(&matters)));
    }
    no_go.push((Kind::SignedNoGo, Vec::new()));
    no_go.push((Kind::ConditionOverdue, Vec::new()));

    let at_some =
        |row: &Row, levels: &[Option<usize>]| levels.iter().any(|level| row.is_up_to(*level));
    let without_them = failing(scoring.should_threshold, Some(&excused));
    conditional.push((
        Kind::Waiver,
        named(&|row| {
            let would_be_open = open(row) || evidence_is_wanted && unevidenced(row);
            let would_be_missed = should(row) && !row.is_met() && at_some(row, &without_them);
            row.is_waived() && (would_be_open || would_be_missed)
        }),
    ));
    let with_them = failing(scoring.should_threshold, Some(&unagreed));
    let not_agreed_to = |row: &&Row| {
        row.is_unagreed()
            && row.is_up_to(target)
            && (blocker(row) || should(row) && at_some(row, &with_them))
    };
    conditional.push((
        Kind::NotApplicable,
        in_plan_order(rows.iter().filter(not_agreed_to).copied().collect()),
    ));
    if scoring.confirm == ConfirmRule::Blockers {
        let unconfirmed = named(&|row| blocker(row) && row.is_unconfirmed());
        conditional.push((Kind::UnconfirmedEvidence, unconfirmed));
    }
    if floor.is_empty() {
        let threshold = failing(scoring.should_threshold, None);
        conditional.push((Kind::ShouldBelowThreshold, unmet_at(&threshold)));
    }
    let unanswered = named(&|row| matters(row) && row.status() == Status::Unanswered);
    conditional.push((Kind::Unanswered, unanswered));
    let unknown = named(&|row| matters(row) && row.status() == Status::Unknown);
    conditional.push((Kind::Unknown, unknown));
    let dissented = named(&|row| blocker(row) && row.is_dissented());
    conditional.push((Kind::Dissent, dissented));
    conditional.push((
        Kind::Conflict,
        named(&|row| !blocker(row) && row.is_in_conflict()),
    ));
    if !evidence_is_wanted {
        conditional.push((Kind::UnevidencedBlocker, named(&unevidenced)));
    }

    let from_verdict = (case.assessment.head.dissents.iter()).any(|dissent| is_open(case, dissent));
    let holds = |(kind, items): &(Kind, Vec<usize>)| match kind {
        Kind::NothingAssessed => true,
        Kind::SignedNoGo => says_no_go(case),
        Kind::ConditionOverdue => is_overdue(case),
        Kind::Dissent => from_verdict || !items.is_empty(),
        _ => !items.is_empty(),
    };
    no_go.retain(holds);
    conditional.retain(holds);
    let verdict = match (no_go.is_empty(), conditional.is_empty()) {
        (false, _) => Verdict::NoGo,
        (true, false) => Verdict::ConditionalGo,
        (true, true) => Verdict::Go,
    };
    (verdict, [no_go, conditional].concat())
}

/// Each stage of the ladder, lowest first.
pub(super) fn stages(case: &Case) -> Vec<StagePicture> {
    let scoring = &case.assessment.checklist().scoring;
    let rows = rows(case);
    let mut all: Vec<StagePicture> = Vec::new();
    for stage in 0..case.assessment.checklist().stages.len() {
        let needed: Vec<Row> = (rows.iter())
            .filter(|row| row.is_applicable() && row.is_up_to(Some(stage)))
            .copied()
            .collect();
        let blocks = |row: &&Row| {
            let evidence_is_wanted = scoring.blockers == BlockersRule::Evidenced;
            let open = !row.is_met() || evidence_is_wanted && !row.is_evidenced();
            let open = open && !row.is_waived() || row.is_in_conflict();
            row.item.tier == Tier::Blocker && open
        };
        let shared = |row: &&Row| row.item.tier == Tier::Should && !row.is_waived();
        let share = needed.iter().filter(shared).count();
        let met = needed
            .iter()
            .filter(shared)
            .filter(|row| row.is_met())
            .count();
        let open_blockers = needed.iter().filter(blocks).count();
        let fails = open_blockers > 0 || 100 * met < usize::from(scoring.should_floor) * share;
        let ready_below = all.iter().all(|below| below.ready != Some(false));
        all.push(StagePicture {
            ready: (!needed.is_empty()).then_some(ready_below && !fails),
            open_blockers: u32::try_from(open_blockers).unwrap(),
            claimed: scores(case, &needed, Row::value).1,
            evidenced: scores(case, &needed, Row::evidenced).1,
        });
    }
    all
}

/// Minutes of the low end of an estimate; absent for one that can't be read.
fn low_end(text: &str) -> Option<u64> {
    let (figures, unit) = text.split_at(text.len().checked_sub(1)?);
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 8 * 60,
        "w" => 5 * 8 * 60,
        _ => return None,
    };
    let low: u64 = figures.split('-').next()?.parse().ok()?;
    (low > 0).then_some(low * minutes)
}

/// Claimed points won per minute at the low estimate, up to a factor that all items share.
fn gain(case: &Case, row: Row) -> Option<Fraction> {
    let own = row.answer.estimate.raw();
    let of_item = row.item.estimate.as_ref().filter(|_| !row.is_met());
    let text = if own.is_empty() { of_item?.raw() } else { own };
    let minutes = low_end(text)?;
    if !row.is_applicable() {
        return Some(fraction(0, 1));
    }
    let category = case.assessment.category_of(row.at);
    let weight = case.assessment.checklist().categories[category].weight;
    let target = target(case);
    let of_category: u64 = (rows(case).iter())
        .filter(|other| case.assessment.category_of(other.at) == category)
        .filter(|other| other.is_applicable() && other.is_up_to(target))
        .map(|other| other.weight())
        .sum();
    let share = weight.map_or_else(
        || fraction(1, 1),
        |weight| fraction(u64::try_from(weight).unwrap(), of_category.max(1)),
    );
    let missing = fraction(1, 1) - row.value();
    Some(missing * BigInt::from(row.weight()) * share / BigInt::from(minutes))
}

/// The plan order: the positions of all items.
pub(super) fn order(case: &Case) -> Vec<usize> {
    fn place(
        case: &Case,
        at: usize,
        ranked: &[usize],
        placed: &mut Vec<usize>,
        begun: &mut Vec<usize>,
    ) {
        if begun.contains(&at) {
            return;
        }
        begun.push(at);
        let all = rows(case);
        let row = all[at];
        let is_work = !row.is_evidenced() || row.is_in_conflict();
        if row.is_applicable() && is_work {
            for required in ranked.iter().map(|at| all[*at]) {
                let missed = !required.is_met() && !required.is_waived();
                let open = required.is_applicable() && (missed || required.is_in_conflict());
                if open && row.item.requires.contains(&required.item.id) {
                    place(case, required.at, ranked, placed, begun);
                }
            }
        }
        placed.push(at);
    }
    let all = rows(case);
    let mut ranked: Vec<(Tier, bool, Fraction, usize)> = (all.iter())
        .map(|row| {
            let gain = gain(case, *row);
            let unestimated = gain.is_none();
            let least_first = -gain.unwrap_or_else(|| fraction(0, 1));
            (row.item.tier, unestimated, least_first, row.at)
        })
        .collect();
    ranked.sort();
    let ranked: Vec<usize> = ranked.into_iter().map(|(.., at)| at).collect();
    let (mut placed, mut begun) = (Vec::new(), Vec::new());
    let target = target(case);
    let beyond = |at: &&usize| all[**at].is_applicable() && !all[**at].is_up_to(target);
    let work = ranked.iter().filter(|at| !beyond(at));
    for at in work.chain(ranked.iter().filter(beyond)) {
        place(case, *at, &ranked, &mut placed, &mut begun);
    }
    placed
}

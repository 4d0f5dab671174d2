//! What is wrong inside the answers of an assessment, and ids that are used twice anywhere in it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::assessment::{Answer, Assessment, Head, Status};
use crate::domain::checklist::{Item, Metric, Target};
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::estimate::Estimate;
use crate::domain::evidence::Evidence;
use crate::domain::measured::Measured;
use crate::domain::minutes::{Action, Remark};
use crate::domain::text::Text;
use crate::domain::waiver::{Waiver, WaiverFault};

use super::fault::{Fault, PathStep};

use PathStep::{Field, Index};

/// Every logic fault inside the answers of a file, in the file's order.
pub(super) fn check_answers(answers: &[Arc<Answer>], assessment: &Assessment) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    let facilitators = Facilitators::of(assessment);
    for (at, answer) in answers.iter().enumerate() {
        let here = [Field("answers"), Index(at)];
        if matches!(&answer.status, Status::NotApplicable(reason) if reason.is_blank()) {
            faults.push(Fault::error(
                below(&here, &[Field("status")]),
                format!("`{}` is not applicable without a reason", answer.item.raw()),
                "write why it does not apply: NotApplicable(\"…\")",
            ));
        }
        faults.extend(bad_conflict(&here, answer));
        for (piece, evidence) in answer.evidence.iter().enumerate() {
            let here = below(&here, &[Field("evidence"), Index(piece)]);
            if !seen.insert(&evidence.id) {
                faults.push(Fault::error(
                    below(&here, &[Field("id")]),
                    format!("the evidence id `{}` is used twice", evidence.id.raw()),
                    "give each piece of evidence an id of its own",
                ));
            }
            faults.extend(observed_later(&here, evidence, assessment));
        }
        faults.extend(bad_estimate(&here, answer));
        faults.extend(bad_closings(&here, &answer.dissents, &facilitators));
        if (answer.waiver.is_some() || answer.measured.is_some())
            && let Some(position) = assessment.position(&answer.item)
        {
            let item = assessment.item(position);
            let waiver = answer.waiver.as_ref();
            faults.extend(waiver.and_then(|it| bad_waiver(&here, it, item, assessment)));
            let measured = answer.measured.as_ref();
            faults.extend(measured.and_then(|it| bad_measured(&here, it, item)));
        }
    }
    faults
}

/// A fault for every id that is used twice among the entries that are told apart by it.
pub(super) fn check_ids(answers: &[Arc<Answer>], head: &Head) -> Vec<Fault> {
    let mut declared = Ids::of("declared figure");
    declared.add(&[Field("declared")], head.declared.iter().map(|it| &it.id));
    let mut resources = Ids::of("resource");
    resources.add(
        &[Field("resources")],
        head.resources.iter().map(|it| &it.id),
    );
    let mut costs = Ids::of("cost");
    costs.add(&[Field("costs")], head.costs.iter().map(|it| &it.id));
    let mut snapshots = Ids::of("snapshot");
    snapshots.add(
        &[Field("snapshots")],
        head.snapshots.iter().map(|it| &it.id),
    );
    // Dissents and notes are named by their ids alone, wherever they stand.
    let (mut dissents, mut notes) = (Ids::of("dissent"), Ids::of("note"));
    let of_items = answers.iter().enumerate().filter_map(|(at, answer)| {
        let minutes = Minutes::of_answer(answer);
        let here = || vec![Field("answers"), Index(at)];
        (!minutes.is_empty()).then(|| (here(), minutes))
    });
    for (here, of) in of_items.chain([(Vec::new(), Minutes::of_head(head))]) {
        let path = |list| below(&here, &[Field(list)]);
        dissents.add(&path("dissents"), of.dissents.iter().map(|it| &it.id));
        notes.add(&path("decisions"), of.decisions.iter().map(|it| &it.id));
        notes.add(&path("actions"), of.actions.iter().map(|it| &it.id));
        notes.add(&path("parked"), of.parked.iter().map(|it| &it.id));
    }
    [declared, resources, costs, snapshots, dissents, notes]
        .into_iter()
        .flat_map(|ids| ids.faults)
        .collect()
}

/// Dissents that stand open although the file says that they were closed.
pub(super) fn bad_closings(
    here: &[PathStep],
    dissents: &[Dissent],
    facilitators: &Facilitators<'_>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, dissent) in dissents.iter().enumerate() {
        let Some(closed) = &dissent.closed else {
            continue;
        };
        if !facilitators.leave_open(dissent) {
            continue;
        }
        let name = dissent.name.raw();
        let (why, next) = match dissent.answered {
            None => (
                "it was closed without an answer".to_owned(),
                "take `closed` away, answer it, and let it be closed then",
            ),
            Some(_) => (
                format!(
                    "{}, who closed it, is neither {name} nor a facilitator",
                    closed.by.raw()
                ),
                "take `closed` away and let the dissenter or a facilitator close it",
            ),
        };
        faults.push(Fault::warning(
            below(here, &[Field("dissents"), Index(at), Field("closed")]),
            format!("the dissent of {name} is still open: {why}"),
            next,
        ));
    }
    faults
}

/// The lists of what meetings leave behind, of the whole or of one item.
struct Minutes<'a> {
    dissents: &'a [Dissent],
    decisions: &'a [Remark],
    actions: &'a [Action],
    parked: &'a [Remark],
}

impl<'a> Minutes<'a> {
    fn of_answer(answer: &'a Answer) -> Self {
        Self {
            dissents: &answer.dissents,
            decisions: &answer.decisions,
            actions: &answer.actions,
            parked: &answer.parked,
        }
    }

    fn is_empty(&self) -> bool {
        let remarks = self.decisions.is_empty() && self.parked.is_empty();
        remarks && self.dissents.is_empty() && self.actions.is_empty()
    }

    fn of_head(head: &'a Head) -> Self {
        Self {
            dissents: &head.dissents,
            decisions: &head.decisions,
            actions: &head.actions,
            parked: &head.parked,
        }
    }
}

/// The ids of entries that are told apart by them.
struct Ids<'a> {
    what: &'static str,
    seen: HashSet<&'a Text>,
    faults: Vec<Fault>,
}

impl<'a> Ids<'a> {
    fn of(what: &'static str) -> Self {
        Self {
            what,
            seen: HashSet::new(),
            faults: Vec::new(),
        }
    }

    fn add(&mut self, list: &[PathStep], ids: impl Iterator<Item = &'a Text>) {
        for (at, id) in ids.enumerate() {
            if !self.seen.insert(id) {
                let what = self.what;
                self.faults.push(Fault::error(
                    below(list, &[Index(at), Field("id")]),
                    format!("the {what} id `{}` is used twice", id.raw()),
                    format!("give each {what} an id of its own"),
                ));
            }
        }
    }
}

fn observed_later(
    here: &[PathStep],
    evidence: &Evidence,
    assessment: &Assessment,
) -> Option<Fault> {
    let attached = assessment.day(evidence.at);
    (evidence.observed > attached).then(|| {
        Fault::error(
            below(here, &[Field("observed")]),
            format!("the evidence was attached on {attached}, before it was observed"),
            "write the day on which the fact was true",
        )
    })
}

/// Versions that are no conflict, or that say nothing that could be chosen.
fn bad_conflict(here: &[PathStep], answer: &Answer) -> Vec<Fault> {
    let mut faults = Vec::new();
    let item = answer.item.raw();
    if answer.conflict.len() == 1 {
        faults.push(Fault::error(
            below(here, &[Field("conflict")]),
            format!("the conflict of `{item}` has one version, and it takes two to disagree"),
            "take `conflict` away, and let the answer say what is true",
        ));
    }
    for (at, version) in answer.conflict.iter().enumerate() {
        if matches!(&version.status, Status::NotApplicable(reason) if reason.is_blank()) {
            faults.push(Fault::error(
                below(here, &[Field("conflict"), Index(at), Field("status")]),
                format!("a version of `{item}` is not applicable without a reason"),
                "write why it does not apply: NotApplicable(\"…\")",
            ));
        }
    }
    faults
}

fn bad_estimate(here: &[PathStep], answer: &Answer) -> Option<Fault> {
    let estimate = &answer.estimate;
    (!estimate.is_empty() && Estimate::parse(estimate.raw()).is_none()).then(|| {
        Fault::warning(
            below(here, &[Field("estimate")]),
            format!(
                "`{}` is no estimate, so `{}` counts as not estimated here",
                estimate.raw(),
                answer.item.raw()
            ),
            "write it as 15m, 2h, 2-4h, 3d or 1-2w",
        )
    })
}

fn bad_waiver(
    here: &[PathStep],
    waiver: &Waiver,
    item: &Item,
    assessment: &Assessment,
) -> Option<Fault> {
    let scoring = &assessment.checklist().scoring;
    let fault = waiver.fault(item, scoring, assessment.utc_offset)?;
    let (field, next) = match fault {
        WaiverFault::NotWaivable => (None, "take the waiver away, and meet the item"),
        WaiverFault::NoReason => (Some("reason"), "write why it may stay as it is"),
        WaiverFault::NoName => (Some("by"), "write who asked for it"),
        WaiverFault::NotApproved => (Some("approved_by"), "write who else carries the risk"),
        WaiverFault::ApprovedByTheSame => (
            Some("approved_by"),
            "it takes somebody else who carries the risk",
        ),
        WaiverFault::TooLong(_) => (Some("expires"), "write an earlier day"),
        WaiverFault::ExpiredWhenMade => (
            Some("expires"),
            "write a day that is not before it was made",
        ),
    };
    let mut path = below(here, &[Field("waiver")]);
    path.extend(field.map(Field));
    let what = format!(
        "the waiver of `{}` excuses nothing: {}",
        item.id.raw(),
        fault.words()
    );
    Some(Fault::warning(path, what, next))
}

fn bad_measured(here: &[PathStep], measured: &Measured, item: &Item) -> Option<Fault> {
    let id = item.id.raw();
    let (what, next) = match (&item.metric, measured) {
        (None, _) => (
            format!("something is measured of `{id}`, which has no metric"),
            "it counts for nothing: take it away, or say it as evidence",
        ),
        (Some(_), Measured::Ratio(_, of)) if of.value() <= 0.0 => (
            format!("what is measured of `{id}` is so many of none"),
            "it counts for nothing: write Ratio(3, 4) for 3 of 4",
        ),
        (Some(metric), Measured::Range(low, high)) if low > high && is_number(metric) => (
            format!("the range that is measured of `{id}` runs backwards"),
            "it is judged at its worse end all the same: write the low end first",
        ),
        (Some(metric), measured) if !metric.target.takes(measured) => (
            format!(
                "what is measured of `{id}` says nothing of the target, which is: {}",
                metric.target.words()
            ),
            "it counts for nothing: write Value(1.5), Range(1, 2) or Ratio(3, 4), or Text(\"…\") for a target in words",
        ),
        (Some(_), _) => return None,
    };
    Some(Fault::warning(
        below(here, &[Field("measured")]),
        what,
        next,
    ))
}

fn is_number(metric: &Metric) -> bool {
    !matches!(metric.target, Target::Text(_))
}

fn below(here: &[PathStep], steps: &[PathStep]) -> Vec<PathStep> {
    [here, steps].concat()
}

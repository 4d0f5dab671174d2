//! What an assessment says, as plain facts: a place and a value. Written from the file's fields alone, so that whether
//! something was lost can be told without knowing how merging works.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use candor::domain::assessment::{Answer, Assessment, Head};
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Evidence, Signed};
use candor::domain::history::What;
use candor::domain::minutes::{Action, Remark};
use candor::domain::text::Text;
use candor::domain::version::Version;

/// Values by place; several where there is a conflict.
pub(super) type Facts = BTreeMap<String, BTreeSet<String>>;

/// Everything that an assessment says.
pub(super) fn facts(assessment: &Assessment) -> Facts {
    let mut facts = Collector::default();
    for answer in assessment.answers() {
        of_answer(&mut facts, &format!("item {}", answer.item.raw()), answer);
    }
    of_head(&mut facts, &assessment.head);
    facts.put("created", &assessment.created.to_string());
    facts.put("offset", &assessment.utc_offset.to_string());
    facts.0
}

/// What the versions say that somebody has given up when a conflict was settled, by place.
pub(super) fn settled(assessment: &Assessment) -> Facts {
    let mut facts = Collector::default();
    for answer in assessment.answers() {
        let place = format!("item {}", answer.item.raw());
        for entry in &answer.history {
            if let What::Resolved(resolution) = &entry.what {
                of_version(&mut facts, &place, &resolution.chosen);
                for other in &resolution.others {
                    of_version(&mut facts, &place, other);
                }
            }
        }
    }
    facts.0
}

#[derive(Default)]
struct Collector(Facts);

impl Collector {
    fn put(&mut self, place: &str, value: &impl Debug) {
        let values = self.0.entry(place.to_owned()).or_default();
        values.insert(format!("{value:?}"));
    }

    /// What says nothing is no fact.
    fn text(&mut self, place: &str, name: &str, text: &Text) {
        if !text.is_empty() {
            self.put(&format!("{place} / {name}"), text);
        }
    }

    fn some<T: Debug>(&mut self, place: &str, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.put(&format!("{place} / {name}"), value);
        }
    }

    fn mark(&mut self, place: &str, name: &str, mark: Option<&Signed>) {
        self.some(place, &format!("mark {name}"), mark);
    }
}

fn of_answer(facts: &mut Collector, place: &str, answer: &Answer) {
    // With a conflict this is one of its versions, unless an editor was at it.
    let own = Version::of(answer);
    let is_version = |it: &Version| {
        let evidence = own.evidence.clone();
        Version {
            evidence,
            ..it.clone()
        } == own
    };
    if !answer.conflict.iter().any(is_version) {
        of_version(facts, place, &own);
    }
    for version in &answer.conflict {
        of_version(facts, place, version);
    }
    for evidence in &answer.evidence {
        of_evidence(facts, place, evidence);
    }
    of_minutes(
        facts,
        place,
        &answer.dissents,
        (&answer.decisions, &answer.parked),
        &answer.actions,
    );
    for entry in &answer.history {
        facts.put(&format!("{place} / history {}", entry.id.raw()), entry);
    }
}

fn of_version(facts: &mut Collector, place: &str, version: &Version) {
    let said = (
        &version.status,
        &version.by,
        &version.recorded_by,
        version.at,
    );
    if version.at.is_some() || !version.by.is_empty() || version.status.value() > 0 {
        facts.put(&format!("{place} / said"), &said);
    }
    facts.put(&format!("{place} / status"), &version.status);
    facts.mark(place, "agreed", version.agreed_by.as_ref());
    facts.text(place, "comment", &version.comment);
    facts.text(place, "current", &version.current);
    facts.text(place, "owner", &version.owner);
    facts.some(place, "due", version.due.as_ref());
    facts.text(place, "confidence", &version.confidence);
    facts.some(place, "measured", version.measured.as_ref());
    facts.text(place, "estimate", &version.estimate);
    facts.some(place, "waiver", version.waiver.as_ref());
}

fn of_evidence(facts: &mut Collector, place: &str, evidence: &Evidence) {
    let place = format!("{place} / evidence {}", evidence.id.raw());
    facts.put(
        &format!("{place} / text"),
        &(&evidence.content, &evidence.caption),
    );
    let by = (&evidence.by, evidence.at);
    facts.put(
        &place,
        &(evidence.shows, evidence.observed, &evidence.version, by),
    );
    for signed in &evidence.confirmed {
        let name = format!("confirmed {}", words(&signed.by));
        facts.mark(&place, &name, Some(signed));
    }
    facts.mark(&place, "withdrawn", evidence.withdrawn.as_ref());
    facts.some(&place, "mark redacted", evidence.redacted.as_ref());
}

fn of_minutes(
    facts: &mut Collector,
    place: &str,
    dissents: &[Dissent],
    (decisions, parked): (&[Remark], &[Remark]),
    actions: &[Action],
) {
    for dissent in dissents {
        let place = format!("{place} / dissent {}", dissent.id.raw());
        facts.text(&place, "name", &dissent.name);
        facts.text(&place, "on", &dissent.on);
        facts.text(&place, "text", &dissent.text);
        let reply = dissent.answered.as_ref();
        facts.some(&place, "reply", reply.map(|reply| &reply.text));
        let reply = reply.map(|it| Signed {
            by: it.by.clone(),
            at: it.at,
        });
        facts.mark(&place, "reply by", reply.as_ref());
        facts.mark(&place, "closed", dissent.closed.as_ref());
    }
    for (list, remarks) in [("decision", decisions), ("parked", parked)] {
        for remark in remarks {
            let place = format!("{place} / {list} {}", remark.id.raw());
            facts.text(&place, "text", &remark.text);
            facts.text(&place, "by", &remark.by);
            facts.mark(&place, "settled", remark.settled.as_ref());
        }
    }
    for action in actions {
        let place = format!("{place} / action {}", action.id.raw());
        facts.text(&place, "text", &action.text);
        facts.text(&place, "owner", &action.owner);
        facts.some(&place, "due", action.due.as_ref());
        facts.text(&place, "by", &action.by);
        facts.mark(&place, "done", action.done.as_ref());
    }
}

fn of_head(facts: &mut Collector, head: &Head) {
    facts.text("subject", "name", &head.subject.name);
    facts.text("subject", "version", &head.subject.version);
    facts.text("subject", "system", &head.subject.system);
    let target = head.target.as_ref().map(Text::raw);
    facts.put("target", &target.unwrap_or("the whole checklist"));
    for answer in &head.subject.traits {
        let place = format!("trait {}", answer.id.raw());
        facts.put(&place, &if answer.holds { "yes" } else { "no" });
    }
    for (at, participant) in head.participants.iter().enumerate() {
        let name = words(&participant.name);
        let before = &head.participants[..at];
        let nth = before.iter().filter(|it| words(&it.name) == name).count();
        let place = format!("participant {name} {nth}");
        facts.put(&format!("{place} / mark here"), &participant.name);
        facts.text(&place, "role", &participant.role);
    }
    for meeting in &head.meetings {
        let place = format!("meeting {}", meeting.id.raw());
        facts.text(&place, "facilitator", &meeting.facilitator);
        facts.some(&place, "mark end", meeting.end.as_ref());
        facts.some(&place, "planned", meeting.planned.as_ref());
        for name in &meeting.present {
            facts.put(&format!("{place} / mark present {}", words(name)), name);
        }
        for item in &meeting.agreed {
            facts.put(&format!("{place} / agreed {}", item.raw()), item);
        }
    }
    for fulfilled in &head.fulfilled {
        let place = format!("fulfilled {}", fulfilled.condition.raw());
        facts.put(&format!("{place} / mark done"), fulfilled);
    }
    for declared in &head.declared {
        let place = format!("declared {}", declared.id.raw());
        facts.text(&place, "label", &declared.label);
        facts.text(&place, "value", &declared.value);
        facts.text(&place, "table", &declared.table);
        facts.text(&place, "by", &declared.by);
        facts.text(&place, "source", &declared.source);
        facts.some(&place, "on", declared.on.as_ref());
        facts.some(&place, "weight", declared.weight.as_ref());
    }
    for resource in &head.resources {
        let place = format!("resource {}", resource.id.raw());
        facts.text(&place, "role", &resource.role);
        facts.text(&place, "effort", &resource.effort);
    }
    for cost in &head.costs {
        let place = format!("cost {}", cost.id.raw());
        facts.text(&place, "name", &cost.name);
        facts.text(&place, "currency", &cost.currency);
        facts.put(
            &format!("{place} / amount"),
            &format!("{}–{}", cost.low, cost.high),
        );
        facts.put(&format!("{place} / per"), &cost.per.words());
    }
    of_minutes(
        facts,
        "head",
        &head.dissents,
        (&head.decisions, &head.parked),
        &head.actions,
    );
    for snapshot in &head.snapshots {
        facts.put(&format!("snapshot {}", snapshot.id.raw()), snapshot);
    }
    for retired in &head.retired {
        let place = format!("retired {}", retired.answer.item.raw());
        of_answer(facts, &place, &retired.answer);
    }
}

fn words(name: &Text) -> String {
    let words = name.raw().split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

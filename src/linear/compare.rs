//! What has changed since a snapshot.

use crate::domain::compare::{Comparison, FactChange, Fate, Moved, Way};
use crate::domain::gate::Verdict;
use crate::domain::side::{Fact, Named, Side};
use crate::domain::snapshot::Gauge;
use crate::domain::text::Text;

use super::commands::wrong;
use super::conversation::Conversation;
use super::open::{OpenReview, capital, or_none, status_words};
use super::question::Question;

impl Conversation {
    /// Says what has changed since the snapshot of a label or number; asks which where none is named.
    pub(super) fn compare(&mut self, rest: &str) {
        let Some(open) = &self.review else {
            return;
        };
        let snapshots = &open.assessment().head.snapshots;
        if snapshots.is_empty() {
            self.say("There is no snapshot to compare with. freeze takes one.");
            return;
        }
        if rest.is_empty() {
            let day = |at| open.assessment().day(at);
            let rows = snapshots.iter().enumerate();
            let rows =
                rows.map(|(at, it)| format!("{} {}, {}.", at + 1, it.label.shown(), day(it.at)));
            let rows: Vec<String> = rows.collect();
            self.say_long(rows);
            self.ask(Question::Compare);
            return;
        }
        let number = rest.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let labelled = snapshots.iter().find(|it| it.label == rest);
        let Some(snapshot) = labelled.or_else(|| snapshots.get(number?)) else {
            let labels = snapshots.iter().map(|it| it.label.raw());
            let sentence = wrong(rest, labels, "compare lists the snapshots");
            self.say(crate::domain::text::Shown::line(&sentence).into_string());
            return;
        };
        let before = Side::of_snapshot(snapshot, open.assessment());
        let after = Side::of_assessment(open.assessment(), &open.session.bench());
        let lines = lines(open, &Comparison::of(&before, &after));
        self.say_long(lines);
    }
}

fn lines(open: &OpenReview, comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    let word = |verdict: Option<Verdict>| verdict.map_or("not known", Verdict::word);
    let (was, is) = (word(comparison.verdict.0), word(comparison.verdict.1));
    lines.push(if was == is {
        format!("Still {is}.")
    } else {
        format!("Now {is}, was {was}.")
    });
    for (figure, shift) in &comparison.figures {
        let (was, is) = (
            or_none(shift.before.as_ref()),
            or_none(shift.after.as_ref()),
        );
        if was != is {
            lines.push(format!("{} {is}, was {was}.", capital(figure.words())));
        }
    }
    lines.extend(gauges(comparison));
    lines.extend(facts(comparison));
    if !comparison.knows_items() {
        lines.push("The snapshot knows no items.".to_owned());
        return lines;
    }
    for (way, words) in [
        (Way::Better, "Better"),
        (Way::Worse, "Worse"),
        (Way::Other, "Other"),
    ] {
        let moved = comparison.moved(way);
        lines.extend(moved.map(|moved| format!("{words}: {}", moved_words(open, moved))));
    }
    for (items, words) in [(&comparison.added, "New"), (&comparison.gone, "Gone")] {
        lines.extend(
            items
                .iter()
                .map(|it| format!("{words}: {}.", named(open, it))),
        );
    }
    for evidence in &comparison.evidence {
        let fate = match evidence.fate {
            Fate::Gained => "Evidence gained",
            Fate::Lost => "Evidence lost",
            Fate::Lapsed(_) => "Evidence counts no more",
        };
        let item = named(open, &evidence.item);
        lines.push(format!("{fate}: {item}. {}", evidence.words.shown()));
    }
    if lines.len() == 1 && comparison.is_empty() {
        lines.push("Nothing else has changed.".to_owned());
    }
    lines
}

/// `Blocker: 2 of 6 met, 2 of these with evidence; was 0 of 6 met, 0 of these with evidence.`
fn gauges(comparison: &Comparison) -> Vec<String> {
    let said = |gauge: Option<Gauge>| match gauge {
        None => "not known".to_owned(),
        Some(it) => {
            let (met, counted, evidenced) = (it.met, it.counted, it.evidenced);
            let partial = match it.partial {
                0 => String::new(),
                partial => format!(", {partial} in part"),
            };
            format!("{met} of {counted} met, {evidenced} of these with evidence{partial}")
        }
    };
    let mut lines = Vec::new();
    for gauges in &comparison.gauges {
        let (was, is) = (said(gauges.before), said(gauges.after));
        if was != is {
            lines.push(format!("{}: {is}; was {was}.", gauges.tier.word()));
        }
    }
    lines
}

/// What the two are about: `Target: production, was staging.`
fn facts(comparison: &Comparison) -> Vec<String> {
    let said = |value: &Option<Text>| match value {
        Some(value) => value.shown().into_string(),
        None => "none".to_owned(),
    };
    let line = |change: &FactChange| {
        let name = match &change.fact {
            Fact::Version => "Version".to_owned(),
            Fact::System => "System".to_owned(),
            Fact::Target => "Target".to_owned(),
            Fact::Checklist => "Checklist".to_owned(),
            Fact::ChecklistVersion => "Checklist version".to_owned(),
            Fact::Trait(id) => format!("Trait {}", id.shown()),
        };
        let (was, is) = (said(&change.before), said(&change.after));
        format!("{name}: {is}, was {was}.")
    };
    comparison.facts.iter().map(line).collect()
}

/// `7 error-tracking, met, was unanswered.`
fn moved_words(open: &OpenReview, moved: &Moved) -> String {
    let (was, is) = (status_words(&moved.before), status_words(&moved.after));
    format!("{}, {is}, was {was}.", named(open, &moved.item))
}

/// `7 error-tracking`; without a number where the item is there no more.
fn named(open: &OpenReview, named: &Named) -> String {
    let id = named.item.shown();
    match open.assessment().position(&named.item) {
        Some(at) => format!("{} {id}", at + 1),
        None => id.into_string(),
    }
}

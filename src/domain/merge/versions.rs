//! Sets of versions: what several sides say of an item, and which of it still stands.
//!
//! A version lies below another where the other says everything that it says, seen from an anchor: what both began
//! from. Of two that say different things of one field neither lies below the other. What only one of them says is
//! filled into both, unless it explains an answer that the other contradicts: nobody is made to say what somebody else
//! has said. What comes out is what can't be filled any further, without what lies below something else.

use std::collections::HashSet;

use crate::domain::assessment::{Answer, Status};
use crate::domain::evidence::Signed;
use crate::domain::history::{Entry, What};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::domain::version::{Resolution, Version};

/// More versions than people ever disagree about are kept as they are and not filled.
const MOST: usize = 32;

/// Who said what, of an answer's fields that belong together.
type Said<'v> = (
    &'v Status,
    &'v Text,
    &'v Text,
    Option<Moment>,
    &'v Option<Signed>,
);

/// What a merge of versions came to.
#[derive(Debug)]
pub(super) struct Standing {
    /// What stands; one version, or several that are in conflict.
    pub(super) versions: Vec<Version>,
    /// What both sides had given up, each in favour of the other, and nobody has a record of it.
    pub(super) given_up: Vec<Version>,
}

/// What an answer says: its versions in conflict, or the one. What an editor has made of the answer itself beside its
/// versions is one more.
pub(super) fn versions_of(answer: &Answer) -> Vec<Version> {
    let mut versions = answer.conflict.clone();
    let own = Version::of(answer);
    if !has(&versions, &own) {
        versions.push(own);
    }
    versions
}

/// Whether two sets say the same.
pub(super) fn say_the_same(one: &[Version], other: &[Version]) -> bool {
    one.len() == other.len() && one.iter().all(|version| has(other, version))
}

/// Merges what two sides say of an item; the base has none where nothing is in common.
pub(super) fn merge_versions(base: Option<&Answer>, ours: &Answer, theirs: &Answer) -> Standing {
    let began = base.map(versions_of).unwrap_or_default();
    let (our, their) = (versions_of(ours), versions_of(theirs));
    let settled = Settled::of(ours, theirs);
    let (our_settled, their_settled) = (settled.since(ours, theirs), settled.since(theirs, ours));
    let since_base = |side| base.map_or_else(Vec::new, |base| settled.since(side, base));
    let chosen_since = [since_base(ours), since_base(theirs)].concat();
    let anchor = anchor(&began, &chosen_since);
    let stands =
        |version: &Version, others: &[Version], own: &[&Resolution], other: &[&Resolution]| {
            if has(others, version) {
                return true;
            }
            // Also where the side has taken something of it back, or put something else in its place, since.
            let chosen_again = own.iter().any(|it| {
                lies_below(&anchor, version, &it.chosen) || lies_below(&anchor, &it.chosen, version)
            });
            let known = |it: &&&Resolution| {
                let mut all = it.others.iter().chain([&it.chosen]);
                all.any(|known| lies_below(&anchor, version, known))
            };
            let dropped = other.iter().any(|it| known(&it));
            // What was chosen and has been filled since may look like one of those that it was chosen from.
            let filled = || {
                let mut chosen = chosen_since.iter().map(|it| &it.chosen);
                chosen.any(|chosen| lies_below(&anchor, chosen, version))
            };
            let given_up = began.len() > 1 && has(&began, version) && !filled();
            chosen_again || !(dropped || given_up)
        };
    let mut live: Vec<Version> = Vec::new();
    live.extend(
        our.iter()
            .filter(|it| stands(it, &their, &our_settled, &their_settled))
            .cloned(),
    );
    live.extend(
        their
            .iter()
            .filter(|it| stands(it, &our, &their_settled, &our_settled))
            .cloned(),
    );
    if live.is_empty() {
        // Two resolutions by hand: each side has left a version that the other has dropped.
        let mut all = [our, their].concat();
        all.sort_by(Version::order);
        let kept = all.pop().into_iter().collect();
        return Standing {
            versions: kept,
            given_up: all,
        };
    }
    Standing {
        versions: filled(&anchor, &live),
        given_up: Vec::new(),
    }
}

/// Whether one side has settled a conflict and the other knows nothing of it.
pub(super) fn is_settled_apart(ours: &Answer, theirs: &Answer) -> bool {
    let settled = Settled::of(ours, theirs);
    !settled.since(ours, theirs).is_empty() || !settled.since(theirs, ours).is_empty()
}

/// What tells which conflicts count as settled: whatever either side knows of the item having got another meaning, in
/// no order but that of time, so that it is the same for what was merged.
struct Settled<'a> {
    reopened: Vec<&'a Entry>,
}

impl<'a> Settled<'a> {
    fn of(ours: &'a Answer, theirs: &'a Answer) -> Self {
        let all = ours.history.iter().chain(&theirs.history);
        Self {
            reopened: all
                .filter(|entry| matches!(entry.what, What::Reopened { .. }))
                .collect(),
        }
    }

    /// The conflicts that a side has settled and the other knows nothing of.
    fn since<'s>(&self, side: &'s Answer, other: &Answer) -> Vec<&'s Resolution> {
        let mut settled: Vec<(&Text, &Resolution)> = side
            .history
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Resolved(resolution) if !self.is_of_the_past(entry) => {
                    Some((&entry.id, &**resolution))
                }
                _ => None,
            })
            .collect();
        if !settled.is_empty() {
            let known: HashSet<&Text> = other.history.iter().map(|entry| &entry.id).collect();
            settled.retain(|(id, _)| !known.contains(id));
        }
        settled.into_iter().map(|(_, it)| it).collect()
    }

    /// Whether a conflict was settled before the item was given another meaning, or by that: it says nothing of the
    /// answers to the new one.
    fn is_of_the_past(&self, settled: &Entry) -> bool {
        let together = |reopened: &Entry| {
            let by = reopened.id.raw().strip_suffix("-reopened");
            by.is_some_and(|by| settled.id.raw().strip_suffix("-conflict") == Some(by))
        };
        let mut reopened = self.reopened.iter();
        reopened.any(|it| it.at > settled.at || together(it))
    }
}

/// From what versions are seen.
struct Anchor {
    version: Version,
    /// Both began from several answers, and nobody from this one: who gives none has taken one back.
    is_made_up: bool,
}

/// From what both began: the base's version; of several the one that everybody has chosen since; else nothing.
fn anchor(began: &[Version], chosen_since: &[&Resolution]) -> Anchor {
    let from = |version: &Version| Anchor {
        version: version.clone(),
        is_made_up: false,
    };
    if let [one] = began {
        return from(one);
    }
    let mut chosen = chosen_since.iter().map(|resolution| &resolution.chosen);
    match chosen.next() {
        Some(first) if chosen.all(|it| says_the_same(it, first)) => from(first),
        _ => Anchor {
            version: Version::default(),
            is_made_up: began.len() > 1,
        },
    }
}

/// The versions that can't be filled any further, without those that lie below others; each with the evidence of all
/// that lie below it.
fn filled(anchor: &Anchor, live: &[Version]) -> Vec<Version> {
    let start = highest(anchor, live);
    let mut set = start.clone();
    loop {
        if set.len() > MOST {
            set = start;
            break;
        }
        let mut next = set.clone();
        for version in &set {
            next.extend(set.iter().map(|other| filled_from(anchor, version, other)));
        }
        let next = highest(anchor, &next);
        if say_the_same(&next, &set) {
            break;
        }
        set = next;
    }
    if set.len() > 1 {
        for version in &mut set {
            let of = live.iter().filter(|it| {
                says_the_same(it, version) || below_and_not_bottom(anchor, it, version)
            });
            let mut evidence: Vec<Text> = of.flat_map(|it| it.evidence.iter().cloned()).collect();
            evidence.sort();
            evidence.dedup();
            version.evidence = evidence;
        }
    }
    set
}

fn below_and_not_bottom(anchor: &Anchor, version: &Version, other: &Version) -> bool {
    !says_the_same(version, &anchor.version) && lies_below(anchor, version, other)
}

/// Those that lie below no other, each once.
fn highest(anchor: &Anchor, versions: &[Version]) -> Vec<Version> {
    let mut kept: Vec<Version> = Vec::new();
    for version in versions {
        if !kept.iter().any(|it| lies_below(anchor, version, it)) {
            kept.retain(|it| !lies_below(anchor, it, version));
            kept.push(version.clone());
        }
    }
    kept
}

/// Whether a version says nothing that another does not say as well.
fn lies_below(anchor: &Anchor, version: &Version, other: &Version) -> bool {
    says_the_same(version, other) || says_the_same(&filled_from(anchor, version, other), other)
}

fn has(versions: &[Version], version: &Version) -> bool {
    versions.iter().any(|it| says_the_same(it, version))
}

/// Whether two versions say the same, whatever evidence their sides had.
fn says_the_same(one: &Version, other: &Version) -> bool {
    said(one) == said(other)
        && one.comment == other.comment
        && one.current == other.current
        && one.owner == other.owner
        && one.due == other.due
        && one.confidence == other.confidence
        && one.measured == other.measured
        && one.estimate == other.estimate
        && one.waiver == other.waiver
}

fn said(version: &Version) -> Said<'_> {
    let by = (&version.by, &version.recorded_by);
    (&version.status, by.0, by.1, version.at, &version.agreed_by)
}

/// A version with what only the other says filled in. Where they contradict each other, each keeps its own account: a
/// reason that somebody gave for another answer is none for this one.
fn filled_from(anchor: &Anchor, version: &Version, other: &Version) -> Version {
    fn fill<F: Clone + PartialEq>(from: &F, own: &mut F, other: &F) {
        if own == from {
            own.clone_from(other);
        }
    }
    let (mut full, from) = (version.clone(), &anchor.version);
    fill(&from.owner, &mut full.owner, &other.owner);
    fill(&from.due, &mut full.due, &other.due);
    fill(&from.estimate, &mut full.estimate, &other.estimate);
    if may_say_the_same(anchor, version, other) {
        fill(&from.waiver, &mut full.waiver, &other.waiver);
    }
    if accounts_agree(anchor, version, other) {
        fill_said(anchor, &mut full, other);
        fill(&from.comment, &mut full.comment, &other.comment);
        fill(&from.current, &mut full.current, &other.current);
        fill(&from.confidence, &mut full.confidence, &other.confidence);
        fill(&from.measured, &mut full.measured, &other.measured);
    }
    full
}

/// Whether what two versions answer, and everything by which they explain it, can be one account.
fn accounts_agree(anchor: &Anchor, one: &Version, other: &Version) -> bool {
    fn agrees<F: PartialEq>(from: &F, one: &F, other: &F) -> bool {
        one == other || one == from || other == from
    }
    let from = &anchor.version;
    may_say_the_same(anchor, one, other)
        && agrees(&from.comment, &one.comment, &other.comment)
        && agrees(&from.current, &one.current, &other.current)
        && agrees(&from.confidence, &one.confidence, &other.confidence)
        && agrees(&from.measured, &one.measured, &other.measured)
}

/// Whether two versions give the same answer, or one of them none of its own.
fn may_say_the_same(anchor: &Anchor, one: &Version, other: &Version) -> bool {
    one.status == other.status || anchor.hears_nothing_in(one) || anchor.hears_nothing_in(other)
}

impl Anchor {
    /// Whether a version answers nothing that both did not begin from.
    fn hears_nothing_in(&self, version: &Version) -> bool {
        !self.is_made_up && said(version) == said(&self.version)
    }
}

/// Who said what: the same status said twice is agreement, and the later stands.
fn fill_said(anchor: &Anchor, own: &mut Version, other: &Version) {
    if anchor.hears_nothing_in(other) {
        return;
    }
    let untouched = anchor.hears_nothing_in(own);
    let key = |version: &Version| (version.at, version.by.clone(), version.recorded_by.clone());
    if untouched || key(own) < key(other) {
        own.status.clone_from(&other.status);
        own.by.clone_from(&other.by);
        own.recorded_by.clone_from(&other.recorded_by);
        own.at = other.at;
    }
    let later = |signed: &Option<Signed>| signed.as_ref().map(|it| (it.at, it.by.clone()));
    if untouched || later(&own.agreed_by) < later(&other.agreed_by) {
        own.agreed_by.clone_from(&other.agreed_by);
    }
}

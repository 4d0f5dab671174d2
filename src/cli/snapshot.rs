//! `candor snapshot`: freezes the numbers, lists what is frozen, takes it away.

use serde::Serialize;

use crate::domain::assessment::{Declared, DeclaredOf};
use crate::domain::change::{Change, HeadEntry, HeadKind};
use crate::domain::declared::announced;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::refusal::Refusal;
use crate::domain::snapshot::{Scores, Snapshot};
use crate::domain::text::Text;
use crate::export::json::{JSON_FORMAT, rounded};
use crate::export::report::{declared_overall, of_word};
use crate::problem::Problem;
use crate::session::bench;
use crate::system::store::Stored;

use super::arguments::AsOfTyped;
use super::arguments::snapshot::SnapshotTyped;
use super::desk::{Desk, fresh_id, try_out};
use super::output::{self, Align, Page};
use super::refusal::problem_of;
use super::resolve::{self, usage};

/// Freezes, lists or removes.
pub(crate) fn run(desk: &Desk, typed: &SnapshotTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    if typed.list {
        return list(desk, &stored, typed.json);
    }
    let (change, words) = match &typed.remove {
        Some(label) => remove(&stored, label)?,
        None => freeze(desk, &stored, typed)?,
    };
    let changes = [change];
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

fn freeze(
    desk: &Desk,
    stored: &Stored,
    typed: &SnapshotTyped,
) -> Result<(Change, String), Problem> {
    let label = Text::from(typed.label.as_deref().unwrap_or_default().trim());
    let by = desk.by(typed.by.as_deref(), &typed.file)?;
    let (id, assessment) = (fresh_id()?, &stored.assessment);
    let snapshot = match &typed.declared {
        Some(value) => {
            let offset = assessment.utc_offset;
            let at = AsOfTyped::at(typed.at.as_deref());
            let at = resolve::as_of(&at, offset, desk.now)?;
            if at.day(offset) > desk.now.day(offset) {
                return Err(usage(
                    "nothing was announced yet at a time to come",
                    "give the day on which it was announced: --at 2026-05-04",
                ));
            }
            let value = value.trim();
            if value.is_empty() {
                return Err(usage("nothing is declared", "write --declared \"95 %\""));
            }
            Snapshot {
                id,
                label,
                at,
                by: by.clone(),
                scores: None,
                declared: vec![overall(value)?],
                items: Vec::new(),
            }
        }
        None => {
            let observations = desk.observe(stored);
            let bench = bench(assessment, desk.now, &observations);
            Snapshot::of(assessment, &bench, id, label, by)
        }
    };
    let words = format!("the snapshot `{}` is taken", snapshot.label.raw());
    Ok((Change::Record(HeadEntry::Snapshot(snapshot)), words))
}

fn overall(value: &str) -> Result<Declared, Problem> {
    Ok(Declared {
        id: fresh_id()?,
        label: "Overall".into(),
        of: DeclaredOf::Overall,
        value: value.into(),
        table: Text::default(),
        weight: None,
        by: Text::default(),
        on: None,
        source: Text::default(),
    })
}

fn remove(stored: &Stored, label: &str) -> Result<(Change, String), Problem> {
    let wanted = Text::from(label.trim());
    let snapshots = &stored.assessment.head.snapshots;
    let Some(snapshot) = snapshots.iter().find(|it| it.label == wanted) else {
        let refusal = Refusal::UnknownEntry(HeadKind::Snapshot, wanted);
        return Err(problem_of(&refusal, &stored.assessment, None));
    };
    let words = format!("the snapshot `{}` is taken away", wanted.raw());
    Ok((
        Change::Strike(HeadKind::Snapshot, snapshot.id.clone()),
        words,
    ))
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    snapshots: Vec<SnapshotObject<'a>>,
}

#[derive(Serialize)]
struct SnapshotObject<'a> {
    id: &'a str,
    label: &'a str,
    at: String,
    by: Option<&'a str>,
    /// Null where only what was declared is known.
    scores: Option<ScoresObject<'a>>,
    declared: Vec<DeclaredObject<'a>>,
}

#[derive(Serialize)]
struct ScoresObject<'a> {
    verdict: &'static str,
    target: Option<&'a str>,
    checklist_version: &'a str,
    claimed: Option<f64>,
    evidenced: Option<f64>,
    excluding_waived: Option<f64>,
    answered: Option<f64>,
    tiers: Vec<TierObject>,
}

#[derive(Serialize)]
struct TierObject {
    tier: &'static str,
    met: u32,
    evidenced: u32,
    partial: u32,
    counted: u32,
}

#[derive(Serialize)]
struct DeclaredObject<'a> {
    label: &'a str,
    of: String,
    value: &'a str,
    percent: Option<f64>,
}

fn list(desk: &Desk, stored: &Stored, json: bool) -> Result<(), Problem> {
    let mut snapshots: Vec<&Snapshot> = stored.assessment.head.snapshots.iter().collect();
    snapshots.sort_by_key(|snapshot| snapshot.at);
    if json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            snapshots: snapshots.into_iter().map(object_of).collect(),
        });
    }
    let mut page = Page::default();
    if snapshots.is_empty() {
        page.line("there is no snapshot");
        return desk.output.page(&page);
    }
    let head = [
        "snapshot",
        "day",
        "verdict",
        "claimed",
        "evidenced",
        "declared",
        "by",
    ];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    rows.extend(snapshots.into_iter().map(|snapshot| {
        let scores = snapshot.scores.as_ref();
        let figure = |of: fn(&Scores) -> Option<&Percent>| or_dash(scores.and_then(of));
        vec![
            snapshot.label.raw().to_owned(),
            stored.assessment.day(snapshot.at).to_string(),
            scores
                .map_or("—", |scores| scores.verdict.word())
                .to_owned(),
            figure(|scores| scores.claimed.as_ref()),
            figure(|scores| scores.evidenced.as_ref()),
            declared_overall(snapshot).map_or("—", Text::raw).to_owned(),
            snapshot.by.raw().to_owned(),
        ]
    }));
    let columns = [
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    page.table(&columns, &rows);
    desk.output.page(&page)
}

fn object_of(snapshot: &Snapshot) -> SnapshotObject<'_> {
    let or_null = |percent: &Option<Percent>| percent.as_ref().map(rounded);
    SnapshotObject {
        id: snapshot.id.raw(),
        label: snapshot.label.raw(),
        at: snapshot.at.to_string(),
        by: Some(snapshot.by.raw()).filter(|by| !by.is_empty()),
        scores: snapshot.scores.as_ref().map(|scores| ScoresObject {
            verdict: scores.verdict.word(),
            target: scores.target.as_ref().map(Text::raw),
            checklist_version: scores.checklist_version.raw(),
            claimed: or_null(&scores.claimed),
            evidenced: or_null(&scores.evidenced),
            excluding_waived: or_null(&scores.excluding_waived),
            answered: or_null(&scores.answered),
            tiers: scores
                .tiers
                .iter()
                .map(|gauge| TierObject {
                    tier: gauge.tier.key(),
                    met: gauge.met,
                    evidenced: gauge.evidenced,
                    partial: gauge.partial,
                    counted: gauge.counted,
                })
                .collect(),
        }),
        declared: snapshot
            .declared
            .iter()
            .map(|declared| DeclaredObject {
                label: declared.label.raw(),
                of: of_word(&declared.of),
                value: declared.value.raw(),
                percent: announced(&declared.value).map(|announced| rounded(&announced.percent)),
            })
            .collect(),
    }
}

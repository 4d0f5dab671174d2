//! The history of a review: its snapshots, and how it stands now.

use crate::domain::assessment::{Declared, DeclaredOf};
use crate::domain::declared::announced;
use crate::domain::percent::{Percent, or_dash};
use crate::session::Session;

/// One row: its name, its points in tenths of a percent, its first and last figure.
pub(super) type Series = (&'static str, Vec<Option<u16>>, String);

/// The rows of the history.
pub(super) struct History {
    /// Claimed, evidenced and, where there is any, declared.
    pub(super) series: Vec<Series>,
    /// From when to when; absent where there is no snapshot.
    pub(super) span: Option<String>,
}

impl History {
    /// Every snapshot from the first to the last, and the present figures of what the target needs.
    pub(super) fn of(session: &Session) -> Self {
        let assessment = session.assessment();
        let mut snapshots: Vec<_> = assessment.head.snapshots.iter().collect();
        snapshots.sort_by_key(|snapshot| snapshot.at);
        let (Some(first), Some(last)) = (snapshots.first(), snapshots.last()) else {
            return Self {
                series: Vec::new(),
                span: None,
            };
        };
        let figures = session
            .ledger()
            .figures(crate::domain::ledger::Scope::Needed);
        let mut claimed: Vec<Option<Percent>> = Vec::new();
        let (mut evidenced, mut declared) = (Vec::new(), Vec::new());
        for snapshot in &snapshots {
            let scores = snapshot.scores.as_ref();
            claimed.push(scores.and_then(|scores| scores.claimed.clone()));
            evidenced.push(scores.and_then(|scores| scores.evidenced.clone()));
            declared.push(overall(&snapshot.declared));
        }
        claimed.push(figures.claimed());
        evidenced.push(figures.evidenced());
        declared.push(overall(&assessment.head.declared));
        let named = |snapshot: &crate::domain::snapshot::Snapshot| {
            let day = assessment.day(snapshot.at);
            format!("{} ({day})", snapshot.label.shown())
        };
        let span = match snapshots.len() {
            1 => format!("From {} to how it stands now", named(first)),
            many => format!(
                "{many} snapshots, from {} to {}, and how it stands now",
                named(first),
                named(last)
            ),
        };
        let mut series = vec![row("claimed", &claimed), row("evidenced", &evidenced)];
        if declared.iter().any(Option::is_some) {
            series.push(row("declared", &declared));
        }
        Self {
            series,
            span: Some(span),
        }
    }
}

/// The latest overall figure that was declared and can be read.
fn overall(declared: &[Declared]) -> Option<Percent> {
    let overall = |declared: &&Declared| declared.of == DeclaredOf::Overall;
    let latest = declared.iter().rfind(overall)?;
    Some(announced(&latest.value)?.percent)
}

fn row(name: &'static str, values: &[Option<Percent>]) -> Series {
    let points = values.iter().map(|value| value.as_ref().map(tenths));
    let first = values.iter().flatten().next();
    let last = values.last().and_then(Option::as_ref);
    let ends = format!("{} to {}", or_dash(first), or_dash(last));
    (name, points.collect(), ends)
}

/// In tenths of a percent.
pub(super) fn tenths(percent: &Percent) -> u16 {
    u16::try_from(percent.tenths().clamp(0, 1000)).unwrap_or(0)
}

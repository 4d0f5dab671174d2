//! `candor diff`: what changed, both ways.

use std::path::Path;

use crate::domain::assessment::Assessment;
use crate::domain::compare::{
    Checklists, Comparison, DeclaredChange, EvidenceChange, Fate, GaugeShift, Shift, Way,
};
use crate::domain::gate::Verdict;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::side::{Fact, Named, Side, Standing};
use crate::domain::snapshot::Gauge;
use crate::domain::text::Text;
use crate::export::comparison::{ComparisonObject, status_words};
use crate::export::report::lapse_words;
use crate::format::fault::suggestion;
use crate::problem::Problem;
use crate::session::bench;

use super::arguments::diff::DiffTyped;
use super::desk::Desk;
use super::output::{self, Align, Page, Tone};
use super::resolve::{self, usage};
use super::score::tone_of;

/// The label that stands for the file as it is.
const NOW: &str = "now";

/// Compares two files, or two snapshots in one.
pub(crate) fn run(desk: &Desk, typed: &DiffTyped) -> Result<(), Problem> {
    let comparison = match (&typed.other, typed.snapshots.as_deref()) {
        (Some(other), _) => {
            let before = side(desk, typed, &typed.file)?.1;
            Comparison::of(&before, &side(desk, typed, other)?.1)
        }
        (None, Some([before, after])) => {
            let (assessment, now) = side(desk, typed, &typed.file)?;
            let before = snapshot(before, &assessment, &now, &typed.file)?;
            Comparison::of(&before, &snapshot(after, &assessment, &now, &typed.file)?)
        }
        (None, _) => {
            return Err(usage(
                "there is nothing to compare with",
                "name another file, or two snapshots: --snapshots BEFORE AFTER",
            ));
        }
    };
    if typed.json {
        output::json(&ComparisonObject::of(&comparison))
    } else {
        desk.output.page(&page(&comparison))
    }
}

fn side(desk: &Desk, typed: &DiffTyped, path: &Path) -> Result<(Assessment, Side), Problem> {
    let stored = desk.open(path)?;
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(&typed.as_of, assessment.utc_offset, desk.now)?;
    let observations = desk.observe(&stored);
    let side = Side::of_assessment(assessment, &bench(assessment, as_of, &observations));
    Ok((stored.assessment, side))
}

/// The snapshot of that label. One may be called `now`; then it is meant.
fn snapshot(
    label: &str,
    assessment: &Assessment,
    now: &Side,
    path: &Path,
) -> Result<Side, Problem> {
    let snapshots = &assessment.head.snapshots;
    if let Some(snapshot) = snapshots.iter().find(|snapshot| snapshot.label == *label) {
        return Ok(Side::of_snapshot(snapshot, assessment));
    }
    if label == NOW {
        return Ok(now.clone());
    }
    let labels = snapshots.iter().map(|snapshot| snapshot.label.raw());
    let next = if snapshots.is_empty() {
        "there is none here at all; take one with: candor snapshot FILE LABEL".to_owned()
    } else {
        suggestion(label, labels.chain([NOW]))
    };
    let problem = usage(format!("there is no snapshot `{label}`"), next);
    Err(problem.at(path.display().to_string()))
}

fn page(comparison: &Comparison) -> Page {
    let mut page = Page::default();
    heading(&mut page, comparison);
    if comparison.is_empty() {
        page.end().line("nothing changed");
        return page;
    }
    page.end();
    verdict(&mut page, comparison);
    figures(&mut page, comparison);
    declared(&mut page, comparison);
    facts(&mut page, comparison);
    if comparison.knows_items() {
        items(&mut page, comparison);
        evidence(&mut page, comparison);
        waivers(&mut page, comparison);
        conflicts(&mut page, comparison);
    } else {
        page.end();
        for side in [&comparison.before, &comparison.after] {
            if !side.has_items {
                page.line(&format!("{} does not tell of its items", name_of(side)));
            }
        }
    }
    page
}

fn heading(page: &mut Page, comparison: &Comparison) {
    if !comparison.is_same_subject() {
        let (was, is) = (&comparison.before.subject, &comparison.after.subject);
        let words = format!("two subjects: {} and {}", was.raw(), is.raw());
        page.words(Tone::Fair, &words).end();
    }
    let sides = [
        ("before  ", &comparison.before),
        ("after   ", &comparison.after),
    ];
    for (label, side) in sides {
        let mut facts = Vec::new();
        if let Some(checklist) = &side.checklist {
            let version = side.checklist_version.as_ref().map_or("", Text::raw);
            let checklist = format!("{} {version}", checklist.raw());
            facts.push(checklist.trim_end().to_owned());
        }
        facts.push(match side.label {
            Some(_) => format!("taken {}", side.at),
            None => format!("as of {}", side.at),
        });
        page.words(Tone::Plain, label)
            .words(Tone::Strong, &name_of(side))
            .words(Tone::Quiet, &format!(" · {}", facts.join(" · ")))
            .end();
    }
    let checklists = match comparison.checklists {
        Checklists::Same => return,
        Checklists::OtherVersion => "they answer different versions of the checklist",
        Checklists::Other => "they answer different checklists",
        Checklists::Altered => {
            "their checklists have the same id and version, and not the same content"
        }
    };
    page.words(Tone::Fair, checklists).end();
}

fn name_of(side: &Standing) -> String {
    let version = side.version.as_ref().map_or("", Text::raw);
    let subject = format!("{} {version}", side.subject.raw());
    let subject = subject.trim_end();
    match &side.label {
        Some(label) => format!("{subject}, snapshot \"{}\"", label.raw()),
        None => subject.to_owned(),
    }
}

fn verdict(page: &mut Page, comparison: &Comparison) {
    let (was, is) = comparison.verdict;
    let say = |page: &mut Page, verdict: Option<Verdict>| {
        match verdict {
            Some(verdict) => page.words(tone_of(verdict), verdict.word()),
            None => page.words(Tone::Quiet, "not scored"),
        };
    };
    page.words(Tone::Plain, "verdict  ");
    say(page, was);
    if was == is {
        page.words(Tone::Quiet, ", as before").end();
    } else {
        page.words(Tone::Plain, " → ");
        say(page, is);
        page.end();
    }
    page.end();
}

fn figures(page: &mut Page, comparison: &Comparison) {
    let mut rows = vec![row(["", "before", "after", "change"])];
    for (figure, shift) in &comparison.figures {
        if shift.before.is_some() || shift.after.is_some() {
            rows.push(shift_row(figure.words(), shift));
        }
    }
    let columns = [Align::Left, Align::Right, Align::Right, Align::Right];
    if rows.len() > 1 {
        page.table(&columns, &rows);
    }
    // Their cells are words: among the figures they would push the numbers apart.
    let gauges = comparison.gauges.iter();
    let gauges = gauges.filter(|gauges| gauges.before.is_some() || gauges.after.is_some());
    let rows: Vec<Vec<String>> = gauges.map(gauge_row).collect();
    if !rows.is_empty() {
        page.end();
        page.table(&columns, &rows);
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(ToOwned::to_owned).to_vec()
}

fn shift_row(name: &str, shift: &Shift) -> Vec<String> {
    let change = shift.change();
    vec![
        name.to_owned(),
        or_dash(shift.before.as_ref()),
        or_dash(shift.after.as_ref()),
        change.as_ref().map_or_else(String::new, signed),
    ]
}

/// A change with its sign; nothing where there is none.
fn signed(change: &Percent) -> String {
    match change.tenths() {
        0 => "=".to_owned(),
        tenths if tenths > 0 => format!("+{change}"),
        _ => change.to_string(),
    }
}

fn gauge_row(gauges: &GaugeShift) -> Vec<String> {
    let words = |gauge: Option<Gauge>| match gauge {
        Some(gauge) => format!(
            "{}/{} met, {} evidenced, {} partial",
            gauge.met, gauge.counted, gauge.evidenced, gauge.partial
        ),
        None => or_dash(None),
    };
    let change = gauges.percent().change();
    vec![
        gauges.tier.word().to_owned(),
        words(gauges.before),
        words(gauges.after),
        change.as_ref().map_or_else(String::new, signed),
    ]
}

fn declared(page: &mut Page, comparison: &Comparison) {
    if comparison.declared.is_empty() {
        return;
    }
    page.end().words(Tone::Strong, "Declared elsewhere").end();
    let mut rows = vec![row(["", "", "before", "after", "change"])];
    rows.extend(comparison.declared.iter().map(|declared: &DeclaredChange| {
        let value = |value: &Option<Text>| match value {
            Some(value) => format!("declared {}", value.raw()),
            None => or_dash(None),
        };
        let change = declared.percent.change();
        vec![
            String::new(),
            declared.label.raw().to_owned(),
            value(&declared.before),
            value(&declared.after),
            change.as_ref().map_or_else(String::new, signed),
        ]
    }));
    let columns = [
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
    ];
    page.table(&columns, &rows);
}

fn facts(page: &mut Page, comparison: &Comparison) {
    if comparison.facts.is_empty() {
        return;
    }
    page.end().words(Tone::Strong, "Another basis").end();
    let facts = comparison.facts.iter().map(|change| {
        let value = |value: &Option<Text>| match value {
            Some(value) => value.raw().to_owned(),
            None => "none".to_owned(),
        };
        let name = match &change.fact {
            Fact::Version => "version".to_owned(),
            Fact::System => "system".to_owned(),
            Fact::Target => "target".to_owned(),
            Fact::Checklist => "checklist".to_owned(),
            Fact::ChecklistVersion => "checklist version".to_owned(),
            Fact::Trait(id) => format!("trait {}", id.raw()),
        };
        arrow(name, &value(&change.before), &value(&change.after), "")
    });
    page.table(&[Align::Left; 4], &facts.collect::<Vec<_>>());
}

fn arrow(name: String, before: &str, after: &str, title: &str) -> Vec<String> {
    vec![
        String::new(),
        name,
        format!("{before} → {after}"),
        title.to_owned(),
    ]
}

fn items(page: &mut Page, comparison: &Comparison) {
    let ways = [
        ("Better", Way::Better),
        ("Worse", Way::Worse),
        ("Moved otherwise", Way::Other),
    ];
    for (title, way) in ways {
        let moved = comparison.moved(way).map(|moved| {
            let (before, after) = (status_words(&moved.before), status_words(&moved.after));
            let item = &moved.item;
            arrow(
                item.item.raw().to_owned(),
                &before,
                &after,
                item.title.raw(),
            )
        });
        titled(page, title, moved);
    }
    titled(page, "New items", comparison.added.iter().map(named));
    titled(
        page,
        "Items that are no more",
        comparison.gone.iter().map(named),
    );
}

fn named(item: &Named) -> Vec<String> {
    row(["", item.item.raw(), item.title.raw()])
}

fn titled(page: &mut Page, title: &str, rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        let title = format!("{title} ({})", rows.len());
        page.end().words(Tone::Strong, &title).end();
        page.table(&[Align::Left; 5], &rows);
    }
}

fn evidence(page: &mut Page, comparison: &Comparison) {
    let fates: [(&str, &dyn Fn(Fate) -> bool); 3] = [
        ("Evidence gained", &|fate| fate == Fate::Gained),
        ("Evidence lost", &|fate| fate == Fate::Lost),
        ("Evidence lapsed", &|fate| matches!(fate, Fate::Lapsed(_))),
    ];
    for (title, is_of) in fates {
        let changes = comparison.evidence.iter().filter(|it| is_of(it.fate));
        titled(page, title, changes.map(evidence_row));
    }
}

fn evidence_row(change: &EvidenceChange) -> Vec<String> {
    let why = match change.fate {
        Fate::Lapsed(Some(lapse)) => lapse_words(lapse),
        Fate::Lapsed(None) => "counts no more".to_owned(),
        Fate::Gained | Fate::Lost => String::new(),
    };
    let kind = change.kind.map_or("", crate::domain::checklist::Kind::word);
    row(["", change.item.item.raw(), kind, change.words.raw(), &why])
}

fn waivers(page: &mut Page, comparison: &Comparison) {
    let Some(waivers) = &comparison.waivers else {
        return;
    };
    titled(page, "Waived now", waivers.gained.iter().map(named));
    titled(page, "Waived no more", waivers.lost.iter().map(named));
}

fn conflicts(page: &mut Page, comparison: &Comparison) {
    let Some(conflicts) = &comparison.conflicts else {
        return;
    };
    titled(page, "In conflict now", conflicts.begun.iter().map(named));
    titled(
        page,
        "In conflict no more",
        conflicts.settled.iter().map(named),
    );
}

//! `candor score`: scores, gauges, the verdict with its reasons, and what is next.

use crate::domain::checklist::Tier;
use crate::domain::evidence::Lapse;
use crate::domain::gate::{Reason, Verdict};
use crate::domain::ledger::Scope;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::text::Text;
use crate::export::json::ScoreObject;
use crate::export::report::{Report, distance_words, lapse_words};
use crate::problem::Problem;
use crate::session::bench;

use super::arguments::ScoreTyped;
use super::desk::Desk;
use super::gate::altered_words;
use super::output::{self, Align, Page, Tone};
use super::resolve;
use super::standing;

/// How many steps are shown before the rest is counted.
const MOST_STEPS: usize = 12;

/// Looks at the evidence and shows the figures.
pub(crate) fn run(desk: &Desk, typed: &ScoreTyped) -> Result<(), Problem> {
    let stored = desk.open(&typed.file)?;
    let as_of = resolve::as_of(&typed.as_of, stored.assessment.utc_offset, desk.now)?;
    if desk.is_altered(&stored) {
        let (file, words) = (typed.file.display(), altered_words(&stored.assessment));
        output::note(&format!("{file}: warning: {words}."));
    }
    let observations = desk.observe(&stored);
    let scope = if typed.whole {
        Scope::Whole
    } else {
        Scope::Needed
    };
    let bench = bench(&stored.assessment, as_of, &observations);
    let report = Report::of(&stored.assessment, &bench, scope);
    if typed.json {
        output::json(&ScoreObject::of(&report))
    } else {
        desk.output.page(&page(&report, typed.whole))
    }
}

/// The headline figures and the verdict on one line.
pub(crate) fn in_short(report: &Report<'_>) -> String {
    let phrases: Vec<String> = report
        .judgement
        .reasons
        .iter()
        .map(Reason::phrase)
        .collect();
    let verdict = report.judgement.verdict.word();
    let why = if phrases.is_empty() { "" } else { ": " };
    let figures = &report.figures;
    let excluding_waived = match figures.counts.waived {
        0 => String::new(),
        _ => {
            let figure = figures.excluding_waived();
            format!("excluding waived {}, ", or_dash(figure.as_ref()))
        }
    };
    format!(
        "claimed {}, evidenced {}, {excluding_waived}{verdict}{why}{}",
        or_dash(figures.claimed().as_ref()),
        or_dash(figures.evidenced().as_ref()),
        phrases.join(", ")
    )
}

/// The tone of a verdict.
pub(crate) fn tone_of(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::NoGo => Tone::Bad,
        Verdict::ConditionalGo => Tone::Fair,
        Verdict::Go => Tone::Good,
    }
}

fn page(report: &Report<'_>, whole: bool) -> Page {
    let mut page = Page::default();
    heading(&mut page, report, whole);
    verdict(&mut page, report);
    next(&mut page, report);
    standing::sign_offs(&mut page, report);
    figures(&mut page, report);
    declared(&mut page, report);
    tiers(&mut page, report);
    standing::ladder(&mut page, report);
    categories(&mut page, report);
    standing::waivers(&mut page, report);
    standing::lapsing(&mut page, report);
    standing::open_dissents(&mut page, report);
    idle(&mut page, report);
    counts(&mut page, report);
    page
}

fn heading(page: &mut Page, report: &Report<'_>, whole: bool) {
    let assessment = report.assessment;
    let (head, checklist) = (&assessment.head, assessment.checklist());
    let subject = spaced(&head.subject.name, &head.subject.version);
    page.words(Tone::Strong, &subject).end();
    let mut facts = vec![spaced(&checklist.title, &checklist.version)];
    if !head.subject.system.is_empty() {
        facts.push(format!("part of {}", head.subject.system.raw()));
    }
    if let Some(target) = &head.target {
        facts.push(format!("target {}", target.raw()));
    }
    if whole {
        facts.push("figures of the whole checklist".to_owned());
    }
    facts.push(format!("as of {}", report.as_of));
    page.words(Tone::Quiet, &facts.join(" · ")).end().end();
}

fn verdict(page: &mut Page, report: &Report<'_>) {
    let verdict = report.judgement.verdict;
    page.words(Tone::Plain, "verdict  ");
    page.words(tone_of(verdict), verdict.word()).end();
    for reason in &report.judgement.reasons {
        let phrase = reason.phrase();
        page.words(Tone::Plain, "  ");
        page.words(Tone::Strong, reason.kind.key());
        page.words(Tone::Plain, &format!(": {phrase}")).end();
        if !reason.items.is_empty() {
            let ids = report.item_ids(&reason.items);
            page.listed("    ", ids.into_iter().map(Text::raw));
        }
    }
    page.end();
}

fn next(page: &mut Page, report: &Report<'_>) {
    let to = match report.judgement.verdict {
        Verdict::NoGo => Verdict::ConditionalGo,
        Verdict::ConditionalGo | Verdict::Go => Verdict::Go,
    };
    if report.next.is_empty() {
        return;
    }
    let steps = match report.next.len() {
        1 => "1 step".to_owned(),
        many => format!("{many} steps"),
    };
    page.line(&format!("next     {steps} to {}", to.word()));
    let rows: Vec<Vec<String>> = report
        .next
        .iter()
        .take(MOST_STEPS)
        .map(|step| {
            let whole = || (String::new(), step.about_whole(&report.judgement));
            let (id, title) = step.item.map_or_else(whole, |item| {
                let item = report.assessment.item(item);
                (item.id.raw().to_owned(), item.title.raw().to_owned())
            });
            vec![String::new(), step.act.key().to_owned(), id, title]
        })
        .collect();
    page.table(&[Align::Left; 4], &rows);
    if report.next.len() > MOST_STEPS {
        let more = report.next.len() - MOST_STEPS;
        page.line(&format!("  and {more} more, all of them with --json"));
    }
    page.end();
}

fn figures(page: &mut Page, report: &Report<'_>) {
    let figures = &report.figures;
    let mut rows = vec![
        figure_row("claimed", figures.claimed().as_ref()),
        figure_row("evidenced", figures.evidenced().as_ref()),
    ];
    if figures.counts.waived > 0 {
        let without = figures.excluding_waived();
        rows.push(figure_row("excluding waived", without.as_ref()));
    }
    rows.push(figure_row("over-claim", figures.over_claim().as_ref()));
    rows.push(figure_row("answered", figures.answered().as_ref()));
    if let Some(risk) = report.risk {
        rows.push(vec!["risk level".to_owned(), risk.word().to_owned()]);
    }
    page.table(&[Align::Left, Align::Right], &rows);
    page.end();
}

fn figure_row(name: &str, percent: Option<&Percent>) -> Vec<String> {
    vec![name.to_owned(), or_dash(percent)]
}

fn declared(page: &mut Page, report: &Report<'_>) {
    if report.declared.is_empty() {
        return;
    }
    page.line("declared elsewhere");
    let rows: Vec<Vec<String>> = report
        .declared
        .iter()
        .map(|figure| {
            let distances = [
                (&figure.above_claimed, "claimed"),
                (&figure.above_evidenced, "evidenced"),
            ];
            let distances: Vec<String> = distances
                .iter()
                .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
                .collect();
            vec![
                String::new(),
                figure.declared.label.raw().to_owned(),
                figure.declared.value.raw().to_owned(),
                or_dash(figure.percent.as_ref()),
                distances.join(", "),
            ]
        })
        .collect();
    let columns = [
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Left,
    ];
    page.table(&columns, &rows);
    for check in &report.table_checks {
        let label = check.label.raw();
        page.line(&format!("  {label} {} {}", check.total, check.phrase()));
    }
    page.end();
}

fn tiers(page: &mut Page, report: &Report<'_>) {
    let mut rows = vec![cells(["tier", "met", "%", "evidenced", "partial"])];
    for tier in Tier::ALL {
        let gauge = report.figures.tier(tier);
        rows.push(vec![
            tier.word().to_owned(),
            format!("{}/{}", gauge.met, gauge.counted),
            or_dash(gauge.percent().as_ref()),
            gauge.evidenced.to_string(),
            gauge.partial.to_string(),
        ]);
    }
    page.table(&numbers::<5>(), &rows);
    page.end();
}

fn categories(page: &mut Page, report: &Report<'_>) {
    let mut rows = vec![cells([
        "category",
        "claimed",
        "evidenced",
        "declared",
        "met",
    ])];
    let categories = report.assessment.checklist().categories.iter();
    for (category, sums) in categories.zip(&report.figures.categories) {
        rows.push(vec![
            category.title.raw().to_owned(),
            or_dash(sums.claimed().as_ref()),
            or_dash(sums.evidenced().as_ref()),
            or_dash(report.declared_of_category(&category.id)),
            format!("{}/{}", sums.met, sums.counted),
        ]);
    }
    page.table(&numbers::<5>(), &rows);
    page.end();
}

/// Evidence that is there and backs nothing: why a figure is lower than somebody may expect.
fn idle(page: &mut Page, report: &Report<'_>) {
    if report.idle.is_empty() {
        return;
    }
    page.line("evidence that backs nothing");
    let mut not_accepted = 0;
    let mut rows = Vec::new();
    for idle in &report.idle {
        if idle.lapse == Lapse::KindNotAccepted {
            not_accepted += 1;
            continue;
        }
        rows.push(vec![
            String::new(),
            report.item_id(idle.item).raw().to_owned(),
            idle.evidence.id.raw().to_owned(),
            idle.evidence.content.kind().word().to_owned(),
            lapse_words(idle.lapse),
        ]);
    }
    page.table(&[Align::Left; 5], &rows);
    if not_accepted > 0 {
        page.line(&format!(
            "  {not_accepted} of a kind that the item does not accept"
        ));
    }
    page.end();
}

fn counts(page: &mut Page, report: &Report<'_>) {
    let counts = report.figures.counts;
    page.line(&format!(
        "{} met · {} partial · {} not met · {} unknown · {} unanswered · {} n/a · {} out of play · {} waived",
        counts.met,
        counts.partial,
        counts.unmet,
        counts.unknown,
        counts.unanswered,
        counts.not_applicable,
        counts.out_of_play,
        counts.waived
    ));
}

/// A name and a version, one blank between them.
pub(crate) fn spaced(name: &Text, version: &Text) -> String {
    if version.is_empty() {
        name.raw().to_owned()
    } else {
        format!("{} {}", name.raw(), version.raw())
    }
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(ToOwned::to_owned).to_vec()
}

/// A column of words, then columns of numbers.
fn numbers<const N: usize>() -> [Align; N] {
    let mut columns = [Align::Right; N];
    columns[0] = Align::Left;
    columns
}

//! `candor portfolio`: many assessments rolled up.

use serde::Serialize;

use crate::domain::gate::Verdict;
use crate::domain::percent::or_dash;
use crate::domain::portfolio::{
    Edition, Failing, LapsingIn, Portfolio, Service, System, WITHIN_DAYS,
};
use crate::domain::summary::{Summary, verdict_words};
use crate::export::json::{JSON_FORMAT, LapsingObject, rounded};
use crate::problem::{Problem, ProblemKind};
use crate::session::bench;
use crate::system::gather::gather;
use crate::system::walk::walk;

use super::arguments::portfolio::PortfolioTyped;
use super::desk::Desk;
use super::output::{self, Align, Page, Tone};
use super::portfolio_sign_offs::{SignOffsObject, sign_offs, signed, superseded};
use super::resolve;
use super::score::tone_of;
use super::unsettled::unsettled_words;

/// How many rows of a list are shown to people before the rest is counted.
const MOST_ROWS: usize = 20;

#[derive(Serialize)]
struct PortfolioObject<'a> {
    format: u32,
    as_of: String,
    assessments: usize,
    verdicts: VerdictsObject,
    services: Vec<ServiceObject<'a>>,
    failing_items: Vec<FailingObject<'a>>,
    lapsing: LapsingListObject<'a>,
    sign_offs: SignOffsObject<'a>,
    checklists: Vec<EditionObject<'a>>,
    systems: Vec<SystemObject<'a>>,
    problems: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerdictsObject {
    no_go: usize,
    conditional_go: usize,
    go: usize,
}

#[derive(Serialize)]
struct ServiceObject<'a> {
    path: &'a str,
    name: &'a str,
    verdict: &'static str,
    open_blockers: u32,
    /// Items of which a merge kept more than one version.
    conflicts: u32,
    claimed: Option<f64>,
    evidenced: Option<f64>,
}

#[derive(Serialize)]
struct FailingObject<'a> {
    checklist: &'a str,
    item: &'a str,
    title: &'a str,
    tier: &'static str,
    failing: u32,
    /// Of those that fail it, how many have it waived.
    waived: u32,
    needed: u32,
}

#[derive(Serialize)]
struct LapsingListObject<'a> {
    within_days: u32,
    count: u64,
    /// At most a thousand, the nearest first.
    nearest: Vec<LapsingInObject<'a>>,
}

#[derive(Serialize)]
struct LapsingInObject<'a> {
    path: &'a str,
    name: &'a str,
    #[serde(flatten)]
    lapsing: LapsingObject<'a>,
}

#[derive(Serialize)]
struct EditionObject<'a> {
    checklist: &'a str,
    version: Option<&'a str>,
    title: &'a str,
    assessments: u32,
    mean_claimed: Option<f64>,
    mean_evidenced: Option<f64>,
}

#[derive(Serialize)]
struct SystemObject<'a> {
    system: &'a str,
    parts: u32,
    verdict: &'static str,
    evidenced: Option<f64>,
    least_ready: &'a str,
    least_ready_path: &'a str,
}

/// Rolls up what the paths name; 0, or 3 where something could not be read, after everything else was printed.
pub(crate) fn run(desk: &Desk, typed: &PortfolioTyped) -> Result<u8, Problem> {
    let as_of = resolve::as_of(&typed.as_of, desk.offset, desk.now)?;
    let walked = walk(&typed.paths);
    let take = |portfolio: &mut Portfolio, at: usize, assessment: &_, observations: &_| {
        let assessment: &crate::domain::assessment::Assessment = assessment;
        let offset = assessment.utc_offset;
        let as_of = resolve::as_of(&typed.as_of, offset, desk.now).unwrap_or(as_of);
        let summary = Summary::of(
            assessment,
            &bench(assessment, as_of, observations),
            WITHIN_DAYS,
        );
        portfolio.add(&walked.found[at].path.display().to_string(), summary);
    };
    let gathering = gather(&*desk.files, &walked.found, &desk.signers, take);
    let mut portfolio = Portfolio::default();
    for part in gathering.parts {
        portfolio.join(part);
    }
    let problems: Vec<Problem> = walked
        .problems
        .into_iter()
        .chain(gathering.problems.into_iter().map(|(_, problem)| problem))
        .collect();
    if typed.json {
        output::json(&object(&portfolio, &as_of.to_string(), &problems))?;
    } else {
        desk.output.page(&page(&portfolio, &as_of.to_string()))?;
    }
    for problem in &problems {
        output::problem(problem);
    }
    for (at, left) in gathering.unsettled {
        output::note(&unsettled_words(left, &walked.found[at].path));
    }
    Ok(if problems.is_empty() {
        0
    } else {
        ProblemKind::File.exit_code()
    })
}

fn object<'a>(portfolio: &'a Portfolio, as_of: &str, problems: &[Problem]) -> PortfolioObject<'a> {
    PortfolioObject {
        format: JSON_FORMAT,
        as_of: as_of.to_owned(),
        assessments: portfolio.count(),
        verdicts: VerdictsObject {
            no_go: portfolio.with_verdict(Verdict::NoGo),
            conditional_go: portfolio.with_verdict(Verdict::ConditionalGo),
            go: portfolio.with_verdict(Verdict::Go),
        },
        services: portfolio.services().into_iter().map(service).collect(),
        failing_items: portfolio.failing_items().into_iter().map(failing).collect(),
        lapsing: LapsingListObject {
            within_days: WITHIN_DAYS,
            count: portfolio.lapsing_count(),
            nearest: portfolio.lapsing().into_iter().map(lapsing).collect(),
        },
        sign_offs: sign_offs(portfolio),
        checklists: portfolio.editions().map(edition).collect(),
        systems: portfolio.systems().map(system).collect(),
        problems: problems.iter().map(ToString::to_string).collect(),
    }
}

fn service(service: &Service) -> ServiceObject<'_> {
    ServiceObject {
        path: &service.path,
        name: &service.name,
        verdict: service.verdict.word(),
        open_blockers: service.open_blockers,
        conflicts: service.conflicts,
        claimed: service.claimed.map(from_tenths),
        evidenced: service.evidenced.map(from_tenths),
    }
}

/// Tenths as JSON has them; a score has at most four digits, so nothing is lost.
fn from_tenths(tenths: i64) -> f64 {
    f64::from(i32::try_from(tenths).unwrap_or(i32::MAX)) / 10.0
}

fn failing(item: &Failing) -> FailingObject<'_> {
    FailingObject {
        checklist: item.checklist.raw(),
        item: item.item.raw(),
        title: item.title.raw(),
        tier: item.tier.key(),
        failing: item.failing,
        waived: item.waived,
        needed: item.needed,
    }
}

fn lapsing(lapsing: &LapsingIn) -> LapsingInObject<'_> {
    LapsingInObject {
        path: &lapsing.path,
        name: &lapsing.name,
        lapsing: LapsingObject::of_lapses(&lapsing.lapses),
    }
}

fn edition(edition: &Edition) -> EditionObject<'_> {
    EditionObject {
        checklist: edition.checklist.raw(),
        version: Some(edition.version.raw()).filter(|version| !version.is_empty()),
        title: edition.title.raw(),
        assessments: edition.services,
        mean_claimed: edition.claimed().as_ref().map(rounded),
        mean_evidenced: edition.evidenced().as_ref().map(rounded),
    }
}

fn system(system: &System) -> SystemObject<'_> {
    SystemObject {
        system: system.name.raw(),
        parts: system.parts,
        verdict: system.verdict().word(),
        evidenced: system.evidenced.as_ref().map(rounded),
        least_ready: system.least_ready(),
        least_ready_path: system.least_ready_path(),
    }
}

fn page(portfolio: &Portfolio, as_of: &str) -> Page {
    let mut page = Page::default();
    let count = match portfolio.count() {
        0 => "no assessments here".to_owned(),
        1 => "1 assessment".to_owned(),
        many => format!("{many} assessments"),
    };
    page.words(Tone::Strong, &count)
        .words(Tone::Quiet, &format!(" · as of {as_of}"))
        .end();
    if portfolio.count() == 0 {
        return page;
    }
    for verdict in [Verdict::NoGo, Verdict::ConditionalGo, Verdict::Go] {
        let count = portfolio.with_verdict(verdict);
        page.words(Tone::Plain, &format!("{count:>6}  "))
            .words(tone_of(verdict), verdict.word())
            .end();
    }
    signed(&mut page, portfolio);
    services(&mut page, portfolio);
    items(&mut page, portfolio);
    lapsing_soon(&mut page, portfolio);
    superseded(&mut page, portfolio);
    checklists(&mut page, portfolio);
    systems(&mut page, portfolio);
    page
}

/// A titled table of which so many rows are shown; nothing where there are none.
pub(super) fn table(
    page: &mut Page,
    title: &str,
    columns: &[Align],
    head: &[&str],
    rows: impl ExactSizeIterator<Item = Vec<String>>,
) {
    let count = rows.len();
    if count == 0 {
        return;
    }
    page.end().words(Tone::Strong, title).end();
    let mut shown: Vec<Vec<String>> = vec![head.iter().map(ToString::to_string).collect()];
    shown.extend(rows.take(MOST_ROWS));
    for row in &mut shown {
        row.insert(0, String::new());
    }
    page.table(&[&[Align::Left], columns].concat(), &shown);
    more(page, count);
}

fn more(page: &mut Page, count: usize) {
    if count > MOST_ROWS {
        page.line(&format!(
            "  and {} more, all of them with --json",
            count - MOST_ROWS
        ));
    }
}

fn services(page: &mut Page, portfolio: &Portfolio) {
    let services = portfolio.services();
    let rows = services.iter().map(|service| {
        let percent = |tenths: Option<i64>| match tenths {
            Some(tenths) => format!("{:.1}", from_tenths(tenths)),
            None => or_dash(None),
        };
        vec![
            service.open_blockers.to_string(),
            verdict_words(service.verdict, service.conflicts),
            percent(service.claimed),
            percent(service.evidenced),
            service.name.clone(),
            service.path.clone(),
        ]
    });
    let columns = [
        Align::Right,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Left,
        Align::Left,
    ];
    let head = [
        "open blockers",
        "verdict",
        "claimed",
        "evidenced",
        "service",
        "file",
    ];
    table(page, "Services by open blockers", &columns, &head, rows);
}

fn items(page: &mut Page, portfolio: &Portfolio) {
    let items = portfolio.failing_items();
    let rows = items.iter().map(|item| {
        let waived = match item.waived {
            0 => String::new(),
            waived => waived.to_string(),
        };
        vec![
            format!("{} of {}", item.failing, item.needed),
            waived,
            item.tier.word().to_owned(),
            item.checklist.raw().to_owned(),
            item.item.raw().to_owned(),
            item.title.raw().to_owned(),
        ]
    });
    let columns = [
        Align::Right,
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    let head = ["fail it", "waived", "tier", "checklist", "item", "title"];
    let title = "Items by how many services fail them";
    table(page, title, &columns, &head, rows);
}

fn lapsing_soon(page: &mut Page, portfolio: &Portfolio) {
    let lapsing = portfolio.lapsing();
    let rows = lapsing.iter().take(MOST_ROWS).map(|lapsing| {
        vec![
            lapsing.lapses.last.to_string(),
            lapsing.name.clone(),
            lapsing.lapses.phrase(),
            lapsing.path.clone(),
        ]
    });
    let head = ["last day", "service", "what", "file"];
    let title = format!("Lapsing within {WITHIN_DAYS} days");
    table(page, &title, &[Align::Left; 4], &head, rows);
    let count = portfolio.lapsing_count();
    if let Ok(count) = usize::try_from(count) {
        more(page, count);
    }
}

fn checklists(page: &mut Page, portfolio: &Portfolio) {
    let editions: Vec<&Edition> = portfolio.editions().collect();
    let rows = editions.iter().map(|edition| {
        vec![
            edition.checklist.raw().to_owned(),
            edition.version.raw().to_owned(),
            edition.services.to_string(),
            or_dash(edition.claimed().as_ref()),
            or_dash(edition.evidenced().as_ref()),
            edition.title.raw().to_owned(),
        ]
    });
    let columns = [
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    let head = [
        "checklist",
        "version",
        "services",
        "mean claimed",
        "mean evidenced",
        "title",
    ];
    table(page, "Checklists in use", &columns, &head, rows);
}

fn systems(page: &mut Page, portfolio: &Portfolio) {
    let systems: Vec<&System> = portfolio.systems().collect();
    let rows = systems.iter().map(|system| {
        vec![
            system.name.raw().to_owned(),
            system.parts.to_string(),
            system.verdict().word().to_owned(),
            or_dash(system.evidenced.as_ref()),
            format!("{} ({})", system.least_ready(), system.least_ready_path()),
        ]
    });
    let columns = [
        Align::Left,
        Align::Right,
        Align::Left,
        Align::Right,
        Align::Left,
    ];
    let head = [
        "system",
        "parts",
        "verdict",
        "lowest evidenced",
        "least ready part",
    ];
    let title = "Systems, each as ready as its least ready part";
    table(page, title, &columns, &head, rows);
}

//! The pictures of the readme: a review and the home screen as the program draws them.

use std::sync::Arc;

use candor::domain::assessment::{
    Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject,
};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::evidence::{Content, Evidence, Observation, Share, Shows};
use candor::domain::gate::Verdict;
use candor::domain::sign_off::Seal;
use candor::domain::text::Text;
use candor::domain::time::UtcOffset;
use candor::format::read::{read_assessment, read_checklist};
use candor::tui::message::{HomeRow, HomeTarget, Message};
use candor::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::harness::{Ui, moment};
use super::picture::{compare, svg};
use super::sign_off::{condition, seen, sign_off};

const CHECKLIST: &str = include_str!("../../checklists/mvp-hardening.ron");

/// The answers of a product two weeks before its first users: much is built, little of what surrounds it is shown.
fn filled() -> Assessment {
    let (checklist, faults) = read_checklist(CHECKLIST.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let participant = |name: &str, role: &str| Participant {
        name: name.into(),
        role: role.into(),
    };
    let declared = Declared {
        id: "board".into(),
        label: "Readiness, as told to the board".into(),
        of: DeclaredOf::Overall,
        value: "85 %".into(),
        table: Text::default(),
        weight: None,
        by: "Noor".into(),
        on: None,
        source: Text::default(),
    };
    let head = Head {
        subject: Subject {
            name: "Payments API".into(),
            version: "2.4.1".into(),
            ..Subject::default()
        },
        participants: vec![
            participant("Ana", "backend"),
            participant("Bo", "operations"),
            participant("Noor", "product"),
        ],
        declared: vec![declared],
        ..Head::default()
    };
    let created = moment("2026-11-02T09:00:00Z");
    let mut assessment = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
    answer(&mut assessment);
    assessment
}

fn answer(assessment: &mut Assessment) {
    let met = [
        "lint-clean",
        "strict-types",
        "error-boundaries",
        "test-suite",
        "edge-case-tests",
        "suite-green",
        "main-function",
        "result-export",
        "handled-failures",
        "error-monitoring",
        "production-environment",
        "deployment-process",
        "database-setup",
        "backups",
        "project-guides",
        "api-reference",
        "alert-rules",
    ];
    for item in met {
        make(assessment, item, Status::Met, "Ana", "2026-11-12T10:00:00Z");
    }
    let part = |percent| Status::Partial(Share::new(percent).unwrap());
    for (item, status) in [
        ("metrics-dashboards", part(60)),
        ("security-hardening", part(40)),
        ("health-checks", Status::Met),
        ("load-tests", Status::Unmet),
        ("runbooks", Status::Unknown),
        (
            "auto-scaling",
            Status::NotApplicable("one customer, one region; the load is known".into()),
        ),
        ("user-help", part(50)),
    ] {
        make(assessment, item, status, "Bo", "2026-11-18T15:20:00Z");
    }
    let link = |url: &str| Content::Link(url.into());
    let file = |path: &str, bytes| Content::File {
        path: path.to_owned(),
        sha256: "7d".repeat(32),
        bytes,
    };
    for (item, content, day) in [
        (
            "test-suite",
            link("https://ci.example.org/payments/runs/4711"),
            16,
        ),
        (
            "suite-green",
            link("https://ci.example.org/payments/runs/4711"),
            16,
        ),
        (
            "lint-clean",
            link("https://ci.example.org/payments/runs/4711"),
            16,
        ),
        (
            "error-monitoring",
            link("https://errors.example.org/payments?environment=production"),
            18,
        ),
        (
            "error-monitoring",
            file("evidence/test-alert.png", 48_211),
            19,
        ),
        (
            "production-environment",
            link("https://wiki.example.org/payments/environments"),
            12,
        ),
        (
            "health-checks",
            link("https://status.example.org/payments"),
            18,
        ),
        ("database-setup", file("evidence/migrations.txt", 2_310), 12),
        (
            "security-hardening",
            file("evidence/scan-2026-11.txt", 9_120),
            18,
        ),
        (
            "project-guides",
            link("https://wiki.example.org/payments/guides"),
            12,
        ),
        (
            "backups",
            Content::Note("saw last night's copy in the second region".into()),
            18,
        ),
    ] {
        attach(assessment, item, content, day);
    }
    let comment = "The tracker drops events over 2 KB; the limit is raised with release 2.4.2.";
    assessment
        .apply(&Change::Tell {
            item: "error-monitoring".into(),
            aside: Aside::Comment(comment.into()),
        })
        .unwrap();
}

fn stamp(id: String, by: &str, at: &str) -> Stamp {
    Stamp {
        id: id.into(),
        at: moment(at),
        by: by.into(),
        recorded_by: Text::default(),
    }
}

fn make(assessment: &mut Assessment, item: &str, status: Status, by: &str, at: &str) {
    let change = Change::Answer {
        item: item.into(),
        status,
        stamp: stamp(format!("answer-{item}"), by, at),
    };
    assessment.apply(&change).unwrap();
}

fn attach(assessment: &mut Assessment, item: &str, content: Content, day: u32) {
    let at = moment(&format!("2026-11-{day}T16:00:00Z"));
    let answer = assessment.answer(&item.into()).unwrap();
    let number = answer.evidence.len();
    let evidence = Evidence {
        id: format!("{item}-{number}").into(),
        content,
        shows: Shows::by_default(&answer.status),
        caption: Text::default(),
        observed: at.day(UtcOffset::default()),
        version: "2.4.1".into(),
        by: "Bo".into(),
        at,
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    };
    let change = Change::Attach {
        item: item.into(),
        evidence,
        entry: format!("attached-{item}-{number}").into(),
    };
    assessment.apply(&change).unwrap();
}

fn review() -> Ui {
    let mut ui = Ui::review_of(filled(), (120, 32));
    let files = ui
        .assessment()
        .answers()
        .iter()
        .flat_map(|answer| &answer.evidence)
        .filter(|evidence| matches!(evidence.content, Content::File { .. }))
        .map(|evidence| (evidence.id.clone(), Observation::Same))
        .collect();
    ui.send(Message::Observed(files));
    ui.keys("<tab><tab>gjjjj<tab>")
}

fn home() -> Ui {
    let row = |target, title: &str, detail: &str, figures: Option<(Verdict, &str, &str)>| HomeRow {
        target,
        title: title.to_owned(),
        detail: detail.to_owned(),
        figures: figures.map(|(verdict, claimed, evidenced)| {
            (verdict, claimed.to_owned(), evidenced.to_owned())
        }),
        signed: None,
        lapsing: String::new(),
    };
    let review = |file: &str, title: &str, figures| {
        let file = format!("/srv/{file}.ron");
        row(
            HomeTarget::Assessment(file.clone().into()),
            title,
            &file,
            Some(figures),
        )
    };
    let checklist = |id: &str, title: &str, detail: &str| {
        row(HomeTarget::Checklist(id.to_owned()), title, detail, None)
    };
    Ui::home((120, 18)).with_rows(vec![
        review(
            "payments/readiness/payments-api",
            "Payments API",
            (Verdict::NoGo, "71.4", "52.0"),
        ),
        review(
            "search/readiness/search",
            "Search 5.0",
            (Verdict::ConditionalGo, "93.1", "88.6"),
        ),
        review(
            "login/readiness/login",
            "Login",
            (Verdict::Go, "100.0", "100.0"),
        ),
        checklist(
            "mvp-hardening",
            "Hardening a minimum viable product",
            "mvp-hardening · 28 items · built-in",
        ),
        checklist(
            "nine-attributes",
            "Nine attributes of a production-ready system",
            "nine-attributes · 9 items · built-in",
        ),
        checklist(
            "production-requirements",
            "Ten requirements for production",
            "production-requirements · 10 items · built-in",
        ),
        checklist(
            "payments-launch",
            "Launch of a payment service",
            "payments-launch · 41 items · repository",
        ),
    ])
}

#[test]
fn the_picture_of_the_review_is_what_the_program_draws() {
    let ui = review();
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review payments-api.ron");
    compare("review.svg", &picture);
}

/// An example of the program's own, as it stands in the file.
fn example(text: &str) -> Ui {
    let (assessment, faults) = read_assessment(text.as_bytes());
    Ui::review_of(
        assessment.unwrap_or_else(|| panic!("{faults:?}")),
        (120, 32),
    )
}

#[test]
fn the_picture_of_the_summary_is_what_the_program_draws() {
    let ui = review().keys("S");
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review payments-api.ron");
    compare("summary.svg", &picture);
}

#[test]
fn the_picture_of_the_plan_is_what_the_program_draws() {
    let ui = example(include_str!("../../assets/examples/post-audit.ron")).keys("pnjj");
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review post-audit.ron");
    compare("plan.svg", &picture);
}

#[test]
fn the_picture_of_a_meeting_is_what_the_program_draws() {
    let mut ui = super::meeting::of(filled(), (120, 32));
    ui.press("<enter><enter>");
    let (buffer, _) = ui.buffer();
    let picture = svg(
        &buffer,
        &ui.model.theme,
        "candor review payments-api.ron --meeting",
    );
    compare("meeting.svg", &picture);
}

#[test]
fn the_picture_of_signing_off_is_what_the_program_draws() {
    let mut ui = review();
    let now = ui.assessment().clone();
    let signed = |role: &str, name: &str, decision, at: &str| {
        let mut signed = sign_off(&now, (role, name), decision, at);
        let key = "SHA256:4mJXnqkFO3dZcCRz2eJ0n0nTLkpMzVhcdHZ0nPZ7WmE".to_owned();
        signed.seal = Seal::Valid { key };
        signed
    };
    let mut go = signed("sre", "Ben", Verdict::ConditionalGo, "2026-11-20T15:10:00Z");
    let condition = condition("c1", "time a restore under load", "2026-12-01");
    if let Some(statement) = &mut go.statement {
        statement.conditions.push(condition);
    }
    let mut product = sign_off(
        &now,
        ("product", "Cleo"),
        Verdict::NoGo,
        "2026-11-20T16:30:00Z",
    );
    if let Some(statement) = &mut product.statement {
        statement.despite = "".into();
        statement.words = "nobody has tried what happens at month's end".into();
    }
    seen(&mut ui, vec![go, product]);
    let ui = ui.keys("xX");
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review payments-api.ron");
    compare("sign-off.svg", &picture);
}

#[test]
fn the_picture_of_two_standings_is_what_the_program_draws() {
    let ui = review().keys("Fbefore the fixes<enter>");
    let ui = ui
        .keys("/security-hardening<enter><space><esc>/load-tests<enter>8<esc>")
        .keys("/deployment-process<enter>ehttps://ci.example.org/deploy/71<enter><esc>")
        .keys("/runbooks<enter>x<esc>/test-suite<enter>6<esc>D");
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review payments-api.ron");
    compare("compare.svg", &picture);
}

#[test]
fn the_picture_in_light_colours_is_what_the_program_draws() {
    let mut ui = review();
    ui.model.theme = Theme::choose(false, Some("light")).unwrap();
    ui.press("ehttps://errors.example.org/payments?env=production");
    let (buffer, _) = ui.buffer();
    let picture = svg(&buffer, &ui.model.theme, "candor review payments-api.ron");
    compare("light.svg", &picture);
}

#[test]
fn the_picture_of_the_home_screen_is_what_the_program_draws() {
    let ui = home();
    let (buffer, _) = ui.buffer();
    compare("home.svg", &svg(&buffer, &ui.model.theme, "candor"));
}

#[test]
fn a_picture_shows_letters_colours_and_lines_where_the_cells_are() {
    let ui = home();
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 12, 2));
    let style = Style::new()
        .fg(Color::Indexed(210))
        .bg(Color::Indexed(236))
        .add_modifier(Modifier::BOLD);
    buffer.set_string(2, 1, "a<b", style);
    buffer.set_string(6, 1, "██", Style::new().fg(Color::Rgb(1, 2, 3)));
    let picture = svg(&buffer, &ui.model.theme, "t");
    assert!(
        picture.contains("fill=\"#ff8787\" font-weight=\"bold\">a&lt;b</text>"),
        "{picture}"
    );
    assert!(picture.contains("fill=\"#303030\"/>"), "{picture}");
    assert!(
        picture.contains("fill=\"#010203\" fill-opacity=\"1\"/>"),
        "{picture}"
    );
}

#[test]
fn claimed_evidenced_and_unanswered_stay_on_a_narrow_screen_whatever_was_declared() {
    let text = review().resized((60, 18)).text();
    assert!(
        text.contains("claimed 74.8  evidenced 39.1  unanswered 4"),
        "{text}"
    );
}

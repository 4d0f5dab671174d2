//! One text in every field that somebody else writes, on every screen and in every dialog.

use std::sync::Arc;

use candor::domain::assessment::{
    Answer, Assessment, Declared, DeclaredOf, Head, Participant, Status, Subject, TraitAnswer,
};
use candor::domain::bookmark::Bookmark;
use candor::domain::change::{Change, Stamp};
use candor::domain::checklist::{Checklist, Metric, Target};
use candor::domain::cost::{Cost, Period, Resource};
use candor::domain::dissent::{Dissent, Reply};
use candor::domain::evidence::{Content, Evidence, Share, Shows, Signed};
use candor::domain::gate::Verdict;
use candor::domain::history::{Entry, What};
use candor::domain::measured::Measured;
use candor::domain::minutes::{Action, Remark};
use candor::domain::number::Number;
use candor::domain::snapshot::Snapshot;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::domain::version::{Version, set_versions};
use candor::domain::waiver::Waiver;
use candor::format::read::read_checklist;
use candor::problem::{Problem, ProblemKind};
use candor::tui::dialogs::Dialog;
use candor::tui::message::{Completed, HomeRow, HomeTarget, Message, Suggestion};
use candor::tui::model::Model;

use super::harness::{Ui, checklist, moment};

/// A size of the screen.
pub(crate) type Size = (u16, u16);

/// A name, and how a screen with the text everywhere comes about.
pub(crate) type Way = (&'static str, fn(&Assessment, &str, Size) -> Ui);

/// Every screen and every dialog.
pub(crate) const WAYS: &[Way] = &[
    ("the review", |of, _, size| review(of, size)),
    ("every item", |of, _, size| review(of, size).keys("jj")),
    ("the categories", |of, _, size| {
        review(of, size).keys("<tab><tab>jj")
    }),
    ("the detail", |of, _, size| review(of, size).keys("<enter>")),
    ("the detail, scrolled", |of, _, size| {
        review(of, size).keys("<enter>G")
    }),
    ("evidence", |of, text, size| {
        review(of, size).keys("e").paste(text)
    }),
    ("evidence that is a file", |of, text, size| {
        review(of, size).keys("e<tab>").paste(text)
    }),
    ("evidence that can't be read", |of, text, size| {
        let ui = review(of, size).keys("e<tab>").paste("./file");
        failing_capture(ui, text)
    }),
    ("the reason", |of, text, size| {
        review(of, size).keys("-").paste(text)
    }),
    ("the comment", |of, text, size| {
        review(of, size).keys("c").paste(text)
    }),
    ("the name", |of, text, size| {
        let mut ui = review(of, size);
        ui.model.name = None;
        ui.keys("<space>").paste(text)
    }),
    ("beside the answer", |of, text, size| {
        let about = review(of, size).keys("i").paste(text).keys("<tab>");
        about.paste(text).keys("<enter>")
    }),
    ("beside the answer, as it is", |of, _, size| {
        review(of, size).keys("ji")
    }),
    ("a snapshot", |of, text, size| {
        review(of, size).keys("F").paste(text)
    }),
    ("a snapshot that is taken", |of, text, size| {
        review(of, size).keys("F").paste(text).keys("<enter>")
    }),
    ("the palette", |of, text, size| {
        review(of, size).keys(":").paste(text)
    }),
    ("which evidence", |of, _, size| review(of, size).keys("W")),
    ("a waiver that is there", |of, _, size| {
        review(of, size).keys("w")
    }),
    ("a waiver", |of, text, size| {
        let waiver = review(of, size).keys("jw").paste(text).keys("<tab>");
        waiver.paste(text).keys("<tab>").paste(text)
    }),
    ("a waiver that is refused", |of, text, size| {
        review(of, size).keys("jw").paste(text).keys("<enter>")
    }),
    ("a waiver in another's place", |of, _, size| {
        review(of, size).keys("w<enter>")
    }),
    ("what was measured", |of, text, size| {
        review(of, size).keys("m").paste(text)
    }),
    ("what was measured and is refused", |of, text, size| {
        review(of, size).keys("jm").paste(text).keys("<enter>")
    }),
    ("about the subject", |of, _, size| {
        review(of, size).keys("sjjj")
    }),
    ("the keys", |of, _, size| review(of, size).keys("?")),
    ("the reasons", |of, _, size| review(of, size).keys("v")),
    ("the reasons, scrolled", |of, _, size| {
        review(of, size).keys("vG")
    }),
    ("a search", |of, text, size| {
        review(of, size).keys("/").paste(text)
    }),
    ("an accepted search", |of, text, size| {
        review(of, size).keys("/").paste(text).keys("<enter>j")
    }),
    ("the summary", |of, _, size| review(of, size).keys("S")),
    ("the summary, its end", |of, _, size| {
        review(of, size).keys("SG<tab><tab><tab>G")
    }),
    ("the plan", |of, _, size| review(of, size).keys("p")),
    ("the plan, what if", |of, _, size| {
        review(of, size).keys("pnbj<space>")
    }),
    ("every grouping", |of, _, size| {
        review(of, size).keys("bb<tab><tab>G")
    }),
    ("by owner", |of, _, size| review(of, size).keys("B")),
    ("a filter", |of, text, size| {
        review(of, size).keys("f").paste(text)
    }),
    ("a filtered list", |of, _, size| {
        review(of, size).keys("bbbfblocker<enter>fdissent<enter>")
    }),
    ("a filtered list, found within", |of, text, size| {
        review(of, size).keys("fblocker<enter>/").paste(text)
    }),
    ("locked", |of, _, size| review(of, size).keys("Lx")),
    ("come back to", |of, text, size| {
        let mut ui = review(of, size);
        ui.model.tell(text);
        let bookmark = Bookmark {
            item: Text::new(format!("{text}1")),
            pane: text.to_owned(),
            grouping: "owner".to_owned(),
            filter: vec![text.to_owned(), "blocker".to_owned()],
        };
        let changed = [1, 2].into();
        ui.send(Message::Resumed { bookmark, changed });
        ui
    }),
    ("undone", |of, _, size| review(of, size).keys("ju")),
    ("not saved", |of, text, size| {
        let mut ui = review(of, size);
        ui.saves = false;
        ui.press("x");
        ui.send(Message::NotSaved(problem(text)));
        ui
    }),
    ("leaving unsaved", |of, text, size| {
        let mut ui = review(of, size);
        ui.saves = false;
        ui.press("x");
        ui.send(Message::NotSaved(problem(text)));
        ui.keys("q")
    }),
    ("others have answered", |of, text, size| {
        others_answered(review(of, size), text)
    }),
    ("the file is gone", |of, text, size| {
        let mut ui = review(of, size);
        ui.send(Message::Outside(Some(problem(text))));
        ui
    }),
    ("agreeing to one's own", |of, text, size| {
        let mut ui = review(of, size);
        ui.model.name = Some(text.into());
        ui.keys("-because<enter>a")
    }),
    ("a warning", |of, text, size| {
        let mut ui = review(of, size);
        ui.model.tell(text);
        ui
    }),
    ("a problem", |of, text, size| {
        let mut ui = review(of, size);
        ui.model.tell_problem(&problem(text));
        ui
    }),
    ("a suggested path", |of, text, size| {
        suggested_path(review(of, size).keys("e<tab>a"), text)
    }),
    (
        "a file that is measured and can't be evidence",
        |of, text, size| {
            let mut ui = review(of, size).keys("e<tab>a");
            ui.send(Message::Measured(candor::tui::message::Measured {
                text: "a".to_owned(),
                result: Err(problem(text)),
            }));
            ui
        },
    ),
    ("several dropped files", |of, text, size| {
        let dropped = format!("/one '/{text}'");
        review(of, size).keys("e").paste(&dropped)
    }),
    ("which link", |of, _, size| review(of, size).keys("O")),
    ("what is copied", |of, _, size| review(of, size).keys("y")),
    ("copied", |of, text, size| {
        review(of, size).keys("y").paste(text).keys("<enter>")
    }),
    ("a comment whose editor failed", |of, text, size| {
        let mut ui = review(of, size).keys("c");
        ui.send(Message::Edited(Err(problem(text))));
        ui
    }),
    ("a comment from the editor", |of, text, size| {
        let mut ui = review(of, size).keys("c");
        ui.send(Message::Edited(Ok(text.to_owned())));
        ui
    }),
    ("who is here", |of, text, size| {
        review(of, size).keys("AG<up>").paste(text)
    }),
    ("who is here, in a list", |of, text, size| {
        let dialog = review(of, size).keys("AG<up>").paste(text);
        dialog.keys("<enter><backtab>f")
    }),
    ("a meeting", |of, text, size| held(of, text, size)),
    ("a meeting, its last point", |of, text, size| {
        held(of, text, size).keys("Gx")
    }),
    ("the settled rest", |of, text, size| {
        held(of, text, size).keys("G]")
    }),
    ("a settled item", |of, text, size| {
        held(of, text, size).keys("G]<enter>")
    }),
    ("a meeting's end", |of, text, size| {
        held(of, text, size).keys("4pwhat<enter>E")
    }),
    ("a meeting that has ended", |of, text, size| {
        held(of, text, size).keys("xEE")
    }),
    ("who speaks", |of, text, size| {
        held(of, text, size).keys("s")
    }),
    ("who dissents", |of, text, size| {
        held(of, text, size).keys("xkd")
    }),
    ("a dissent", |of, text, size| {
        held(of, text, size).keys("xkd1").paste(text)
    }),
    ("who confirms", |of, text, size| {
        held(of, text, size).keys("s2ehttps://e.org<enter>C")
    }),
    ("an answer to a dissent", |of, text, size| {
        held(of, text, size).keys("R").paste(text)
    }),
    ("a parked question", |of, text, size| {
        held(of, text, size).keys("p").paste(text)
    }),
    ("a decision", |of, text, size| {
        held(of, text, size).keys("D").paste(text)
    }),
    ("an action", |of, text, size| {
        held(of, text, size).keys("t").paste(text).keys("<tab>")
    }),
    ("the agenda", |of, text, size| {
        held(of, text, size).keys("l").paste(text)
    }),
    ("the agenda, whole", |of, text, size| {
        held(of, text, size).keys("l")
    }),
    ("a review while a meeting goes on", |of, text, size| {
        held(of, text, size).keys("q")
    }),
    ("comparing", |of, _, size| review(of, size).keys("D")),
    ("comparing, at the end", |of, _, size| {
        review(of, size).keys("DG")
    }),
    ("comparing with a file", |of, text, size| {
        let mut ui = review(of, size).keys("Dfa<enter>");
        let observations = candor::domain::evidence::Observations::new();
        let bench = candor::session::bench(of, ui.now, &observations);
        let side = candor::domain::side::Side::of_assessment(of, &bench);
        ui.send(Message::SideLoaded {
            path: text.to_owned(),
            result: Ok(Box::new(side)),
        });
        ui
    }),
    ("comparing with what can't be read", |of, text, size| {
        let mut ui = review(of, size).keys("Df").paste(text).keys("<enter>");
        ui.send(Message::SideLoaded {
            path: text.to_owned(),
            result: Err(problem(text)),
        });
        ui
    }),
    ("the review, signed", |of, text, size| {
        signed(of, text, size)
    }),
    ("the review, superseded", |of, text, size| {
        signed(of, text, size).keys("x")
    }),
    ("the reasons, signed", |of, text, size| {
        signed(of, text, size).keys("xvG")
    }),
    ("the summary, signed", |of, text, size| {
        signed(of, text, size).keys("xS<tab><tab><tab>")
    }),
    ("the sign-offs", |of, text, size| {
        signed(of, text, size).keys("xX")
    }),
    ("the sign-offs, their end", |of, text, size| {
        signed(of, text, size).keys("XG")
    }),
    ("a condition that is done", |of, text, size| {
        signed(of, text, size).keys("XG<backtab>d")
    }),
    ("signing", |of, text, size| {
        let mut ui = signed(of, text, size).keys("Xs");
        ui.send(Message::KeysFound(vec![text.to_owned()]));
        let ui = ui.paste(text).keys("<tab>c<tab>").paste(text);
        let ui = ui.keys("<tab>").paste(text).keys("<tab>").paste(text);
        ui.keys("<tab>2026-12-01<tab><tab>")
            .paste(text)
            .keys("<tab>")
            .paste(text)
    }),
    ("signing, the word", |of, text, size| {
        let ui = signed(of, text, size).keys("Xs").paste(text);
        let ui = ui
            .keys("<tab>g<tab>why")
            .paste(text)
            .keys("<tab>")
            .paste(text);
        ui.keys("<tab>k")
            .paste(text)
            .keys("<enter>")
            .paste(text)
            .keys("<enter>")
    }),
    ("not signed", |of, text, size| {
        let mut ui = signed(of, text, size).keys("X");
        ui.send(Message::Signed(Err(problem(text))));
        ui
    }),
    ("signed just now", |of, text, size| {
        let mut ui = signed(of, text, size).keys("X");
        ui.send(Message::Signed(Ok(text.to_owned())));
        ui
    }),
    ("conflicts", |of, text, size| {
        in_conflict(of, text, size).keys("R")
    }),
    ("conflicts, scrolled", |of, text, size| {
        in_conflict(of, text, size).keys("Rj<tab><pagedown>")
    }),
    ("a version chosen", |of, text, size| {
        in_conflict(of, text, size).keys("R2")
    }),
    ("all conflicts settled", |of, text, size| {
        in_conflict(of, text, size).keys("R12k")
    }),
    ("an item in conflict", |of, text, size| {
        in_conflict(of, text, size).keys("fconflict<enter><enter>")
    }),
    ("answering an item in conflict", |of, text, size| {
        in_conflict(of, text, size).keys("fconflict<enter>x")
    }),
    ("a meeting about a conflict", |of, text, size| {
        let ui = in_conflict(of, text, size);
        held(&ui.assessment().clone(), text, size)
    }),
    ("home, a path", |_, text, size| {
        suggested_path(home(text, size).keys("oa"), text)
    }),
    ("home", |_, text, size| home(text, size)),
    ("home, searching", |_, text, size| {
        home(text, size).keys("/").paste(text)
    }),
    ("home, a subject", |_, text, size| {
        home(text, size).keys("j<enter>").paste(text)
    }),
    ("home, a problem", |_, text, size| {
        let mut ui = home(text, size);
        ui.send(Message::Opened(Err(problem(text))));
        ui
    }),
];

/// A screen on which one dialog's question is said to be safe and is not: the control.
pub(crate) fn with_unsafe_question(model: &mut Model, text: &str) {
    if let Some(Dialog::Text(dialog)) = &mut model.dialog {
        text.clone_into(&mut dialog.question);
    }
}

fn review(of: &Assessment, size: Size) -> Ui {
    Ui::review_of(of.clone(), size)
}

/// Two items in conflict between versions that say the text wherever they can; the second between three.
fn in_conflict(of: &Assessment, text: &str, size: Size) -> Ui {
    let mut of = of.clone();
    let version = |status, by: String| Version {
        status,
        by: by.into(),
        recorded_by: text.into(),
        at: Some(moment("2026-11-20T10:00:00Z")),
        agreed_by: Some(Signed {
            by: text.into(),
            at: moment("2026-11-20T10:00:00Z"),
        }),
        comment: text.into(),
        current: text.into(),
        owner: text.into(),
        due: parse_day("2026-11-20"),
        confidence: text.into(),
        measured: Some(Measured::Text(text.into())),
        estimate: text.into(),
        waiver: Some(Waiver {
            reason: text.into(),
            by: text.into(),
            at: moment("2026-11-20T10:00:00Z"),
            approved_by: text.into(),
            expires: parse_day("2026-12-20").unwrap(),
        }),
        evidence: Vec::new(),
    };
    for (at, count) in [(0, 2), (1, 3)] {
        let mut answer = (*of.answers()[at]).clone();
        let mut versions = vec![
            version(Status::Met, text.to_owned()),
            version(Status::NotApplicable(text.into()), format!("{text}2")),
            version(Status::Unmet, format!("{text}3")),
        ];
        versions.truncate(count);
        versions[0].evidence = answer.evidence.iter().map(|it| it.id.clone()).collect();
        set_versions(&mut answer, versions);
        let answer = Arc::new(answer);
        of.apply(&Change::PutBack { answer }).unwrap();
    }
    review(&of, size)
}

/// A meeting led by whoever has the text for a name, with another who is called nearly so.
fn held(of: &Assessment, text: &str, size: Size) -> Ui {
    let mut ui = review(of, size);
    ui.model.name = Some(text.into());
    let other = format!("{text} and another");
    ui.keys("A").paste(&other).keys("<enter><enter>")
}

fn signed(of: &Assessment, text: &str, size: Size) -> Ui {
    let mut ui = review(of, size);
    super::sign_off::seen(&mut ui, super::sign_off::hostile(of, text));
    ui
}

fn problem(text: &str) -> Problem {
    Problem::new(ProblemKind::File, text).at(text).next(text)
}

/// A path field that holds `a`, with a suggestion that goes on with the text, chosen.
fn suggested_path(mut ui: Ui, text: &str) -> Ui {
    let found = [format!("a{text}/"), format!("a{text}")].map(|path| Suggestion {
        is_directory: path.ends_with('/'),
        path,
    });
    ui.send(Message::Completed(Completed {
        text: "a".to_owned(),
        found: found.to_vec(),
        more: true,
    }));
    ui.keys("<down>")
}

/// The file that was typed can't be evidence, for a reason that holds the text.
fn failing_capture(mut ui: Ui, text: &str) -> Ui {
    let Some(Dialog::Evidence(dialog)) = &mut ui.model.dialog else {
        panic!("no evidence dialog");
    };
    dialog.busy = true;
    let item = dialog.item.clone();
    ui.send(Message::Captured {
        item,
        result: Err(problem(text)),
    });
    ui
}

/// Somebody else has answered while the review was open.
fn others_answered(mut ui: Ui, text: &str) -> Ui {
    let mut theirs = ui.assessment().clone();
    let change = Change::Answer {
        item: theirs.answers()[0].item.clone(),
        status: Status::Unmet,
        stamp: Stamp {
            id: "from outside".into(),
            at: ui.now,
            by: text.into(),
            recorded_by: text.into(),
        },
    };
    // A text that is no name is refused; then nothing came.
    let _ = theirs.apply(&change);
    ui.send(Message::Merged {
        handed: 0,
        assessment: theirs,
    });
    ui
}

fn home(text: &str, size: Size) -> Ui {
    let row = |target, figures| HomeRow {
        target,
        title: text.to_owned(),
        detail: text.to_owned(),
        figures,
        signed: Some((text.to_owned(), true)),
        lapsing: text.to_owned(),
    };
    let figures = Some((Verdict::Go, "100.0".to_owned(), "52.0".to_owned()));
    Ui::home(size).with_rows(vec![
        row(HomeTarget::Assessment(text.into()), figures.clone()),
        row(HomeTarget::Checklist(text.to_owned()), None),
        row(HomeTarget::Example(text.to_owned()), figures),
    ])
}

/// An assessment with the text in every field.
pub(crate) fn assessment_of(text: &str) -> Assessment {
    let all = Text::new(text);
    let checklist = Arc::new(checklist_of(text));
    let now = moment("2026-11-20T09:00:00Z");
    let declared = Declared {
        id: all.clone(),
        label: all.clone(),
        of: DeclaredOf::Overall,
        value: "95 %".into(),
        table: all.clone(),
        weight: Some(3),
        by: all.clone(),
        on: None,
        source: all.clone(),
    };
    let of_a_category = Declared {
        of: DeclaredOf::Category(checklist.categories[0].id.clone()),
        value: all.clone(),
        ..declared.clone()
    };
    let participant = Participant {
        name: all.clone(),
        role: all.clone(),
    };
    let head = Head {
        subject: Subject {
            name: all.clone(),
            version: all.clone(),
            system: all.clone(),
            traits: vec![TraitAnswer {
                id: checklist.traits[0].id.clone(),
                holds: true,
                by: all.clone(),
                at: now,
            }],
        },
        target: Some(checklist.stages[1].id.clone()),
        participants: vec![participant],
        declared: vec![declared, of_a_category],
        resources: vec![Resource {
            id: all.clone(),
            role: all.clone(),
            effort: all.clone(),
        }],
        costs: vec![Cost {
            id: all.clone(),
            name: all.clone(),
            low: Number::parse("1").unwrap(),
            high: Number::parse("2").unwrap(),
            currency: all.clone(),
            per: Period::Month,
        }],
        dissents: vec![dissent(&all)],
        decisions: vec![remark(&all)],
        actions: vec![action(&all)],
        parked: vec![remark(&all)],
        snapshots: vec![Snapshot {
            id: all.clone(),
            label: all.clone(),
            at: now,
            by: all.clone(),
            scores: None,
            declared: Vec::new(),
            items: Vec::new(),
        }],
        ..Head::default()
    };
    let assessment = Assessment::new(Arc::clone(&checklist), head, now, UtcOffset::default());
    let answers = checklist
        .items()
        .map(|(position, item)| Arc::new(answer_of(&item.id, position, &all)));
    let (assessment, left_over) = assessment.with_answers(answers.collect());
    assert!(left_over.is_empty());
    assessment
}

fn checklist_of(text: &str) -> Checklist {
    let all = Text::new(text);
    let numbered = |number: usize| Text::new(format!("{text}{number}"));
    let (read, faults) = read_checklist(checklist().as_bytes());
    let mut checklist = read.unwrap_or_else(|| panic!("{faults:?}"));
    for field in [
        &mut checklist.id,
        &mut checklist.title,
        &mut checklist.version,
        &mut checklist.summary,
        &mut checklist.source,
    ] {
        field.clone_from(&all);
    }
    for (number, stage) in checklist.stages.iter_mut().enumerate() {
        (stage.id, stage.title) = (numbered(number), all.clone());
    }
    for (number, phase) in checklist.phases.iter_mut().enumerate() {
        (phase.id, phase.title, phase.when) = (numbered(number), all.clone(), all.clone());
    }
    for (number, asked) in checklist.traits.iter_mut().enumerate() {
        (asked.id, asked.ask) = (numbered(number), all.clone());
    }
    let (stage, phase) = (
        checklist.stages[0].id.clone(),
        checklist.phases[0].id.clone(),
    );
    let mut number = 0;
    for category in &mut checklist.categories {
        (category.id, category.title) = (numbered(number + 100), all.clone());
        for item in &mut category.items {
            (item.id, number) = (numbered(number), number + 1);
            for field in [
                &mut item.title,
                &mut item.why,
                &mut item.how,
                &mut item.risk,
                &mut item.owner,
            ] {
                field.clone_from(&all);
            }
            item.estimate = Some(all.clone());
            item.stage = item.stage.as_ref().map(|_| stage.clone());
            item.phase = Some(phase.clone());
            item.links = vec![all.clone(), all.clone()];
            item.tags = vec![all.clone()];
            item.when = None;
            let target = match number {
                2 => Target::AtMost(Number::parse("1").unwrap()),
                _ => Target::Text(all.clone()),
            };
            item.metric = Some(Metric {
                name: all.clone(),
                unit: all.clone(),
                target,
            });
        }
    }
    checklist
}

fn answer_of(item: &Text, position: usize, all: &Text) -> Answer {
    let at = moment("2026-11-20T10:00:00Z");
    let signed = || Signed {
        by: all.clone(),
        at,
    };
    let status = match position {
        0 => Status::NotApplicable(all.clone()),
        1 => Status::Partial(Share::new(40).unwrap()),
        _ => Status::Met,
    };
    let contents = [
        Content::Link(all.clone()),
        Content::Note(all.clone()),
        Content::File {
            path: all.raw().to_owned(),
            sha256: "ab".repeat(32),
            bytes: 5,
        },
    ];
    let evidence = (0..).zip(contents).map(|(number, content)| Evidence {
        id: Text::new(format!("{}{position}.{number}", all.raw())),
        content,
        shows: Shows::Met,
        caption: all.clone(),
        observed: at.day(UtcOffset::default()),
        version: all.clone(),
        by: all.clone(),
        at,
        confirmed: vec![signed()],
        withdrawn: None,
        redacted: None,
    });
    Answer {
        status: status.clone(),
        by: all.clone(),
        recorded_by: all.clone(),
        at: Some(at),
        agreed_by: Some(signed()),
        comment: all.clone(),
        current: all.clone(),
        owner: all.clone(),
        due: Some(at.day(UtcOffset::default())),
        confidence: all.clone(),
        measured: Some(Measured::Text(all.clone())),
        estimate: all.clone(),
        evidence: evidence.collect(),
        waiver: (position != 1).then(|| waiver(all, at)),
        dissents: vec![dissent(all)],
        decisions: vec![remark(all)],
        actions: vec![action(all)],
        parked: vec![remark(all)],
        history: [
            What::Answered(status),
            What::Waived(waiver(all, at)),
            What::Measured(Some(Measured::Text(all.clone()))),
        ]
        .map(|what| Entry {
            id: all.clone(),
            at,
            by: all.clone(),
            recorded_by: all.clone(),
            what,
            was: Some(Status::NotApplicable(all.clone())),
            was_agreed_by: Some(signed()),
        })
        .into(),
        ..Answer::unanswered(item.clone())
    }
}

/// Valid, wherever the text can be a reason and a name.
fn waiver(all: &Text, at: Moment) -> Waiver {
    Waiver {
        reason: all.clone(),
        by: all.clone(),
        at,
        approved_by: Text::new(format!("{} and another", all.raw())),
        expires: parse_day("2026-11-30").unwrap(),
    }
}

fn dissent(all: &Text) -> Dissent {
    let at = moment("2026-11-20T11:00:00Z");
    let reply = Reply {
        by: all.clone(),
        at,
        text: all.clone(),
    };
    Dissent {
        id: all.clone(),
        name: all.clone(),
        on: all.clone(),
        text: all.clone(),
        at,
        answered: Some(reply),
        closed: None,
    }
}

fn remark(all: &Text) -> Remark {
    Remark {
        id: all.clone(),
        text: all.clone(),
        by: all.clone(),
        at: moment("2026-11-20T11:00:00Z"),
        settled: None,
    }
}

fn action(all: &Text) -> Action {
    Action {
        id: all.clone(),
        text: all.clone(),
        owner: all.clone(),
        due: parse_day("2026-11-01"),
        by: all.clone(),
        at: moment("2026-11-20T11:00:00Z"),
        done: None,
    }
}

//! What a merge could not decide: where people see it, and how they choose.

use std::sync::Arc;

use candor::action::Context;
use candor::domain::assessment::{Answer, Assessment, Head, Status, Subject};
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::evidence::{Content, Evidence, Share, Signed};
use candor::domain::history::What;
use candor::domain::text::Text;
use candor::domain::time::{UtcOffset, parse_day};
use candor::domain::version::{Version, set_versions};
use candor::domain::waiver::Waiver;
use candor::format::read::read_checklist;
use candor::tui::message::Message;
use candor::tui::theme::Glyphs;

use super::harness::{SIZES, Ui, checklist, moment};
use super::meeting;
use super::screens::picture_everywhere;

const SIZE: (u16, u16) = (120, 32);

/// Puts an item into conflict between versions.
pub(crate) fn conflicted(assessment: &mut Assessment, item: &str, versions: Vec<Version>) {
    let mut answer: Answer = (**assessment.answer(&item.into()).unwrap()).clone();
    set_versions(&mut answer, versions);
    let answer = Arc::new(answer);
    assessment.apply(&Change::PutBack { answer }).unwrap();
}

/// What somebody says at a time on the day before.
pub(crate) fn version(status: Status, by: &str, time: &str) -> Version {
    Version {
        status,
        by: by.into(),
        at: Some(moment(&format!("2026-11-20T{time}:00Z"))),
        ..Version::default()
    }
}

fn attach(assessment: &mut Assessment, item: &str, id: &str, content: Content, by: &str) {
    let signed = Signed {
        by: by.into(),
        at: moment("2026-11-20T09:30:00Z"),
    };
    let answer = assessment.answer(&item.into()).unwrap();
    let evidence = Evidence::attached(assessment, answer, content, id.into(), signed);
    let entry = format!("of-{id}").into();
    let item = item.into();
    assessment
        .apply(&Change::Attach {
            item,
            evidence,
            entry,
        })
        .unwrap();
}

/// The small checklist with three items in conflict: a Blocker with evidence on both sides, one with much to read, and
/// one of three versions.
pub(crate) fn merged() -> Assessment {
    let (checklist, faults) = read_checklist(checklist().as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let subject = Subject {
        name: "Payments API".into(),
        version: "2.4.1".into(),
        ..Subject::default()
    };
    let head = Head {
        subject,
        ..Head::default()
    };
    let created = moment("2026-11-20T09:00:00Z");
    let mut of = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
    let link = Content::Link("https://errors.example/payments".into());
    attach(&mut of, "error-tracking", "e1", link, "Noor");
    let note = Content::Note("threw one on purpose: nothing came".into());
    attach(&mut of, "error-tracking", "e2", note, "Bo");
    let noor = Version {
        comment: "seen in the tracker".into(),
        owner: "on-call".into(),
        evidence: vec!["e1".into()],
        ..version(Status::Met, "Noor", "10:15")
    };
    let bo = Version {
        recorded_by: "Ana".into(),
        comment: "only of the web tier, the workers have no handler".into(),
        owner: "on-call".into(),
        due: parse_day("2026-12-01"),
        evidence: vec!["e2".into()],
        ..version(Status::Unmet, "Bo", "11:40")
    };
    conflicted(&mut of, "error-tracking", vec![bo, noor]);
    let long = (1..30).map(|line| format!("Line {line} of what was seen that night."));
    let tests = Version {
        comment: long.collect::<Vec<_>>().join("\n").into(),
        waiver: Some(Waiver {
            reason: "five friendly customers".into(),
            by: "Cleo".into(),
            at: moment("2026-11-20T12:00:00Z"),
            approved_by: "Noor".into(),
            expires: parse_day("2026-12-24").unwrap(),
        }),
        ..version(Status::Partial(Share::new(60).unwrap()), "Cleo", "12:00")
    };
    let other = version(Status::Met, "Bo", "08:00");
    conflicted(&mut of, "tests", vec![tests, other]);
    let says = [
        version(Status::Unmet, "Bo", "08:00"),
        version(Status::Unknown, "Cleo", "08:10"),
        version(
            Status::NotApplicable("nobody looks at them".into()),
            "Noor",
            "08:20",
        ),
    ];
    conflicted(&mut of, "dashboards", says.to_vec());
    of
}

/// A review of it.
pub(crate) fn merged_review(size: (u16, u16)) -> Ui {
    Ui::review_of(merged(), size)
}

fn answer<'a>(ui: &'a Ui, item: &str) -> &'a Answer {
    ui.assessment().answer(&item.into()).unwrap()
}

fn notice(ui: &Ui) -> String {
    ui.model
        .notice
        .as_ref()
        .map_or_else(String::new, |notice| notice.text.clone())
}

/// On the conflict of an item.
fn at(size: (u16, u16), item: &str) -> Ui {
    let mut ui = merged_review(size).keys("R");
    for _ in 0..3 {
        if selected(&ui) == item {
            return ui;
        }
        ui.press("j");
    }
    assert_eq!(selected(&ui), item);
    ui
}

fn selected(ui: &Ui) -> String {
    match &ui.model.front {
        candor::tui::front::Front::Conflicts(page) => page.item().unwrap().raw().to_owned(),
        _ => panic!("no conflicts page"),
    }
}

#[test]
fn both_versions_side_by_side() {
    picture_everywhere("conflicts", |size| at(size, "error-tracking"));
}

#[test]
fn long_versions_scroll() {
    picture_everywhere("conflicts_long", |size| {
        at(size, "tests").keys("<pagedown>")
    });
}

#[test]
fn three_versions() {
    picture_everywhere("conflicts_three", |size| {
        at(size, "dashboards").keys("<tab>")
    });
}

#[test]
fn one_settled() {
    picture_everywhere("conflicts_one_settled", |size| {
        at(size, "error-tracking").keys("2k")
    });
}

#[test]
fn all_settled() {
    picture_everywhere("conflicts_all_settled", |size| {
        merged_review(size).keys("R111j")
    });
}

#[test]
fn in_the_review() {
    picture_everywhere("conflicts_in_review", |size| {
        merged_review(size).keys("/error<enter>")
    });
}

#[test]
fn in_the_detail() {
    picture_everywhere("conflicts_in_detail", |size| {
        merged_review(size).keys("/error<enter><enter>")
    });
}

#[test]
fn in_a_meeting() {
    picture_everywhere("conflicts_in_meeting", |size| {
        let mut of = meeting::attended();
        let (noor, bo) = (
            version(Status::Met, "Noor", "10:15"),
            version(Status::Unmet, "Bo", "11:40"),
        );
        conflicted(&mut of, "costs", vec![noor, bo]);
        meeting::of(of, size)
    });
}

#[test]
fn a_number_chooses_at_once_and_undo_takes_it_back() {
    for size in SIZES {
        let mut ui = at(size, "error-tracking");
        let before = answer(&ui, "error-tracking").clone();
        ui.press("2");
        let after = answer(&ui, "error-tracking");
        assert_eq!((after.conflict.len(), &after.status), (0, &Status::Unmet));
        assert_eq!(after.by, "Bo");
        let entry = after.history.last().unwrap();
        assert_eq!(entry.by, "Ana", "who chose, not who said it");
        let What::Resolved(resolution) = &entry.what else {
            panic!("{:?}", entry.what);
        };
        assert_eq!(resolution.others.len(), 1);
        assert_eq!(resolution.others[0].by, "Noor");
        let told = notice(&ui);
        let said = "error-tracking: version 2 stands, not met by Bo; u takes it back";
        assert_eq!(told, said);
        assert_ne!(selected(&ui), "error-tracking", "on to the next");
        ui.press("u");
        assert_eq!(answer(&ui, "error-tracking"), &before);
        assert_eq!(selected(&ui), "error-tracking", "back where it was");
        ui.press("<ctrl-r>");
        assert_eq!(answer(&ui, "error-tracking").status, Status::Unmet);
    }
}

#[test]
fn what_somebody_else_has_chosen_is_not_taken_back_and_nothing_else_is_in_its_place() {
    for size in SIZES {
        let mut ui = merged_review(size).keys("/alerts<enter><space>R");
        while selected(&ui) != "error-tracking" {
            ui.press("j");
        }
        let mut settled = ui.assessment().clone();
        let version = Box::new(answer(&ui, "error-tracking").conflict[1].clone());
        let stamp = Stamp {
            id: "by-bo".into(),
            at: moment("2026-11-21T09:00:00Z"),
            by: "Bo".into(),
            recorded_by: Text::default(),
        };
        let item = "error-tracking".into();
        let resolve = Change::Resolve {
            item,
            version,
            stamp,
        };
        settled.apply(&resolve).unwrap();
        ui.send(Message::Merged {
            handed: 1,
            assessment: settled,
        });
        let text = ui.text();
        assert!(text.contains("Settled"), "{text}");
        assert!(!text.contains("takes the choice back"), "{text}");
        let before = ui.assessment().clone();
        ui.press("u");
        assert!(
            notice(&ui).contains("nothing to take back"),
            "{}",
            notice(&ui)
        );
        assert!(*ui.assessment() == before, "nothing else is undone");
    }
}

#[test]
fn versions_that_answer_the_same_are_told_apart_by_what_differs() {
    let waived = |by: &str, until: &str| Version {
        waiver: Some(Waiver {
            reason: "five friendly customers".into(),
            by: by.into(),
            at: moment("2026-11-20T12:00:00Z"),
            approved_by: "Noor".into(),
            expires: parse_day(until).unwrap(),
        }),
        ..Version::default()
    };
    let mut of = merged();
    let versions = vec![waived("Ana", "2026-12-01"), waived("Bo", "2026-12-24")];
    conflicted(&mut of, "costs", versions);
    let mut ui = Ui::review_of(of, SIZE).keys("R");
    while selected(&ui) != "costs" {
        ui.press("j");
    }
    assert!(ui.text().contains("waiver differs"), "{}", ui.text());
    ui.press("2");
    let said = "version 2 stands, unanswered, waiver asked for by Bo until 2026-12-24";
    assert!(notice(&ui).contains(said), "{}", notice(&ui));
}

#[test]
fn enter_chooses_the_selected_version() {
    let ui = at(SIZE, "error-tracking").keys("<enter>");
    assert_eq!(answer(&ui, "error-tracking").status, Status::Met);
    let ui = at(SIZE, "error-tracking").keys("<tab><enter>");
    assert_eq!(answer(&ui, "error-tracking").status, Status::Unmet);
    let ui = at(SIZE, "dashboards").keys("<backtab><enter>");
    let status = &answer(&ui, "dashboards").status;
    assert!(matches!(status, Status::NotApplicable(_)), "{status:?}");
}

#[test]
fn choose_and_edit_goes_to_the_item_and_the_usual_keys_work_there() {
    let mut ui = at(SIZE, "error-tracking").keys("e");
    assert_eq!(ui.model.context(), Context::Review);
    assert!(notice(&ui).contains("the usual keys change it now"));
    ui.press("5");
    let share = Share::new(50).unwrap();
    assert_eq!(answer(&ui, "error-tracking").status, Status::Partial(share));
    let kinds = answer(&ui, "error-tracking").history.iter().rev();
    let kinds: Vec<bool> = kinds
        .take(2)
        .map(|it| matches!(it.what, What::Resolved(_)))
        .collect();
    assert_eq!(kinds, [false, true]);
}

#[test]
fn a_number_that_no_version_has_chooses_nothing() {
    let ui = at(SIZE, "error-tracking").keys("3");
    assert_eq!(answer(&ui, "error-tracking").conflict.len(), 2);
    assert_eq!(notice(&ui), "there are 2 versions to choose from");
}

#[test]
fn status_keys_lead_to_the_versions_and_change_nothing() {
    let before = merged();
    for key in ["<space>", "x", "o", "-", "5", "c", "w", "i", "a"] {
        let ui = merged_review(SIZE).keys("/error<enter>").keys(key);
        assert!(ui.assessment() == &before, "{key} changed something");
        assert_eq!(ui.model.context(), Context::Conflicts, "{key}");
        assert_eq!(selected(&ui), "error-tracking");
        let told = notice(&ui);
        assert!(
            told.starts_with("error-tracking is in conflict: first choose what stands"),
            "{told}"
        );
    }
    let ui = merged_review(SIZE).keys("/alerts<enter>").keys("x");
    assert_eq!(answer(&ui, "alerts").status, Status::Unmet, "the control");
}

#[test]
fn evidence_can_be_attached_meanwhile_and_belongs_to_no_version() {
    let ui = merged_review(SIZE).keys("/error<enter>ehttps://e.example<enter>R");
    assert_eq!(answer(&ui, "error-tracking").evidence.len(), 3);
    let ui = ui.keys("j");
    let text = ui.text();
    assert!(
        text.contains("attached since") || selected(&ui) != "error-tracking",
        "{text}"
    );
}

#[test]
fn opening_says_how_many_there_are_and_which_key_shows_them() {
    let ui = merged_review(SIZE);
    assert_eq!(
        notice(&ui),
        "3 items are in conflict; R shows both versions, to choose"
    );
    assert!(ui.text().contains("3 conflicts"));
    assert_eq!(notice(&Ui::review(SIZE)), "", "the control");
}

#[test]
fn without_conflicts_there_is_nothing_to_show() {
    let ui = Ui::review(SIZE).keys("R");
    assert_eq!(ui.model.context(), Context::Review);
    assert!(notice(&ui).starts_with("nothing is in conflict"));
    assert!(!ui.text().contains("conflicts"), "no hint without any");
}

#[test]
fn blockers_come_first() {
    let mut ui = merged_review(SIZE).keys("R");
    let mut order = vec![selected(&ui)];
    for _ in 0..2 {
        ui.press("j");
        order.push(selected(&ui));
    }
    assert_eq!(order.last().unwrap(), "dashboards", "{order:?}");
}

#[test]
fn once_the_last_is_settled_it_says_what_is_next_and_enter_closes() {
    let ui = merged_review(SIZE).keys("R111");
    let text = ui.text();
    assert!(text.contains("All conflicts are settled, and it is saved."));
    assert!(
        text.contains("git add readiness/payments-api.ron"),
        "{text}"
    );
    let ui = ui.keys("<enter>");
    assert_eq!(ui.model.context(), Context::Review);
    assert!(
        ui.assessment()
            .answers()
            .iter()
            .all(|it| it.conflict.is_empty())
    );
}

#[test]
fn what_is_not_saved_yet_is_not_called_saved() {
    let mut ui = merged_review(SIZE);
    ui.saves = false;
    let text = ui.keys("R111").text();
    assert!(text.contains("settled; saving"), "{text}");
}

#[test]
fn who_chooses_is_asked_for_where_it_is_not_known() {
    let mut ui = at(SIZE, "error-tracking");
    ui.model.name = None;
    let ui = ui.keys("2Cy<enter>");
    let entry = answer(&ui, "error-tracking").history.last().unwrap();
    assert_eq!(entry.by, "Cy");
}

#[test]
fn nothing_is_chosen_where_nothing_may_be_changed() {
    let before = merged();
    let mut ui = at(SIZE, "error-tracking");
    ui.model.review.as_mut().unwrap().read_only = true;
    let ui = ui.keys("2");
    assert!(ui.assessment() == &before);
    assert!(notice(&ui).contains("read-only"));
    let ui = merged_review(SIZE).keys("LR2");
    assert!(ui.assessment() == &before);
    assert!(notice(&ui).contains("locked"));
}

#[test]
fn in_a_meeting_an_answer_leads_to_choosing_and_back() {
    let mut of = meeting::attended();
    let (noor, bo) = (
        version(Status::Met, "Noor", "10:15"),
        version(Status::Unmet, "Bo", "11:40"),
    );
    // Neither a Blocker nor Should: a conflict comes first whatever it is about.
    conflicted(&mut of, "costs", vec![noor, bo]);
    let ui = meeting::of(of, SIZE);
    assert!(ui.text().contains("Costs are watched?"), "{}", ui.text());
    let ui = ui.keys("x");
    assert_eq!(ui.model.context(), Context::Conflicts);
    let ui = ui.keys("2");
    assert_eq!(ui.model.context(), Context::Meeting);
    assert_eq!(answer(&ui, "costs").status, Status::Unmet);
    assert!(notice(&ui).contains("version 2 stands"), "{}", notice(&ui));
    let ui = ui.keys("u");
    assert_eq!(answer(&ui, "costs").conflict.len(), 2);
    assert_eq!(ui.model.context(), Context::Meeting);
    let back = ui.keys("x<esc>");
    assert_eq!(back.model.context(), Context::Meeting, "{}", notice(&back));
}

#[test]
fn a_conflict_that_comes_in_is_told_with_its_key_and_joins_the_page() {
    let merges = |ui: &mut Ui| {
        let mut merged = ui.assessment().clone();
        let versions = vec![
            version(Status::Met, "Ana", "09:00"),
            version(Status::Unmet, "Bo", "09:10"),
        ];
        conflicted(&mut merged, "alerts", versions);
        ui.send(Message::Merged {
            handed: 0,
            assessment: merged,
        });
    };
    let mut ui = Ui::review(SIZE);
    merges(&mut ui);
    assert!(notice(&ui).ends_with("; R shows them"), "{}", notice(&ui));
    assert!(ui.text().contains("1 conflict"), "{}", ui.text());
    // Bo settles it, and it is no longer said to be open.
    let mut settled = ui.assessment().clone();
    let choice = Change::Resolve {
        item: "alerts".into(),
        version: Box::new(settled.answer(&"alerts".into()).unwrap().conflict[0].clone()),
        stamp: Stamp {
            id: "settled".into(),
            at: ui.now,
            by: "Bo".into(),
            recorded_by: "".into(),
        },
    };
    settled.apply(&choice).unwrap();
    ui.send(Message::Merged {
        handed: 0,
        assessment: settled,
    });
    assert_eq!(notice(&ui), "Bo settled alerts: met");
    let mut ui = merged_review(SIZE).keys("R");
    let looked_at = selected(&ui);
    merges(&mut ui);
    assert!(ui.text().contains("4 to settle"), "{}", ui.text());
    assert_eq!(selected(&ui), looked_at, "it stays where one reads");
}

#[test]
fn what_is_next_on_the_plan_and_the_summary_leads_to_the_versions() {
    for keys in ["pg", "Sg"] {
        let mut ui = merged_review(SIZE).keys(keys);
        for _ in 0..60 {
            if ui.model.context() == Context::Conflicts {
                break;
            }
            ui.press("<enter>");
            if ui.model.context() == Context::Review {
                ui.press(&keys[..1]);
            }
            if ui.model.dialog.is_some() {
                ui.press("<esc>");
            }
            if ui.model.context() != Context::Conflicts {
                ui.press("j");
            }
        }
        assert_eq!(ui.model.context(), Context::Conflicts, "{keys}");
    }
}

#[test]
fn the_filter_shows_conflicts_alone() {
    let ui = merged_review(SIZE).keys("fconflict<enter>");
    let listing = ui.model.review.as_ref().unwrap().view.listing();
    assert_eq!(listing.arrangement().len(), 3);
}

#[test]
fn ascii_and_monochrome_tell_versions_apart() {
    let mut ui = at(SIZE, "error-tracking").monochrome();
    ui.model.glyphs = Glyphs::choose(true);
    let text = ui.text();
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains("* answer     + met"), "{text}");
    assert!(text.contains("* answer     x not met"), "{text}");
    assert!(text.contains("  owner      on-call"), "{text}");
}

#[test]
fn settling_by_hand_is_what_the_change_does() {
    let mut by_hand = merged();
    let version = by_hand.answer(&"tests".into()).unwrap().conflict[0].clone();
    let mut changed = by_hand.clone();
    changed
        .apply(&Change::Resolve {
            item: "tests".into(),
            version: Box::new(version),
            stamp: Stamp {
                id: "id1".into(),
                at: moment("2026-11-21T09:00:00Z"),
                by: "Ana".into(),
                recorded_by: Text::default(),
            },
        })
        .unwrap();
    let ui = at(SIZE, "tests").keys("1");
    assert!(ui.assessment() == &changed);
    let tell = Change::Tell {
        item: "tests".into(),
        aside: Aside::Owner("x".into()),
    };
    assert!(by_hand.apply(&tell).is_err(), "the control");
}

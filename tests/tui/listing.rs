//! The review's list: groups, filters, the lock, and where one left.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use candor::domain::assessment::{Assessment, Status};
use candor::domain::bookmark::Bookmark;
use candor::domain::change::{Aside, Change, Stamp};
use candor::domain::checklist::Checklist;
use candor::domain::filter::Criterion;
use candor::tui::effect::Effect;
use candor::tui::message::Message;
use candor::tui::screens::review::Pane;

use super::harness::{SIZES, Ui, assessment, moment};
use super::standing::standing;

const SIZE: (u16, u16) = (120, 32);

fn status(ui: &Ui, item: &str) -> Status {
    ui.assessment().answer(&item.into()).unwrap().status.clone()
}

/// The ids of the items on the list, group by group.
fn listed(ui: &Ui) -> String {
    let view = &ui.model.review.as_ref().unwrap().view;
    let order = view.listing().arrangement().order();
    let ids = order.map(|position| ui.assessment().item(position).id.raw());
    ids.collect::<Vec<_>>().join(" ")
}

/// The titles of the groups that have something on the list.
fn groups(ui: &Ui) -> String {
    let arrangement = ui.model.review.as_ref().unwrap().view.listing();
    let arrangement = arrangement.arrangement();
    let titles = (0..arrangement.group_count())
        .map(|group| arrangement.heading(group).unwrap().shown(ui.assessment()));
    titles.collect::<Vec<_>>().join(", ")
}

/// The id of the selected item.
fn selected(ui: &Ui) -> String {
    let open = ui.model.review.as_ref().unwrap();
    let selected = open.selected();
    selected.map_or_else(String::new, |(item, _)| item.raw().to_owned())
}

#[track_caller]
fn shows(ui: &Ui, words: &str) {
    let text = ui.text();
    assert!(text.contains(words), "no {words:?} in\n{text}");
}

#[track_caller]
fn hides(ui: &Ui, words: &str) {
    let text = ui.text();
    assert!(!text.contains(words), "{words:?} in\n{text}");
}

fn picture_everywhere(name: &str, ui: impl Fn((u16, u16)) -> Ui) {
    for (columns, rows) in SIZES {
        let colour = ui((columns, rows));
        insta::assert_snapshot!(format!("{name}-{columns}x{rows}-colour"), colour.picture());
        let monochrome = ui((columns, rows)).monochrome();
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}-monochrome"),
            monochrome.picture()
        );
    }
}

/// A review that was left on an item and has changed since.
fn resumed(size: (u16, u16), bookmark: &Bookmark, changed: &[&str]) -> Ui {
    let mut ui = Ui::review_of(standing(), size);
    let position = |id: &&str| ui.assessment().position(&(*id).into()).unwrap();
    let changed: BTreeSet<usize> = changed.iter().map(position).collect();
    let bookmark = bookmark.clone();
    ui.send(Message::Resumed { bookmark, changed });
    ui
}

fn left_on(item: &str, grouping: &str, filter: &[&str]) -> Bookmark {
    Bookmark {
        item: item.into(),
        pane: "items".to_owned(),
        grouping: grouping.to_owned(),
        filter: filter.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_the_list_looks_like() {
    let standing = |size| Ui::review_of(standing(), size);
    picture_everywhere("listing-owners", |size| standing(size).keys("B"));
    picture_everywhere("listing-stages", |size| {
        standing(size).keys("bbb<tab><tab>")
    });
    picture_everywhere("listing-filter", |size| standing(size).keys("f"));
    picture_everywhere("listing-filtered", |size| {
        standing(size).keys("fopen<enter>fblocker<enter>j")
    });
    picture_everywhere("listing-nothing", |size| {
        standing(size).keys("fdon't<enter><down>")
    });
    picture_everywhere("listing-found-within", |size| {
        standing(size).keys("fopen<enter>/al")
    });
    picture_everywhere("listing-locked", |size| standing(size).keys("L<space>"));
    picture_everywhere("listing-resumed", |size| {
        let bookmark = left_on("error-tracking", "tier", &["open"]);
        resumed(size, &bookmark, &["error-tracking", "alerts"])
    });
    picture_everywhere("listing-conditional", |size| {
        Ui::review_of(conditional(), size)
    });
}

/// Everything that blocks is met, and not all of it is shown: the longest verdict.
fn conditional() -> Assessment {
    let mut assessment = standing();
    for item in ["error-tracking", "rate-limits", "alerts", "names"] {
        let stamp = Stamp {
            id: format!("c-{item}").into(),
            at: moment("2026-11-20T10:00:00Z"),
            by: "Bo".into(),
            recorded_by: "".into(),
        };
        let na = Status::NotApplicable("it is a library".into());
        let status = if item == "alerts" { Status::Met } else { na };
        let item = item.into();
        assessment
            .apply(&Change::Answer {
                item,
                status,
                stamp,
            })
            .unwrap();
    }
    assessment
}

#[test]
fn the_key_goes_through_the_groupings_and_keeps_the_item() {
    let mut ui = Ui::review(SIZE).keys("]]]");
    assert_eq!(selected(&ui), "alerts");
    for (title, expected) in [
        ("Tiers", "Blocker, Should, Nice"),
        ("Phases", "First week, no phase"),
        ("Stages", "Staging, Beta, every stage"),
        ("Owners", "team, nobody"),
        ("Categories", "Code quality, Monitoring, Security"),
    ] {
        ui.press("b");
        shows(&ui, &format!("┌ {title} ─"));
        assert_eq!(groups(&ui), expected);
        assert_eq!(selected(&ui), "alerts", "{title}");
    }
    ui.press("B");
    shows(&ui, "┌ Owners ─");
    assert_eq!(selected(&ui), "alerts");
}

#[test]
fn a_grouping_that_the_checklist_has_nothing_for_is_passed_over() {
    let plain = {
        let mut checklist: Checklist = (**assessment().checklist()).clone();
        checklist.phases.clear();
        checklist.stages.clear();
        for category in &mut checklist.categories {
            for item in &mut category.items {
                (item.stage, item.phase) = (None, None);
                item.owner = "".into();
            }
        }
        let of = assessment();
        let (checklist, head) = (checklist.into(), (*of.head).clone());
        Assessment::new(checklist, head, of.created, of.utc_offset)
    };
    let mut ui = Ui::review_of(plain, SIZE).keys("b");
    shows(&ui, "┌ Tiers ─");
    ui.press("b");
    shows(&ui, "┌ Categories ─");
}

#[test]
fn the_figures_of_groups_are_counts_that_move_with_each_key() {
    let mut ui = Ui::review(SIZE).keys("b");
    shows(&ui, "> Blocker           0/3");
    ui.press("<space>");
    shows(&ui, "> Blocker           1/3");
    ui.press("u");
    shows(&ui, "> Blocker           0/3");
    let target = |stage: &str| {
        let mut assessment = standing();
        let target = Some(stage.into());
        assessment.apply(&Change::SetTarget(target)).unwrap();
        Ui::review_of(assessment, SIZE).keys("b")
    };
    let mut ui = target("staging");
    shows(&ui, "Nice              0/1");
    ui.press("t");
    shows(&ui, "Nice              0/2");
}

#[test]
fn an_owner_that_is_another_now_moves_the_item_and_the_cursor_with_it() {
    let mut ui = Ui::review(SIZE).keys("B");
    assert_eq!(groups(&ui), "team, nobody");
    let open = ui.model.review.as_mut().unwrap();
    let aside = Aside::Owner("Ana".into());
    let item = "tests".into();
    open.apply(Change::Tell { item, aside });
    assert_eq!(groups(&ui), "Ana, nobody");
    assert_eq!(selected(&ui), "tests");
    ui.press("u");
    assert_eq!(groups(&ui), "team, nobody");
    assert_eq!(selected(&ui), "tests");
}

#[test]
fn criteria_of_one_sort_widen_and_others_narrow() {
    let mut ui = Ui::review_of(standing(), SIZE);
    ui.press("fblocker<enter>");
    assert_eq!(listed(&ui), "tests error-tracking rate-limits");
    shows(&ui, "Monitoring · 1 of 4 · Blocker");
    shows(&ui, "3 of 8 items: Blocker; Esc clears it");
    ui.press("fnice<enter>");
    assert_eq!(listed(&ui), "tests lint error-tracking costs rate-limits");
    shows(&ui, "Blocker or Nice");
    ui.press("funanswered<enter>");
    assert_eq!(listed(&ui), "lint costs rate-limits");
    shows(&ui, "unanswered, Blocker or Nice");
    ui.press("fnice<enter>");
    assert_eq!(listed(&ui), "rate-limits", "what is on is taken off");
    assert_eq!(groups(&ui), "Security");
    ui.press("fno filter<enter>");
    assert_eq!(listed(&ui).split(' ').count(), 8);
}

#[test]
fn every_other_filter_shows_what_it_says() {
    for (typed, expected) in [
        ("open work", "lint alerts costs rate-limits names"),
        ("waived", "error-tracking"),
        ("dissent", "error-tracking"),
        ("overdue", "error-tracking"),
        ("stale", "tests error-tracking alerts"),
        ("without evidence", "dashboards"),
        ("out of play", ""),
        ("mine", ""),
    ] {
        let ui = Ui::review_of(standing(), SIZE).keys(&format!("f{typed}<enter>"));
        assert_eq!(listed(&ui), expected, "{typed}");
    }
    let mut ui = Ui::review_of(standing(), SIZE);
    ui.model.name = Some("  bo".into());
    ui.press("fmine<enter>");
    assert_eq!(listed(&ui), "tests error-tracking dashboards");
    ui.model.name = Some("noor".into());
    ui.press("j");
    assert_eq!(listed(&ui), "error-tracking", "somebody else reviews now");
}

#[test]
fn every_filter_is_found_by_its_name_and_switched_on_and_off_by_it() {
    for criterion in Criterion::ALL {
        let mut ui = resumed(SIZE, &left_on("tests", "category", &[]), &["costs"]);
        let has = |ui: &Ui| {
            let view = &ui.model.review.as_ref().unwrap().view;
            view.listing().filter().criteria().collect::<Vec<_>>()
        };
        ui.press(&format!("f{}<enter>", criterion.words()));
        assert_eq!(has(&ui), [criterion]);
        ui.press(&format!("f{}<enter>", criterion.words()));
        assert_eq!(has(&ui), []);
    }
}

#[test]
fn the_dialog_counts_and_tells_what_is_on() {
    let ui = Ui::review_of(standing(), SIZE).keys("fblocker<enter>f");
    let text = ui.text();
    let row = |words: &str| {
        text.lines()
            .find(|line| line.contains(words))
            .unwrap()
            .to_owned()
    };
    assert!(row("Blocker: the tier").contains("✓ Blocker"));
    assert!(row("Blocker: the tier").contains(" 3 "));
    assert!(row("no filter").contains(" 8 "));
    assert!(!row("Should: the tier").contains('✓'));
    hides(&ui, "changed since you left");
}

#[test]
fn a_row_that_stops_matching_stays_until_the_cursor_leaves_it() {
    let mut ui = Ui::review(SIZE).keys("funanswered<enter>");
    assert_eq!(listed(&ui).split(' ').count(), 8);
    ui.press("<space>");
    assert_eq!(selected(&ui), "tests");
    assert_eq!(listed(&ui).split(' ').count(), 8, "not under the hand");
    ui.press("x1");
    assert_eq!(selected(&ui), "tests");
    ui.press("j");
    assert_eq!(selected(&ui), "lint");
    assert_eq!(listed(&ui).split(' ').count(), 7);
    ui.press("u");
    assert_eq!(selected(&ui), "tests", "undo goes to what it undoes");
    ui.press("uu");
    assert_eq!(status(&ui, "tests"), Status::Unanswered);
    ui.press("j");
    assert_eq!(listed(&ui).split(' ').count(), 8, "and it matches again");
    // The last row of a group takes its group along.
    ui.press("<tab><tab>G<enter>x");
    assert_eq!(selected(&ui), "rate-limits");
    ui.press("jx");
    assert_eq!(groups(&ui), "Code quality, Monitoring, Security");
    ui.press("<tab><tab>k");
    assert_eq!(groups(&ui), "Code quality, Monitoring");
    assert_eq!(selected(&ui), "error-tracking");
}

#[test]
fn escape_leaves_the_detail_then_the_search_then_the_filter() {
    let mut ui = Ui::review(SIZE).keys("fshould<enter>/alerts<enter><enter>");
    let view = |ui: &Ui| {
        let view = &ui.model.review.as_ref().unwrap().view;
        let filtered = !view.listing().filter().is_empty();
        (view.pane, view.search().is_some(), filtered)
    };
    assert_eq!(view(&ui), (Pane::Detail, true, true));
    ui.press("<esc>");
    assert_eq!(view(&ui), (Pane::Items, true, true));
    ui.press("<esc>");
    assert_eq!(view(&ui), (Pane::Items, false, true));
    assert_eq!(selected(&ui), "alerts");
    ui.press("<esc>");
    assert_eq!(view(&ui), (Pane::Items, false, false));
    assert_eq!(selected(&ui), "alerts", "where one was, among all");
}

#[test]
fn an_empty_list_says_how_to_get_out_and_every_key_is_harmless_on_it() {
    for size in SIZES {
        let ui = Ui::review(size).keys("fwaived<enter>");
        shows(&ui, "Nothing left. Esc clears the filter.");
        assert_eq!(listed(&ui), "");
        let ui = ui.keys("<space>x5jkGg[]<tab>jG<tab>j<tab>bBecwm<enter><esc>un");
        assert!(ui.assessment() == &assessment());
        let ui = Ui::review(size).keys("fwaived<enter><esc>");
        assert_eq!(listed(&ui).split(' ').count(), 8);
    }
    shows(&Ui::review(SIZE).keys("fwaived<enter>"), "0 of 8 · waived");
}

#[test]
fn a_search_stays_within_the_filter() {
    let mut ui = Ui::review(SIZE).keys("fnice<enter>/re<enter>");
    assert_eq!(selected(&ui), "costs");
    shows(&ui, "Found · 1 · Nice");
    ui.press("<esc><esc>/re");
    shows(&ui, "Found · 4");
    let ui = Ui::review(SIZE).keys("fnice<enter>/strangers");
    shows(&ui, "Found · 0 · Nice");
    shows(&ui, "Nothing found. Esc ends the search.");
}

#[test]
fn a_found_row_that_stops_matching_the_filter_stays_until_the_cursor_leaves_it() {
    let mut ui = Ui::review(SIZE).keys("funanswered<enter>/re<enter>");
    shows(&ui, "Found · 4");
    let first = selected(&ui);
    ui.press("x");
    assert_eq!(selected(&ui), first);
    shows(&ui, "Found · 4");
    ui.press("j");
    shows(&ui, "Found · 3");
    assert_ne!(selected(&ui), first);
}

#[test]
fn the_brackets_stay_within_the_filter_and_say_so() {
    let mut ui = Ui::review(SIZE).keys("fblocker<enter>]");
    assert_eq!(selected(&ui), "error-tracking");
    ui.press("]");
    assert_eq!(selected(&ui), "rate-limits");
    ui.press("]");
    assert_eq!(selected(&ui), "tests", "round again");
    let ui = Ui::review(SIZE).keys("x]xfnot met<enter>]");
    shows(&ui, "every other item that the filter shows has an answer");
}

#[test]
fn what_others_write_meanwhile_is_sifted_too_and_the_cursor_stays() {
    let mut ui = Ui::review(SIZE).keys("funanswered<enter>");
    let mut theirs = assessment();
    for item in ["tests", "alerts"] {
        let change = Change::Answer {
            item: item.into(),
            status: Status::Unknown,
            stamp: Stamp {
                id: item.into(),
                at: ui.now,
                by: "Bo".into(),
                recorded_by: "".into(),
            },
        };
        theirs.apply(&change).unwrap();
    }
    ui.send(Message::Merged {
        handed: 0,
        assessment: theirs,
    });
    assert_eq!(selected(&ui), "tests", "it stays under the cursor");
    assert!(!listed(&ui).contains("alerts"));
    ui.press("j");
    assert_eq!(listed(&ui).split(' ').count(), 6);
}

#[test]
fn another_checklist_from_outside_is_taken_in_whatever_was_on_the_screen() {
    for way in [
        "G",
        "fopen<enter>G",
        "/re<enter>G",
        "bbfnice<enter>/re",
        "B",
    ] {
        let mut ui = Ui::review(SIZE).keys(way);
        let mut checklist: Checklist = (**assessment().checklist()).clone();
        checklist.categories.truncate(1);
        checklist.categories[0].items.truncate(1);
        let of = assessment();
        let (checklist, head) = (checklist.into(), (*of.head).clone());
        let small = Assessment::new(checklist, head, of.created, of.utc_offset);
        ui.send(Message::Merged {
            handed: 0,
            assessment: small,
        });
        ui.press("jkGg<tab>j<tab>jb<esc><esc><esc>x");
        assert_eq!(status(&ui, "tests"), Status::Unmet, "{way}");
    }
}

#[test]
fn the_lock_refuses_every_change_and_nothing_else() {
    for key in [
        "<space>", "5", "x", "o", "-", "e", "c", "w", "m", "a", "C", "W", "s", "u", "<ctrl-r>",
    ] {
        let mut ui = Ui::review(SIZE).keys("ojxuL").keys(key);
        shows(&ui, "locked: L unlocks");
        shows(&ui, "locked  saved ✓");
        assert!(ui.model.dialog.is_none(), "{key}");
        assert_eq!(status(&ui, "lint"), Status::Unanswered, "{key}");
        ui.press("L");
        hides(&ui, "locked");
        ui.press("k<space>");
        assert_eq!(status(&ui, "tests"), Status::Met, "{key}");
    }
    let ui = Ui::review(SIZE).keys("L").paste("https://example.org/run");
    shows(&ui, "locked: L unlocks");
    assert!(ui.model.dialog.is_none());
    let ui = Ui::review(SIZE).keys("L/alerts<enter><enter><esc><esc>bfopen<enter>]v");
    assert!(
        ui.model.dialog.is_some(),
        "reading, searching and sifting go on"
    );
    shows(&Ui::review((40, 8)).keys("Lj"), "locked");
}

#[test]
fn the_lock_holds_against_clicks_and_a_name_is_not_asked_for() {
    let mut ui = Ui::review(SIZE).keys("L");
    ui.model.name = None;
    let (column, row) = sign_of(&ui, "N");
    ui.send(Message::Click { column, row });
    assert_eq!(selected(&ui), "lint", "a click selects");
    assert_eq!(status(&ui, "lint"), Status::Unanswered);
    shows(&ui, "locked: L unlocks");
}

/// Where the sign of the first item of a tier stands.
fn sign_of(ui: &Ui, tier: &str) -> (u16, u16) {
    let (buffer, _) = ui.buffer();
    (0..buffer.area.height)
        .flat_map(|y| (26..buffer.area.width - 2).map(move |x| (x, y)))
        .find(|(x, y)| buffer[(*x, *y)].symbol() == "·" && buffer[(*x + 2, *y)].symbol() == tier)
        .unwrap()
}

#[test]
fn a_click_on_a_group_shows_it_and_the_wheel_scrolls_what_is_under_it() {
    let mut ui = Ui::review(SIZE);
    ui.send(Message::Click { column: 4, row: 10 });
    assert_eq!(selected(&ui), "rate-limits");
    shows(&ui, "┌ Security · 2 items");
    let detail = |ui: &Ui| ui.model.review.as_ref().unwrap().view.detail_scroll;
    let mut ui = Ui::review((120, 18)).keys("ehttps://a.example<enter>cone<enter>");
    let wheel = |down| Message::Wheel {
        column: 100,
        row: 12,
        down,
    };
    ui.send(wheel(true));
    assert!(detail(&ui) > 0, "{}", ui.text());
    assert_eq!(selected(&ui), "tests", "the list stays");
    ui.send(wheel(false));
    assert_eq!(detail(&ui), 0);
    // The row with the sign of more below leads on.
    ui.send(Message::Click {
        column: 100,
        row: 15,
    });
    assert!(detail(&ui) > 0);
    ui.send(Message::Click {
        column: 100,
        row: 8,
    });
    assert_eq!(detail(&ui), 0);
}

#[test]
fn the_wheel_moves_the_selection_only_where_it_would_leave_the_screen() {
    let ui = Ui::review_of(long(60), SIZE);
    let wheel = |down| Message::Wheel {
        column: 40,
        row: 12,
        down,
    };
    let mut ui = ui.keys("jjjjjjjj");
    assert_eq!(selected(&ui), "i8");
    ui.send(wheel(true));
    assert_eq!(selected(&ui), "i8");
    shows(&ui, "Item 24");
    for _ in 0..4 {
        ui.send(wheel(true));
    }
    assert_eq!(selected(&ui), "i17");
    ui.press("<pagedown>");
    assert_eq!(selected(&ui), "i39");
    ui.press("<home>");
    assert_eq!(selected(&ui), "i0");
    ui.press("<end>");
    assert_eq!(selected(&ui), "i59");
}

/// So many items in one category, and as many categories with one item each.
fn long(count: usize) -> Assessment {
    let mut text = "Checklist(format: 1, id: \"l\", title: \"L\", categories: [".to_owned();
    text.push_str("(id: \"all\", title: \"All\", items: [");
    for at in 0..count {
        let _ = write!(text, "(id: \"i{at}\", tier: Should, title: \"Item {at}\"),");
    }
    text.push_str("])])");
    let (checklist, faults) = candor::format::read::read_checklist(text.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let of = assessment();
    Assessment::new(
        checklist.into(),
        (*of.head).clone(),
        of.created,
        of.utc_offset,
    )
}

#[test]
fn one_comes_back_to_where_one_was_and_hears_what_has_changed() {
    let bookmark = left_on("error-tracking", "tier", &["open", "blocker"]);
    let mut ui = resumed(SIZE, &bookmark, &["alerts", "costs"]);
    shows(&ui, "welcome back: 5 unanswered, 2 changed since you left");
    shows(&ui, "marked •, f filters");
    shows(&ui, "┌ Tiers ─");
    assert_eq!(
        selected(&ui),
        "error-tracking",
        "though it is waived, and not open"
    );
    ui.press("j");
    assert_eq!(listed(&ui), "rate-limits");
    ui.press("<esc>fchanged since<enter>");
    assert_eq!(listed(&ui), "alerts costs");
    shows(&ui, "Monitoring •");
    let ui = resumed(SIZE, &bookmark, &[]);
    shows(&ui, "nothing changed since you left");
    for size in SIZES {
        shows(
            &resumed(size, &bookmark, &["costs"]),
            "5 unanswered, 1 changed",
        );
    }
}

#[test]
fn a_bookmark_of_something_that_is_gone_is_passed_over() {
    let bookmark = Bookmark {
        item: "gone".into(),
        pane: "nowhere".to_owned(),
        grouping: "moon".to_owned(),
        filter: vec!["green".to_owned(), "changed".to_owned()],
    };
    let ui = resumed(SIZE, &bookmark, &[]);
    assert_eq!(selected(&ui), selected(&Ui::review_of(standing(), SIZE)));
    assert_eq!(listed(&ui).split(' ').count(), 8);
    // A filter that shows nothing any more is no place to come back to.
    let ui = resumed(SIZE, &left_on("tests", "owner", &["out-of-play"]), &[]);
    assert_eq!(listed(&ui).split(' ').count(), 8);
}

#[test]
fn what_is_mine_is_known_as_soon_as_the_name_is() {
    let mut ui = Ui::review_of(standing(), SIZE);
    ui.model.name = None;
    ui.model.name_pending = true;
    let bookmark = left_on("dashboards", "category", &["mine"]);
    let changed = BTreeSet::new();
    ui.send(Message::Resumed { bookmark, changed });
    assert_eq!(selected(&ui), "dashboards");
    ui.send(Message::Named(Some("Bo".into())));
    assert_eq!(listed(&ui), "tests error-tracking dashboards");
    assert_eq!(selected(&ui), "dashboards");
}

#[test]
fn leaving_keeps_where_one_was() {
    let ui = Ui::review(SIZE).keys("bfshould<enter>j<tab>q");
    assert!(ui.model.ended);
    let kept = ui.effects.iter().find_map(|effect| match effect {
        Effect::Keep { bookmark, .. } => Some(bookmark.clone()),
        _ => None,
    });
    let expected = Bookmark {
        item: "dashboards".into(),
        pane: "detail".to_owned(),
        grouping: "tier".to_owned(),
        filter: vec!["should".to_owned()],
    };
    assert_eq!(kept, Some(expected));
    let mut ui = Ui::review(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    ui.press("q");
    let keeps = ui.effects.iter();
    assert!(
        !keeps
            .into_iter()
            .any(|effect| matches!(effect, Effect::Keep { .. }))
    );
}

#[test]
fn every_figure_of_the_longest_verdict_is_on_screen_at_every_size() {
    for size in [(120, 32), (100, 16), (80, 24), (60, 18), (60, 13), (50, 12)] {
        let ui = Ui::review_of(conditional(), size);
        shows(&ui, "CONDITIONAL-GO");
        shows(&ui, "unanswered 2");
        shows(&ui, "declared 85.0");
    }
    let ui = Ui::review_of(conditional(), (40, 8));
    shows(&ui, "COND-GO");
    shows(&ui, " N0/2");
}

#[test]
fn the_figure_that_was_announced_is_not_cut() {
    for size in [(60, 18), (60, 13), (50, 12)] {
        shows(&Ui::review_of(standing(), size), "declared 85.0");
    }
}

#[test]
fn every_pane_is_reached_on_narrow_screens() {
    for size in [(60, 18), (40, 8), (20, 4)] {
        let mut ui = Ui::review(size);
        let mut panes = Vec::new();
        for _ in 0..3 {
            panes.push(ui.text());
            ui.press("<tab>");
        }
        panes.dedup();
        assert!(panes.len() >= 2, "{size:?}");
        let view = &ui.model.review.as_ref().unwrap().view;
        assert_eq!(view.pane, Pane::Items, "round in three");
    }
}

#[test]
#[ignore = "measures: wants a machine that does nothing else"]
fn what_a_key_takes_with_ten_thousand_items() {
    for (name, keys) in [
        ("by category", ""),
        ("by tier", "b"),
        ("filtered", "funanswered<enter>"),
        ("by tier, filtered", "bfunanswered<enter>"),
    ] {
        for (what, key) in [("tick", "<space>"), ("j", "j"), ("tick and j", "<space>j")] {
            let mut ui = Ui::review_of(long(10_000), SIZE).keys(keys);
            let mut times: Vec<_> = (0..40)
                .map(|_| {
                    let began = std::time::Instant::now();
                    ui.press(key);
                    let _ = ui.buffer();
                    began.elapsed()
                })
                .collect();
            times.sort();
            println!("{name}, {what}: {:?}", times[20]);
        }
    }
    let began = std::time::Instant::now();
    let ui = Ui::review_of(long(10_000), SIZE);
    println!("opened after {:?}", began.elapsed());
    for keys in ["b", "f", "fopen<enter>", "/item 77"] {
        let mut ui = Ui::review_of(long(10_000), SIZE);
        let began = std::time::Instant::now();
        ui.press(keys);
        println!("{keys}: {:?}", began.elapsed());
    }
    drop(ui);
}

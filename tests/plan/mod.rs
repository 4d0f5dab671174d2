//! The order in which open work is done.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Status, TraitAnswer};
use candor::domain::change::{Aside, Change, HeadEntry, Stamp};
use candor::domain::evidence::{Observations, Share};
use candor::domain::ledger::Ledger;
use candor::domain::plan::PlanOrder;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::domain::waiver::Waiver;
use candor::format::read::read_checklist;
use candor::session::bench;

/// An assessment of items in one category each, given as RON items.
fn assessment(categories: &[&str]) -> Assessment {
    let categories: Vec<String> = categories
        .iter()
        .enumerate()
        .map(|(at, items)| format!("(id: \"c{at}\", title: \"C\", items: [{items}]),"))
        .collect();
    let text = format!(
        "Checklist(format: 1, id: \"x\", title: \"X\", categories: [{}])",
        categories.concat()
    );
    let (checklist, faults) = read_checklist(text.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    Assessment::new(
        Arc::new(checklist),
        Head::default(),
        now(),
        UtcOffset::default(),
    )
}

fn now() -> Moment {
    Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap()
}

fn answered(mut assessment: Assessment, item: &str, status: Status) -> Assessment {
    let stamp = Stamp {
        id: "i".into(),
        at: now(),
        by: "Ana".into(),
        recorded_by: Text::default(),
    };
    assessment
        .apply(&Change::Answer {
            item: item.into(),
            status,
            stamp,
        })
        .unwrap();
    assessment
}

fn order(assessment: &Assessment) -> String {
    let seen = Observations::default();
    let ledger = Ledger::of(assessment, &bench(assessment, now(), &seen));
    let mut items: Vec<usize> = (0..assessment.answers().len()).rev().collect();
    PlanOrder::of(assessment, &ledger).sort(&mut items);
    let ids: Vec<&str> = items
        .iter()
        .map(|item| assessment.item(*item).id.raw())
        .collect();
    ids.join(" ")
}

fn item(id: &str, tier: &str, more: &str) -> String {
    format!("(id: \"{id}\", tier: {tier}, title: \"t\", {more}),")
}

#[test]
fn tiers_come_first_then_checklist_order() {
    let items = [
        item("n", "Nice", ""),
        item("s", "Should", ""),
        item("b2", "Blocker", ""),
        item("b1", "Blocker", ""),
    ];
    assert_eq!(order(&assessment(&[&items.concat()])), "b2 b1 s n");
}

#[test]
fn within_a_tier_the_highest_gain_per_hour_comes_first_and_the_unestimated_last() {
    let items = [
        item("none", "Should", ""),
        item("long", "Should", "estimate: \"2d\""),
        item("short", "Should", "estimate: \"30m\""),
        // Twice the points for twice the effort: as good as short, and later in the checklist.
        item("equal", "Should", "estimate: \"1h\", weight: 4"),
        item("range", "Should", "estimate: \"10m-\""),
        item("low-end", "Should", "estimate: \"20-900m\""),
    ];
    let items = items.concat().replace("10m-", "bad");
    // An unreadable estimate is none.
    let text = items.replace("estimate: \"bad\"", "");
    assert_eq!(
        order(&assessment(&[&text])),
        "low-end short equal long none range"
    );
}

#[test]
fn what_is_partly_met_wins_less() {
    let items = [
        item("half", "Should", "estimate: \"1h\""),
        item("open", "Should", "estimate: \"1h\""),
    ];
    let assessment = assessment(&[&items.concat()]);
    assert_eq!(order(&assessment), "half open");
    let share = Share::new(50).unwrap();
    assert_eq!(
        order(&answered(assessment, "half", Status::Partial(share))),
        "open half"
    );
}

#[test]
fn category_weights_count_in_the_gain() {
    let light = format!(
        "{}{}",
        item("a", "Should", "estimate: \"1h\""),
        item("a2", "Should", "")
    );
    let heavy = item("b", "Should", "estimate: \"1h\"");
    let text = format!(
        "Checklist(format: 1, id: \"x\", title: \"X\", categories: [(id: \"c0\", title: \"C\", weight: 2, items: [{light}]), (id: \"c1\", title: \"C\", weight: 3, items: [{heavy}])])"
    );
    let checklist = read_checklist(text.as_bytes()).0.unwrap();
    let assessment = Assessment::new(
        Arc::new(checklist),
        Head::default(),
        now(),
        UtcOffset::default(),
    );
    // a: 2/5 of the whole by half of its category; b: 3/5 by all of it.
    assert_eq!(order(&assessment), "b a a2");
}

#[test]
fn what_an_item_requires_comes_directly_before_it() {
    let items = [
        item("base", "Nice", ""),
        item("other", "Blocker", ""),
        item("top", "Blocker", "requires: [\"middle\"]"),
        item("middle", "Should", "requires: [\"base\"]"),
        item("last", "Blocker", ""),
    ];
    let assessment = assessment(&[&items.concat()]);
    assert_eq!(order(&assessment), "other base middle top last");
    // What is met is satisfied: it and what it requires are no concern of the blocker any more.
    let met = answered(assessment, "middle", Status::Met);
    assert_eq!(order(&met), "other top last base middle");
}

#[test]
fn what_is_not_applicable_is_satisfied() {
    let items = [
        item("base", "Nice", ""),
        item("top", "Blocker", "requires: [\"base\"]"),
    ];
    let assessment = assessment(&[&items.concat()]);
    assert_eq!(order(&assessment), "base top");
    let skipped = answered(assessment, "base", Status::NotApplicable("no".into()));
    assert_eq!(order(&skipped), "top base");
}

#[test]
fn what_is_waived_or_out_of_play_is_satisfied_and_a_waiver_that_expired_satisfies_nothing() {
    let items = [
        item("waived", "Nice", ""),
        item("out", "Nice", "when: Has(\"t\")"),
        item("top", "Blocker", "requires: [\"waived\", \"out\"]"),
    ];
    let text = format!(
        "Checklist(format: 1, id: \"x\", title: \"X\", traits: [(id: \"t\", ask: \"?\")], categories: [(id: \"c\", title: \"C\", items: [{}])])",
        items.concat()
    );
    let checklist = read_checklist(text.as_bytes()).0.unwrap();
    let mut assessment = Assessment::new(
        Arc::new(checklist),
        Head::default(),
        now(),
        UtcOffset::default(),
    );
    assert_eq!(order(&assessment), "waived out top");
    let out_of_play = HeadEntry::Trait(TraitAnswer {
        id: "t".into(),
        holds: false,
        by: "Ana".into(),
        at: now(),
    });
    assessment.apply(&Change::Record(out_of_play)).unwrap();
    assert_eq!(order(&assessment), "waived top out");
    let mut waiver = Waiver {
        reason: "later".into(),
        by: "Ana".into(),
        at: now(),
        approved_by: "Bo".into(),
        expires: now().day(UtcOffset::default()),
    };
    let waive = |waiver: &Waiver| Change::Waive {
        item: "waived".into(),
        waiver: waiver.clone(),
        entry: "e".into(),
    };
    assessment.apply(&waive(&waiver)).unwrap();
    assert_eq!(order(&assessment), "top waived out");
    waiver.at = Moment::parse("2026-11-01", UtcOffset::default()).unwrap();
    waiver.expires = waiver.at.day(UtcOffset::default());
    assessment.apply(&waive(&waiver)).unwrap();
    assert_eq!(order(&assessment), "waived top out");
}

#[test]
fn an_answers_own_estimate_comes_before_the_checklists() {
    let items = [
        item("short", "Should", "estimate: \"1h\""),
        item("long", "Should", "estimate: \"2d\""),
        item("none", "Should", ""),
    ];
    let mut assessment = assessment(&[&items.concat()]);
    assert_eq!(order(&assessment), "short long none");
    for (item, estimate, expected) in [
        ("long", "30m", "long short none"),
        ("none", "15-900m", "none long short"),
        ("long", "", "none short long"),
    ] {
        let aside = Aside::Estimate(estimate.into());
        let item = item.into();
        assessment.apply(&Change::Tell { item, aside }).unwrap();
        assert_eq!(order(&assessment), expected, "{estimate}");
    }
}

#[test]
fn only_its_own_estimate_speaks_of_what_is_met_and_wants_evidence() {
    let items = [
        item("met", "Should", "estimate: \"15m\""),
        item("open", "Should", "estimate: \"2d\""),
        item("none", "Should", ""),
    ];
    let met = answered(assessment(&[&items.concat()]), "met", Status::Met);
    // Unestimated now, and so in checklist order among those.
    assert_eq!(order(&met), "open met none");
    let mut estimated = met;
    let aside = Aside::Estimate("1h".into());
    let item = "none".into();
    estimated.apply(&Change::Tell { item, aside }).unwrap();
    assert_eq!(order(&estimated), "none open met");
}

#[test]
fn a_chain_as_long_as_the_checklist_is_no_trouble() {
    let count = 20_000;
    let items: String = (0..count)
        .map(|at| {
            let requires = if at + 1 < count {
                format!("requires: [\"i{}\"]", at + 1)
            } else {
                String::new()
            };
            item(&format!("i{at}"), "Should", &requires)
        })
        .collect();
    let order = order(&assessment(&[&items]));
    assert!(order.starts_with("i19999 i19998 "), "{}", &order[..40]);
}

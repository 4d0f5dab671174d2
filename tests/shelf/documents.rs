//! The figures that the checklists from documents carry over.

use candor::domain::checklist::{BlockersRule, Checklist, Tier};

use super::checklist;

fn by_tier(checklist: &Checklist) -> [usize; 3] {
    Tier::ALL.map(|tier| {
        let items = checklist.items();
        items.filter(|(_, item)| item.tier == tier).count()
    })
}

fn by_category(checklist: &Checklist) -> Vec<usize> {
    let categories = checklist.categories.iter();
    categories.map(|category| category.items.len()).collect()
}

#[test]
fn nine_attributes_are_nine_blockers_of_one_item_each() {
    let list = checklist("nine-attributes");
    assert_eq!(by_category(&list), [1; 9]);
    assert_eq!(by_tier(&list), [9, 0, 0]);
}

#[test]
fn the_learning_system_weighs_all_alike_and_takes_a_claim_for_a_blocker() {
    let list = checklist("learning-system");
    assert_eq!(by_category(&list), [6, 6, 9, 5, 5]);
    assert_eq!(list.stages.len(), 4);
    assert!(list.items().all(|(_, item)| item.weight == Some(1)));
    assert_eq!(list.scoring.blockers, BlockersRule::Claimed);
}

#[test]
fn the_first_product_and_its_requirements_keep_their_boxes() {
    let product = checklist("mvp-hardening");
    assert_eq!(product.categories.len(), 10);
    // Four boxes of the document and its thirteen strengths are Nice.
    assert_eq!(by_tier(&product), [6, 5, 4 + 13]);
    assert_eq!(checklist("production-requirements").item_count(), 10);
}

#[test]
fn the_platform_plan_keeps_its_phases_criteria_and_figures() {
    let list = checklist("platform-plan");
    let in_phase = |id: &str| {
        let items = list.items();
        let phases = items.filter_map(|(_, item)| item.phase.as_ref());
        phases.filter(|phase| phase.raw() == id).count()
    };
    let phases = ["phase-1", "phase-2", "phase-3", "phase-4"];
    assert_eq!(phases.map(in_phase), [15, 15, 10, 10]);
    assert_eq!(by_tier(&list)[0], 3);
    let metrics = list.items().filter(|(_, item)| item.metric.is_some());
    assert_eq!(metrics.count(), 5);
    let weekly = |tag: &str| tag.starts_with("week-");
    let criteria = list
        .items()
        .filter(|(_, item)| item.tags.iter().any(|tag| weekly(tag.raw())));
    assert_eq!(criteria.count(), 16);
    assert_eq!(list.item_count(), 74);
}

#[test]
fn the_post_audit_keeps_what_must_should_and_may_be_done() {
    let list = checklist("post-audit");
    assert_eq!(list.categories.len(), 8);
    // Seven finished items are Should, beside two that are open.
    assert_eq!(by_tier(&list), [3, 7 + 2, 4]);
}

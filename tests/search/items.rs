//! Search over the items of an assessment, and its comments.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Head};
use candor::domain::time::{Moment, UtcOffset};
use candor::search::{Index, Matched};

/// An assessment of these items, each an id, a title, a comment and tags, in one category.
pub(super) fn assessment(category: &str, items: &[(&str, &str, &str, &[&str])]) -> Assessment {
    let listed: Vec<serde_json::Value> = items
        .iter()
        .map(|(id, title, _, tags)| {
            serde_json::json!({ "id": id, "tier": "Should", "title": title, "tags": tags })
        })
        .collect();
    let checklist = serde_json::from_value(serde_json::json!({
        "format": 1, "id": "list", "title": "List",
        "categories": [{ "id": "ops", "title": category, "items": listed }],
    }))
    .unwrap();
    let offset = UtcOffset::default();
    let created = Moment::parse("2026-03-01T12:00:00Z", offset).unwrap();
    let blank = Assessment::new(Arc::new(checklist), Head::default(), created, offset);
    let answers = items
        .iter()
        .map(|(id, _, comment, _)| {
            let mut answer = Answer::unanswered((*id).into());
            answer.comment = (*comment).into();
            Arc::new(answer)
        })
        .collect();
    blank.with_answers(answers).0
}

fn sample() -> Assessment {
    assessment(
        "Opération",
        &[
            (
                "error-tracking",
                "Unhandled errors reach a tracker",
                "Sentry, see Café notes",
                &[],
            ),
            (
                "restore-drill",
                "A backup was restored",
                "",
                &["desastre", "Récupération"],
            ),
            (
                "alerts",
                "Alerts reach a person",
                "the tracker pages nobody",
                &["pager"],
            ),
            (
                "dashboards",
                "Dashboards exist",
                "CAFE\u{301} NOTES too",
                &[],
            ),
        ],
    )
}

fn positions(index: &Index, query: &str) -> Vec<usize> {
    let results = index.find(query, None);
    results.found().iter().map(|one| one.position).collect()
}

#[test]
fn title_id_category_and_tags_are_searched() {
    let assessment = sample();
    let index = Index::of(&assessment);
    assert_eq!(index.len(), 4);
    assert_eq!(positions(&index, "unhandled"), [0]);
    assert_eq!(positions(&index, "drill"), [1]);
    assert_eq!(positions(&index, "recuperation"), [1]);
    assert_eq!(positions(&index, "pager"), [2]);
    let mut all = positions(&index, "operation");
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2, 3]);
    assert!(positions(&index, "sentry").is_empty());
}

#[test]
fn an_item_is_marked_in_the_field_that_matched() {
    let assessment = sample();
    let index = Index::of(&assessment);
    let results = index.find("recup", None);
    let wanted = Matched {
        tags: vec![vec![], vec![0, 1, 2, 3, 4]],
        ..Matched::default()
    };
    assert_eq!(results.matched_in_item(&assessment, 1), wanted);
    let results = index.find("dash", None);
    assert_eq!(results.matched_in_item(&assessment, 3).title, [0, 1, 2, 3]);
}

#[test]
fn comments_are_found_as_one_piece_and_listed_where_the_rest_did_not_match() {
    let assessment = sample();
    let index = Index::of(&assessment);
    let results = index.find("Cafe notes", None);
    assert_eq!(results.found(), []);
    assert_eq!(index.find_in_comments(&assessment, &results), [0, 3]);
    // The first matches by its title; the third by its comment alone.
    let results = index.find("tracker", None);
    assert_eq!(results.found()[0].position, 0);
    assert_eq!(index.find_in_comments(&assessment, &results), [2]);
    // Letters apart from one another are no match in a comment.
    let results = index.find("cfnts", None);
    assert!(index.find_in_comments(&assessment, &results).is_empty());
    let nothing = index.find("", None);
    assert!(index.find_in_comments(&assessment, &nothing).is_empty());
}

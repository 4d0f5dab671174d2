//! What is shown of a search is what a person would call a match.

use std::path::Path;

use candor::format::read::read_checklist;
use candor::search::Index;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};
use proptest::sample::select;

/// The rows of a built-in checklist: title, id and category of every item.
fn rows(checklist: &str) -> Vec<[String; 3]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists");
    let bytes = std::fs::read(path.join(format!("{checklist}.ron"))).unwrap();
    let checklist = read_checklist(&bytes).0.unwrap();
    let items = checklist.items();
    items
        .map(|(category, item)| {
            let category = &checklist.categories[category];
            [&item.title, &item.id, &category.title].map(|text| text.raw().to_owned())
        })
        .collect()
}

/// The ids that a query shows, best first.
fn shown(query: &str) -> Vec<String> {
    let rows = rows("mvp-hardening");
    let texts = rows.iter().map(|row| row.iter().map(String::as_str));
    let index = Index::of_texts(texts.map(Iterator::collect));
    let results = index.find(query, None);
    let ids = results.worthwhile().iter();
    ids.map(|found| rows[found.position][1].clone()).collect()
}

#[test]
fn a_word_shows_what_has_the_word_and_not_what_has_its_letters_somewhere() {
    assert_eq!(shown("errors"), ["error-monitoring", "metrics-dashboards"]);
    assert_eq!(shown("health"), ["health-checks"]);
    assert_eq!(shown("sec"), ["security-hardening"]);
    // The letters of these are in many items, and the words in none.
    for query in ["docs", "secrets", "rollback", "log"] {
        assert!(shown(query).is_empty(), "{query}");
    }
}

#[test]
fn the_control_without_judging_shows_most_of_the_list() {
    let rows = rows("mvp-hardening");
    let texts = rows.iter().map(|row| row.iter().map(String::as_str));
    let index = Index::of_texts(texts.map(Iterator::collect));
    assert!(index.find("errors", None).found().len() > 10);
}

#[test]
fn parts_beginnings_initials_and_a_missing_letter_are_found() {
    let first = |query: &str| shown(query).into_iter().next();
    for query in ["backup", "bckup", "bacups", "acku"] {
        assert_eq!(first(query).as_deref(), Some("backups"), "{query}");
    }
    assert_eq!(first("load test").as_deref(), Some("load-tests"));
    assert_eq!(first("err mon").as_deref(), Some("error-monitoring"));
    assert_eq!(first("errmon").as_deref(), Some("error-monitoring"));
    assert_eq!(first("slt").as_deref(), Some("service-level-tracking"));
}

/// Whether a query lies in a text in pieces, by trying every way.
fn lies_in_pieces(text: &[char], query: &[char], from: usize, least: usize) -> bool {
    if query.is_empty() {
        return true;
    }
    (from..text.len()).any(|start| {
        let begins = start == 0 || !text[start - 1].is_alphanumeric();
        (1..=query.len()).any(|length| {
            text.get(start..start + length) == Some(&query[..length])
                && (begins || length >= least)
                && lies_in_pieces(text, &query[length..], start + length, least)
        })
    })
}

fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select("abcab- cé".chars().collect::<Vec<_>>()), length)
        .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_is_worthwhile_scores_enough_and_lies_in_pieces(
        rows in vec(text(0..24), 1..6),
        query in text(0..6),
    ) {
        let index = Index::of_texts(rows.iter().map(|row| vec![row.as_str()]));
        let results = index.find(&query, None);
        let letters: Vec<char> = super::fold(&query).chars().collect();
        let count = i64::try_from(letters.len()).unwrap();
        let expected: Vec<_> = results
            .found()
            .iter()
            .filter(|found| {
                let text: Vec<char> = super::fold(&rows[found.position]).chars().collect();
                let enough = count < 3 || found.score >= (20 * count - 5) * 60 / 100;
                count < 2
                    || enough && lies_in_pieces(&text, &letters, 0, letters.len().min(3))
            })
            .copied()
            .collect();
        prop_assert_eq!(results.worthwhile(), &expected[..]);
    }
}

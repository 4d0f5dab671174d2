//! What folds together, and that the marked characters are those of the text as it was written.

use candor::search::Index;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{fold, join};

/// The places that a query marks in a single field; nothing where it does not match.
fn marked(text: &str, query: &str) -> Option<Vec<usize>> {
    let results = Index::of_texts([vec![text]]).find(query, None);
    results.found().first()?;
    Some(results.matched(&[text]).remove(0))
}

#[test]
fn accents_and_case_of_any_script_make_no_difference() {
    for (text, query) in [
        ("Résumé", "resume"),
        ("resume", "RÉSUMÉ"),
        ("Re\u{301}sume\u{301}", "résumé"),
        ("ΩΜΈΓΑ", "ωμεγα"),
        ("ὈΔΟΣ", "οδος"),
        ("οδός", "ΟΔΟΣ"),
        ("\u{2126}", "ω"),
        ("Straße", "strasse"),
        ("STRASSE", "straße"),
        ("ẞ", "ss"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("ﬁre", "fire"),
        ("ЁЛКА", "елка"),
        ("\u{212A}elvin", "kelvin"),
        ("Ǆ ǅ", "ǆ ǆ"),
        ("한글", "\u{1112}\u{1161}\u{11AB}"),
        ("✔\u{FE0F} done", "✔ done"),
        ("שָׁלוֹם", "שלום"),
    ] {
        assert!(marked(text, query).is_some(), "{text} by {query}");
    }
}

#[test]
fn marks_that_make_another_letter_stay() {
    assert_eq!(marked("का", "कि"), None);
    assert_eq!(marked("か", "が"), None);
    assert_eq!(marked("क", "क्"), None);
    assert!(marked("किताब", "किताब").is_some());
}

#[test]
fn marked_places_are_characters_of_the_text_as_written() {
    assert_eq!(marked("Maße zu", "ssz"), Some(vec![2, 5]));
    assert_eq!(marked("Maße", "SSE"), Some(vec![2, 3]));
    assert_eq!(marked("e\u{301}\u{302}x", "ex"), Some(vec![0, 3]));
    assert_eq!(marked("日本語 ﬁx", "fx"), Some(vec![4, 5]));
    assert_eq!(marked("İx", "ix"), Some(vec![0, 1]));
    assert_eq!(
        marked("한글", "\u{1112}\u{1161}\u{11AB}글"),
        Some(vec![0, 1])
    );
    assert_eq!(marked("abc", "\u{301}"), Some(vec![]));
}

#[test]
fn a_match_may_lie_in_several_fields_and_each_has_its_own_places() {
    let fields = ["Tést the réstore", "", "restore-drill", "Ops"];
    let results = Index::of_texts([fields.to_vec()]).find("drillops", None);
    assert_eq!(
        results.matched(&fields),
        [vec![], vec![], vec![8, 9, 10, 11, 12], vec![0, 1, 2]]
    );
    // The space between two fields is searched, and belongs to neither.
    let results = Index::of_texts([fields.to_vec()]).find("drill o", None);
    assert_eq!(results.matched(&fields)[3], [0]);
    // Fields that do not match at all mark nothing.
    assert_eq!(results.matched(&["other"]), [Vec::<usize>::new()]);
}

proptest! {
    #[test]
    fn every_marked_character_folds_to_a_sought_letter(first in any::<String>(), second in any::<String>(), skip in 0usize..5, step in 1usize..4) {
        let fields = [first.as_str(), second.as_str()];
        let query: String = first.chars().chain(second.chars()).skip(skip).step_by(step).take(8).collect();
        let results = Index::of_texts([fields.to_vec()]).find(&query, None);
        let matched = results.matched(&fields);
        let sought = fold(&query);
        if let Some(one) = results.found().first() && !sought.is_empty() {
            let (score, indices) = SkimMatcherV2::default().fuzzy_indices(&join(&fields), &sought).unwrap();
            prop_assert_eq!(score, one.score);
            prop_assert!(matched.iter().flatten().count() <= indices.len());
        }
        for (field, places) in fields.iter().zip(&matched) {
            prop_assert!(places.is_sorted_by(|a, b| a < b));
            for place in places {
                let letter = fold(&field.chars().nth(*place).unwrap().to_string());
                prop_assert!(letter.chars().any(|c| sought.contains(c)), "{letter:?} of {field:?} by {sought:?}");
            }
        }
    }
}

#[test]
fn folding_twice_is_folding_once_for_every_character() {
    // What folds to something must be found by what it folds to, and by itself.
    let letters = (1..=u32::from(char::MAX)).filter_map(char::from_u32);
    for letter in letters.step_by(if cfg!(debug_assertions) { 7 } else { 1 }) {
        let text = letter.to_string();
        let once = fold(&text);
        assert_eq!(fold(&once), once, "{letter:?}");
        let results = Index::of_texts([vec![text.as_str()]]).find(&once, None);
        assert_eq!(results.found().len(), 1, "{letter:?}");
    }
}

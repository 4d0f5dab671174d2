//! Texts made to be slow or to break something.

use std::time::{Duration, Instant};

use candor::search::Index;

use super::{index, naive};

#[test]
fn rows_without_text_match_only_an_empty_query() {
    let rows = [vec![], vec![""], vec!["", ""]];
    assert_eq!(index(&rows).find("a", None).found(), []);
    assert_eq!(index(&rows).find("", None).found().len(), 3);
    let none = Index::of_texts(Vec::<Vec<&str>>::new());
    assert!(none.is_empty());
    assert_eq!(none.find("a", None).found(), []);
}

#[test]
fn a_nul_is_a_character_and_not_the_end() {
    let rows = [vec!["a\0b"], vec!["ab"], vec!["\0"], vec!["aé中\0"]];
    for query in ["\0", "a\0", "\0b", "b", "ab", "\0\0"] {
        assert_eq!(
            index(&rows).find(query, None).found(),
            naive(&rows, query),
            "{query:?}"
        );
    }
}

#[test]
fn controls_and_joiners_do_no_harm() {
    let text: String = (0..0x500).filter_map(char::from_u32).collect();
    let rows = [vec![text.as_str()]];
    // Within the limit of a field and beyond it.
    assert_eq!(
        index(&rows).find("\u{7}\u{1b}az\u{85}", None).found().len(),
        1
    );
    assert_eq!(index(&rows).find("\u{4ff}", None).found(), []);
}

#[test]
fn of_a_field_512_letters_are_searched_and_of_a_row_1024() {
    for filler in ["a", "ж"] {
        let long = filler.repeat(510) + "xyz";
        assert_eq!(
            Index::of_texts([vec![long.as_str()]])
                .find("xy", None)
                .found()
                .len(),
            1
        );
        assert_eq!(
            Index::of_texts([vec![long.as_str()]])
                .find("z", None)
                .found(),
            []
        );
        // 512, a space, 510 and then what is left: x alone.
        let row = vec![long.as_str(), long.as_str(), "q"];
        let results = Index::of_texts([row.clone()]).find("xyx", None);
        assert_eq!(results.found().len(), 1);
        assert_eq!(results.matched(&row), [vec![510, 511], vec![510], vec![]]);
        assert_eq!(Index::of_texts([row]).find("q", None).found(), []);
    }
}

#[test]
fn long_texts_and_long_queries_end_soon() {
    let long = "a".repeat(10_000);
    let wide = "ж".repeat(10_000);
    let rows = vec![vec![long.as_str(), &long, &long]; 8];
    let began = Instant::now();
    let narrow = index(&rows).find(&"a".repeat(300), None);
    assert_eq!(narrow.found().len(), 8);
    assert_eq!(index(&rows).find(&long, None).found(), []);
    let others = vec![vec![wide.as_str(), &wide]; 8];
    assert_eq!(index(&others).find(&"Ж".repeat(300), None).found().len(), 8);
    assert_eq!(narrow.matched(&rows[0]).iter().flatten().count(), 300);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_field_of_nothing_but_accents_is_no_field() {
    for rows in [
        [vec!["\u{301}", "ab"]],
        [vec!["ab", "\u{301}", "cd"]],
        [vec!["ab", "\u{301}"]],
    ] {
        for query in ["a", "b c", "b  c", " "] {
            assert_eq!(index(&rows).find(query, None).found(), naive(&rows, query));
        }
    }
}

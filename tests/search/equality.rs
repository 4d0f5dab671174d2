//! Order and scores are those of the crate; narrowing changes nothing.

use candor::search::Index;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use proptest::collection::vec;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::sample::select;

use super::{index, naive};

/// Few letters, so that many rows match in many ways; separators of both kinds; letters that fold.
fn letter() -> impl Strategy<Value = char> {
    prop_oneof![
        8 => select("abcABC".chars().collect::<Vec<_>>()),
        3 => select(" -/_.()1".chars().collect::<Vec<_>>()),
        1 => select("éÄßςΣﬁİıǰ한글да́中\u{301}\u{0}\n\u{FE0F}".chars().collect::<Vec<_>>()),
    ]
}

fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(letter(), length).prop_map(|letters| letters.into_iter().collect())
}

fn plain_text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select("abcd -/.".chars().collect::<Vec<_>>()), length)
        .prop_map(|letters| letters.into_iter().collect())
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![3 => plain_text(0..7), 2 => text(0..7), 1 => any::<String>()]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let row = prop_oneof![
        vec(plain_text(0..40), 1..4),
        vec(text(0..40), 0..4),
        vec(plain_text(100..200), 1..3),
        Just(vec![String::new()]),
    ];
    vec(row, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_and_scores_are_those_of_a_fresh_matcher(rows in rows(), query in query()) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        prop_assert_eq!(index(&rows).find(&query, None).found().to_vec(), naive(&rows, &query));
    }

    #[test]
    fn any_text_at_all_scores_as_by_a_fresh_matcher(rows in vec(vec(any::<String>(), 1..3), 0..4), at in any::<(usize, usize)>()) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        // Letters that the first row really has, so that something matches.
        let letters: Vec<char> = rows.first().into_iter().flatten().flat_map(|field| field.chars()).collect();
        let query: String = letters.iter().skip(at.0 % 7).step_by(1 + at.1 % 5).take(6).collect();
        prop_assert_eq!(index(&rows).find(&query, None).found().to_vec(), naive(&rows, &query));
    }

    #[test]
    fn the_best_few_are_those_that_come_first_of_all(
        rows in vec(vec(prop_oneof![4 => plain_text(0..30), 1 => text(0..30)], 1..3), 0..60),
        query in query(),
        wanted in 0usize..8,
    ) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let index = index(&rows);
        let all = naive(&rows, &query);
        let mut previous = None;
        let letters: Vec<char> = query.chars().collect();
        for end in 0..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            previous = Some(index.find_best(&typed, previous.as_ref(), wanted));
        }
        let best = previous.unwrap();
        prop_assert_eq!(best.found(), &all[..wanted.min(all.len())]);
        prop_assert_eq!(index.count(&best), all.len());
        prop_assert!(!best.is_all() || best.found().len() == all.len());
        prop_assert!(best.is_all() || best.found().len() == wanted);
        // What the best few leave over is there for a wider search.
        let wider = index.find(&query, Some(&best));
        prop_assert_eq!(wider.found(), &all[..]);
        prop_assert!(wider.is_all());
    }

    #[test]
    fn typing_on_gives_what_a_new_search_gives(rows in rows(), query in query(), at in any::<usize>()) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let index = index(&rows);
        let letters: Vec<char> = query.chars().collect();
        let mut previous = None;
        for end in 0..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            let results = index.find(&typed, previous.as_ref());
            prop_assert_eq!(&results, &index.find(&typed, None));
            previous = Some(results);
        }
        // A letter taken back somewhere: less is sought, so more is found.
        if !letters.is_empty() {
            let mut fewer = letters.clone();
            fewer.remove(at % letters.len());
            let typed: String = fewer.iter().collect();
            prop_assert_eq!(index.find(&typed, previous.as_ref()), index.find(&typed, None));
        }
    }
}

#[test]
fn the_bonus_of_every_ascii_character_is_the_crates() {
    for before in 0..128u8 {
        let text = format!("x{}a", char::from(before));
        let rows = [vec![text.as_str()]];
        assert_eq!(
            index(&rows).find("a", None).found(),
            naive(&rows, "a"),
            "{text:?}"
        );
        assert_eq!(
            index(&rows).find("xa", None).found(),
            naive(&rows, "xa"),
            "{text:?}"
        );
    }
}

#[test]
fn ranking_follows_fuzzy_indices_where_fuzzy_match_disagrees() {
    let title = "Enable upstream experiment during audit-trail and ticket";
    let matcher = SkimMatcherV2::default();
    let folded = title.to_lowercase();
    let (wanted, _) = matcher.fuzzy_indices(&folded, "bck").unwrap();
    let defective = SkimMatcherV2::default()
        .fuzzy_match(&folded, "bck")
        .unwrap();
    assert_ne!(
        wanted, defective,
        "the crate's defect is gone: search.rs can say so"
    );
    let found = Index::of_texts([vec![title]]).find("bck", None);
    assert_eq!(found.found()[0].score, wanted);
}

#[test]
fn a_used_matcher_would_score_by_what_it_saw_before() {
    // Control: one matcher for all rows, as one would write it. Where a doubled letter meets a place that scored in
    // an earlier row of the same length, it gives that row's bonus.
    let (used, fresh) = (SkimMatcherV2::default(), SkimMatcherV2::default);
    let score = |matched: Option<(i64, Vec<usize>)>| matched.map(|(score, _)| score);
    let (earlier, text) = ("ax by", "xbbbb");
    assert!(used.fuzzy_indices(earlier, "ab").is_some());
    let remembered = score(used.fuzzy_indices(text, "bb"));
    let wanted = score(fresh().fuzzy_indices(text, "bb"));
    assert_ne!(remembered, wanted, "a used matcher agrees by now");
    let rows = [vec![earlier], vec![text]];
    let (index, ours) = (index(&rows), |index: &Index| {
        index.find("bb", None).found()[0].score
    });
    index.find("ab", None);
    assert_eq!(Some(ours(&index)), wanted);
}

#[test]
fn an_empty_query_finds_everything_in_order() {
    let rows = [vec!["b"], vec!["a"], vec![""]];
    let results = index(&rows).find("", None);
    let positions: Vec<usize> = results.found().iter().map(|one| one.position).collect();
    assert_eq!(positions, [0, 1, 2]);
    assert!(results.is_of_nothing());
}

#[test]
fn results_of_an_index_of_another_size_do_not_narrow() {
    let (few, many) = ([vec!["ab"]], [vec!["x"], vec!["ab"]]);
    let stale = index(&few).find("a", None);
    let found = index(&many).find("ab", Some(&stale));
    assert_eq!(found.found(), naive(&many, "ab"));
}

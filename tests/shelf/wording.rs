//! How the items of a checklist are worded, and that no two checklists were written by copying.

use std::collections::{BTreeMap, BTreeSet};

use candor::domain::checklist::Tier;
use unicode_width::UnicodeWidthStr;

use super::{all, general, no_item_fails};

/// Sentences that stand in two checklists on purpose: the source documents ask the same thing of different systems.
const SHARED: [&str; 2] = [
    "A backup that was never restored is only a hope.",
    "Parts that are right one by one still misunderstand each other.",
];

#[test]
fn titles_are_unique_within_a_checklist_and_fit_seventy_columns() {
    for checklist in general() {
        let mut seen = BTreeSet::new();
        for (_, item) in checklist.items() {
            let title = item.title.raw();
            assert!(title.width() <= 70, "{}: {title}", checklist.id.raw());
            assert!(seen.insert(title.to_lowercase()), "twice: {title}");
            assert!(!title.ends_with('.'), "{title}");
        }
    }
}

#[test]
fn titles_say_what_is_met_and_not_what_is_absent() {
    let denials = [
        "No", "Not", "Don't", "Avoid", "Never", "Nothing", "Nobody", "None", "Ensure", "Make",
    ];
    no_item_fails(&general(), |item| {
        let first = item.title.raw().split(' ').next().unwrap_or_default();
        if denials.contains(&first) {
            return Err(format!("begins with {first}"));
        }
        Ok(())
    });
}

#[test]
fn ids_and_tags_are_lowercase_words_joined_by_hyphens() {
    let is_kebab = |text: &str| {
        !text.is_empty()
            && text.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            })
    };
    assert!(is_kebab("a-b2") && !is_kebab("a--b") && !is_kebab("A") && !is_kebab("a_b"));
    for checklist in all() {
        let stages = checklist.stages.iter().map(|stage| &stage.id);
        let phases = checklist.phases.iter().map(|phase| &phase.id);
        let traits = checklist.traits.iter().map(|asked| &asked.id);
        let categories = checklist.categories.iter().map(|category| &category.id);
        let items = checklist.items().map(|(_, item)| &item.id);
        let tags = checklist.items().flat_map(|(_, item)| &item.tags);
        let ids = stages.chain(phases).chain(traits).chain(categories);
        for id in ids.chain(items).chain(tags) {
            assert!(is_kebab(id.raw()), "{}: {id:?}", checklist.id.raw());
        }
    }
}

#[test]
fn links_are_plain_https_addresses() {
    let is_plain = |link: &str| {
        let Some(rest) = link.strip_prefix("https://") else {
            return false;
        };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_host = host.split('.').count() >= 2
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            });
        is_host
            && path
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._/~%".contains(c))
    };
    assert!(is_plain("https://semver.org/"));
    for wrong in [
        "http://a.org/",
        "https://a/",
        "https://a.org/b c",
        "https://a..org/",
    ] {
        assert!(!is_plain(wrong), "{wrong}");
    }
    no_item_fails(&all(), |item| {
        let wrong = item.links.iter().find(|link| !is_plain(link.raw()));
        wrong.map_or(Ok(()), |link| Err(link.raw().to_owned()))
    });
}

#[test]
fn no_two_checklists_share_a_sentence_of_why_or_how() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for checklist in all() {
        for (_, item) in checklist.items() {
            for text in [&item.why, &item.how] {
                for sentence in text.raw().split_inclusive(['.', '?', '!']) {
                    let sentence = sentence.trim();
                    if sentence.contains(' ') {
                        let list = checklist.id.raw().to_owned();
                        places.entry(sentence.to_owned()).or_default().insert(list);
                    }
                }
            }
        }
    }
    let shared: Vec<&str> = places
        .iter()
        .filter(|(_, lists)| lists.len() > 1)
        .map(|(sentence, _)| sentence.as_str())
        .collect();
    assert_eq!(shared, SHARED);
}

#[test]
fn the_same_id_weighs_the_same_in_every_general_checklist() {
    let mut tiers: BTreeMap<String, BTreeSet<Tier>> = BTreeMap::new();
    for checklist in general() {
        for (_, item) in checklist.items() {
            let id = item.id.raw().to_owned();
            tiers.entry(id).or_default().insert(item.tier);
        }
    }
    let undecided: Vec<&String> = tiers
        .iter()
        .filter(|(_, tiers)| tiers.len() > 1)
        .map(|(id, _)| id)
        .collect();
    assert!(undecided.is_empty(), "{undecided:?}");
}

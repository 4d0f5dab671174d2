//! Every token of every built-in checklist, and of one that has every field, deleted, doubled, misspelt or replaced: no panic, and what is said of it is
//! never vague and stands where the mistake is.
//!
//! The whole sweep is `cargo test --release --test main every_mutation -- --ignored`.

use std::fmt::Write as _;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use candor::format::fault::Fault;
use candor::format::read::read_checklist;

/// How far from the mistake a fault may stand, in lines.
const NEAR: usize = 2;

/// Words of the reader's own workings, which say nothing to the person who wrote the file.
const RAW: [&str; 13] = [
    "expected ",
    "unexpected",
    "message",
    "deserial",
    "struct",
    "enum ",
    "variant",
    "identifier",
    "parse",
    "token",
    "something else",
    "sequence",
    "u32",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    Number,
    Text,
    Mark,
}

/// A token, by its bytes.
#[derive(Clone, Copy)]
struct Token {
    sort: Sort,
    start: usize,
    end: usize,
}

/// The tokens of a text that can be read.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = |is_part: fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (sort, length) = if first == '"' {
            let mut escaped = false;
            let closes = |(_, c): &(usize, char)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            };
            let (end, _) = rest.char_indices().skip(1).find(closes).unwrap();
            (Some(Sort::Text), end + 1)
        } else if first.is_alphabetic() {
            (
                Some(Sort::Word),
                length(|c| c.is_alphanumeric() || c == '_'),
            )
        } else if first.is_ascii_digit() || first == '-' {
            (
                Some(Sort::Number),
                length(|c| c.is_alphanumeric() || matches!(c, '.' | '-')),
            )
        } else if rest.starts_with("//") {
            (None, rest.find('\n').unwrap())
        } else if rest.starts_with("/*") {
            (None, rest.find("*/").unwrap() + 2)
        } else if first.is_whitespace() {
            (None, first.len_utf8())
        } else {
            (Some(Sort::Mark), first.len_utf8())
        };
        let end = at + length;
        tokens.extend(sort.map(|sort| Token {
            sort,
            start: at,
            end,
        }));
        at = end;
    }
    tokens
}

/// What a token may be mistaken for, each with a name.
fn mistakes(token: Token, word: &str) -> Vec<(&'static str, String)> {
    let mut all = vec![("deleted", String::new())];
    let middle = word
        .char_indices()
        .nth(word.chars().count() / 2)
        .map_or(0, |(at, _)| at);
    let misspelt = || {
        let mut misspelt = word.to_owned();
        misspelt.remove(middle);
        misspelt
    };
    match token.sort {
        Sort::Word => {
            all.push(("doubled", format!("{word} {word}")));
            all.push(("misspelt", misspelt()));
            all.push(("in quotation marks", format!("\"{word}\"")));
            all.push(("a number", "7".to_owned()));
        }
        Sort::Number => {
            all.push(("doubled", format!("{word} {word}")));
            all.push(("a text", "\"seven\"".to_owned()));
            all.push(("a text of it", format!("\"{word}\"")));
            all.push(("a word", "seven".to_owned()));
            all.push(("negative", format!("-{word}")));
        }
        Sort::Text => {
            all.push(("doubled", format!("{word}{word}")));
            all.push(("not opened", word[1..].to_owned()));
            all.push(("not closed", word[..word.len() - 1].to_owned()));
            all.push((
                "a quotation mark inside",
                format!("{}\"{}", &word[..middle], &word[middle..]),
            ));
            all.push(("a number", "7".to_owned()));
            if word.len() > 4 {
                all.push(("misspelt", misspelt()));
            }
        }
        Sort::Mark => {
            all.push(("doubled", format!("{word}{word}")));
            let others: &[&str] = match word {
                "(" => &["[", "{", ")"],
                ")" => &["]", "}", "("],
                "[" => &["(", "{", "]"],
                "]" => &[")", "}", "["],
                "," => &[";", ":", "."],
                ":" => &[";", ",", "="],
                _ => &[],
            };
            all.extend(
                others
                    .iter()
                    .map(|other| ("another mark", (*other).to_owned())),
            );
        }
    }
    all
}

/// Whether a fault is about the mistake: it stands near it, names its line, or names the word.
fn is_about(fault: &Fault, line: usize, words: [&str; 2]) -> bool {
    let said = format!("{} {}", fault.what, fault.next);
    let near = |other: usize| other.abs_diff(line) <= NEAR;
    let named_lines = said.split("line ").skip(1).filter_map(|after| {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    let names_word = |word: &&str| {
        let word = word.trim_matches('"');
        word.len() > 1 && said.contains(&format!("`{word}`"))
    };
    fault.place.is_some_and(|place| near(place.line))
        || named_lines.clone().any(near)
        || words.iter().any(names_word)
}

/// What is vague about a fault of a text.
fn vague(fault: &Fault, text: &str) -> Option<&'static str> {
    let Some(place) = fault.place else {
        return Some("it has no place");
    };
    let mut lines = text.split('\n');
    let Some(line) = lines.nth(place.line - 1) else {
        return Some("its line is not in the file");
    };
    if place.column > line.chars().count() + 1 {
        return Some("its column is not in the line");
    }
    if fault.what.is_empty() || fault.next.is_empty() {
        return Some("it says nothing");
    }
    // What stands between backquotes is the file's own.
    let own: String = fault.what.split('`').step_by(2).collect();
    let own = own.to_lowercase();
    RAW.iter()
        .any(|raw| own.contains(raw))
        .then_some("it speaks of the reader's workings")
}

/// What is wrong with what is said of one mistake.
fn judged(
    name: &str,
    text: &str,
    token: Token,
    mistake: &str,
    with: &str,
    read: fn(&[u8]) -> Vec<Fault>,
) -> Option<String> {
    let mutated = [&text[..token.start], with, &text[token.end..]].concat();
    let line = text[..token.start].matches('\n').count() + 1;
    let word = &text[token.start..token.end];
    let mut complaint = String::new();
    let Ok(faults) = catch_unwind(|| read(mutated.as_bytes())) else {
        return Some(format!("{name}:{line}: `{word}` {mistake}: it panicked\n"));
    };
    for fault in &faults {
        let wrong = vague(fault, &mutated)
            .or_else(|| (!is_about(fault, line, [word, with])).then_some("it is far away"));
        if let Some(wrong) = wrong {
            let _ = write!(
                complaint,
                "{name}:{line}: `{word}` {mistake}: {wrong}\n{}",
                fault.rendered(name, &mutated)
            );
            break;
        }
    }
    (!complaint.is_empty()).then_some(complaint)
}

fn lint(bytes: &[u8]) -> Vec<Fault> {
    read_checklist(bytes).1
}

/// Every `step`th mistake of every built-in checklist: how many there were, and the complaints about what was said.
fn sweep(step: usize, read: fn(&[u8]) -> Vec<Fault>) -> (usize, Vec<String>) {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let directory = top.join("checklists");
    let (mut count, mut number, mut complaints) = (0, 0, Vec::new());
    let mut paths: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(top.join("tests/fixtures/lint/whole.ron"));
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(lint(text.as_bytes()), [], "{name} has faults by itself");
        for token in tokens(&text) {
            for (mistake, with) in mistakes(token, &text[token.start..token.end]) {
                number += 1;
                if number % step == 0 {
                    count += 1;
                    complaints.extend(judged(name, &text, token, mistake, &with, read));
                }
            }
        }
    }
    (count, complaints)
}

#[test]
fn a_sample_of_mistakes_is_told_where_it_is_and_what_it_is() {
    let (count, complaints) = sweep(211, lint);
    assert!(count >= 100, "only {count} mistakes");
    assert!(complaints.is_empty(), "{}", complaints.concat());
}

#[test]
#[ignore = "takes minutes"]
fn every_mutation_of_every_built_in_checklist_is_told_where_it_is_and_what_it_is() {
    let (count, complaints) = sweep(1, lint);
    let some: String = complaints.iter().take(60).map(String::as_str).collect();
    assert!(
        complaints.is_empty(),
        "{} of {count} mistakes:\n{some}",
        complaints.len()
    );
    assert!(count > 9_000, "only {count} mistakes");
}

#[test]
fn control_a_reader_that_says_little_or_points_elsewhere_is_noticed() {
    let mute = |bytes: &[u8]| {
        let mut faults = lint(bytes);
        for fault in &mut faults {
            fault.next.clear();
        }
        faults
    };
    assert!(sweep(997, mute).1.len() > 10);
    let elsewhere = |bytes: &[u8]| {
        let faults = lint(bytes).into_iter().map(|mut fault| {
            fault.what = "a mark is wrong".to_owned();
            fault.at(1, 1)
        });
        faults.collect()
    };
    assert!(sweep(997, elsewhere).1.len() > 10);
}

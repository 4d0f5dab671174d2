//! A configuration that is wrong in one place is right in the others, and says what is wrong, where, and what to do.

use candor::action::Action;
use candor::action::Context;
use candor::format::configuration::{Configuration, GlyphsWanted, read_configuration};
use candor::format::fault::Fault;
use candor::tui::background::Hints;
use candor::tui::keymap::Key;
use candor::tui::settings::{Around, Settings};
use candor::tui::theme::{Glyphs, THEMES, Theme};

/// The settings of a configuration, and each fault as its sentence.
pub(super) fn settings_of(ron: &str) -> (Configuration, Settings, Vec<String>) {
    let around = Around {
        hints: Hints {
            term: "xterm-256color".to_owned(),
            colours: String::new(),
            locale: "C.UTF-8".to_owned(),
        },
        no_color: false,
        theme: None,
        ascii: false,
        own_theme: &|name| {
            Ok(match name {
                "mine" => Some(
                    THEMES[1]
                        .1
                        .replace("bold #000000", "bold #010101")
                        .into_bytes(),
                ),
                "torn" => Some(THEMES[1].1.replace("title:", "titel:").into_bytes()),
                _ => None,
            })
        },
        own_names: &["mine".to_owned(), "torn".to_owned()],
    };
    let (configuration, mut faults) = read_configuration(ron.as_bytes());
    let (settings, more) = Settings::of(&configuration, &around);
    faults.extend(more);
    let sentences = faults
        .into_iter()
        .map(|fault: Fault| fault.into_problem("config.ron").to_string());
    (configuration, settings, sentences.collect())
}

#[test]
fn every_field_counts() {
    let ron = r#"(
        name: " Ana Lima ",
        role: "sre",
        theme: "mine",
        glyphs: "ascii",
        mouse: false,
        keys: { "undo": "ctrl-k", "unmet": ["K", "f4"], "redo": [] },
        checklist: "mvp-hardening",
        editor: "hx --vsplit",
    )"#;
    let (configuration, settings, faults) = settings_of(ron);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(configuration.name.unwrap().raw(), "Ana Lima");
    assert_eq!(settings.role.unwrap().raw(), "sre");
    assert_eq!(configuration.glyphs, GlyphsWanted::Ascii);
    assert_eq!(*settings.glyphs, Glyphs::ASCII);
    assert!(!settings.mouse && !settings.follows_background);
    assert_ne!(settings.theme, Theme::choose(false, Some("light")).unwrap());
    assert_eq!(settings.checklist.as_deref(), Some("mvp-hardening"));
    assert_eq!(settings.editor.as_deref(), Some("hx --vsplit"));
    let does = |key| {
        let key = Key::parse(key).unwrap();
        settings.keymap.action(Context::Review, key)
    };
    assert_eq!(does("ctrl-k"), Some(Action::Undo));
    assert_eq!(does("K"), Some(Action::Unmet));
    assert_eq!(does("f4"), Some(Action::Unmet));
    assert_eq!(does("o"), Some(Action::Unknown));
    for free in ["u", "x", "ctrl-r"] {
        assert_eq!(does(free), None, "{free}");
    }
}

#[test]
fn a_file_that_sets_nothing_is_as_none() {
    for ron in [
        "",
        " \n",
        "// later",
        "/* a */\n",
        "()",
        "(\n)",
        "Config()",
        "(theme: \"auto\")",
        "(name: None)",
    ] {
        let (configuration, settings, faults) = settings_of(ron);
        assert_eq!(faults, Vec::<String>::new(), "{ron:?}");
        assert!(configuration.name.is_none() && settings.follows_background && settings.mouse);
    }
}

/// Each with a text that is wrong at one place only, and the sentence that says so.
const WRONG: &[(&str, &str)] = &[
    (
        "(nmae: \"Ana\")",
        "config.ron:1:2: there is no field `nmae`; did you mean `name`?",
    ),
    (
        "(mouse: 1)",
        "config.ron:1:9: `mouse`: true or false is wanted here, not `1`; write true or false, without quotation marks.",
    ),
    (
        "(\n  glyphs: \"asci\",\n)",
        "config.ron:2:11: `glyphs` can't be `asci`; did you mean `ascii`?",
    ),
    (
        "(name: Ana)",
        "config.ron:1:8: `name`: a text in quotation marks is wanted here, not `Ana`; write it in quotation marks: \"Ana\".",
    ),
    (
        "(name: \" \")",
        "config.ron:1:8: `name` is not a line of text; write one line with at least one word, or remove the field.",
    ),
    (
        "(name: \"a\\nb\")",
        "config.ron:1:8: `name` is not a line of text; write one line with at least one word, or remove the field.",
    ),
    (
        "(mouse: true, mouse: true)",
        "config.ron:1:15: the field `mouse` is there twice; remove one of them.",
    ),
    (
        "(theme: \"drak\")",
        "config.ron:1:9: `theme`: there is no theme `drak`; did you mean `dark`?",
    ),
    (
        "(theme: \"mien\")",
        "config.ron:1:9: `theme`: there is no theme `mien`; did you mean `mine`?",
    ),
    (
        "(theme: \"torn\")",
        "config.ron:1:9: `theme`: the theme `torn` can't be used: themes/torn.ron:6:5: there is no field `titel` of a theme; did you mean `title`?",
    ),
    (
        "(keys: {\"undoo\": \"U\"})",
        "config.ron:1:9: `keys`: there is no action `undoo`; did you mean `undo`?",
    ),
    (
        "(keys: {\"undo\": \"ctrl-spce\"})",
        "config.ron:1:17: `keys`: there is no key `ctrl-spce` for `undo`; did you mean `ctrl-space`?",
    ),
    (
        "(keys: {\"undo\": [\"k\", 7]})",
        "config.ron:1:23: `keys, undo`: a text in quotation marks is wanted here, not `7`; write it in quotation marks: \"7\".",
    ),
    (
        "(keys: {\"redo\": \"U\", \"redo\": \"V\"})",
        "config.ron:1:22: `keys` names `redo` twice; remove one of them.",
    ),
    (
        "(keys: {\"undo\": \"x\"})",
        "config.ron:1:9: `keys`: x is both `unmet` and `undo` in Review; give one of them another key; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"cancel\": []})",
        "config.ron:1:9: `keys`: `cancel` (leave without a change) has no key in Home, searching, where nothing else does it; give it a key; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"close\": []})",
        "config.ron:1:9: `keys`: `close` (close) has no key in Reading, where nothing else does it; give it a key; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"cancel\": \"Q\"})",
        "config.ron:1:9: `keys`: Q can't be `cancel`, because in Home, searching it is typed; choose a key with Ctrl or Alt, or one such as f5; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"leave\": [], \"leave-now\": []})",
        "config.ron:1:9: `keys`: `leave` (leave) has no key in Home, where nothing else does it; give it a key; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"leave-unsaved\": []})",
        "config.ron:1:9: `keys`: `leave-unsaved` (leave and lose what is not saved) has no key in Leaving with something unsaved, where nothing else does it; give it a key; until then all keys are the default ones.",
    ),
    (
        "(keys: {\"back-to-review\": []})",
        "config.ron:1:9: `keys`: `back-to-review` (back to the review) has no key in Summary, where nothing else does it; give it a key; until then all keys are the default ones.",
    ),
];

#[test]
fn each_fault_is_one_sentence_with_its_place_and_what_to_do() {
    for (ron, sentence) in WRONG {
        let (_, settings, faults) = settings_of(ron);
        assert_eq!(faults, [*sentence], "{ron}");
        // What is faulty is as by default.
        assert!(settings.mouse && settings.follows_background, "{ron}");
        let undo = Key::parse("u").unwrap();
        let does = settings.keymap.action(Context::Review, undo);
        assert_eq!(does, Some(Action::Undo), "{ron}");
    }
}

#[test]
fn one_fault_leaves_every_other_field_standing() {
    let good = "\n  role: \"sre\",\n  editor: \"vi\",\n  keys: {\"waive\": \"ctrl-w\"},\n";
    for (ron, _) in WRONG.iter().filter(|(ron, _)| !ron.contains("keys")) {
        let ron = ron.replacen('(', &format!("({good}  "), 1);
        let (_, settings, faults) = settings_of(&ron);
        assert_eq!(faults.len(), 1, "{ron}: {faults:?}");
        assert_eq!(settings.role.unwrap().raw(), "sre");
        assert_eq!(settings.editor.as_deref(), Some("vi"));
        let key = Key::parse("ctrl-w").unwrap();
        let does = settings.keymap.action(Context::Review, key);
        assert_eq!(does, Some(Action::Waive), "{ron}");
    }
    // A key that nobody knows loses its own row alone, and a theme loses no keys.
    let (_, settings, faults) = settings_of(
        "(theme: \"pink\", keys: {\"undo\": \"nokey\", \"waive\": \"ctrl-w\"}, mouse: false)",
    );
    assert_eq!(faults.len(), 2, "{faults:?}");
    let does = |name| {
        settings
            .keymap
            .action(Context::Review, Key::parse(name).unwrap())
    };
    assert_eq!(
        (does("u"), does("ctrl-w")),
        (Some(Action::Undo), Some(Action::Waive))
    );
    assert!(!settings.mouse);
}

#[test]
fn any_text_is_read_without_a_panic_and_every_fault_has_its_place() {
    let whole = r#"(name: "Ana", theme: "light", keys: {"undo": ["u", "f2"]}, mouse: true)"#;
    let mut texts: Vec<String> = (0..=whole.len())
        .map(|end| whole[..end].to_owned())
        .collect();
    for at in 0..whole.len() {
        for odd in [
            "(", ")", "\"", "[", "]", "{", "}", ",", ":", "\0", "é", "/*", "\u{202e}",
        ] {
            texts.push(format!("{}{odd}{}", &whole[..at], &whole[at..]));
            texts.push(format!("{}{odd}{}", &whole[..at], &whole[at + 1..]));
        }
    }
    texts.push("(".repeat(10_000));
    texts.push(format!("(keys: {}", "[".repeat(10_000)));
    for text in texts {
        let (_, faults) = read_configuration(text.as_bytes());
        for fault in &faults {
            let place = fault.place.unwrap_or_else(|| panic!("{text:?}: {fault:?}"));
            assert!(place.line >= 1 && place.column >= 1, "{text:?}");
            assert!(!fault.rendered("config.ron", &text).contains('\u{202e}'));
        }
    }
    assert_eq!(read_configuration(b"\xff\xfe(").1.len(), 1);
}

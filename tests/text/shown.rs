//! What leaves the program is safe to show, says what it hides, and changes nothing that people write.

use candor::domain::text::{Shown, Text, must_escape, pieces};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::hostile::hostile;

/// The joiners and selectors, which may stay in their place.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Unicode's `Default_Ignorable_Code_Point`, `Bidi_Control`, the line separators and the annotation marks,
/// written down from the standard and not from the code under test.
fn is_never_shown(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f)
        || matches!(u32::from(c), 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f)
        || matches!(u32::from(c), 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a)
        || matches!(u32::from(c), 0xe0000..=0xe0fff)
}

/// Says what is wrong with `show` for this text, if anything.
fn fault(show: impl Fn(&str) -> String, raw: &str) -> Option<String> {
    let text = Text::new(raw);
    let shown = show(text.raw());
    let characters: Vec<char> = shown.chars().collect();
    for (at, &c) in characters.iter().enumerate() {
        let selector = !matches!(c, '\u{200c}' | '\u{200d}');
        let stands = |neighbour: Option<&char>| {
            neighbour.is_some_and(|&c| !c.is_whitespace() && !is_never_shown(c))
        };
        let follows = at > 0
            && (stands(characters.get(at - 1))
                || !selector && !matches!(characters[at - 1], '\u{200c}' | '\u{200d}'));
        let in_place = is_joiner(c) && follows && (selector || stands(characters.get(at + 1)));
        if is_never_shown(c) && !in_place {
            return Some(format!(
                "{raw:?} lets U+{:04X} through: {shown:?}",
                u32::from(c)
            ));
        }
    }
    if show(&shown) != shown {
        return Some(format!(
            "{raw:?} is shown in another way the second time: {shown:?}"
        ));
    }
    if !is_nfc(&shown) {
        return Some(format!("{raw:?} is shown outside NFC: {shown:?}"));
    }
    let unseen = |part: &&str| part.width() == 0 && !part.contains(['\u{ff9e}', '\u{ff9f}']);
    if shown.graphemes(true).any(|part| unseen(&part)) {
        return Some(format!(
            "{raw:?} has a part that takes no column: {shown:?}"
        ));
    }
    None
}

fn line(text: &str) -> String {
    Shown::line(text).into_string()
}

fn every_scalar() -> impl Iterator<Item = char> {
    char::MIN..=char::MAX
}

#[test]
fn every_scalar_value_is_safe_alone_and_between_letters_and_emoji() {
    for c in every_scalar() {
        // Far planes hold nothing that differs from its neighbours; they are swept by the long run below.
        let sampled =
            u32::from(c) < 0x3_2000 || u32::from(c) >> 12 == 0xe0 || u32::from(c) % 251 == 0;
        if sampled {
            for text in [c.to_string(), format!("a{c}b"), format!("😀{c}😀")] {
                assert_eq!(fault(line, &text), None);
            }
        }
    }
}

#[test]
#[ignore = "the whole sweep: all code points in ten contexts"]
fn every_scalar_value_is_safe_in_every_context() {
    for c in every_scalar() {
        for (before, after) in [
            ("", ""),
            ("a", "b"),
            ("😀", "😀"),
            ("❤\u{fe0f}", "🔥"),
            ("क्", "ष"),
            ("ی", "خ"),
            ("\u{200d}", "\u{200d}"),
            ("a\u{200d}", ""),
            ("각", "\u{1161}"),
            ("\u{202e}", "\u{301}"),
        ] {
            assert_eq!(fault(line, &format!("{before}{c}{after}")), None);
        }
    }
}

#[test]
fn a_shown_that_lets_an_override_through_is_caught() {
    let broken = |text: &str| {
        let kept = text.replace('\u{202e}', "\u{1}");
        Shown::line(&kept).as_str().replace("⟨U+0001⟩", "\u{202e}")
    };
    assert!(fault(broken, "invoice\u{202e}fdp.exe").is_some());
    assert!(fault(str::to_owned, "a\u{301}\n").is_some());
    assert!(
        fault(|text| text.replace('\u{1161}', ""), "\u{301}").is_some(),
        "a lone mark takes no column"
    );
}

#[test]
fn what_people_write_stays_as_it_is() {
    for text in [
        "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        "👩🏽\u{200d}🚀",
        "🏳\u{fe0f}\u{200d}🌈",
        "❤\u{fe0f}\u{200d}🔥",
        "I ❤\u{fe0f}",
        "❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "🇩🇪",
        "می\u{200c}خواهم",
        "خانه\u{200c}ها",
        "क्\u{200d}ष",
        "र\u{94d}\u{200d}य",
        "ক্\u{200c}ষ",
        "র\u{200d}্য",
        "ක්\u{200d}ෂ",
        "നന്\u{200d}മ",
        "葛\u{e0100}",
        "Ångström",
        "漢字かな",
        "ｶﾞﾟ",
        "עברית",
        "ไทยน้ำ",
        "naïve — “quoted” … 3 × 4",
        "",
    ] {
        let text = Text::new(text);
        assert_eq!(text.shown().as_str(), text.raw());
        assert_eq!(fault(line, text.raw()), None);
    }
}

#[test]
fn joiners_out_of_place_and_hidden_chains_become_visible() {
    for (raw, shown) in [
        ("a\u{200d}", "a⟨U+200D⟩"),
        ("\u{200c}a", "⟨U+200C⟩a"),
        ("a \u{fe0f}", "a ⟨U+FE0F⟩"),
        ("😀\u{fe00}\u{fe01}\u{e0100}", "😀\u{fe00}⟨U+FE01⟩⟨U+E0100⟩"),
        ("admin\u{1161}", "admin⟨U+1161⟩"),
        ("\u{301}x", "⟨U+0301⟩x"),
        (
            "a\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}",
            "à\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}⟨U+0300⟩⟨U+0300⟩",
        ),
        ("\u{202e}\u{301}", "⟨U+202E⟩⟨U+0301⟩"),
        ("\u{1b}[2J\r\n", "⟨U+001B⟩[2J⟨U+000A⟩"),
        (
            "\u{200b}\u{feff}\u{e0041}\u{7f}\u{85}",
            "⟨U+200B⟩⟨U+FEFF⟩⟨U+E0041⟩⟨U+007F⟩⟨U+0085⟩",
        ),
    ] {
        assert_eq!(Text::new(raw).shown().as_str(), shown);
    }
    assert_eq!(Shown::block("a\n\tb").as_str(), "a\n⟨U+0009⟩b");
}

/// As the program writes its files.
fn written(text: &Text) -> String {
    let pretty = ron::ser::PrettyConfig::new().escape_strings(false);
    ron::ser::to_string_pretty(text, pretty).unwrap()
}

#[test]
fn every_scalar_value_is_written_without_controls_and_read_back_equal() {
    let mut some = String::new();
    for c in every_scalar() {
        some.push(c);
        some.push_str("a\"#\\");
        if some.len() > 20_000 || c == '\u{10ffff}' {
            let text = Text::new(std::mem::take(&mut some));
            let file = written(&text);
            assert!(
                !file.chars().any(|c| c != '\n' && must_escape(c)),
                "{file:?}"
            );
            assert_eq!(ron::from_str::<Text>(&file).unwrap(), text);
        }
    }
}

#[test]
fn printable_text_is_written_raw_on_several_lines() {
    assert_eq!(
        written(&"one\nzwei – ❤\u{fe0f}".into()),
        "\"one\nzwei – ❤\u{fe0f}\""
    );
    assert_eq!(written(&"say \"#1\"\n\\".into()), "r##\"say \"#1\"\n\\\"##");
    assert_eq!(written(&"a\u{1b}\"\n".into()), "\"a\\u{1b}\\\"\\n\"");
}

proptest! {
    #[test]
    fn hostile_text_is_safe_as_a_line_and_as_a_block(text in hostile()) {
        prop_assert_eq!(fault(line, &text), None);
        let block = Shown::block(&text).into_string();
        prop_assert!(!block.chars().any(|c| c != '\n' && must_escape(c)));
        prop_assert_eq!(Shown::block(&block).into_string(), block);
    }

    #[test]
    fn any_text_is_read_back_as_it_was_written(text in any::<String>(), hostile in hostile()) {
        for text in [Text::new(text), Text::new(hostile)] {
            prop_assert_eq!(ron::from_str::<Text>(&written(&text)).unwrap(), text.clone());
            prop_assert_eq!(ron::from_str::<Text>(&ron::to_string(&text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn the_pieces_of_a_text_are_what_the_whole_shows(text in hostile()) {
        let starts: Vec<usize> = pieces(&text, 0, false).map(|piece| piece.start).collect();
        for from in starts {
            let joined: String = pieces(&text, from, false).map(|piece| piece.shown.into_owned()).collect();
            let before: String = pieces(&text, 0, false).take_while(|piece| piece.start < from).map(|piece| piece.shown.into_owned()).collect();
            prop_assert_eq!(before + &joined, line(&text));
        }
    }
}

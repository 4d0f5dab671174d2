//! Text as nobody types it by accident, for the property tests of everything that draws text.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;

/// Pieces that break programs which count characters: wide, combining, right-to-left, joined, invisible.
const PIECES: &[&str] = &[
    "",
    " ",
    "  ",
    "a",
    "word",
    "~",
    "\n",
    "\r",
    "\t",
    "\u{1b}[31m",
    "\0",
    "漢字",
    "한글",
    "ｶﾞ",
    "ﾟ",
    "é",
    "e\u{301}",
    "\u{301}",
    "Z\u{300}\u{301}\u{302}\u{303}",
    "עברית",
    "می\u{200c}خواهم",
    "क्\u{200d}ष",
    "\u{200d}",
    "\u{200c}",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "❤\u{fe0f}",
    "❤\u{fe0f}\u{200d}🔥",
    "🇩🇪",
    "🇩",
    "1\u{fe0f}\u{20e3}",
    "👍🏽",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{e0041}",
    "\u{3000}",
    "\u{a0}",
    "\u{1161}",
    "각",
    "\u{10ffff}",
    "longlonglonglongword",
];

/// Short hostile text: pieces from the list and any characters at all.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => (0..PIECES.len()).prop_map(|index| PIECES[index].to_owned()),
        1 => any::<char>().prop_map(String::from),
        1 => Just("x".repeat(30)),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Texts of at least 10,000 characters, one for each kind of trouble.
pub(crate) fn ten_thousand() -> Vec<String> {
    let mut texts: Vec<String> = [
        "a",
        "漢",
        "👨\u{200d}👩\u{200d}👧 ",
        "e\u{301}",
        "\u{301}",
        " ",
        "word ",
        "\n",
        "\u{202e}",
        "🇩🇪",
        "ab\u{200d}",
    ]
    .iter()
    .map(|piece| piece.repeat(10_000 / piece.chars().count() + 1))
    .collect();
    texts.push(PIECES.concat().repeat(60));
    texts.push(format!("a{}", "\u{300}".repeat(10_000)));
    texts
}

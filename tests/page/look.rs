//! The page in a real browser: it asks for nothing, says nothing, is readable in the light, in the dark and on paper,
//! and no text of a file is anything but text in it.

use serde_json::{Value, json};

use super::browser::{Browser, Opened, Tab};
use super::everything_hostile;
use super::subject::Subject;

const AUDIT: &str = include_str!("audit.js");

/// Screens, and the width between the margins of A4 and of Letter.
const SCREENS: [(u32, u32); 2] = [(1280, 800), (390, 800)];
const SHEETS: [(u32, u32); 2] = [(688, 1000), (709, 930)];

/// What the audit finds in the page as it is shown now.
fn faults(browser: &mut Browser, tab: &Tab) -> Vec<String> {
    let found = browser.evaluate(tab, AUDIT);
    let faults = found["faults"].as_array().unwrap().iter();
    faults
        .map(|fault| fault.as_str().unwrap().to_owned())
        .collect()
}

/// How a page is shown: in which light, at which size, on a screen or on paper.
type View = (&'static str, (u32, u32), &'static str);

/// Every light at every width.
fn every_view() -> Vec<View> {
    let views = |size, media| ["light", "dark"].map(|scheme| (scheme, size, media));
    let screens = SCREENS.into_iter().flat_map(|size| views(size, "screen"));
    let sheets = SHEETS.into_iter().flat_map(|size| views(size, "print"));
    screens.chain(sheets).collect()
}

/// Opens a page and looks at it in these views.
fn looked_at(browser: &mut Browser, html: &str, views: &[View]) -> Vec<String> {
    let tab = browser.tab();
    let Opened { requests, console } = browser.open(&tab, html);
    let mut found: Vec<String> = Vec::new();
    found.extend(requests.iter().map(|url| format!("it asks for {url}")));
    found.extend(console.iter().map(|line| format!("it says {line}")));
    for (scheme, size, media) in views {
        browser.show(&tab, *size, scheme, media);
        let here = faults(browser, &tab).into_iter();
        found.extend(here.map(|fault| format!("{scheme}, {media}, {size:?}: {fault}")));
    }
    browser.on(&tab, "Page.close", &json!({}));
    found
}

#[track_caller]
fn assert_in_order(browser: &mut Browser, what: &str, html: &str) {
    let found = looked_at(browser, html, &every_view());
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn the_page_is_readable_in_the_light_in_the_dark_and_on_paper() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    assert_in_order(&mut browser, "a review", &Subject::review().html());
    assert_in_order(
        &mut browser,
        "everything",
        &Subject::with_everywhere("word").html(),
    );
}

#[test]
fn hostile_text_is_inert_in_the_browser() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let plain = Subject::with_everywhere("word").html();
    let count = "document.querySelectorAll('*').length";
    let elements = |browser: &mut Browser, html: &str| -> Value {
        let tab = browser.tab();
        assert_eq!(browser.open(&tab, html), Opened::default());
        browser.evaluate(&tab, count)
    };
    let expected = elements(&mut browser, &plain);
    // What a link could begin with; the rest comes all at once.
    for begins in [
        "javascript:alert(1)//",
        "data:text/html,<script>",
        "\"onclick=alert(1)//",
    ] {
        let html = Subject::with_everywhere(begins).html();
        assert_eq!(elements(&mut browser, &html), expected, "{begins}");
    }
    assert_in_order(
        &mut browser,
        "hostile",
        &Subject::with_everywhere(&everything_hostile()).html(),
    );
}

/// The control: what the audit is there for, it notices.
#[test]
fn broken_pages_are_noticed() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let page = Subject::review().html();
    let with = |this: &str| page.replace("<main>", &format!("<main>{this}"));
    let style = |rule: &str| {
        // Without its policy, so that the rule is obeyed: the contrast is what is to be noticed.
        page.replace("default-src 'none'", "default-src *")
            .replace("style-src 'sha256", "style-src 'unsafe-inline' 'x")
            .replace("</style>", &format!("{rule}</style>"))
    };
    let hostile = Subject::with_everywhere(&everything_hostile()).html();
    let (light, dark) = (
        ("light", SCREENS[0], "screen"),
        ("dark", SCREENS[0], "screen"),
    );
    let paper = ("dark", SHEETS[0], "print");
    for (what, view, broken, told) in [
        ("a script", light, with("<script>1</script>"), "script"),
        (
            "an image from elsewhere",
            light,
            with("<img src=\"https://evil.example/x.png\">"),
            "img",
        ),
        (
            "a handler",
            light,
            with("<p onclick=\"x()\">x</p>"),
            "onclick",
        ),
        (
            "a style of its own",
            light,
            with("<p style=\"color:red\">x</p>"),
            "style",
        ),
        (
            "a link that runs",
            light,
            with("<p><a href=\"javascript:x\">x</a></p>"),
            "javascript",
        ),
        (
            "a heading too deep",
            light,
            with("<h4>x</h4>"),
            "skips a level",
        ),
        (
            "a drawing without a name",
            light,
            with("<svg><rect/></svg>"),
            "nobody can hear",
        ),
        (
            "a low contrast in the light",
            light,
            style(".note { color: #999 }"),
            "light, screen, (1280, 800): contrast",
        ),
        (
            "a low contrast in the dark",
            dark,
            style("@media (prefers-color-scheme: dark) { td { color: #555 } }"),
            "dark, screen, (1280, 800): contrast",
        ),
        (
            "a low contrast on paper",
            paper,
            style("@media print { td { color: #aaa } }"),
            "dark, print, (688, 1000): contrast",
        ),
        (
            "too wide",
            light,
            style("h1 { width: 1500px }"),
            "wider than the screen",
        ),
        (
            "an open bracket",
            light,
            hostile.replace("&lt;", "<"),
            "an element that the page does not have",
        ),
    ] {
        let found = looked_at(&mut browser, &broken, &[view]).join("\n");
        assert!(found.contains(told), "{what} goes unnoticed:\n{found}");
    }
    let asks = page
        .replace("default-src 'none'", "default-src *")
        .replace("<main>", "<main><img src=\"file:///nowhere/x.png\">");
    let found = looked_at(&mut browser, &asks, &[]).join("\n");
    assert!(
        found.contains("it asks for file:///nowhere/x.png"),
        "{found}"
    );
}

#[test]
fn the_page_prints_on_a4_and_on_letter() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    let tab = browser.tab();
    assert_eq!(
        browser.open(&tab, &Subject::with_everywhere("word").html()),
        Opened::default()
    );
    for (name, width, height) in [("A4", 8.27, 11.69), ("Letter", 8.5, 11.0)] {
        let sheet = json!({"paperWidth": width, "paperHeight": height, "printBackground": false});
        let printed = browser.on(&tab, "Page.printToPDF", &sheet);
        let pdf = from_base64(printed["data"].as_str().unwrap());
        assert!(pdf.starts_with(b"%PDF-"), "{name}");
        let text = String::from_utf8_lossy(&pdf);
        let pages = text.matches("/Type /Page\n").count();
        assert!((3..=12).contains(&pages), "{name}: {pages} pages");
    }
}

#[test]
fn the_first_screen_says_verdict_why_how_far_what_next_and_who_signed() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    for (what, html) in [
        ("a review", Subject::review().html()),
        ("everything", Subject::with_everywhere("word").html()),
    ] {
        let tab = browser.tab();
        browser.show(&tab, SCREENS[0], "light", "screen");
        browser.open(&tab, &html);
        let seen = browser.evaluate(
            &tab,
            "[...document.querySelectorAll('.first h2, .first .reasons li, .first strong, .next li, .signers p')].filter(it => it.getBoundingClientRect().bottom < innerHeight).map(it => it.innerText).join('\\n')",
        );
        let seen = seen.as_str().unwrap();
        for part in ["go", "How far", "What next", "Who signed", "1. ", "blocker"] {
            let part = part.trim_end_matches("1. ");
            assert!(
                seen.contains(part),
                "{what}: no {part} on the first screen:\n{seen}"
            );
        }
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| *byte != b'=')
        .map(value)
        .collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = four
            .iter()
            .fold(0u32, |bits, digit| bits << 6 | u32::from(*digit));
        let bits = bits << (6 * (4 - four.len()));
        let [_, one, two, three] = bits.to_be_bytes();
        [one, two, three].into_iter().take(four.len() - 1)
    });
    bytes.collect()
}

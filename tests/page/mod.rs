//! The page that `export --format html` writes: in a real browser where there is one, and as text everywhere.

mod browser;
mod look;
mod signing;
mod skeleton;
mod subject;
mod table;

/// Texts that would be something else than text if they could.
const HOSTILE: [&str; 24] = [
    "<script>document.title='gone';alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "<img/src=https://evil.example/x.png>",
    "javascript:alert(1)//",
    "JaVaScRiPt:alert(1)//",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:x",
    "\"onclick=alert(1)//",
    "'onmouseover='alert(1)",
    "</style><style>*{display:none}</style>",
    "</title></head><body onload=alert(1)>",
    "</svg></bdi></td></table></main>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "]]><!--",
    "--><b>",
    "{{7*7}}${7*7}<%= 1 %>",
    "&lt;b&gt;&#60;i&#62;&amp",
    "\u{202e}gpj.exe\u{2066}\u{200b}\u{feff}",
    "\u{0}\u{1}\u{8}\u{1b}[31m\u{7f}\u{85}\u{2028}",
    "longer\u{a0}than\u{a0}any\u{a0}column\u{a0}of\u{a0}a\u{a0}page\u{a0}with\u{a0}blanks\u{a0}that\u{a0}do\u{a0}not\u{a0}break\u{a0}at\u{a0}all\u{a0}and\u{a0}on",
    "אבג مرحبا 漢字 e\u{301}\u{301}\u{301}",
];

/// All of them at once, with a word that fits nowhere.
fn everything_hostile() -> String {
    format!("{} {}", HOSTILE.join(" "), "W".repeat(300))
}

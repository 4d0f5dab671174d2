//! The one way to write the page: markup is ours and known when candor is built, everything else is escaped.

use std::fmt::{Display, Write as _};

use crate::domain::percent::Percent;
use crate::domain::text::{Shown, Text};

/// A page being written. Markup can only be a constant of the program, so that no text of a file becomes any.
#[derive(Debug)]
pub(super) struct Page(String);

/// How a part of a bar is filled. Each differs from the others by its pattern, not by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Backed by evidence: solid.
    Evidenced,
    /// Claimed without evidence: hatched.
    Claimed,
    /// Partly met: dotted.
    Partial,
}

impl Fill {
    fn class(self) -> &'static str {
        match self {
            Self::Evidenced => "evidenced",
            Self::Claimed => "claimed",
            Self::Partial => "partial",
        }
    }
}

/// Longer than so many bytes a word may be broken.
const LONG_WORD: usize = 24;

/// Tenths of a percent, as a bar is drawn.
pub(super) type Tenths = i64;

impl Page {
    pub(super) fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// Markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Words of ours, which may hold text of the file: made visible, then escaped.
    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        escape_into(&mut self.0, Shown::line(words).as_str());
        self
    }

    /// Something that shows itself in digits or in words of ours.
    pub(super) fn show(&mut self, value: impl Display) -> &mut Self {
        self.words(&value.to_string())
    }

    /// Text of the file on one line, which keeps its direction to itself.
    pub(super) fn text(&mut self, text: &Text) -> &mut Self {
        self.bdi(text.raw())
    }

    /// The same of text that is no `Text`, as a path.
    pub(super) fn bdi(&mut self, text: &str) -> &mut Self {
        let is_long = |word: &str| word.len() > LONG_WORD;
        // A word that fits into no column may break anywhere, and no other.
        if text.split_whitespace().any(is_long) {
            self.raw("<bdi class=\"long\">");
        } else {
            self.raw("<bdi>");
        }
        self.words(text.trim()).raw("</bdi>")
    }

    /// Text of the file on as many lines as it has.
    pub(super) fn block(&mut self, text: &Text) -> &mut Self {
        escape_into(&mut self.0, Shown::block(text.raw().trim()).as_str());
        self
    }

    /// A text of the file that is a web address becomes a link, any other stays text.
    pub(super) fn link(&mut self, text: &Text) -> &mut Self {
        if !is_plain_address(text.raw()) {
            return self.text(text);
        }
        self.raw("<a rel=\"noopener noreferrer\" href=\"")
            .words(text.raw())
            .raw("\">")
            .words(text.raw())
            .raw("</a>")
    }

    /// A link to an item, in its title.
    pub(super) fn item_link(&mut self, at: usize, title: &Text) -> &mut Self {
        self.raw("<a href=\"#i").show(at).raw("\">");
        self.text(title).raw("</a>")
    }

    /// One of the signs that `SIGNS` draws; the word beside it says the same.
    pub(super) fn sign(&mut self, href: &'static str) -> &mut Self {
        self.raw("<svg class=\"sign\" aria-hidden=\"true\" focusable=\"false\"><use href=\"")
            .raw(href)
            .raw("\"/></svg>")
    }

    /// A bar from 0 to 100 percent, its parts one after the other, with a mark where something was declared. `says` is
    /// what it shows in words.
    pub(super) fn bar(&mut self, says: &str, parts: &[(Fill, Tenths)], mark: Option<Tenths>) {
        self.raw("<svg class=\"bar\" role=\"img\" aria-label=\"")
            .words(says)
            .raw("\"><title>")
            .words(says)
            .raw("</title><rect class=\"track\" width=\"100%\" height=\"100%\"/>");
        let mut from: Tenths = 0;
        for (fill, width) in parts {
            if *width <= 0 {
                continue;
            }
            self.raw("<rect class=\"").raw(fill.class()).raw("\" x=\"");
            self.share(from).raw("\" width=\"").share(*width);
            self.raw("\" height=\"100%\"/>");
            from += width;
        }
        if let Some(mark) = mark {
            self.raw("<rect class=\"mark\" x=\"")
                .share(mark.clamp(0, 995));
            self.raw("\" width=\"3\" height=\"100%\"/>");
        }
        self.raw("</svg>");
    }

    fn share(&mut self, tenths: Tenths) -> &mut Self {
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{}.{}%", tenths / 10, tenths % 10);
        self
    }

    /// The head of a table, with its columns; a column of numbers begins with `#`. The name is for those who do not see
    /// the heading above it.
    pub(super) fn table(&mut self, name: &'static str, columns: &[&'static str]) -> &mut Self {
        self.table_of("<table>\n", name, columns)
    }

    /// The same under a name that everybody sees.
    pub(super) fn titled_table(
        &mut self,
        name: &'static str,
        columns: &[&'static str],
    ) -> &mut Self {
        self.table_of("<table class=\"titled\">\n", name, columns)
    }

    /// The same with the tag that opens it.
    pub(super) fn table_of(
        &mut self,
        open: &'static str,
        name: &'static str,
        columns: &[&'static str],
    ) -> &mut Self {
        self.raw(open).raw("<caption>").raw(name);
        self.raw("</caption>\n<thead><tr>");
        for column in columns {
            // Numbers stand on the right, their column's name above them.
            match column.strip_prefix('#') {
                Some(column) => self.raw("<th scope=\"col\" class=\"number\">").raw(column),
                None => self.raw("<th scope=\"col\">").raw(column),
            };
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n")
    }

    pub(super) fn table_end(&mut self) {
        self.raw("</tbody>\n</table>\n");
    }

    /// A cell; its column is named again where the page is too narrow for columns.
    pub(super) fn cell(&mut self, column: &'static str) -> &mut Self {
        self.raw("<td data-column=\"").raw(column).raw("\">")
    }

    /// A cell with a number.
    pub(super) fn number(&mut self, column: &'static str, value: impl Display) -> &mut Self {
        self.raw("<td class=\"number\" data-column=\"").raw(column);
        self.raw("\">").show(value).raw("</td>")
    }

    /// A cell with text of the file; a dash where there is none.
    pub(super) fn text_cell(&mut self, column: &'static str, text: &Text) -> &mut Self {
        self.cell(column);
        if text.is_blank() {
            self.raw("—");
        } else {
            self.text(text);
        }
        self.raw("</td>")
    }

    /// A cell with words of ours.
    pub(super) fn words_cell(&mut self, column: &'static str, words: &str) -> &mut Self {
        self.cell(column).words(words).raw("</td>")
    }
}

/// A percentage as a bar draws it; nothing where it is absent.
pub(super) fn tenths(percent: Option<&Percent>) -> Tenths {
    percent.map_or(0, Percent::tenths).clamp(0, 1000)
}

/// The parts of a bar of claimed and evidenced.
pub(super) fn parts(claimed: Option<&Percent>, evidenced: Option<&Percent>) -> [(Fill, Tenths); 2] {
    let (claimed, evidenced) = (tenths(claimed), tenths(evidenced));
    let unbacked = claimed - evidenced;
    [(Fill::Evidenced, evidenced), (Fill::Claimed, unbacked)]
}

/// `1 item`, `2 items`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}

/// Whether a text may be followed as a link: a web address in which nothing hides.
fn is_plain_address(text: &str) -> bool {
    let hides = |c: char| c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\');
    crate::domain::evidence::is_url(text)
        && !text.contains(hides)
        && Shown::line(text).as_str() == text
}

/// What is shown, as text between tags or inside a quoted attribute.
fn escape_into(out: &mut String, shown: &str) {
    let mut plain = 0;
    for (at, byte) in shown.bytes().enumerate() {
        let entity = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&shown[plain..at]);
        out.push_str(entity);
        plain = at + 1;
    }
    out.push_str(&shown[plain..]);
}

#[cfg(test)]
mod tests {
    use super::{Page, is_plain_address};

    #[test]
    fn what_would_be_markup_is_text() {
        let mut page = Page::with_room(64);
        page.words("<a b=\"c\" d='e'>&amp;\u{202e}\u{0}\n");
        assert_eq!(
            page.into_string(),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;⟨U+202E⟩⟨U+0000⟩⟨U+000A⟩"
        );
    }

    #[test]
    fn only_plain_web_addresses_become_links() {
        for address in [
            "https://a.example/b?c=d&e#f",
            "HTTP://a.example",
            "https://ü.example/ä",
        ] {
            assert!(is_plain_address(address), "{address}");
        }
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "java\nscript:alert(1)",
            "https://a.example/\"onload=x",
            "https://a.example/<b>",
            "https://a.example/\u{202e}",
            "https://a.example/ b",
            "https://",
            "//a.example",
            " https://a.example",
            "file:///etc/passwd",
        ] {
            assert!(!is_plain_address(text), "{text}");
        }
    }
}

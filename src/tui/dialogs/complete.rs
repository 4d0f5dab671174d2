//! What a path that is being typed may become, below its field.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::action::Action;
use crate::domain::text::Shown;
use crate::tui::message::{Completed, Suggestion};
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{cut_middle, cut_with};
use crate::tui::widgets::rows::{draw_line, draw_row, row_of};
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

/// The suggestions that are shown at most.
pub(super) const MOST_ROWS: u16 = 8;

/// What the path in a field may become, and which suggestion is chosen.
#[derive(Debug, Default)]
pub struct Completion {
    /// The text for which suggestions were asked last.
    asked: Option<String>,
    found: Vec<Suggestion>,
    more: bool,
    /// The answer is there.
    is_known: bool,
    window: Window,
    chosen: bool,
}

impl Completion {
    /// The text to ask suggestions for, once each time that it is another.
    pub fn to_ask(&mut self, text: &str) -> Option<String> {
        if self.asked.as_deref() == Some(text) {
            return None;
        }
        self.asked = Some(text.to_owned());
        self.chosen = false;
        self.is_known = false;
        Some(text.to_owned())
    }

    /// Takes in an answer, unless something else was typed meanwhile.
    pub fn take(&mut self, completed: Completed) {
        if self.asked.as_deref() == Some(completed.text.as_str()) {
            (self.found, self.more) = (completed.found, completed.more);
            self.window = Window::default();
            self.chosen = false;
            self.is_known = true;
        }
    }

    /// Whether there is something to choose from.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The chosen suggestion.
    pub fn chosen(&self) -> Option<&Suggestion> {
        self.found
            .get(self.window.selected)
            .filter(|_| self.chosen && self.is_known)
    }

    /// Chooses another suggestion; up from the first leads back to the field. Says whether it could.
    pub fn go(&mut self, action: Action) -> bool {
        let (len, height) = (self.found.len(), usize::from(MOST_ROWS));
        match action {
            Action::Down if !self.chosen => {
                self.chosen = len > 0;
                self.window = Window::default();
                self.chosen
            }
            Action::Down => {
                self.window.move_by(1, len, height);
                true
            }
            Action::Up if self.chosen && self.window.selected == 0 => {
                self.chosen = false;
                true
            }
            Action::Up if self.chosen => {
                self.window.move_by(-1, len, height);
                true
            }
            _ => false,
        }
    }

    /// What the text becomes when it is completed: the chosen suggestion, else as far as all suggestions agree.
    pub fn completed(&self, text: &str) -> Option<String> {
        if let Some(chosen) = self.chosen() {
            return Some(chosen.path.clone());
        }
        let common = self.common()?;
        (common.len() >= text.len() && common != text).then_some(common)
    }

    /// What would be added to the text, where it is added at its end.
    fn rest(&self, text: &str) -> Option<String> {
        let completed = self.completed(text)?;
        let rest = completed.strip_prefix(text)?;
        (!rest.is_empty()).then(|| Shown::line(rest).into_string())
    }

    fn common(&self) -> Option<String> {
        if !self.is_known || self.more {
            return None;
        }
        let mut paths = self.found.iter().map(|found| found.path.as_str());
        let first = paths.next()?;
        let common = paths.fold(first.len(), |length, path| {
            let same = first[..length]
                .char_indices()
                .zip(path.chars())
                .find(|((_, one), other)| one != other);
            same.map_or(length.min(path.len()), |((at, _), _)| at)
        });
        let mut common = common;
        while !first.is_char_boundary(common) {
            common -= 1;
        }
        Some(first[..common].to_owned())
    }

    /// Draws in the field, behind the text, what would be added.
    pub(super) fn draw_rest(
        &self,
        field: &TextField,
        cursor: Option<Position>,
        area: Rect,
        buffer: &mut Buffer,
        (theme, glyphs): (&Theme, &Glyphs),
    ) {
        let at_end = field.cursor() == field.text().len() && !field.is_empty();
        let (Some(cursor), Some(rest)) = (cursor.filter(|_| at_end), self.rest(field.text()))
        else {
            return;
        };
        let columns = usize::from(area.right().saturating_sub(cursor.x));
        if columns > 1 {
            let rest = cut_with(&rest, columns, glyphs.cut);
            let style = theme.field.patch(theme.dim);
            buffer.set_stringn(cursor.x, cursor.y, rest, columns, style);
        }
    }

    /// Draws the suggestions; gives how many rows they took.
    pub(super) fn draw(&self, area: Rect, buffer: &mut Buffer, look: (&Theme, &Glyphs)) -> usize {
        let (theme, glyphs) = look;
        let height = usize::from(area.height.min(MOST_ROWS));
        if self.found.is_empty() || height == 0 {
            return 0;
        }
        // The last row says that there is more.
        let hidden = self.found.len() > height || self.more;
        let rows = if hidden && height > 1 {
            height - 1
        } else {
            height
        };
        let visible = self.window.visible(self.found.len(), rows);
        let last = visible.end;
        for (y, at) in visible.enumerate() {
            let selected = self.chosen && at == self.window.selected;
            let gutter = if selected { glyphs.gutter } else { " " };
            let suggestion = &self.found[at];
            let name = Shown::line(name_of(&suggestion.path)).into_string();
            let room = usize::from(area.width).saturating_sub(2);
            let name = cut_middle(&name, room, glyphs.cut).into_owned();
            let style = if suggestion.is_directory {
                theme.key
            } else {
                theme.text
            };
            let line = Line::from(vec![
                Span::raw(format!("{gutter} ")),
                Span::styled(name, style),
            ]);
            draw_row(line, (selected, true), row_of(area, y), buffer, look);
        }
        if rows < height {
            let left = self.found.len().saturating_sub(last);
            let words = match (left, self.more) {
                (0, false) => return rows,
                (left, false) => format!("  {} {left} more", glyphs.cut),
                (_, true) => format!("  {} many more; type on", glyphs.cut),
            };
            let line = Line::styled(words, theme.dim);
            draw_line(line, row_of(area, rows), buffer, glyphs);
        }
        height.min(self.found.len() + usize::from(rows < height))
    }
}

/// The last part of a path, with the slash of a directory.
fn name_of(path: &str) -> &str {
    let bare = path.strip_suffix('/').unwrap_or(path);
    match bare.rfind('/') {
        Some(slash) => &path[slash + 1..],
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Completed, Completion, Suggestion, name_of};

    fn of(text: &str, paths: &[&str]) -> Completion {
        let mut completion = Completion::default();
        assert_eq!(completion.to_ask(text).as_deref(), Some(text));
        completion.take(Completed {
            text: text.to_owned(),
            found: paths
                .iter()
                .map(|path| Suggestion {
                    path: (*path).to_owned(),
                    is_directory: path.ends_with('/'),
                })
                .collect(),
            more: false,
        });
        completion
    }

    #[test]
    fn what_all_suggestions_agree_on_completes_the_text() {
        let two = of("a/s", &["a/scans/", "a/scan.txt"]);
        assert_eq!(two.completed("a/s").as_deref(), Some("a/scan"));
        assert_eq!(
            of("a/scan", &["a/scans/", "a/scan.txt"]).completed("a/scan"),
            None
        );
        assert_eq!(
            of("ä", &["äö", "äü"]).completed("ä"),
            None,
            "no letter is split"
        );
        assert_eq!(
            of("SC", &["scan.txt"]).completed("SC").as_deref(),
            Some("scan.txt")
        );
        assert_eq!(of("x", &[]).completed("x"), None);
    }

    #[test]
    fn an_answer_for_another_text_is_ignored() {
        let mut completion = of("a", &["ab"]);
        assert!(completion.to_ask("a").is_none(), "asked once");
        assert!(completion.to_ask("b").is_some());
        completion.take(Completed {
            text: "a".to_owned(),
            found: Vec::new(),
            more: false,
        });
        assert!(!completion.is_empty());
        assert!(!completion.go(Action::Up));
        assert!(completion.go(Action::Down));
        assert_eq!(
            completion.chosen(),
            None,
            "what is shown is for another text"
        );
    }

    #[test]
    fn a_name_is_the_last_part_of_a_path() {
        for (path, name) in [
            ("a/b/", "b/"),
            ("a/b", "b"),
            ("/", "/"),
            ("a", "a"),
            ("~/", "~/"),
        ] {
            assert_eq!(name_of(path), name);
        }
    }
}

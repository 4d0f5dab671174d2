//! What a meeting comes to: what it changed, what was agreed, who dissents, and what is left to do.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::assessment::{Assessment, Status};
use crate::domain::dissent::Dissent;
use crate::domain::history::{Entry, What};
use crate::domain::meeting::{Changed, Meeting, changed};
use crate::domain::minutes::{Action, Remark};
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::wrap;
use crate::tui::widgets::signs::verdict_badge;

use super::{MeetingPage, Stand, people_of};

/// The lines of a meeting's end in so many columns.
pub(super) struct Closing<'a> {
    pub(super) page: &'a MeetingPage,
    pub(super) session: &'a Session,
    pub(super) columns: usize,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl Closing<'_> {
    /// All of it; nothing where the meeting is gone.
    pub(super) fn lines(&self) -> Vec<Line<'static>> {
        let assessment = self.session.assessment();
        let Some(meeting) = self.page.meeting(assessment) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        self.push_verdict(&mut lines);
        self.push_about(&mut lines, meeting);
        self.push_changed(&mut lines, meeting);
        let agreed: Vec<String> = meeting
            .agreed
            .iter()
            .map(|item| item.shown().into_string())
            .collect();
        if !agreed.is_empty() {
            self.push_list(&mut lines, "All agreed on", vec![agreed.join(", ")]);
        }
        let notes = Notes::of(assessment, meeting);
        self.push_list(&mut lines, "Dissents", notes.dissents);
        self.push_list(&mut lines, "Decisions", notes.decisions);
        self.push_list(&mut lines, "Actions", notes.actions);
        self.push_list(&mut lines, "Parking lot", notes.parked);
        let open: Vec<String> = self
            .page
            .points
            .iter()
            .filter(|point| point.mark.is_none() && !point.is_parked)
            .map(|point| assessment.item(point.item).id.shown().into_string())
            .collect();
        if !open.is_empty() {
            self.push_list(&mut lines, "Not gone through", vec![open.join(", ")]);
        }
        while lines.last().is_some_and(|line| line.spans.is_empty()) {
            lines.pop();
        }
        lines
    }

    /// `NO-GO → CONDITIONAL-GO   claimed 71.4 → 85.7   evidenced 52.0 → 60.1`.
    fn push_verdict(&self, lines: &mut Vec<Line<'static>>) {
        let (was, now) = (&self.page.began, Stand::of(self.session));
        let arrow = || Span::styled(format!(" {} ", self.glyphs.becomes), self.theme.dim);
        let mut spans = vec![verdict_badge(was.verdict, self.theme)];
        if was.verdict != now.verdict {
            spans.extend([arrow(), verdict_badge(now.verdict, self.theme)]);
        }
        lines.push(Line::from(spans));
        let mut spans = Vec::new();
        for (name, was, now) in [
            ("claimed", &was.claimed, &now.claimed),
            ("evidenced", &was.evidenced, &now.evidenced),
        ] {
            let gap = if spans.is_empty() { "" } else { "   " };
            spans.push(Span::styled(format!("{gap}{name} "), self.theme.dim));
            if was != now {
                spans.extend([Span::styled(was.clone(), self.theme.text), arrow()]);
            }
            spans.push(Span::styled(now.clone(), self.theme.title));
        }
        lines.push(Line::from(spans));
        if self.page.taken_up {
            self.push_wrapped(
                lines,
                "as it stood when the meeting was taken up again",
                self.theme.dim,
            );
        }
    }

    /// Since when, how long, and who is here.
    fn push_about(&self, lines: &mut Vec<Line<'static>>, meeting: &Meeting) {
        let people: Vec<String> = people_of(meeting)
            .iter()
            .map(|name| name.shown().into_string())
            .collect();
        let offset = self.session.assessment().utc_offset;
        let since = meeting.start.time_of_day(offset);
        let took = self.page.time.of_meeting(meeting);
        let until = meeting.end.map_or_else(String::new, |end| {
            format!(" to {}", end.time_of_day(offset))
        });
        let sign = if took.is_over { self.glyphs.alert } else { "" };
        let facts = format!(
            "{} {since}{until} {sep} {sign}{} {sep} {} here: {} {sep} led by {}",
            meeting.start.day(offset),
            took.words,
            people.len(),
            people.join(", "),
            meeting.facilitator.shown(),
            sep = self.glyphs.separator,
        );
        self.push_wrapped(lines, &facts, self.theme.text);
        lines.push(Line::default());
    }

    fn push_changed(&self, lines: &mut Vec<Line<'static>>, meeting: &Meeting) {
        let assessment = self.session.assessment();
        let changed = changed(assessment, meeting);
        let rows: Vec<String> = changed
            .iter()
            .filter_map(|changed| {
                let words = self.changed_words(changed);
                let id = assessment.item(changed.item).id.shown();
                (!words.is_empty()).then(|| format!("{id}: {words}"))
            })
            .collect();
        if rows.is_empty() {
            self.push_wrapped(
                lines,
                "No answer has changed in this meeting.",
                self.theme.text,
            );
            lines.push(Line::default());
            return;
        }
        self.push_list(lines, "Changed", rows);
    }

    /// `unanswered → met (Ben); evidence attached (Cleo)`.
    fn changed_words(&self, changed: &Changed<'_>) -> String {
        let mut words = Vec::new();
        if let (Some(was), Some(became)) = (changed.was, changed.became) {
            let mut entries = changed.entries.iter().rev();
            let last = entries.find(|entry| matches!(entry.what, What::Answered(_)));
            let by = last.map_or_else(String::new, |entry| format!(" ({})", entry.by.shown()));
            let arrow = self.glyphs.becomes;
            words.push(format!("{} {arrow} {}{by}", status(was), status(became)));
        }
        let others = changed.entries.iter().filter_map(|entry| other(entry));
        words.extend(others);
        words.join("; ")
    }

    fn push_list(&self, lines: &mut Vec<Line<'static>>, heading: &str, rows: Vec<String>) {
        if rows.is_empty() {
            return;
        }
        let count = rows.len();
        let heading = if count > 1 {
            format!("{heading} ({count})")
        } else {
            heading.to_owned()
        };
        let style = self.theme.title.add_modifier(Modifier::BOLD);
        self.push_wrapped(lines, &heading, style);
        for row in rows {
            let wrapped = wrap(row.trim_end(), self.columns.saturating_sub(2));
            lines.extend(wrapped.into_iter().map(|line| {
                Line::from(vec![
                    Span::raw("  "),
                    Span::styled(line.to_owned(), self.theme.text),
                ])
            }));
        }
        lines.push(Line::default());
    }

    fn push_wrapped(&self, lines: &mut Vec<Line<'static>>, text: &str, style: Style) {
        let wrapped = wrap(text, self.columns).into_iter();
        lines.extend(wrapped.map(|line| Line::styled(line.to_owned(), style)));
    }
}

/// Dissents, decisions, actions and parked questions.
type Lists<'a> = (&'a [Dissent], &'a [Remark], &'a [Action], &'a [Remark]);

/// What a meeting leaves behind, in words.
#[derive(Default)]
struct Notes {
    dissents: Vec<String>,
    decisions: Vec<String>,
    actions: Vec<String>,
    parked: Vec<String>,
}

impl Notes {
    /// Of the whole first, then item by item.
    fn of(assessment: &Assessment, meeting: &Meeting) -> Self {
        let (mut notes, head) = (Self::default(), &assessment.head);
        let whole: Lists<'_> = (&head.dissents, &head.decisions, &head.actions, &head.parked);
        notes.add("", whole, meeting);
        for answer in assessment.answers() {
            let lists: Lists<'_> = (
                &answer.dissents,
                &answer.decisions,
                &answer.actions,
                &answer.parked,
            );
            let is_bare = lists.0.is_empty() && lists.1.is_empty() && lists.2.is_empty();
            if !is_bare || !lists.3.is_empty() {
                notes.add(&format!("{}: ", answer.item.shown()), lists, meeting);
            }
        }
        notes
    }

    fn add(
        &mut self,
        about: &str,
        (dissents, decisions, actions, parked): Lists<'_>,
        meeting: &Meeting,
    ) {
        let made = |at: Moment, by: &Text| meeting.covers(at) && meeting.has(by);
        let remark = |it: &Remark| {
            let text = it.text.shown_block();
            format!("{about}{text} ({})", it.by.shown())
        };
        let dissents = dissents.iter().filter(|it| made(it.at, &it.name));
        self.dissents.extend(dissents.map(|it| {
            let on = if about.is_empty() {
                " with the verdict"
            } else {
                ""
            };
            let text = it.text.shown_block();
            format!("{about}{} disagrees{on}: {text}", it.name.shown())
        }));
        let decisions = decisions.iter().filter(|it| made(it.at, &it.by));
        self.decisions.extend(decisions.map(remark));
        let actions = actions.iter().filter(|it| made(it.at, &it.by));
        self.actions.extend(actions.map(|it| {
            let owner = match it.owner.shown().as_str() {
                "" => "nobody yet".to_owned(),
                owner => owner.to_owned(),
            };
            let due = it.due.map_or(String::new(), |due| format!(", due {due}"));
            format!("{about}{} ({owner}{due})", it.text.shown_block())
        }));
        let open = parked.iter().filter(|it| it.settled.is_none());
        let parked = open.filter(|it| made(it.at, &it.by));
        self.parked.extend(parked.map(remark));
    }
}

fn status(status: &Status) -> String {
    match status {
        Status::Partial(share) => format!("partial {} %", share.percent()),
        status => status.word().to_owned(),
    }
}

/// What an entry tells besides an answer.
fn other(entry: &Entry) -> Option<String> {
    let what = match &entry.what {
        What::Attached(_) => "evidence attached",
        What::Withdrawn(_) => "evidence withdrawn",
        What::Confirmed(_) => "evidence confirmed",
        What::Redacted(_) => "evidence redacted",
        What::Agreed => "n/a agreed",
        What::Waived(_) => "waived",
        What::Revoked(_) => "waiver revoked",
        What::Measured(_) => "measured",
        What::Resolved(_) => "conflict settled",
        What::Answered(_) | What::Reopened { .. } => return None,
    };
    Some(format!("{what} ({})", entry.by.shown()))
}

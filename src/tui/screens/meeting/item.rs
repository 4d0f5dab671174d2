//! One item for a room of people: the question large, then why, what backs it, and what was said of it.

use chrono::NaiveDate;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::assessment::{Answer, Status};
use crate::domain::both_sides::version_words;
use crate::domain::checklist::Item;
use crate::domain::measured::Outcome;
use crate::domain::text::{Shown, Text};
use crate::domain::waiver::Standing;
use crate::session::Session;
use crate::tui::theme::{Glyphs, Theme};
use crate::tui::widgets::columns::{pad, width, wrap};
use crate::tui::widgets::signs::{status_sign, tier_style};

/// The columns of the names at the left.
const NAMES: usize = 11;

/// With fewer columns the names stand in the lines.
const NARROW: usize = 44;

/// The lines of an item in so many columns.
pub(super) struct Sheet<'a> {
    pub(super) session: &'a Session,
    pub(super) columns: usize,
    /// There is room for blank lines.
    pub(super) is_airy: bool,
    pub(super) theme: &'a Theme,
    pub(super) glyphs: &'a Glyphs,
}

impl Sheet<'_> {
    /// Everything about the item at a position.
    pub(super) fn lines(&self, position: usize) -> Vec<Line<'static>> {
        let assessment = self.session.assessment();
        let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
        let mut lines = Vec::new();
        self.push_question(&mut lines, item);
        self.gap(&mut lines);
        if answer.conflict.is_empty() {
            self.push_answer(&mut lines, position, answer);
        } else {
            self.push_conflict(&mut lines, answer);
        }
        self.push_facts(&mut lines, item, answer);
        self.gap(&mut lines);
        self.push(&mut lines, "Why", &item.why, self.theme.text);
        self.push_evidence(&mut lines, item, answer);
        if answer.conflict.is_empty() {
            self.push_waiver(&mut lines, position, answer);
        }
        self.push_measure(&mut lines, item, answer);
        self.push_dissents(&mut lines, answer);
        self.push(&mut lines, "Comment", &answer.comment, self.theme.text);
        self.push(&mut lines, "Now", &answer.current, self.theme.text);
        self.push_notes(&mut lines, answer);
        self.push(&mut lines, "How", &item.how, self.theme.text);
        self.push(&mut lines, "Risk", &item.risk, self.theme.text);
        while lines.last().is_some_and(|line| line.spans.is_empty()) {
            lines.pop();
        }
        lines
    }

    /// The title as a question.
    fn push_question(&self, lines: &mut Vec<Line<'static>>, item: &Item) {
        let title = item.title.shown_block().into_string();
        let title = title.trim_end().trim_end_matches(['.', '?', '!']);
        let style = self.theme.title.add_modifier(Modifier::BOLD);
        let question = format!("{title}?");
        lines.extend(
            wrap(&question, self.columns)
                .into_iter()
                .map(|line| Line::styled(line.to_owned(), style)),
        );
    }

    /// How it is answered, by whom and when.
    fn push_answer(&self, lines: &mut Vec<Line<'static>>, position: usize, answer: &Answer) {
        let (sign, style) = status_sign(&answer.status, self.theme, self.glyphs);
        let mut words = format!("{sign} {}", answer.status.word());
        if let Status::Partial(share) = &answer.status {
            words = format!("{words} {} %", share.percent());
        }
        let mut who = answer.by.shown().into_string();
        if let Some(at) = answer.at {
            let day = self.session.assessment().day(at);
            who = format!("{who}, {}", self.age(day));
        }
        if !answer.recorded_by.is_empty() {
            who = format!("{who}, written down by {}", answer.recorded_by.shown());
        }
        if width(&words) + 3 + width(&who) <= self.columns {
            let style = style.add_modifier(Modifier::BOLD);
            lines.push(Line::from(vec![
                Span::styled(words, style),
                Span::styled(format!("   {who}"), self.theme.dim),
            ]));
        } else {
            self.push_wrapped(lines, &words, style);
            self.push_wrapped(lines, &who, self.theme.dim);
        }
        if let Status::NotApplicable(reason) = &answer.status {
            self.push_wrapped(lines, reason.shown_block().as_str(), self.theme.text);
            let agreed = match &answer.agreed_by {
                Some(agreed) => format!("agreed by {}", agreed.by.shown()),
                None => "nobody else has agreed yet".to_owned(),
            };
            self.push_wrapped(lines, &agreed, self.theme.dim);
        }
        if !self.session.ledger().is_in_play(position) {
            let out = "out of play: the subject's traits rule it out";
            self.push_wrapped(lines, out, self.theme.dim);
        }
    }

    /// That it is in conflict, who says what, and what answering it leads to.
    fn push_conflict(&self, lines: &mut Vec<Line<'static>>, answer: &Answer) {
        let style = self.theme.warning.add_modifier(Modifier::BOLD);
        let head = format!("{} in conflict: choose what stands", self.glyphs.conflict);
        self.push_wrapped(lines, &head, style);
        let offset = self.session.assessment().utc_offset;
        for (at, version) in answer.conflict.iter().enumerate() {
            let words = version_words(version, offset);
            let words = format!("{} {}", at + 1, Shown::line(&words));
            self.push_wrapped(lines, &words, self.theme.text);
        }
        let leads = "answering it shows all of both versions";
        self.push_wrapped(lines, leads, self.theme.dim);
    }

    /// `Blocker · Critical risk · owner on-call · due 2026-12-01`.
    fn push_facts(&self, lines: &mut Vec<Line<'static>>, item: &Item, answer: &Answer) {
        let tier = item.tier.word();
        let mut facts = vec![tier.to_owned(), format!("{} risk", item.severity().word())];
        let owner = if answer.owner.is_blank() {
            &item.owner
        } else {
            &answer.owner
        };
        if owner.is_blank() {
            facts.push("nobody looks after it".to_owned());
        } else {
            facts.push(format!("owner {}", owner.shown()));
        }
        if let Some(due) = answer.due {
            let late = due < self.today() && answer.status != Status::Met;
            let sign = if late {
                format!(" {} overdue", self.glyphs.alert)
            } else {
                String::new()
            };
            facts.push(format!("due {due}{sign}"));
        }
        facts.push(item.id.shown().into_string());
        let facts = facts.join(&format!(" {} ", self.glyphs.separator));
        for (at, line) in wrap(&facts, self.columns).into_iter().enumerate() {
            lines.push(match line.strip_prefix(tier).filter(|_| at == 0) {
                Some(rest) => Line::from(vec![
                    Span::styled(tier, tier_style(item.tier, self.theme)),
                    Span::styled(rest.to_owned(), self.theme.dim),
                ]),
                None => Line::styled(line.to_owned(), self.theme.dim),
            });
        }
    }

    fn push_waiver(&self, lines: &mut Vec<Line<'static>>, position: usize, answer: &Answer) {
        let Some(waiver) = &answer.waiver else {
            return;
        };
        let assessment = self.session.assessment();
        let scoring = &assessment.checklist().scoring;
        let (item, offset) = (assessment.item(position), assessment.utc_offset);
        let standing = waiver.standing(item, scoring, offset, self.today());
        let (words, style) = match standing {
            Standing::Valid => (
                format!("{} waived until {}", self.glyphs.waived, waiver.expires),
                self.theme.conditional,
            ),
            Standing::Expired => (
                format!(
                    "{} expired: it held until {}",
                    self.glyphs.alert, waiver.expires
                ),
                self.theme.warning,
            ),
            Standing::Ignored(_) => (
                format!("{} {}", self.glyphs.alert, standing.words()),
                self.theme.warning,
            ),
        };
        let approved = if waiver.approved_by.is_blank() {
            "approved by nobody".to_owned()
        } else {
            format!("approved by {}", waiver.approved_by.shown())
        };
        let who = format!("asked for by {}, {approved}", waiver.by.shown());
        let rows = vec![
            (words, style),
            (waiver.reason.shown_block().into_string(), self.theme.text),
            (who, self.theme.dim),
        ];
        self.push_rows(lines, "Waiver", rows);
    }

    fn push_measure(&self, lines: &mut Vec<Line<'static>>, item: &Item, answer: &Answer) {
        let Some(metric) = &item.metric else {
            return;
        };
        let target = metric.target.words();
        let unit = match metric.unit.shown().as_str() {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        let measured = answer.measured.as_ref();
        let value = measured.map_or_else(
            || "not measured yet".to_owned(),
            |value| format!("measured {}{unit}", Shown::line(&value.words())),
        );
        let (sign, style) = match metric.target.judge(measured) {
            Outcome::Meets => (self.glyphs.met, self.theme.met),
            Outcome::Misses => (self.glyphs.unmet, self.theme.unmet),
            Outcome::Unmeasured => (self.glyphs.unanswered, self.theme.unanswered),
        };
        let target = Shown::line(&target);
        let wanted = format!("{}: {target}{unit}", metric.name.shown());
        let rows = vec![(format!("{sign} {value}; wanted is {wanted}"), style)];
        self.push_rows(lines, "Measure", rows);
    }

    fn push_dissents(&self, lines: &mut Vec<Line<'static>>, answer: &Answer) {
        let assessment = self.session.assessment();
        let mut rows = Vec::new();
        for dissent in &answer.dissents {
            if !dissent.is_open(|name| assessment.is_facilitator(name)) {
                continue;
            }
            let on = match dissent.on.shown().as_str() {
                "" => String::new(),
                on => format!(" with {on}"),
            };
            let sign = self.glyphs.dissent;
            let text = dissent.text.shown_block();
            let head = format!("{sign} {} disagrees{on}: {text}", dissent.name.shown());
            rows.push((head, self.theme.warning));
            if let Some(reply) = &dissent.answered {
                let reply = format!("{} answers: {}", reply.by.shown(), reply.text.shown_block());
                rows.push((reply, self.theme.dim));
            }
        }
        self.push_rows(lines, "Dissent", rows);
    }

    fn push_notes(&self, lines: &mut Vec<Line<'static>>, answer: &Answer) {
        let decided = answer.decisions.iter().map(|remark| {
            let text = format!("{} ({})", remark.text.shown_block(), remark.by.shown());
            (text, self.theme.text)
        });
        self.push_rows(lines, "Decided", decided.collect());
        let todo = answer.actions.iter().map(|action| {
            let owner = match action.owner.shown().as_str() {
                "" => "nobody yet".to_owned(),
                owner => owner.to_owned(),
            };
            let due = action
                .due
                .map_or(String::new(), |due| format!(", due {due}"));
            let done = if action.done.is_some() { ", done" } else { "" };
            let text = format!("{} ({owner}{due}{done})", action.text.shown_block());
            (text, self.theme.text)
        });
        self.push_rows(lines, "To do", todo.collect());
        let parked = answer.parked.iter().filter(|it| it.settled.is_none());
        let parked = parked.map(|remark| {
            let text = format!("{} ({})", remark.text.shown_block(), remark.by.shown());
            (text, self.theme.text)
        });
        self.push_rows(lines, "Parked", parked.collect());
    }

    fn push(&self, lines: &mut Vec<Line<'static>>, name: &str, text: &Text, style: Style) {
        if !text.is_blank() {
            let text = text.shown_block().into_string();
            self.push_rows(lines, name, vec![(text, style)]);
        }
    }

    /// A name at the left and rows beside it; nothing without rows.
    pub(super) fn push_rows(
        &self,
        lines: &mut Vec<Line<'static>>,
        name: &str,
        rows: Vec<(String, Style)>,
    ) {
        if rows.is_empty() {
            return;
        }
        let mut name = Some(name);
        for (text, style) in rows {
            if self.columns < NARROW {
                if let Some(name) = name.take() {
                    lines.push(Line::styled(name.to_owned(), self.theme.dim));
                }
                self.push_wrapped(lines, &text, style);
                continue;
            }
            for line in wrap(text.trim_end(), self.room()) {
                let name = pad(name.take().unwrap_or_default(), NAMES);
                lines.push(Line::from(vec![
                    Span::styled(name, self.theme.dim),
                    Span::styled(line.to_owned(), style),
                ]));
            }
        }
        self.gap(lines);
    }

    fn push_wrapped(&self, lines: &mut Vec<Line<'static>>, text: &str, style: Style) {
        let wrapped = wrap(text.trim_end(), self.columns).into_iter();
        lines.extend(wrapped.map(|line| Line::styled(line.to_owned(), style)));
    }

    fn gap(&self, lines: &mut Vec<Line<'static>>) {
        if self.is_airy {
            lines.push(Line::default());
        }
    }

    /// The columns beside the names.
    pub(super) fn room(&self) -> usize {
        if self.columns < NARROW {
            self.columns
        } else {
            self.columns - NAMES
        }
    }

    fn today(&self) -> NaiveDate {
        self.session.assessment().day(self.session.as_of())
    }

    /// How long ago a day is: `today`, `2 d`.
    pub(super) fn age(&self, day: NaiveDate) -> String {
        match (self.today() - day).num_days() {
            0 => "today".to_owned(),
            days @ 1.. => format!("{days} d"),
            ahead => format!("in {} d", -ahead),
        }
    }
}

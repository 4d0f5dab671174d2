//! What the sign-off page says, line by line, gathered when the session changes.

use crate::domain::assessment::Assessment;
use crate::domain::gate::{ReasonKind, Verdict};
use crate::domain::ledger::Scope;
use crate::domain::percent::or_dash;
use crate::domain::sign_off::{Standing, Statement, standing_conditions};
use crate::domain::signing::{Signing, signings, wanted};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::export::report::Report;
use crate::export::signed::{
    became_words, condition_words, due_words, missing_words, signing_words,
};
use crate::export::words::{dissent_words, open_dissents, reason_phrase, waiver_words};
use crate::session::Session;
use crate::tui::theme::Glyphs;

/// How many entries of a kind are named before the rest is counted.
const NAMED: usize = 50;

/// How many items of a reason are named.
const NAMED_ITEMS: usize = 6;

/// What supersedes a sign-off, said before one signs.
pub(super) const SUPERSEDES: &str = "A status, evidence lost or against, a confirmation, a waiver, an agreement, a dissent, a measured value, a trait, the version, the target or the checklist. Comments, owners, due dates, actions and fresh evidence do not.";

/// On which side of a wide screen something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Where Enter leads from a line, or what a key does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Nowhere,
    /// To the item at this position.
    Item(usize),
    /// To the item of this id.
    Id(Text),
    Reasons,
    /// A condition that stands.
    Condition {
        id: Text,
        is_done: bool,
    },
}

/// How much a text weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Text,
    Strong,
    Good,
    Dim,
    Warning,
    Error,
}

/// What is shown.
#[derive(Debug)]
pub(super) enum Show {
    Blank,
    Heading(String),
    Verdict(Verdict),
    /// Words, wrapped; a short one stands in a column before them.
    Words {
        front: String,
        front_weight: Weight,
        text: String,
        weight: Weight,
    },
}

/// One thing that is shown, and where Enter leads from it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) show: Show,
    pub(super) lead: Lead,
    pub(super) side: Side,
}

impl Entry {
    /// Whether the selection stops here.
    pub(super) fn is_stop(&self) -> bool {
        !matches!(self.show, Show::Blank | Show::Heading(_))
    }

    pub(super) fn is_heading(&self) -> bool {
        matches!(self.show, Show::Heading(_) | Show::Verdict(_))
    }
}

/// What the keys of the page say that they do, where they have one.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) sign: Option<String>,
    pub(super) fulfil: Option<String>,
}

/// Gathers the entries, section by section.
struct Gathering<'a> {
    entries: Vec<Entry>,
    side: Side,
    keys: &'a Keys,
    glyphs: &'static Glyphs,
    report: Report<'a>,
}

/// Everything that the page of a session says, in the order of a screen with one column.
pub(super) fn of(session: &Session, keys: &Keys, glyphs: &'static Glyphs) -> Vec<Entry> {
    let assessment = session.assessment();
    let (ledger, order) = (session.ledger(), session.plan_order());
    let scope = Scope::Needed;
    let report = Report::weighed(assessment, &session.bench(), scope, (ledger, order));
    let mut gathering = Gathering {
        entries: Vec::new(),
        side: Side::Left,
        keys,
        glyphs,
        report,
    };
    gathering.signed_so_far();
    gathering.conditions();
    gathering.supersedes();
    gathering.statement();
    gathering.verdict();
    gathering.besides();
    gathering.entries
}

impl Gathering<'_> {
    fn push(&mut self, show: Show, lead: Lead) {
        let side = self.side;
        self.entries.push(Entry { show, lead, side });
    }

    /// A heading, after a blank line where something stands above it on its side.
    fn heading(&mut self, side: Side, title: impl Into<String>) {
        self.side = side;
        self.push(Show::Blank, Lead::Nowhere);
        self.push(Show::Heading(title.into()), Lead::Nowhere);
    }

    fn words(&mut self, front: (&str, Weight), text: String, weight: Weight, lead: Lead) {
        let (front, front_weight) = (front.0.to_owned(), front.1);
        self.push(
            Show::Words {
                front,
                front_weight,
                text,
                weight,
            },
            lead,
        );
    }

    fn plain(&mut self, text: impl Into<String>, weight: Weight) {
        self.words(("", weight), text.into(), weight, Lead::Nowhere);
    }

    fn more(&mut self, count: usize) {
        if count > NAMED {
            self.plain(format!("and {} more", count - NAMED), Weight::Dim);
        }
    }

    /// Subject, version, checklist, target, figures.
    fn statement(&mut self) {
        self.heading(Side::Left, "What is signed");
        let assessment = self.report.assessment;
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let with_version = |name: &Text, version: &Text| {
            format!("{} {}", name.shown(), version.shown())
                .trim_end()
                .to_owned()
        };
        let subject = with_version(&head.subject.name, &head.subject.version);
        let by = with_version(&checklist.title, &checklist.version);
        let stages = &checklist.stages;
        let target = head.target.as_ref();
        let target = target.and_then(|id| stages.iter().find(|stage| stage.id == *id));
        let target = match target {
            Some(stage) => stage.title.shown().into_string(),
            None if stages.is_empty() => "the whole checklist".to_owned(),
            None => "no stage: the whole checklist".to_owned(),
        };
        let figures = &self.report.figures;
        let claimed = or_dash(figures.claimed().as_ref());
        let evidenced = or_dash(figures.evidenced().as_ref());
        let mut scores = format!("claimed {claimed}, evidenced {evidenced}");
        if figures.counts.waived > 0 {
            let without = or_dash(figures.excluding_waived().as_ref());
            scores = format!("{scores}, excluding waived {without}");
        }
        if figures.counts.unanswered > 0 {
            scores = format!("{scores}, {} unanswered", figures.counts.unanswered);
        }
        for (name, text, weight) in [
            ("Subject", subject, Weight::Strong),
            ("Checklist", by, Weight::Text),
            ("Target", target, Weight::Text),
            ("Scores", scores, Weight::Text),
        ] {
            self.words((name, Weight::Dim), text, weight, Lead::Nowhere);
        }
    }

    fn verdict(&mut self) {
        self.side = Side::Left;
        let judgement = self.report.judgement.clone();
        self.push(Show::Blank, Lead::Nowhere);
        self.push(Show::Verdict(judgement.verdict), Lead::Reasons);
        if judgement.reasons.is_empty() {
            self.plain("nothing stands in the way", Weight::Text);
        }
        for reason in &judgement.reasons {
            let ids: Vec<String> = reason
                .items
                .iter()
                .take(NAMED_ITEMS)
                .map(|item| self.report.item_id(*item).shown().into_string())
                .collect();
            let more = match reason.items.len() - ids.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let mut text = reason_phrase(reason);
            if !ids.is_empty() {
                text = format!("{text}: {}{more}", ids.join(", "));
            }
            let first = reason.items.first();
            let lead = first.map_or(Lead::Reasons, |item| Lead::Item(*item));
            let weight = match reason.kind {
                ReasonKind::SignedNoGo | ReasonKind::ConditionOverdue => Weight::Warning,
                _ => Weight::Text,
            };
            self.words(("", weight), text, weight, lead);
        }
    }

    /// Waivers and dissents, by name.
    fn besides(&mut self) {
        let assessment = self.report.assessment;
        let waivers = std::mem::take(&mut self.report.waivers);
        if !waivers.is_empty() {
            self.heading(Side::Left, "Waivers");
            for waived in waivers.iter().take(NAMED) {
                let text = waiver_words(assessment, waived);
                self.words(
                    ("", Weight::Text),
                    text,
                    Weight::Text,
                    Lead::Item(waived.item),
                );
            }
            self.more(waivers.len());
        }
        let dissents = open_dissents(assessment);
        if !dissents.is_empty() {
            self.heading(Side::Left, "Open dissents");
            for about in dissents.iter().take(NAMED) {
                let name = about.it.name.shown();
                let text = format!("{name} {}", dissent_words(assessment, about));
                let lead = about.item.map_or(Lead::Reasons, Lead::Item);
                self.words(("", Weight::Text), text, Weight::Text, lead);
            }
            self.more(dissents.len());
        }
    }

    /// Every sign-off, the latest of each role and what is wrong first, and whose go is missing.
    fn signed_so_far(&mut self) {
        self.heading(Side::Right, "Sign-offs");
        let assessment = self.report.assessment;
        let sign_offs = std::sync::Arc::clone(&self.report.sign_offs);
        let superseded = std::mem::take(&mut self.report.superseded);
        let mut all = signings(&sign_offs, &superseded);
        let wanted: Vec<(String, Option<&'static str>)> = wanted(assessment, &all)
            .iter()
            .map(|it| (it.role.shown().into_string(), missing_words(it)))
            .collect();
        all.sort_by_key(|it| {
            let at = it.statement().map(|statement| statement.at);
            (!it.is_forged(), !it.is_latest, std::cmp::Reverse(at))
        });
        if all.is_empty() {
            let sign = match &self.keys.sign {
                Some(sign) => format!(
                    "Nobody has signed. {sign}: you choose role and decision, and type the decision's word at the end."
                ),
                None => "Nobody has signed.".to_owned(),
            };
            self.plain(sign, Weight::Text);
        }
        for signing in all.iter().take(NAMED) {
            self.signing(assessment, signing);
        }
        self.more(all.len());
        let missing: Vec<(String, &str)> = wanted
            .into_iter()
            .filter_map(|(role, missing)| Some((role, missing?)))
            .collect();
        if missing.is_empty() {
            return;
        }
        self.heading(Side::Right, "A go is wanted of");
        for (role, missing) in missing {
            self.words(
                (&role, Weight::Strong),
                missing.to_owned(),
                Weight::Text,
                Lead::Nowhere,
            );
        }
    }

    fn signing(&mut self, assessment: &Assessment, signing: &Signing<'_>) {
        let glyphs = self.glyphs;
        let became = became_words(signing);
        let statement = signing.statement();
        let (role, weight) = match statement {
            None => (format!("{} forged", glyphs.alert), Weight::Error),
            Some(statement) => {
                let sign = match statement.decision {
                    Verdict::NoGo => glyphs.unmet,
                    _ if signing.is_superseded() => glyphs.alert,
                    _ => glyphs.met,
                };
                let role = format!("{sign} {}", statement.role.shown());
                let weight = match statement.decision {
                    _ if !signing.is_latest => Weight::Dim,
                    Verdict::NoGo => Weight::Error,
                    _ if signing.is_superseded() => Weight::Warning,
                    _ => Weight::Good,
                };
                (role, weight)
            }
        };
        let first_item = signing.superseded_by.iter().find_map(|it| match it {
            Difference::Item(id, _) => Some(id.clone()),
            _ => None,
        });
        let lead = first_item.map_or(Lead::Nowhere, Lead::Id);
        let text_weight = if signing.is_latest || signing.is_forged() {
            Weight::Text
        } else {
            Weight::Dim
        };
        let text = signing_words(assessment, signing);
        if signing.is_current() && signing.is_latest {
            self.words(
                (&role, weight),
                format!("{text}; {became}"),
                text_weight,
                lead,
            );
            self.said(statement);
            return;
        }
        self.words((&role, weight), text, text_weight, lead.clone());
        let became_weight = match weight {
            _ if signing.is_current() => Weight::Text,
            Weight::Dim => Weight::Dim,
            _ => Weight::Warning,
        };
        self.words((" ", Weight::Dim), became, became_weight, lead);
        self.said(statement);
    }

    /// Why it is a go on a no-go, and what the signer says besides.
    fn said(&mut self, statement: Option<&Statement>) {
        let Some(statement) = statement else { return };
        for (name, said) in [("despite", &statement.despite), ("says", &statement.words)] {
            if !said.is_blank() {
                let text = format!("{name}: {}", said.shown());
                self.words((" ", Weight::Dim), text, Weight::Dim, Lead::Nowhere);
            }
        }
    }

    /// The conditions that stand: overdue ones first, done ones last.
    fn conditions(&mut self) {
        let assessment = self.report.assessment;
        let sign_offs = std::sync::Arc::clone(&self.report.sign_offs);
        let mut conditions = standing_conditions(assessment, &sign_offs);
        if conditions.is_empty() {
            return;
        }
        conditions.sort_by_key(|it| (it.fulfilled.is_some(), it.condition.due));
        self.heading(Side::Right, "Conditions");
        let today = assessment.day(self.report.as_of);
        for standing in conditions.iter().take(NAMED) {
            self.condition(standing, standing.is_overdue(today));
        }
        self.more(conditions.len());
        let is_open = conditions.iter().any(|it| it.fulfilled.is_none());
        if let Some(says) = self.keys.fulfil.clone().filter(|_| is_open) {
            self.plain(format!("{says}, by your name and now."), Weight::Dim);
        }
    }

    fn condition(&mut self, standing: &Standing<'_>, is_overdue: bool) {
        let (weight, text_weight) = match standing.fulfilled {
            Some(_) => (Weight::Good, Weight::Dim),
            None if is_overdue => (Weight::Error, Weight::Text),
            None => (Weight::Strong, Weight::Text),
        };
        let lead = Lead::Condition {
            id: standing.condition.id.clone(),
            is_done: standing.fulfilled.is_some(),
        };
        let due = due_words(self.report.assessment, standing, is_overdue);
        let (front, rest) = due.split_once(' ').unwrap_or((&due, ""));
        let text = format!("{rest}: {}", condition_words(standing));
        self.words((front, weight), text, text_weight, lead);
    }

    fn supersedes(&mut self) {
        self.heading(Side::Right, "What supersedes a sign-off");
        self.plain(SUPERSEDES, Weight::Dim);
    }
}

//! What the summary says, line by line, gathered when the session changes.

use crate::domain::assessment::{Assessment, DeclaredOf};
use crate::domain::checklist::{Severity, Tier};
use crate::domain::gate::{Reason, Verdict};
use crate::domain::ledger::Scope;
use crate::domain::percent::{Percent, or_dash};
use crate::domain::waiver::Standing;
use crate::domain::way::{Risk, effort_to_go, open_items, risks_of};
use crate::export::report::Report;
use crate::export::words::{
    beside_words, days_left, declared_words, dissent_words, lapsing_words, open_dissents,
    reason_phrase, standing_word, waiver_words, whole_of_step,
};
use crate::session::Session;

use super::history::History;
use super::show::{Entry, Lead, Score, Show, Side, Weight};

/// How many entries of a kind are named before the rest is counted.
pub(super) const NAMED: usize = 8;

/// How many steps are named: the plan has them all.
const NAMED_STEPS: usize = 5;

/// How many items of a reason are named.
const NAMED_ITEMS: usize = 6;

/// Gathers the entries, section by section.
pub(super) struct Gathering<'a> {
    entries: Vec<Entry>,
    side: Side,
    session: &'a Session,
    pub(super) report: Report<'a>,
    /// The open items in plan order.
    open: Vec<usize>,
    risks: Vec<Risk>,
    /// What the key says that freezes a snapshot.
    freezing: Option<&'a str>,
}

/// Everything that the summary of a session says, in the order of a screen with one column.
pub(super) fn of(session: &Session, freezing: Option<&str>) -> Vec<Entry> {
    let assessment = session.assessment();
    let (ledger, order) = (session.ledger(), session.plan_order());
    let scope = session.scope();
    let report = Report::weighed(assessment, &session.bench(), scope, (ledger, order));
    let open = open_items(ledger, order);
    let mut gathering = Gathering {
        entries: Vec::new(),
        side: Side::Left,
        session,
        report,
        risks: risks_of(assessment, ledger, &open),
        freezing,
        open,
    };
    gathering.verdict();
    gathering.figures();
    gathering.next();
    gathering.sign_offs();
    gathering.tiers();
    gathering.categories();
    gathering.stages();
    gathering.history();
    gathering.declared();
    gathering.risks();
    gathering.lapsing();
    gathering.waivers();
    gathering.dissents();
    gathering.entries
}

impl Gathering<'_> {
    fn push(&mut self, show: Show, lead: Lead) {
        let side = self.side;
        self.entries.push(Entry { show, lead, side });
    }

    /// A heading, after a blank line where something stands above it on its side.
    pub(super) fn heading(&mut self, side: Side, title: impl Into<String>) {
        self.side = side;
        self.push(Show::Blank, Lead::Nowhere);
        self.push(Show::Heading(title.into()), Lead::Nowhere);
    }

    pub(super) fn words(
        &mut self,
        front: (&str, Weight),
        text: String,
        weight: Weight,
        lead: Lead,
    ) {
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

    fn plain(&mut self, text: String, weight: Weight, lead: Lead) {
        self.words(("", weight), text, weight, lead);
    }

    pub(super) fn more(&mut self, count: usize, named: usize, lead: Lead) {
        if count > named {
            let text = format!("and {} more", count - named);
            self.plain(text, Weight::Dim, lead);
        }
    }

    fn verdict(&mut self) {
        let judgement = self.session.judgement();
        self.push(Show::Verdict(judgement.verdict), Lead::Reasons);
        for reason in judgement.reasons.clone() {
            let lead = reason
                .items
                .first()
                .map_or(Lead::Reasons, |item| Lead::Item(*item));
            let text = reason_words(self.session.assessment(), &reason);
            self.plain(text, Weight::Text, lead);
        }
        if let Some(title) = self.next_title() {
            let (ledger, order) = (self.session.ledger(), self.session.plan_order());
            let to_go = effort_to_go(self.report.assessment, ledger, order);
            let to_go = to_go.map(|effort| format!("; to go: {effort}"));
            let text = format!("Next: {title}{}", to_go.unwrap_or_default());
            self.plain(text, Weight::Strong, Lead::Plan);
        }
    }

    /// `3 steps to conditional-go`.
    fn next_title(&self) -> Option<String> {
        let steps = self.report.next.len();
        let to = match self.report.judgement.verdict {
            Verdict::NoGo => Verdict::ConditionalGo,
            Verdict::ConditionalGo | Verdict::Go => Verdict::Go,
        };
        let s = if steps == 1 { "" } else { "s" };
        (steps > 0).then(|| format!("{steps} step{s} to {}", to.word()))
    }

    fn figures(&mut self) {
        let figures = &self.report.figures;
        let counts = figures.counts;
        let mut shown = vec![
            score("claimed", figures.claimed().as_ref()),
            score("evidenced", figures.evidenced().as_ref()),
            score("over-claim", figures.over_claim().as_ref()),
        ];
        if counts.waived > 0 {
            shown.push(score(
                "excluding waived",
                figures.excluding_waived().as_ref(),
            ));
        }
        let count = |name: &str, count: u32, weight| (name.to_owned(), count.to_string(), weight);
        let weight = match counts.unanswered {
            0 => Weight::Dim,
            _ => Weight::Strong,
        };
        shown.push(count("unanswered", counts.unanswered, weight));
        for (name, number) in [
            ("unknown", counts.unknown),
            ("n/a", counts.not_applicable),
            ("out of play", counts.out_of_play),
            ("waived", counts.waived),
        ] {
            if number > 0 {
                shown.push(count(name, number, Weight::Text));
            }
        }
        if let Some(level) = self.report.risk {
            shown.push(("risk".to_owned(), level.word().to_owned(), Weight::Text));
        }
        self.push(Show::Blank, Lead::Nowhere);
        if self.session.scope() == Scope::Whole {
            let text = "Figures of the whole checklist; the verdict judges what the target needs.";
            self.plain(text.to_owned(), Weight::Dim, Lead::Nowhere);
        }
        self.push(Show::Figures(shown), Lead::Reasons);
    }

    fn next(&mut self) {
        let Some(title) = self.next_title() else {
            return;
        };
        let steps = std::mem::take(&mut self.report.next);
        self.heading(Side::Right, format!("The {title}"));
        let named = || steps.iter().take(NAMED_STEPS);
        let widest = named().map(|step| step.act.words().len()).max();
        for step in named() {
            let (what, lead) = match step.item {
                Some(item) => {
                    let title = self.report.assessment.item(item).title.shown();
                    (title.into_string(), Lead::Item(item))
                }
                None => (whole_of_step(*step, &self.report.judgement), Lead::Reasons),
            };
            // What is to be done with each begins in one column.
            let act = format!("{:<1$}", step.act.words(), widest.unwrap_or(0));
            self.words((&act, Weight::Strong), what, Weight::Text, lead);
        }
        self.more(steps.len(), NAMED_STEPS, Lead::Plan);
    }

    fn tiers(&mut self) {
        self.heading(Side::Left, "Tiers");
        for tier in Tier::ALL {
            let gauge = *self.report.figures.tier(tier);
            let assessment = self.report.assessment;
            let lead = self.first_open(|item| assessment.item(item).tier == tier);
            self.push(Show::Tier(tier, gauge), lead);
        }
    }

    fn categories(&mut self) {
        self.side = Side::Left;
        self.push(Show::Blank, Lead::Nowhere);
        self.push(Show::CategoryHead, Lead::Nowhere);
        let assessment = self.report.assessment;
        let mut first_open: Vec<Lead> =
            vec![Lead::Nowhere; assessment.checklist().categories.len()];
        for item in self.open.iter().rev() {
            first_open[assessment.category_of(*item)] = Lead::Item(*item);
        }
        let categories = assessment.checklist().categories.iter();
        let scores: Vec<Score> = categories
            .zip(&self.report.figures.categories)
            .map(|(category, sums)| Score {
                title: category.title.shown().into_string(),
                claimed: sums.claimed(),
                evidenced: sums.evidenced(),
                declared: self.report.declared_of_category(&category.id).cloned(),
            })
            .collect();
        for (score, lead) in scores.into_iter().zip(first_open) {
            self.push(Show::Category(score), lead);
        }
        self.push(Show::Legend, Lead::Nowhere);
    }

    fn stages(&mut self) {
        if self.report.stages.is_empty() {
            return;
        }
        self.heading(Side::Left, "Ready for");
        let target = self.report.assessment.head.target.as_ref();
        let stages = &self.report.assessment.checklist().stages;
        let declared = |id| {
            let of_it = |of: &DeclaredOf| matches!(of, DeclaredOf::Stage(stage) if stage == id);
            let figures = self.report.declared.iter();
            let mut figures = figures.filter(|figure| of_it(&figure.declared.of));
            figures.next_back()?.percent.as_ref()
        };
        let shown: Vec<Show> = self
            .report
            .stages
            .iter()
            .zip(stages)
            .map(|(figures, stage)| {
                let declared = declared(&stage.id)
                    .map_or_else(String::new, |percent| format!(", declared {percent}"));
                let words = crate::export::words::stage_words(figures);
                Show::Stage {
                    title: stage.title.shown().into_string(),
                    ready: figures.ready,
                    is_target: target == Some(&stage.id),
                    words: format!("{words}{declared}"),
                }
            })
            .collect();
        for stage in shown {
            self.push(stage, Lead::Reasons);
        }
    }

    fn history(&mut self) {
        self.heading(Side::Left, "History");
        let history = History::of(self.session);
        let Some(span) = history.span else {
            let text = match self.freezing {
                Some(key) => format!("No snapshot yet: {key}, and the history begins."),
                None => "No snapshot yet: the history begins with the first one.".to_owned(),
            };
            self.plain(text, Weight::Dim, Lead::Nowhere);
            return;
        };
        for (name, points, ends) in history.series {
            self.push(Show::Series { name, points, ends }, Lead::Compare);
        }
        self.plain(span, Weight::Dim, Lead::Compare);
    }

    fn declared(&mut self) {
        if self.report.declared.is_empty() {
            return;
        }
        self.heading(Side::Right, "Declared elsewhere");
        let assessment = self.report.assessment;
        // What a bar shows is not said again.
        let is_in_a_bar = |of: &DeclaredOf| matches!(of, DeclaredOf::Category(_));
        let mut lines = Vec::new();
        let mut in_bars = 0;
        for figure in &self.report.declared {
            if is_in_a_bar(&figure.declared.of) && figure.above_claimed.is_some() {
                in_bars += 1;
                continue;
            }
            let mut text = declared_words(assessment, figure);
            if let Some(beside) = beside_words(figure) {
                text = format!("{text}: {beside}");
            }
            lines.push(text);
        }
        for text in lines.iter().take(NAMED) {
            self.plain(text.clone(), Weight::Text, Lead::Reasons);
        }
        self.more(lines.len(), NAMED, Lead::Reasons);
        let checks: Vec<String> = self
            .report
            .table_checks
            .iter()
            .map(|check| {
                let (label, total) = (check.label.shown(), &check.total);
                format!("{label} announces {total}: it {}", check.phrase())
            })
            .collect();
        for text in checks.into_iter().take(NAMED) {
            self.plain(text, Weight::Warning, Lead::Reasons);
        }
        if in_bars > 0 {
            let s = if in_bars == 1 { "y" } else { "ies" };
            let text = format!("and of {in_bars} categor{s}, in the bars");
            self.plain(text, Weight::Dim, Lead::Reasons);
        }
    }

    fn risks(&mut self) {
        self.heading(Side::Right, "Top risks");
        if self.risks.is_empty() {
            let text = if self.open.is_empty() {
                "None: nothing that is needed is open."
            } else {
                "The checklist names no risk of what is open."
            };
            self.plain(text.to_owned(), Weight::Dim, Lead::Plan);
            return;
        }
        let assessment = self.report.assessment;
        for risk in self.risks.clone().iter().take(NAMED) {
            let item = assessment.item(risk.item);
            let waived = if risk.waived { ", waived" } else { "" };
            let text = format!(
                "{} ({}, {}{waived})",
                item.risk.shown(),
                item.id.shown(),
                item.tier.word(),
            );
            let weight = match risk.severity {
                Severity::Critical => Weight::Error,
                Severity::High => Weight::Warning,
                Severity::Medium | Severity::Low => Weight::Text,
            };
            let front = (risk.severity.word(), weight);
            self.words(front, text, Weight::Text, Lead::Item(risk.item));
        }
        self.more(self.risks.len(), NAMED, Lead::Plan);
    }

    fn lapsing(&mut self) {
        let lapsing = std::mem::take(&mut self.report.lapsing);
        if lapsing.is_empty() {
            return;
        }
        self.heading(Side::Right, "Lapses soon");
        for lapsing in lapsing.iter().take(NAMED) {
            let text = lapsing_words(self.report.assessment, lapsing);
            let left = days_left(lapsing);
            let lead = lapsing.item.map_or(Lead::Reasons, Lead::Item);
            self.words((&left, Weight::Warning), text, Weight::Text, lead);
        }
        self.more(lapsing.len(), NAMED, Lead::Reasons);
    }

    fn waivers(&mut self) {
        let waivers = std::mem::take(&mut self.report.waivers);
        if waivers.is_empty() {
            return;
        }
        self.heading(Side::Right, "Waivers");
        for waived in waivers.iter().take(NAMED) {
            let text = waiver_words(self.report.assessment, waived);
            let weight = match waived.standing {
                Standing::Valid => Weight::Strong,
                Standing::Expired | Standing::Ignored(_) => Weight::Warning,
            };
            let front = (standing_word(waived.standing), weight);
            self.words(front, text, Weight::Text, Lead::Item(waived.item));
        }
        self.more(waivers.len(), NAMED, Lead::Reasons);
    }

    fn dissents(&mut self) {
        let assessment = self.report.assessment;
        let open = open_dissents(assessment);
        if open.is_empty() {
            return;
        }
        self.heading(Side::Right, "Open dissents");
        for about in open.iter().take(NAMED) {
            let text = dissent_words(assessment, about);
            let lead = about.item.map_or(Lead::Reasons, Lead::Item);
            let name = about.it.name.shown();
            self.words((name.as_str(), Weight::Strong), text, Weight::Text, lead);
        }
        self.more(open.len(), NAMED, Lead::Reasons);
    }

    /// To the first open item of some, in plan order.
    fn first_open(&self, is_of: impl Fn(usize) -> bool) -> Lead {
        let first = self.open.iter().find(|item| is_of(**item));
        first.map_or(Lead::Nowhere, |item| Lead::Item(*item))
    }
}

fn score(name: &str, value: Option<&Percent>) -> (String, String, Weight) {
    (name.to_owned(), or_dash(value), Weight::Strong)
}

/// `2 open blockers: error-tracking, restore-drill`.
fn reason_words(assessment: &Assessment, reason: &Reason) -> String {
    let ids: Vec<String> = reason
        .items
        .iter()
        .take(NAMED_ITEMS)
        .map(|item| assessment.item(*item).id.shown().into_string())
        .collect();
    let more = match reason.items.len() - ids.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let phrase = reason_phrase(reason);
    if ids.is_empty() {
        phrase
    } else {
        format!("{phrase}: {}{more}", ids.join(", "))
    }
}

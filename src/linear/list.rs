//! Lists of items: of a category, or of those that have something in common.

use crate::domain::assessment::{Answer, Status};
use crate::domain::checklist::{BlockersRule, EvidenceRule, Item};
use crate::domain::evidence::{Lapse, same_person};
use crate::domain::gate::ReasonKind;
use crate::domain::text::{Shown, Text};
use crate::domain::waiver::Standing;

use super::commands::wrong;
use super::conversation::Conversation;
use super::open::OpenReview;

/// What the items of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Open,
    Without,
    Unanswered,
    Stale,
    Mine,
    Overdue,
}

/// The words for the filters, and what a list of none says.
const FILTERS: [(&str, Filter, &str); 7] = [
    ("all", Filter::All, "The checklist has no items."),
    ("open", Filter::Open, "No blocker is open."),
    (
        "without",
        Filter::Without,
        "Nothing that is met lacks evidence.",
    ),
    (
        "unanswered",
        Filter::Unanswered,
        "Every item has an answer.",
    ),
    ("stale", Filter::Stale, "Nothing has gone stale."),
    ("mine", Filter::Mine, "Nothing is yours by name."),
    ("overdue", Filter::Overdue, "Nothing is overdue."),
];

impl Conversation {
    /// Lists the items of the category one is in, of another, or those that a word filters.
    pub(super) fn list(&mut self, rest: &str) {
        let Some(open) = &self.review else {
            return;
        };
        if open.len() == 0 {
            self.say("The checklist has no items.");
            return;
        }
        let typed = rest.trim().to_lowercase();
        let word = typed.split(' ').next().unwrap_or_default();
        let filter = FILTERS.iter().find(|(name, ..)| *name == word);
        if let Some((name, filter, none)) = filter {
            if *filter == Filter::Mine && self.name.is_none() {
                self.say(
                    "Your name is not known yet. owner and a name says who looks after an item.",
                );
                return;
            }
            let kept = open.filtered(*filter, self.name.as_ref());
            if kept.is_empty() {
                self.say(*none);
                return;
            }
            let mut lines = vec![format!("{}: {}.", super::open::capital(name), kept.len())];
            lines.extend(open.by_category(&kept));
            self.say_items(lines);
            return;
        }
        let checklist = open.assessment().checklist();
        let category = if typed.is_empty() {
            Some(open.assessment().category_of(open.at))
        } else {
            let number = typed.parse::<usize>().ok();
            let number = number.and_then(|it| it.checked_sub(1));
            let named = |it: &crate::domain::checklist::Category| {
                it.id.raw().to_lowercase() == typed || it.title.raw().to_lowercase() == typed
            };
            let number = number.filter(|at| *at < checklist.categories.len());
            checklist.categories.iter().position(named).or(number)
        };
        match category {
            Some(category) => {
                let of = |at: &usize| open.assessment().category_of(*at) == category;
                let kept: Vec<usize> = (0..open.len()).filter(of).collect();
                let lines = open.by_category(&kept);
                self.say_items(lines);
            }
            None => {
                let ids = checklist.categories.iter().map(|it| it.id.raw());
                let known = FILTERS.iter().map(|it| it.0).chain(ids);
                let known: Vec<&str> = known.collect();
                let otherwise =
                    "list all, open, without, unanswered, stale, mine, overdue, or a category";
                let sentence = wrong(&typed, known.iter().copied(), otherwise);
                self.say(Shown::line(&sentence).into_string());
            }
        }
    }
}

impl OpenReview {
    /// The items in rows, after the title of each category and how many of it there are.
    fn by_category(&self, items: &[usize]) -> Vec<String> {
        let mut lines = Vec::new();
        let mut last = None;
        for at in items {
            let category = self.assessment().category_of(*at);
            if last != Some(category) {
                let of = |it: &&usize| self.assessment().category_of(**it) == category;
                let count = items.iter().filter(of).count();
                let s = if count == 1 { "" } else { "s" };
                let title = &self.assessment().checklist().categories[category].title;
                lines.push(format!("{}, {count} item{s}.", title.shown()));
                last = Some(category);
            }
            lines.push(self.row(*at));
        }
        lines
    }

    fn filtered(&self, filter: Filter, name: Option<&Text>) -> Vec<usize> {
        if filter == Filter::Open {
            let wanted = self.assessment().checklist().scoring.blockers == BlockersRule::Evidenced;
            let reasons = self.session.judgement().reasons.iter();
            let open = reasons.filter(|reason| match reason.kind {
                ReasonKind::OpenBlocker => true,
                ReasonKind::UnevidencedBlocker => wanted,
                _ => false,
            });
            let mut items: Vec<usize> = open.flat_map(|reason| reason.items.clone()).collect();
            items.sort_unstable();
            return items;
        }
        let kept = |at: &usize| {
            let (item, answer) = (
                self.assessment().item(*at),
                &self.assessment().answers()[*at],
            );
            match filter {
                Filter::All | Filter::Open => true,
                Filter::Without => {
                    let value = answer.status.value();
                    let needed = item.evidence == EvidenceRule::Needed;
                    needed && value > 0 && self.session.ledger().evidenced_value(*at) < value
                }
                Filter::Unanswered => {
                    answer.status == Status::Unanswered && self.session.ledger().is_in_play(*at)
                }
                Filter::Stale => self.is_stale(*at, item, answer),
                Filter::Mine => {
                    let owner = if answer.owner.is_blank() {
                        &item.owner
                    } else {
                        &answer.owner
                    };
                    name.is_some_and(|name| same_person(name, owner))
                }
                Filter::Overdue => {
                    let today = self.assessment().day(self.session.as_of());
                    answer.due.is_some_and(|due| due < today) && answer.status != Status::Met
                }
            }
        };
        (0..self.len()).filter(kept).collect()
    }

    /// Some of its evidence, or its waiver, held once and holds no more.
    fn is_stale(&self, at: usize, item: &Item, answer: &Answer) -> bool {
        let bench = self.session.bench();
        let lapsed = answer.evidence.iter().any(|evidence| {
            matches!(
                bench.lapse(item, evidence),
                Some(Lapse::TooOld(_) | Lapse::OtherVersion | Lapse::Changed | Lapse::Absent)
            )
        });
        let assessment = self.assessment();
        let expired = answer.waiver.as_ref().is_some_and(|waiver| {
            let scoring = &assessment.checklist().scoring;
            let today = assessment.day(self.session.as_of());
            let standing =
                waiver.standing(assessment.item(at), scoring, assessment.utc_offset, today);
            standing == Standing::Expired
        });
        lapsed || expired
    }
}

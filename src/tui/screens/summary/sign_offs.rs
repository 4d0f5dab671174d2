//! What the summary says of sign-offs.

use crate::domain::gate::Verdict;
use crate::domain::sign_off::standing_conditions;
use crate::domain::signing::{at_a_glance, signings, wanted};
use crate::export::signed::{became_words, condition_words, due_words, signing_words};

use super::entries::{Gathering, NAMED};
use super::show::{Lead, Side, Weight};

impl Gathering<'_> {
    /// What became of the sign-offs, who is waited for, and the conditions that are not done.
    pub(super) fn sign_offs(&mut self) {
        let sign_offs = std::sync::Arc::clone(&self.report.sign_offs);
        if sign_offs.is_empty() {
            return;
        }
        self.heading(Side::Right, "Sign-offs");
        let assessment = self.report.assessment;
        let superseded = std::mem::take(&mut self.report.superseded);
        let all = signings(&sign_offs, &superseded);
        let shown = at_a_glance(&all);
        for signing in shown.iter().take(NAMED) {
            let weight = match signing.statement() {
                None => Weight::Error,
                Some(statement) if statement.decision == Verdict::NoGo => Weight::Error,
                Some(_) if signing.is_superseded() => Weight::Warning,
                Some(_) => Weight::Strong,
            };
            let statement = signing.statement();
            let role =
                statement.map_or_else(|| "forged".to_owned(), |it| it.role.shown().into_string());
            let text = format!(
                "{}; {}",
                signing_words(assessment, signing),
                became_words(signing)
            );
            self.words((&role, weight), text, Weight::Text, Lead::SignOff);
        }
        self.more(shown.len(), NAMED, Lead::SignOff);
        for wanted in wanted(assessment, &all) {
            if wanted.latest.is_none() {
                let role = wanted.role.shown();
                let text = "not signed yet".to_owned();
                self.words(
                    (role.as_str(), Weight::Dim),
                    text,
                    Weight::Dim,
                    Lead::SignOff,
                );
            }
        }
        let today = assessment.day(self.report.as_of);
        let conditions = standing_conditions(assessment, &sign_offs);
        let mut open: Vec<_> = conditions
            .iter()
            .filter(|standing| standing.fulfilled.is_none())
            .collect();
        open.sort_by_key(|standing| standing.condition.due);
        for standing in open.iter().take(NAMED) {
            let is_overdue = standing.is_overdue(today);
            let weight = if is_overdue {
                Weight::Error
            } else {
                Weight::Text
            };
            let due = due_words(assessment, standing, is_overdue);
            let text = format!("{due}: {}", condition_words(standing));
            self.words(("condition", weight), text, Weight::Text, Lead::SignOff);
        }
        self.more(open.len(), NAMED, Lead::SignOff);
    }
}

//! What becomes of the evidence dialog.

use chrono::NaiveDate;

use crate::action::{Action, Context};
use crate::domain::evidence::{Content, is_url};
use crate::domain::text::Text;
use crate::domain::time::parse_day;
use crate::problem::Problem;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::evidence::{EvidenceDialog, Offer};
use crate::tui::effect::{Ask, Effect};
use crate::tui::model::Model;

use super::dialogs::dialog_for;
use super::{Surroundings, with_review};

/// Attaches what is offered, or has its file read first, or says what is wrong with it.
pub(super) fn accept_evidence(
    model: &mut Model,
    mut dialog: Box<EvidenceDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    if dialog.busy {
        model.dialog = Some(Dialog::Evidence(dialog));
        return Vec::new();
    }
    let fault = match dialog.offer() {
        Offer::Link(text) | Offer::File(text) | Offer::Note(text) if text.is_empty() => {
            Some("there is nothing to attach yet; type it, or paste it".to_owned())
        }
        Offer::Link(url) if !is_url(&url) => {
            let changes = model.says(Context::Evidence, Action::NextField, "changes the kind");
            Some(format!(
                "a link begins with https:// or http:// and has no blanks{changes}"
            ))
        }
        _ => observed_fault(model, &dialog),
    };
    if fault.is_some() {
        dialog.fault = fault;
        model.dialog = Some(Dialog::Evidence(dialog));
        return Vec::new();
    }
    let content = match dialog.offer() {
        Offer::Link(url) => Content::Link(Text::new(url)),
        Offer::Note(text) => Content::Note(Text::new(text)),
        Offer::File(path) => {
            let item = dialog.item.clone();
            dialog.busy = true;
            dialog.fault = None;
            model.dialog = Some(Dialog::Evidence(dialog));
            return vec![Effect::Capture { item, path }];
        }
    };
    let Some(observed) = day(&dialog) else {
        return Vec::new();
    };
    with_review(model, around, |open, stamps| {
        open.attach(&dialog.item, content, observed, stamps)
    })
}

fn day(dialog: &EvidenceDialog) -> Option<NaiveDate> {
    parse_day(dialog.observed.text().trim())
}

/// What is wrong with the day on which it was seen.
fn observed_fault(model: &Model, dialog: &EvidenceDialog) -> Option<String> {
    let session = &model.review.as_ref()?.session;
    let today = session.assessment().day(session.as_of());
    match day(dialog) {
        None => Some("the day it was seen is written as 2026-05-01".to_owned()),
        Some(day) if day > today => {
            Some("nothing can be seen on a day that is still to come".to_owned())
        }
        Some(_) => None,
    }
}

/// Attaches the file that was read; of several that were dropped the next is offered.
pub(super) fn on_captured(
    model: &mut Model,
    item: &Text,
    result: Result<Content, Problem>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let waiting = matches!(&model.dialog, Some(Dialog::Evidence(dialog)) if dialog.busy && dialog.item == *item);
    match result {
        Ok(content) => {
            if !waiting {
                return Vec::new();
            }
            let Some(Dialog::Evidence(dialog)) = model.dialog.take() else {
                return Vec::new();
            };
            let observed = day(&dialog).unwrap_or_default();
            let effects = with_review(model, around, |open, stamps| {
                open.attach(item, content, observed, stamps)
            });
            let mut others = dialog.others;
            if !others.is_empty() && model.dialog.is_none() {
                let next = others.remove(0);
                let item = item.clone();
                model.dialog = dialog_for(model, Ask::Evidence { item });
                if let Some(Dialog::Evidence(dialog)) = &mut model.dialog {
                    dialog.offer_file(&next);
                    dialog.others = others;
                }
            }
            effects
        }
        Err(problem) => {
            match &mut model.dialog {
                Some(Dialog::Evidence(dialog)) if waiting => {
                    dialog.busy = false;
                    dialog.fault = Some(problem.to_string());
                }
                _ => model.tell_problem(&problem),
            }
            Vec::new()
        }
    }
}

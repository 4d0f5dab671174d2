//! What happens in the dialog about the subject.

use crate::action::Action;
use crate::domain::assessment::TraitAnswer;
use crate::domain::change::{Change, HeadEntry, HeadKind};
use crate::domain::text::Text;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::subject::Row;
use crate::tui::effect::Effect;
use crate::tui::model::Model;

use super::{Surroundings, with_review};

/// What the keys do to the selected question: each answer is a change, saved and undone as any other.
pub(super) fn act_on_subject(
    model: &mut Model,
    action: Action,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some(Dialog::Subject(dialog)) = &model.dialog else {
        return Vec::new();
    };
    let Some(row) = dialog.selected().cloned() else {
        return Vec::new();
    };
    let (goes_on, effects) = match row {
        Row::Trait(id, _, was) => {
            let holds = match (action, was) {
                (Action::Yes, _) | (Action::Toggle, None) => Some(true),
                (Action::No, _) | (Action::Toggle, Some(true)) => Some(false),
                (Action::Clear | Action::Toggle, _) => None,
                _ => was,
            };
            let goes_on = !matches!(action, Action::Toggle | Action::Clear);
            let effects = if holds == was {
                Vec::new()
            } else {
                answer(model, id, holds, around)
            };
            (goes_on, effects)
        }
        Row::Stage(id, _, is_target) => {
            let chosen = matches!(action, Action::Yes | Action::Toggle | Action::Accept);
            let effects = if chosen && !is_target {
                with_review(model, around, |open, _| open.apply(Change::SetTarget(id)))
            } else {
                Vec::new()
            };
            if matches!(action, Action::Accept | Action::Skip) {
                // The stages are one question, and the last.
                model.dialog = None;
            }
            (action == Action::No, effects)
        }
    };
    let (screen, look) = (model.size, (&model.theme, model.glyphs));
    if let (Some(Dialog::Subject(dialog)), Some(open)) = (&mut model.dialog, &model.review) {
        dialog.refresh(open.session.assessment());
        if goes_on && !dialog.next(screen, look) && dialog.is_asking {
            model.dialog = None;
        }
    }
    effects
}

/// Answers a trait, or takes its answer back.
fn answer(
    model: &mut Model,
    id: Text,
    holds: Option<bool>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    with_review(model, around, |open, stamps| {
        open.apply(match holds {
            Some(holds) => Change::Record(HeadEntry::Trait(TraitAnswer {
                id,
                holds,
                by: stamps.by.clone(),
                at: stamps.now,
            })),
            None => Change::Strike(HeadKind::Trait, id),
        })
    })
}

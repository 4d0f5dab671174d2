//! What is said of an item beside its answer, and the snapshots that are taken.

use crate::domain::change::{Change, HeadEntry};
use crate::domain::snapshot::Snapshot;
use crate::domain::text::Text;
use crate::tui::dialogs::aside::AsideDialog;
use crate::tui::dialogs::{Dialog, TextDialog};
use crate::tui::effect::{Effect, Notice, Reaction};
use crate::tui::model::Model;

use super::{Surroundings, with_review};

/// The dialog for what is said of an item beside its answer.
pub(super) fn aside_for(model: &Model, item: &Text) -> Option<Dialog> {
    let open = model.review.as_ref()?;
    let assessment = open.session.assessment();
    let position = assessment.position(item)?;
    let answer = &assessment.answers()[position];
    let today = assessment.day(open.session.as_of());
    let dialog = AsideDialog::of(assessment.item(position), answer, today);
    Some(Dialog::Aside(Box::new(dialog)))
}

/// Says what was typed, each thing as a change of its own.
pub(super) fn accept_aside(
    model: &mut Model,
    mut dialog: Box<AsideDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let Some(told) = dialog.told() else {
        model.dialog = Some(Dialog::Aside(dialog));
        return Vec::new();
    };
    if told.is_empty() {
        model.tell("nothing was changed");
        return Vec::new();
    }
    let item = dialog.item.clone();
    with_review(model, around, |open, _| {
        let mut all = Reaction::default();
        for aside in told {
            let item = item.clone();
            let mut reaction = open.apply(Change::Tell { item, aside });
            all.effects.append(&mut reaction.effects);
            all.notice = all.notice.or(reaction.notice);
        }
        all
    })
}

/// Takes a snapshot under the label that was typed, or says that there is one of that name.
pub(super) fn accept_snapshot(
    model: &mut Model,
    label: Text,
    mut dialog: TextDialog,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let taken = model.review.as_ref().is_some_and(|open| {
        let snapshots = &open.session.assessment().head.snapshots;
        snapshots.iter().any(|snapshot| snapshot.label == label)
    });
    if taken {
        dialog.fault =
            Some("a snapshot of that name is there already; call it otherwise".to_owned());
        model.dialog = Some(Dialog::Text(dialog));
        return Vec::new();
    }
    let effects = with_review(model, around, |open, stamps| {
        let (id, by) = ((stamps.fresh)(), stamps.by.clone());
        let shown = label.shown().into_string();
        let session = &open.session;
        let snapshot = Snapshot::of(session.assessment(), &session.bench(), id, label, by);
        let mut reaction = open.apply(Change::Record(HeadEntry::Snapshot(snapshot)));
        let word = || Notice::word(format!("the snapshot {shown} is taken"));
        reaction.notice = Some(reaction.notice.unwrap_or_else(word));
        reaction
    });
    if let Some(open) = &model.review {
        model.front.refresh(&open.session);
    }
    effects
}

//! What happens in the dialogs of waivers and of measured values.

use crate::action::{Action, Context};
use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
use crate::domain::checklist::{Item, Target};
use crate::domain::measured::Measured;
use crate::domain::text::{Shown, Text};
use crate::tui::dialogs::waiver::WaiverDialog;
use crate::tui::dialogs::{ChoiceDialog, Choosing, Dialog, Purpose, REVOKE, TextDialog};
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::screens::review::OpenReview;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

use super::{Surroundings, with_review};

/// The open review, and the item of an id in it.
fn item_of<'a>(
    model: &'a Model,
    item: &Text,
) -> Option<(&'a OpenReview, &'a Assessment, &'a Item)> {
    let open = model.review.as_ref()?;
    let assessment = open.session.assessment();
    let position = assessment.position(item)?;
    Some((open, assessment, assessment.item(position)))
}

/// The dialog that asks for a waiver.
pub(super) fn waiver_for(model: &Model, item: &Text) -> Option<Dialog> {
    let (open, assessment, of) = item_of(model, item)?;
    let was = assessment.answer(item)?.waiver.as_ref();
    let today = assessment.day(open.session.as_of());
    let most = assessment.checklist().scoring.max_waiver_days;
    Some(Dialog::Waiver(Box::new(WaiverDialog::of(
        of, was, today, most,
    ))))
}

/// The dialog that asks what becomes of the waiver that is there.
pub(super) fn waiver_there(model: &Model, item: Text) -> Option<Dialog> {
    let (_, assessment, of) = item_of(model, &item)?;
    let waiver = assessment.answer(&item)?.waiver.as_ref()?;
    let mut options = Vec::new();
    if of.waivable {
        let another = "put another in its place".to_owned();
        options.push((Text::from("replace"), another));
    }
    let until = waiver.expires;
    let revoke = format!("revoke it (until {until})");
    options.push((Text::from(REVOKE), revoke));
    Some(Dialog::Choice(ChoiceDialog {
        item,
        choosing: Choosing::Waiver,
        options,
        window: Window::default(),
    }))
}

/// Waives the item, or says in the dialog why that would excuse nothing.
pub(super) fn accept_waiver(
    model: &mut Model,
    mut dialog: Box<WaiverDialog>,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let (by, _) = super::meeting::voice(model);
    let item = dialog.item.clone();
    let waiver = dialog.waiver(by, around.now);
    let Some((waiver, (_, assessment, of))) = waiver.zip(item_of(model, &item)) else {
        model.dialog = Some(Dialog::Waiver(dialog));
        return Vec::new();
    };
    let scoring = &assessment.checklist().scoring;
    if let Some(fault) = waiver.fault(of, scoring, assessment.utc_offset) {
        dialog.refuse(fault);
        model.dialog = Some(Dialog::Waiver(dialog));
        return Vec::new();
    }
    with_review(model, around, |open, stamps| {
        let entry = (stamps.fresh)();
        open.apply(Change::Waive {
            item,
            waiver,
            entry,
        })
    })
}

/// The dialog that asks what was measured.
pub(super) fn measure_for(model: &Model, item: &Text) -> Option<Dialog> {
    let (_, assessment, of) = item_of(model, item)?;
    let metric = of.metric.as_ref()?;
    let unit = match metric.unit.shown().as_str() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let target = metric.target.words();
    let target = Shown::line(&target);
    let how = match metric.target {
        Target::Text(_) => "Say in words what was found.",
        _ => "A value as 1.5, a range as 900..1200, so many of so many as 3/4.",
    };
    let was = assessment.answer(item)?.measured.as_ref();
    Some(Dialog::Text(TextDialog {
        purpose: Purpose::Measure(item.clone()),
        title: format!("Measured: {}", metric.name.shown()),
        question: format!("Wanted: {target}{unit}. {how}"),
        fault: None,
        field: TextField::single(was.map_or_else(String::new, typed_form)),
    }))
}

/// A measured value as it is typed.
fn typed_form(measured: &Measured) -> String {
    match measured {
        Measured::Value(value) => value.to_string(),
        Measured::Range(low, high) => format!("{low}..{high}"),
        Measured::Ratio(n, of) => format!("{n}/{of}"),
        Measured::Text(words) => words.raw().to_owned(),
    }
}

/// Writes down what was measured, takes it away where nothing is typed, or says what is wrong with it.
pub(super) fn accept_measured(
    model: &mut Model,
    item: Text,
    mut dialog: TextDialog,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let target = item_of(model, &item).and_then(|(_, assessment, of)| {
        let was = assessment.answer(&item)?.measured.clone();
        Some((of.metric.as_ref()?.target.clone(), was))
    });
    let Some((target, was)) = target else {
        model.tell("the item is gone");
        return Vec::new();
    };
    let typed = dialog.field.text().trim();
    let (measured, fault) = match target.read(typed) {
        _ if typed.is_empty() && was.is_some() => (None, None),
        _ if typed.is_empty() => {
            let leaves = model.says(Context::Line, Action::Cancel, "leaves");
            (None, Some(format!("there is nothing to take away{leaves}")))
        }
        Ok(measured) => (Some(measured), None),
        Err(fault) => (None, Some(fault)),
    };
    if fault.is_some() {
        dialog.fault = fault;
        model.dialog = Some(Dialog::Text(dialog));
        return Vec::new();
    }
    with_review(model, around, |open, stamps| {
        open.apply(Change::Measure {
            item,
            measured,
            stamp: stamps.stamp(),
        })
    })
}

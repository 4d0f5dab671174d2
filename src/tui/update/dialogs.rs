//! What happens in the dialogs.

use crate::action::{Action, Context};
use crate::domain::assessment::{Answer, Status};
use crate::domain::change::{Aside, Change};
use crate::domain::checklist::{ConfirmRule, Tier};
use crate::domain::evidence::{Content, Shows};
use crate::domain::text::{Shown, Text};
use crate::tui::dialogs::evidence::EvidenceDialog;
use crate::tui::dialogs::path::{PathDialog, PathFor};
use crate::tui::dialogs::pick::{PickDialog, Picking};
use crate::tui::dialogs::sheet::Sheet;
use crate::tui::dialogs::subject::SubjectDialog;
use crate::tui::dialogs::{ChoiceDialog, Choosing, Dialog, Purpose, REVOKE, TextDialog};
use crate::tui::effect::{Ask, Effect, Reaction};
use crate::tui::front::Front;
use crate::tui::model::Model;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::window::Window;

use super::aside::{accept_aside, accept_snapshot, aside_for};
use super::draft;
use super::evidence::accept_evidence;
use super::links;
use super::listing::{filter_by, filter_for};
use super::look::{choose_theme, theme_dialog};
use super::meeting::answering;
use super::meeting::asking::accept_pick;
use super::meeting::notes::{accept_note, accept_task};
use super::meeting::people::{accept_people, accept_stale};
use super::paths::{accept_path, complete, take_chosen};
use super::sign_off::{accept_sign, sign_for};
use super::subject::act_on_subject;
use super::waiver::{accept_measured, accept_waiver, measure_for, waiver_for, waiver_there};
use super::{Surroundings, act, leave, leave_kept, left, take_held, with_review};

/// The dialog that asks what has to be asked.
pub(super) fn dialog_for(model: &Model, ask: Ask) -> Option<Dialog> {
    let text = |purpose, title: &str, question: String, field| {
        Some(Dialog::Text(TextDialog {
            purpose,
            title: title.to_owned(),
            question,
            fault: None,
            field,
        }))
    };
    let answer = |item: &Text| {
        model
            .review
            .as_ref()?
            .session
            .assessment()
            .answer(item)
            .cloned()
    };
    match ask {
        Ask::Keys => Some(Dialog::Sheet(Sheet::keys(
            model.screen_context(),
            &model.keymap,
        ))),
        Ask::Palette => {
            let palette = PickDialog::palette(model.screen_context(), &model.keymap);
            Some(Dialog::Pick(Box::new(palette)))
        }
        Ask::Filter => filter_for(model),
        Ask::Theme => Some(theme_dialog(model)),
        Ask::Reasons => Some(Dialog::Sheet(Sheet::reasons(
            &model.review.as_ref()?.session,
            model.glyphs,
        ))),
        Ask::Unsaved => Some(Dialog::Unsaved(String::new())),
        Ask::Name { then } => {
            let question = "Your name stands beside your answers:".to_owned();
            text(
                Purpose::Name(then),
                "Who is answering?",
                question,
                TextField::single(""),
            )
        }
        Ask::Subject { checklist } => {
            let question = "What is assessed? A service, a release, a system:".to_owned();
            text(
                Purpose::Subject(checklist),
                "A new review",
                question,
                TextField::single(""),
            )
        }
        Ask::Reason { item } => {
            let question = format!(
                "Why does {} not apply? Somebody else should agree.",
                item.shown()
            );
            text(
                Purpose::Reason(item),
                "Not applicable",
                question,
                TextField::single(""),
            )
        }
        Ask::Comment { item } => {
            let comment = answer(&item)?.comment.raw().to_owned();
            let question = format!("On {}:", item.shown());
            text(
                Purpose::Comment(item),
                "Comment",
                question,
                TextField::multi(comment),
            )
        }
        Ask::Evidence { item } => {
            let assessment = model.review.as_ref()?.session.assessment();
            let position = assessment.position(&item)?;
            let (item, answer) = (assessment.item(position), &assessment.answers()[position]);
            let confirm = assessment.checklist().scoring.confirm == ConfirmRule::Blockers;
            let shows = Shows::by_default(&answer.status);
            let today = assessment.day(model.review.as_ref()?.session.as_of());
            Some(Dialog::Evidence(Box::new(EvidenceDialog::of(
                item,
                shows,
                confirm && item.tier == Tier::Blocker,
                today,
            ))))
        }
        Ask::ComparePath => Some(Dialog::Path(Box::new(PathDialog::of(PathFor::Compare)))),
        Ask::OpenPath => Some(Dialog::Path(Box::new(PathDialog::of(PathFor::Open)))),
        // These may be done without a question.
        Ask::Link { .. } | Ask::Copy { .. } => None,
        Ask::Aside { item } => aside_for(model, &item),
        Ask::Snapshot => text(
            Purpose::Snapshot,
            "Freeze the numbers",
            "What is this snapshot called? Before the audit, 1st of May:".to_owned(),
            TextField::single(""),
        ),
        Ask::Sign => sign_for(model),
        Ask::Waiver { item } => waiver_for(model, &item),
        Ask::WaiverThere { item } => waiver_there(model, item),
        Ask::Measure { item } => measure_for(model, &item),
        Ask::Traits => {
            let assessment = model.review.as_ref()?.session.assessment();
            Some(Dialog::Subject(SubjectDialog::of(assessment)?))
        }
        Ask::Confirm { item } => choice(&*answer(&item)?, item, Choosing::Confirm),
        Ask::Withdraw { item } => choice(&*answer(&item)?, item, Choosing::Withdraw),
    }
}

fn choice(answer: &Answer, item: Text, choosing: Choosing) -> Option<Dialog> {
    let standing = answer
        .evidence
        .iter()
        .filter(|evidence| evidence.withdrawn.is_none());
    let options: Vec<(Text, String)> = standing
        .map(|evidence| {
            let what = match &evidence.content {
                Content::Link(text) | Content::Note(text) => text.shown().into_string(),
                Content::File { path, .. } => Shown::line(path).into_string(),
            };
            let kind = evidence.content.kind().word();
            (
                evidence.id.clone(),
                format!(
                    "{kind}  {what}  ({}, {})",
                    evidence.by.shown(),
                    evidence.observed
                ),
            )
        })
        .collect();
    (!options.is_empty()).then(|| {
        Dialog::Choice(ChoiceDialog {
            item,
            choosing,
            options,
            window: Window::default(),
        })
    })
}

pub(super) fn act_in_dialog(
    model: &mut Model,
    action: Action,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    match action {
        Action::Cancel => {
            draft::set_aside(model);
            model.held.clear();
            Vec::new()
        }
        Action::Leave => {
            model.dialog = None;
            leave(model)
        }
        Action::LeaveUnsaved => {
            let mut effects = vec![Effect::Lose];
            effects.extend(left(model));
            effects
        }
        Action::LeaveKept => leave_kept(model),
        Action::NewLine => {
            if let Some(field) = model.dialog.as_mut().and_then(Dialog::field) {
                field.paste("\n");
            }
            Vec::new()
        }
        Action::Accept => {
            if model.dialog.as_mut().is_some_and(take_chosen) {
                return Vec::new();
            }
            accept(model, around)
        }
        Action::Complete => {
            complete(model);
            Vec::new()
        }
        Action::Editor => match &model.dialog {
            Some(Dialog::Text(dialog)) => vec![Effect::Edit(dialog.field.text().to_owned())],
            _ => Vec::new(),
        },
        Action::Toggle if matches!(model.dialog, Some(Dialog::People(_))) => {
            if let Some(Dialog::People(dialog)) = &mut model.dialog {
                dialog.go(action);
            }
            Vec::new()
        }
        Action::Yes | Action::No | Action::Toggle | Action::Clear | Action::Skip => {
            act_on_subject(model, action, around)
        }
        _ => {
            let (screen, look) = (model.size, (&model.theme, model.glyphs));
            if let Some(dialog) = &mut model.dialog {
                dialog.go(action, screen, look);
            }
            Vec::new()
        }
    }
}

fn accept(model: &mut Model, around: &mut Surroundings<'_>) -> Vec<Effect> {
    match model.dialog.take() {
        Some(Dialog::Text(dialog)) => accept_text(model, dialog, around),
        Some(Dialog::Path(dialog)) => accept_path(model, dialog),
        Some(Dialog::Evidence(dialog)) => accept_evidence(model, dialog, around),
        Some(Dialog::Aside(dialog)) => accept_aside(model, dialog, around),
        Some(Dialog::Waiver(dialog)) => accept_waiver(model, dialog, around),
        Some(Dialog::Sign(dialog)) => accept_sign(model, dialog, around),
        Some(Dialog::People(dialog)) => accept_people(model, dialog, around),
        Some(Dialog::Task(dialog)) => accept_task(model, dialog, around),
        Some(Dialog::Subject(dialog)) => {
            model.dialog = Some(Dialog::Subject(dialog));
            act_on_subject(model, Action::Accept, around)
        }
        Some(Dialog::Pick(dialog)) => match (dialog.selected(), &dialog.picking) {
            (Some(at), Picking::Command(actions)) => act(model, actions[at], around),
            (Some(at), Picking::Link(urls)) => links::open(model, urls[at].clone()),
            (Some(at), Picking::Copy(texts)) => {
                let (what, text) = texts[at].clone();
                links::copy(model, what, text)
            }
            (Some(at), Picking::Filter(criteria)) => {
                filter_by(model, criteria[at]);
                Vec::new()
            }
            (Some(at), Picking::Theme(names)) => choose_theme(model, &names[at]),
            (Some(at), Picking::Meeting(of)) => accept_pick(model, of.clone(), at, around),
            (None, _) => {
                model.dialog = Some(Dialog::Pick(dialog));
                Vec::new()
            }
        },
        Some(Dialog::Choice(dialog)) => {
            let Some((evidence, _)) = dialog.options.get(dialog.window.selected).cloned() else {
                return Vec::new();
            };
            if dialog.choosing == Choosing::Meeting {
                return accept_stale(model, &dialog.item, &evidence, around);
            }
            with_review(model, around, |open, stamps| {
                let (item, stamp) = (dialog.item, stamps.stamp());
                open.apply(match dialog.choosing {
                    Choosing::Waiver if evidence.raw() == REVOKE => Change::Revoke { item, stamp },
                    Choosing::Waiver | Choosing::Meeting => {
                        return Reaction::asking(Ask::Waiver { item });
                    }
                    Choosing::Confirm => Change::Confirm {
                        item,
                        evidence,
                        stamp,
                    },
                    Choosing::Withdraw => Change::Withdraw {
                        item,
                        evidence,
                        stamp,
                    },
                })
            })
        }
        other => {
            model.dialog = other;
            Vec::new()
        }
    }
}

fn accept_text(
    model: &mut Model,
    mut dialog: TextDialog,
    around: &mut Surroundings<'_>,
) -> Vec<Effect> {
    let typed = Text::new(dialog.field.text().trim());
    let may_be_blank = matches!(dialog.purpose, Purpose::Comment(_) | Purpose::Measure(_));
    if typed.is_blank() && !may_be_blank {
        let leaves = model.says(Context::Line, Action::Cancel, "leaves it as it is");
        dialog.fault = Some(format!("it takes at least one word{leaves}"));
        model.dialog = Some(Dialog::Text(dialog));
        return Vec::new();
    }
    if let Purpose::Measure(item) = &dialog.purpose {
        let item = item.clone();
        return accept_measured(model, item, dialog, around);
    }
    if dialog.purpose == Purpose::Snapshot {
        return accept_snapshot(model, typed, dialog, around);
    }
    if let Some(effects) = accept_note(model, &dialog.purpose, typed.clone(), around) {
        return effects;
    }
    match dialog.purpose {
        Purpose::Reason(item) => {
            let status = Status::NotApplicable(typed);
            if matches!(model.front, Front::Meeting(_)) {
                return answering::say(model, &item, status, around);
            }
            with_review(model, around, |open, stamps| open.say(item, status, stamps))
        }
        Purpose::Comment(item) => with_review(model, around, |open, _| {
            open.apply(Change::Tell {
                item,
                aside: Aside::Comment(typed),
            })
        }),
        // Taken care of above.
        Purpose::Measure(_)
        | Purpose::Snapshot
        | Purpose::Dissent(..)
        | Purpose::Reply(..)
        | Purpose::Park(_)
        | Purpose::Decision(_) => Vec::new(),
        Purpose::Subject(checklist) => vec![Effect::Create {
            checklist,
            subject: typed.raw().to_owned(),
        }],
        Purpose::Name(then) => {
            model.name = Some(typed);
            let mut effects = act(model, then, around);
            effects.extend(take_held(model, around));
            effects
        }
    }
}

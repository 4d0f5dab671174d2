//! `candor set`: facts about the subject and the review.

use crate::domain::assessment::{Assessment, Declared, DeclaredOf, Participant, TraitAnswer};
use crate::domain::change::{Change, HeadEntry, HeadKind};
use crate::domain::declared::announced;
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::system::store::Stored;

use super::arguments::set::{DeclaredTyped, FactTyped, Holds, SetTyped};
use super::desk::{Desk, fresh_id, try_out};
use super::refusal::problem_of;
use super::resolve::{self, usage};
use super::spend;

/// Sets one fact.
pub(crate) fn run(desk: &Desk, typed: &SetTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    let (change, words) = change_of(desk, typed, &stored)?;
    let changes = [change];
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

fn change_of(desk: &Desk, typed: &SetTyped, stored: &Stored) -> Result<(Change, String), Problem> {
    Ok(match &typed.fact {
        FactTyped::Name { name } => {
            let name = Text::from(name.trim());
            let words = format!("the subject is {} now", name.raw());
            (Change::SetName(name), words)
        }
        FactTyped::Version { version } => {
            let words = now_is("version", version);
            (Change::SetVersion(version.as_str().into()), words)
        }
        FactTyped::System { system } => {
            let words = now_is("system", system);
            (Change::SetSystem(system.as_str().into()), words)
        }
        FactTyped::Target { stage } => {
            let is_stage = stored
                .assessment
                .checklist()
                .stage_position(&stage.as_str().into())
                .is_some();
            // A stage may be called `none`; then it is meant.
            let target = (stage != "none" || is_stage).then(|| Text::from(stage.as_str()));
            let words = match &target {
                Some(stage) => now_is("target", stage.raw()),
                None => now_is("target", ""),
            };
            (Change::SetTarget(target), words)
        }
        FactTyped::Trait {
            id,
            holds: Holds::None,
            ..
        } => {
            let words = format!("{id} is not answered any more");
            let id = Text::from(id.as_str());
            require_answered(&id, &stored.assessment)?;
            (Change::Strike(HeadKind::Trait, id), words)
        }
        FactTyped::Trait { id, holds, by } => {
            let holds = *holds == Holds::Yes;
            let answer = TraitAnswer {
                id: id.as_str().into(),
                holds,
                by: desk.by(by.as_deref(), &typed.file)?,
                at: desk.now,
            };
            let words = format!("{id} is {} now", if holds { "yes" } else { "no" });
            (Change::Record(HeadEntry::Trait(answer)), words)
        }
        FactTyped::Participant { name, role, remove } => {
            let name = resolve::name(name, "participant")?;
            if *remove {
                let words = format!("{} takes part no more", name.raw());
                (Change::Strike(HeadKind::Participant, name), words)
            } else {
                let role = Text::from(role.as_deref().unwrap_or_default());
                let words = if role.is_empty() {
                    format!("{} takes part", name.raw())
                } else {
                    format!("{} takes part as {}", name.raw(), role.raw())
                };
                (
                    Change::Record(HeadEntry::Participant(Participant { name, role })),
                    words,
                )
            }
        }
        FactTyped::Declared(typed) => declared(typed, stored)?,
        FactTyped::Cost(typed) => spend::cost(typed, &stored.assessment)?,
        FactTyped::Resource { role, effort, .. } => {
            spend::resource(role, effort.as_deref(), &stored.assessment)?
        }
    })
}

/// Refuses to take back what nobody has said.
fn require_answered(id: &Text, assessment: &Assessment) -> Result<(), Problem> {
    let mut traits = assessment.checklist().traits.iter();
    if !traits.any(|known| known.id == *id) {
        let refusal = Refusal::UnknownTrait(id.clone());
        return Err(problem_of(&refusal, assessment, None));
    }
    match assessment.has_trait(id) {
        Some(_) => Ok(()),
        None => Err(usage(
            format!("nobody has answered `{}`", id.raw()),
            "nothing was changed",
        )),
    }
}

fn now_is(what: &str, value: &str) -> String {
    if value.is_empty() {
        format!("there is no {what} now")
    } else {
        format!("the {what} is {value} now")
    }
}

fn declared(typed: &DeclaredTyped, stored: &Stored) -> Result<(Change, String), Problem> {
    let earlier = earlier(typed, stored)?;
    let Some(value) = &typed.value else {
        let Some(earlier) = earlier else {
            let refusal = Refusal::UnknownEntry(HeadKind::Declared, typed.label.as_str().into());
            return Err(problem_of(&refusal, &stored.assessment, None));
        };
        let words = format!("{} is declared no more", typed.label);
        return Ok((
            Change::Strike(HeadKind::Declared, earlier.id.clone()),
            words,
        ));
    };
    let mut figure = match earlier {
        Some(earlier) => earlier.clone(),
        None => Declared {
            id: fresh_id()?,
            label: resolve::name(&typed.label, "declared")?,
            of: of_by_label(&typed.label),
            value: Text::default(),
            table: Text::default(),
            weight: None,
            by: Text::default(),
            on: None,
            source: Text::default(),
        },
    };
    figure.value = value.as_str().into();
    if let Some(of) = &typed.of {
        figure.of = resolve::declared_of(of)?;
    }
    if let Some(day) = &typed.on {
        figure.on = Some(resolve::day(day)?);
    }
    figure.weight = typed.weight.or(figure.weight);
    let texts = [
        (&typed.table, &mut figure.table),
        (&typed.by, &mut figure.by),
        (&typed.source, &mut figure.source),
    ];
    for (given, kept) in texts {
        if let Some(given) = given {
            *kept = given.as_str().into();
        }
    }
    let percent = match announced(&figure.value) {
        Some(announced) => format!("{} percent", announced.percent),
        None => "no percent".to_owned(),
    };
    let words = format!("{} is declared as {value}, {percent}", typed.label);
    Ok((Change::Record(HeadEntry::Declared(figure)), words))
}

/// The figure of the same label and, where one is given, the same table.
fn earlier<'a>(typed: &DeclaredTyped, stored: &'a Stored) -> Result<Option<&'a Declared>, Problem> {
    let in_table = |figure: &Declared| match &typed.table {
        Some(table) => figure.table == **table,
        None => true,
    };
    let mut fitting = stored
        .assessment
        .head
        .declared
        .iter()
        .filter(|figure| figure.label == *typed.label && in_table(figure));
    let first = fitting.next();
    if fitting.next().is_some() {
        return Err(usage(
            format!("several figures are called `{}`", typed.label),
            "say which by its table: --table ID",
        ));
    }
    Ok(first)
}

fn of_by_label(label: &str) -> DeclaredOf {
    match label.trim().to_lowercase().as_str() {
        "overall" => DeclaredOf::Overall,
        "verdict" => DeclaredOf::Verdict,
        _ => DeclaredOf::Free,
    }
}

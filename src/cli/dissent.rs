//! `candor dissent`: who disagrees with an answer or with the verdict, what was answered, and who closed it.

use serde::Serialize;

use crate::domain::change::Change;
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::ledger::Ledger;
use crate::domain::meeting::disagreement;
use crate::domain::text::Text;
use crate::export::json::JSON_FORMAT;
use crate::export::minutes::{About, dissent_words, dissents};
use crate::problem::Problem;
use crate::session::bench;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::dissent::DissentTyped;
use super::desk::{Desk, fresh_id, try_out};
use super::output::{self, Page, Tone};
use super::shortened::{self, Wanted};

/// Records, answers, closes or lists.
pub(crate) fn run(desk: &Desk, typed: &DissentTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    if typed.list {
        return list(desk, &stored, typed);
    }
    let (change, words) = match (&typed.answer, &typed.close) {
        (Some(answer), _) => {
            let id = answer.first().map(String::as_str).unwrap_or_default();
            let text = answer.get(1).map(String::as_str).unwrap_or_default();
            reply(desk, &stored, typed, id, text)?
        }
        (None, Some(id)) => close(desk, &stored, typed, id)?,
        (None, None) => dissent(desk, &stored, typed)?,
    };
    let mut changes = Vec::new();
    if let Change::Dissent {
        item: Some(item), ..
    } = &change
    {
        changes.extend(disagreement(&stored.assessment, item));
    }
    changes.push(change);
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

fn dissent(
    desk: &Desk,
    stored: &Stored,
    typed: &DissentTyped,
) -> Result<(Change, String), Problem> {
    let item = about(stored, typed.about.as_deref().unwrap_or_default())?;
    let name = desk.by(typed.by.as_deref(), &typed.file)?;
    let dissent = Dissent {
        id: fresh_id()?,
        name,
        on: stands_now(desk, stored, item.as_ref()),
        text: typed.text.as_deref().unwrap_or_default().into(),
        at: desk.now,
        answered: None,
        closed: None,
    };
    let words = format!(
        "{} dissents {} ({}), as {}",
        dissent.name.raw(),
        from(item.as_ref()),
        dissent.on.raw(),
        dissent.id.raw()
    );
    Ok((Change::Dissent { item, dissent }, words))
}

fn reply(
    desk: &Desk,
    stored: &Stored,
    typed: &DissentTyped,
    id: &str,
    text: &str,
) -> Result<(Change, String), Problem> {
    let (item, dissent) = chosen(stored, id)?;
    let by = desk.by(typed.by.as_deref(), &typed.file)?;
    let words = format!(
        "{}'s dissent {} is answered; {} or a facilitator can close it",
        dissent.name.raw(),
        from(item.as_ref()),
        dissent.name.raw()
    );
    let change = Change::Reply {
        item,
        dissent: dissent.id.clone(),
        text: text.into(),
        stamp: desk.stamp(&by, &Text::default())?,
    };
    Ok((change, words))
}

fn close(
    desk: &Desk,
    stored: &Stored,
    typed: &DissentTyped,
    id: &str,
) -> Result<(Change, String), Problem> {
    let (item, dissent) = chosen(stored, id)?;
    let by = desk.by(typed.by.as_deref(), &typed.file)?;
    let words = format!(
        "{}'s dissent {} is closed",
        dissent.name.raw(),
        from(item.as_ref())
    );
    let change = Change::Close {
        item,
        dissent: dissent.id.clone(),
        stamp: desk.stamp(&by, &Text::default())?,
    };
    Ok((change, words))
}

/// The item that is meant, or none for the verdict.
fn about(stored: &Stored, typed: &str) -> Result<Option<Text>, Problem> {
    if typed == "verdict" {
        return Ok(None);
    }
    let is_item = |id: &str| stored.assessment.position(&id.into()).is_some();
    let id = match typed.strip_prefix("item:") {
        Some(id) if !is_item(typed) => id,
        _ => typed,
    };
    require_item(stored, id).map(Some)
}

/// The status or the verdict that stands now, in a word.
fn stands_now(desk: &Desk, stored: &Stored, item: Option<&Text>) -> Text {
    let assessment = &stored.assessment;
    if let Some(item) = item {
        let answer = assessment.answer(item);
        return answer.map_or("", |answer| answer.status.word()).into();
    }
    let observations = desk.observe(stored);
    let ledger = Ledger::of(assessment, &bench(assessment, desk.now, &observations));
    let judgement = ledger.judge(&assessment.checklist().scoring);
    judgement.verdict.word().into()
}

/// The dissent that an id, or its beginning, names, with its item.
fn chosen<'a>(stored: &'a Stored, id: &str) -> Result<(Option<Text>, &'a Dissent), Problem> {
    let assessment = &stored.assessment;
    let wanted = Wanted {
        what: "dissent",
        several: "dissents",
        list: format!("candor dissent {} --list", stored.path.display()),
    };
    let known = dissents(assessment)
        .into_iter()
        .map(|about| (about.it.id.raw(), about));
    let About { item, it } = shortened::named(known, id, &wanted)?;
    let item = item.map(|at| assessment.item(at).id.clone());
    Ok((item, it))
}

fn from(item: Option<&Text>) -> String {
    match item {
        None => "from the verdict".to_owned(),
        Some(item) => format!("from the answer to {}", item.raw()),
    }
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    dissents: Vec<DissentObject<'a>>,
}

#[derive(Serialize)]
struct DissentObject<'a> {
    id: &'a str,
    /// Null for a dissent from the verdict.
    item: Option<&'a str>,
    name: &'a str,
    on: Option<&'a str>,
    text: &'a str,
    at: String,
    answered: Option<ReplyObject<'a>>,
    closed_by: Option<&'a str>,
    open: bool,
    state: String,
}

#[derive(Serialize)]
struct ReplyObject<'a> {
    by: &'a str,
    at: String,
    text: &'a str,
}

fn list(desk: &Desk, stored: &Stored, typed: &DissentTyped) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let only = match &typed.about {
        Some(typed) => Some(about(stored, typed)?),
        None => None,
    };
    let facilitators = Facilitators::of(assessment);
    let mut found = dissents(assessment);
    if let Some(only) = only {
        let only = only.and_then(|item| assessment.position(&item));
        found.retain(|about| about.item == only);
    }
    if typed.json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            dissents: found
                .iter()
                .map(|about| object_of(stored, about, &facilitators))
                .collect(),
        });
    }
    let mut page = Page::default();
    if found.is_empty() {
        page.line("nobody dissents");
    }
    for about in &found {
        show(&mut page, stored, about, &facilitators);
    }
    desk.output.page(&page)
}

fn object_of<'a>(
    stored: &'a Stored,
    about: &About<'a, Dissent>,
    facilitators: &Facilitators<'_>,
) -> DissentObject<'a> {
    let (assessment, dissent) = (&stored.assessment, about.it);
    DissentObject {
        id: dissent.id.raw(),
        item: about.item.map(|at| assessment.item(at).id.raw()),
        name: dissent.name.raw(),
        on: Some(dissent.on.raw()).filter(|on| !on.is_empty()),
        text: dissent.text.raw(),
        at: dissent.at.to_string(),
        answered: dissent.answered.as_ref().map(|reply| ReplyObject {
            by: reply.by.raw(),
            at: reply.at.to_string(),
            text: reply.text.raw(),
        }),
        closed_by: dissent.closed.as_ref().map(|closed| closed.by.raw()),
        open: facilitators.leave_open(dissent),
        state: dissent_words(facilitators, dissent),
    }
}

fn show(
    page: &mut Page,
    stored: &Stored,
    about: &About<'_, Dissent>,
    facilitators: &Facilitators<'_>,
) {
    let (assessment, dissent) = (&stored.assessment, about.it);
    let item = about.item.map(|at| assessment.item(at).id.clone());
    let tone = if facilitators.leave_open(dissent) {
        Tone::Fair
    } else {
        Tone::Quiet
    };
    page.words(tone, &dissent_words(facilitators, dissent));
    let on = match dissent.on.raw() {
        "" => String::new(),
        on => format!(" ({on})"),
    };
    let day = assessment.day(dissent.at);
    page.line(&format!(
        "  {}  {} {}{on}, {day}",
        dissent.id.raw(),
        dissent.name.raw(),
        from(item.as_ref())
    ));
    paragraph(page, "    ", dissent.text.raw());
    if let Some(reply) = &dissent.answered {
        let day = assessment.day(reply.at);
        page.line(&format!("    answered by {}, {day}:", reply.by.raw()));
        paragraph(page, "      ", reply.text.raw());
    }
}

/// A text on its own lines.
fn paragraph(page: &mut Page, indent: &str, text: &str) {
    for line in text.lines() {
        page.line(format!("{indent}{line}").trim_end());
    }
}

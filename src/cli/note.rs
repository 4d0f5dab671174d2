//! `candor note`: decisions, actions and parked questions.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::change::Change;
use crate::domain::minutes::{Action, Note, Remark};
use crate::domain::text::Text;
use crate::export::json::JSON_FORMAT;
use crate::export::minutes::{About, actions, decisions, is_overdue, parked};
use crate::problem::Problem;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::AsOfTyped;
use super::arguments::note::{NoteAction, NoteTyped, RemarkTyped};
use super::desk::{Desk, fresh_id, try_out};
use super::output::{self, Align, Page};
use super::resolve;
use super::shortened::{self, Wanted};

/// Notes, settles or lists.
pub(crate) fn run(desk: &Desk, typed: &NoteTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    let who = |by: &Option<String>| desk.by(by.as_deref(), &typed.file);
    let (change, words) = match &typed.action {
        NoteAction::Decision(typed) => {
            let remark = remark(desk, typed, who(&typed.by)?)?;
            noted(&stored, typed, Note::Decision(remark), "decided")?
        }
        NoteAction::Parked(typed) => {
            let remark = remark(desk, typed, who(&typed.by)?)?;
            noted(&stored, typed, Note::Parked(remark), "parked")?
        }
        NoteAction::Action { remark, owner, due } => {
            let Remark {
                id, text, by, at, ..
            } = self::remark(desk, remark, who(&remark.by)?)?;
            let action = Action {
                id,
                text,
                owner: owner.as_deref().unwrap_or_default().trim().into(),
                due: due.as_deref().map(resolve::day).transpose()?,
                by,
                at,
                done: None,
            };
            let words = match (action.owner.raw(), action.due) {
                ("", None) => "noted".to_owned(),
                ("", Some(due)) => format!("noted, due {due}"),
                (owner, None) => format!("noted for {owner}"),
                (owner, Some(due)) => format!("noted for {owner}, due {due}"),
            };
            noted(&stored, remark, Note::Action(action), &words)?
        }
        NoteAction::Done { id, by } => {
            let (item, note, words) = settled(&stored, id)?;
            let stamp = desk.stamp(&who(by)?, &Text::default())?;
            (Change::Settle { item, note, stamp }, words)
        }
        NoteAction::List { as_of, json } => return list(desk, &stored, as_of, *json),
    };
    let changes = [change];
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

fn remark(desk: &Desk, typed: &RemarkTyped, by: Text) -> Result<Remark, Problem> {
    Ok(Remark {
        id: fresh_id()?,
        text: typed.text.as_str().into(),
        by,
        at: desk.now,
        settled: None,
    })
}

fn noted(
    stored: &Stored,
    typed: &RemarkTyped,
    note: Note,
    what: &str,
) -> Result<(Change, String), Problem> {
    let item = match &typed.item {
        Some(item) => Some(require_item(stored, item)?),
        None => None,
    };
    let about = match &item {
        Some(item) => format!("{}: ", item.raw()),
        None => String::new(),
    };
    let words = format!("{about}{what}, as {}", note.id().raw());
    Ok((Change::Note { item, note }, words))
}

/// The action or parked question that an id, or its beginning, names: its item, its id, and what becomes of it.
fn settled(stored: &Stored, id: &str) -> Result<(Option<Text>, Text, String), Problem> {
    let assessment = &stored.assessment;
    let wanted = Wanted {
        what: "action or parked question",
        several: "notes",
        list: format!("candor note {} list", stored.path.display()),
    };
    let actions = actions(assessment).into_iter();
    let parked = parked(assessment).into_iter();
    let known = actions
        .map(|about| (&about.it.id, about.item, "done"))
        .chain(parked.map(|about| (&about.it.id, about.item, "settled")))
        .map(|note| (note.0.raw(), note));
    let (note, item, word) = shortened::named(known, id, &wanted)?;
    let item = item.map(|at| assessment.item(at).id.clone());
    let words = format!("{} is {word}", note.raw());
    Ok((item, note.clone(), words))
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    as_of: String,
    actions: Vec<ActionObject<'a>>,
    parked: Vec<RemarkObject<'a>>,
    decisions: Vec<RemarkObject<'a>>,
}

#[derive(Serialize)]
struct ActionObject<'a> {
    id: &'a str,
    /// Null for the whole.
    item: Option<&'a str>,
    text: &'a str,
    owner: Option<&'a str>,
    due: Option<String>,
    overdue: bool,
    by: &'a str,
    at: String,
    done_by: Option<&'a str>,
}

#[derive(Serialize)]
struct RemarkObject<'a> {
    id: &'a str,
    /// Null for the whole.
    item: Option<&'a str>,
    text: &'a str,
    by: &'a str,
    at: String,
    /// Null for what is not settled, and for decisions, which are settled by themselves.
    settled_by: Option<&'a str>,
}

fn list(desk: &Desk, stored: &Stored, as_of: &AsOfTyped, json: bool) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(as_of, assessment.utc_offset, desk.now)?;
    let today = assessment.day(as_of);
    let (mut actions, mut parked) = (actions(assessment), parked(assessment));
    let decisions = decisions(assessment);
    actions.sort_by_key(|about| {
        (
            about.it.done.is_some(),
            about.it.due.is_none(),
            about.it.due,
        )
    });
    parked.sort_by_key(|about| about.it.settled.is_some());
    if json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            as_of: as_of.to_string(),
            actions: actions
                .iter()
                .map(|about| action_object(assessment, about, today))
                .collect(),
            parked: remark_objects(assessment, &parked),
            decisions: remark_objects(assessment, &decisions),
        });
    }
    let mut page = Page::default();
    if actions.is_empty() && parked.is_empty() && decisions.is_empty() {
        page.line("nothing is noted");
    }
    let mut rows: Vec<Vec<String>> = actions
        .iter()
        .map(|about| action_row(assessment, about, today))
        .collect();
    rows.extend(parked.iter().map(|about| {
        let state = match &about.it.settled {
            Some(settled) => format!("settled by {}", settled.by.raw()),
            None => "parked".to_owned(),
        };
        remark_row(assessment, about, state)
    }));
    rows.extend(
        decisions
            .iter()
            .map(|about| remark_row(assessment, about, "decided".to_owned())),
    );
    page.table(&[Align::Left; 5], &rows);
    desk.output.page(&page)
}

fn item_of(assessment: &Assessment, item: Option<usize>) -> Option<&str> {
    item.map(|at| assessment.item(at).id.raw())
}

fn action_object<'a>(
    assessment: &'a Assessment,
    about: &About<'a, Action>,
    today: NaiveDate,
) -> ActionObject<'a> {
    let action = about.it;
    ActionObject {
        id: action.id.raw(),
        item: item_of(assessment, about.item),
        text: action.text.raw(),
        owner: Some(action.owner.raw()).filter(|owner| !owner.is_empty()),
        due: action.due.map(|due| due.to_string()),
        overdue: is_overdue(action, today),
        by: action.by.raw(),
        at: action.at.to_string(),
        done_by: action.done.as_ref().map(|done| done.by.raw()),
    }
}

fn remark_objects<'a>(
    assessment: &'a Assessment,
    found: &[About<'a, Remark>],
) -> Vec<RemarkObject<'a>> {
    let object = |about: &About<'a, Remark>| {
        let remark = about.it;
        RemarkObject {
            id: remark.id.raw(),
            item: item_of(assessment, about.item),
            text: remark.text.raw(),
            by: remark.by.raw(),
            at: remark.at.to_string(),
            settled_by: remark.settled.as_ref().map(|settled| settled.by.raw()),
        }
    };
    found.iter().map(object).collect()
}

fn action_row(assessment: &Assessment, about: &About<'_, Action>, today: NaiveDate) -> Vec<String> {
    let action = about.it;
    let state = match (&action.done, action.due) {
        (Some(done), _) => format!("done by {}", done.by.raw()),
        (None, Some(due)) if is_overdue(action, today) => format!("overdue since {due}"),
        (None, Some(due)) => format!("due {due}"),
        (None, None) => "to do".to_owned(),
    };
    let who = match action.owner.raw() {
        "" => "nobody yet",
        owner => owner,
    };
    row(assessment, &action.id, about.item, state, who, &action.text)
}

fn remark_row(assessment: &Assessment, about: &About<'_, Remark>, state: String) -> Vec<String> {
    let remark = about.it;
    let (by, text) = (remark.by.raw(), &remark.text);
    row(assessment, &remark.id, about.item, state, by, text)
}

fn row(
    assessment: &Assessment,
    id: &Text,
    item: Option<usize>,
    state: String,
    who: &str,
    text: &Text,
) -> Vec<String> {
    vec![
        id.raw().to_owned(),
        state,
        item_of(assessment, item).unwrap_or("the whole").to_owned(),
        who.to_owned(),
        text.raw().replace('\n', " "),
    ]
}

//! `candor meeting`: meetings begun, gone through and ended from the command line.

mod shown;

use crate::domain::assessment::Participant;
use crate::domain::change::{Change, HeadEntry};
use crate::domain::evidence::same_person;
use crate::domain::meeting::{Meeting, agreement, beginning, ended, running, was_left, who};
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::format::fault::suggestion;
use crate::problem::Problem;
use crate::system::presenting;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::meeting::{MeetingAction, MeetingTyped};
use super::desk::{Desk, fresh_id, try_out};
use super::output;
use super::refusal::problem_of;
use super::resolve::usage;
use super::shortened::{self, Wanted};

/// Begins, shows, agrees, ends or lists.
pub(crate) fn run(desk: &Desk, typed: &MeetingTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    match &typed.action {
        MeetingAction::Start {
            facilitator,
            present,
            minutes,
        } => start(desk, stored, facilitator.as_deref(), present, *minutes),
        MeetingAction::Show { json } => {
            let meeting = require_running(&stored)?;
            shown::show(desk, &stored, meeting, *json)
        }
        MeetingAction::Agenda { as_of, json } => shown::agenda(desk, &stored, as_of, *json),
        MeetingAction::Agree { items, by } => agree(desk, &mut stored, items, by),
        MeetingAction::End => end(desk, stored),
        MeetingAction::List { json } => shown::list(desk, &stored, *json),
    }
}

fn start(
    desk: &Desk,
    mut stored: Stored,
    facilitator: Option<&str>,
    present: &[String],
    minutes: Option<u32>,
) -> Result<(), Problem> {
    let mut changes = Vec::new();
    if let Some(before) = running(&stored.assessment) {
        if !was_left(&stored.assessment, before, desk.now) {
            let file = stored.path.display();
            let what = format!(
                "a meeting goes on since {}, led by {}",
                before.start,
                before.facilitator.raw()
            );
            return Err(
                usage(what, format!("end it first: candor meeting {file} end"))
                    .at(file.to_string()),
            );
        }
        let over = ended(&stored.assessment, before, desk.now);
        changes.push(Change::Record(HeadEntry::Meeting(over)));
    }
    let facilitator = match facilitator {
        Some(typed) => named(typed, "--facilitator")?,
        None => Participant {
            name: desk.by(None, &stored.path)?,
            role: Text::default(),
        },
    };
    let mut there = vec![facilitator.clone()];
    for typed in present {
        there.push(named(typed, "--present")?);
    }
    let meeting = Meeting {
        id: fresh_id()?,
        start: desk.now,
        end: None,
        planned: minutes,
        facilitator: facilitator.name,
        present: there.iter().map(|one| one.name.clone()).collect(),
        agreed: Vec::new(),
    };
    let people = meeting.people().len();
    let words = match people {
        1 => format!("a meeting has begun, {} alone", meeting.facilitator.raw()),
        _ => format!(
            "a meeting of {people} has begun, led by {}",
            meeting.facilitator.raw()
        ),
    };
    changes.extend(beginning(&stored.assessment, meeting, &there));
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    desk.tell(&stored, &words)
}

/// Somebody with a role, or without.
fn named(typed: &str, flag: &str) -> Result<Participant, Problem> {
    let one = who(typed);
    if one.name.is_blank() {
        return Err(usage(
            format!("{flag} names nobody"),
            format!("give a name, and a role behind a comma if need be: {flag} \"Ana, sre\""),
        ));
    }
    Ok(one)
}

fn agree(desk: &Desk, stored: &mut Stored, items: &[String], by: &[String]) -> Result<(), Problem> {
    let mut people = Vec::new();
    for typed in by {
        people.push(require_present(require_running(stored)?, typed)?);
    }
    let (mut changes, mut tried) = (Vec::new(), stored.assessment.clone());
    for typed in items {
        let item = require_item(stored, typed)?;
        let meeting = running(&tried).ok_or_else(|| none_goes_on(stored))?;
        let Some(at) = tried.position(&item) else {
            continue;
        };
        let answered_by = &tried.answers()[at].by;
        let other = people.iter().find(|name| !same_person(name, answered_by));
        let by = other.or(people.first());
        let made = agreement(&tried, meeting, at, by, (fresh_id()?, desk.now));
        if made.is_empty() && !meeting.agreed.contains(&item) {
            let what = format!("nobody has answered `{}`", item.raw());
            return Err(usage(
                what,
                "answer it first: candor answer FILE ITEM STATUS",
            ));
        }
        for change in &made {
            let refused = |refusal: Refusal| problem_of(&refusal, &tried.clone(), Some(&item));
            let mut copy = tried.clone();
            copy.apply(change).map_err(refused)?;
            tried = copy;
        }
        changes.extend(made);
    }
    desk.commit(stored, &changes)?;
    let words = match items {
        [item] => format!("all agree on {item}"),
        items => format!("all agree on {} items", items.len()),
    };
    desk.tell(stored, &words)
}

fn end(desk: &Desk, mut stored: Stored) -> Result<(), Problem> {
    let meeting = require_running(&stored)?;
    if was_left(&stored.assessment, meeting, desk.now) {
        output::note("Nothing has happened in the meeting for long: it ends where it fell silent.");
    }
    let over = ended(&stored.assessment, meeting, desk.now);
    let changes = [Change::Record(HeadEntry::Meeting(over.clone()))];
    try_out(&stored, &changes)?;
    desk.commit(&mut stored, &changes)?;
    // A second screen that goes on showing an item is no reason to fail.
    let _ = presenting::point_at_nothing(&*desk.files, &desk.places, &stored.path);
    shown::ended(desk, &stored, &over)
}

/// The meeting that goes on.
fn require_running(stored: &Stored) -> Result<&Meeting, Problem> {
    running(&stored.assessment).ok_or_else(|| none_goes_on(stored))
}

fn none_goes_on(stored: &Stored) -> Problem {
    let file = stored.path.display().to_string();
    let next = format!("begin one: candor meeting {file} start --facilitator NAME --present NAME");
    usage("no meeting goes on", next).at(file)
}

/// Somebody who is in the meeting, as it spells the name.
fn require_present(meeting: &Meeting, typed: &str) -> Result<Text, Problem> {
    let name = Text::from(typed);
    let people = meeting.people();
    let there = people.iter().find(|there| same_person(there, &name));
    there.map(|there| (*there).clone()).ok_or_else(|| {
        let names = people.iter().map(|there| there.raw());
        usage(
            format!("`{typed}` is not in the meeting"),
            suggestion(typed, names),
        )
    })
}

/// The meetings, the earliest first.
pub(super) fn in_order(stored: &Stored) -> Vec<&Meeting> {
    let mut meetings: Vec<&Meeting> = stored.assessment.head.meetings.iter().collect();
    meetings.sort_by_key(|meeting| meeting.start);
    meetings
}

/// The meeting of a number in the list, of an id or of its beginning; the latest where none is named.
pub(crate) fn chosen<'a>(stored: &'a Stored, typed: Option<&str>) -> Result<&'a Meeting, Problem> {
    let meetings = in_order(stored);
    let file = stored.path.display();
    let Some(latest) = meetings.last() else {
        let next = format!(
            "hold one: candor review {file} --meeting, or candor meeting {file} start --facilitator NAME"
        );
        return Err(usage("there was no meeting yet", next).at(file.to_string()));
    };
    let Some(typed) = typed else {
        return Ok(latest);
    };
    let by_number = typed.parse::<usize>().ok();
    let by_number = by_number.and_then(|number| meetings.get(number.checked_sub(1)?));
    if let Some(meeting) = by_number {
        return Ok(meeting);
    }
    let wanted = Wanted {
        what: "meeting",
        several: "meetings",
        list: format!("candor meeting {file} list"),
    };
    let known = meetings
        .into_iter()
        .map(|meeting| (meeting.id.raw(), meeting));
    shortened::named(known, typed, &wanted)
}

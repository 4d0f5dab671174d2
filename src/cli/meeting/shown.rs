//! What is shown of meetings.

use chrono::Duration;
use serde::Serialize;

use crate::domain::agenda::Agenda;
use crate::domain::assessment::Assessment;
use crate::domain::evidence::same_person;
use crate::domain::ledger::Ledger;
use crate::domain::meeting::{Changed, Meeting, changed, ended as end_of, was_left};
use crate::domain::plan::PlanOrder;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::export::comparison::{status_key, status_words};
use crate::export::json::JSON_FORMAT;
use crate::export::minutes::{About, actions, parked};
use crate::problem::Problem;
use crate::session::bench;
use crate::system::store::Stored;

use super::super::arguments::AsOfTyped;
use super::super::desk::Desk;
use super::super::output::{self, Align, Page, Tone};
use super::super::resolve;
use super::in_order;

#[derive(Serialize)]
struct MeetingObject<'a> {
    id: &'a str,
    start: String,
    /// Null while it goes on.
    end: Option<String>,
    /// Minutes that are gone.
    minutes: i64,
    /// In minutes; null for no limit.
    planned: Option<u32>,
    facilitator: &'a str,
    present: Vec<PersonObject<'a>>,
    agreed: Vec<&'a str>,
    changed: Vec<ChangedObject<'a>>,
}

#[derive(Serialize)]
struct PersonObject<'a> {
    name: &'a str,
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangedObject<'a> {
    item: &'a str,
    /// Null where the status is what it was.
    was: Option<String>,
    became: Option<String>,
}

#[derive(Serialize)]
struct ShowObject<'a> {
    format: u32,
    meeting: MeetingObject<'a>,
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    meetings: Vec<MeetingObject<'a>>,
}

fn object<'a>(assessment: &'a Assessment, meeting: &'a Meeting, now: Moment) -> MeetingObject<'a> {
    let over = over(assessment, meeting, now);
    let as_held = over.as_ref().unwrap_or(meeting);
    MeetingObject {
        id: meeting.id.raw(),
        start: meeting.start.to_string(),
        end: meeting.end.map(|end| end.to_string()),
        minutes: as_held.minutes_gone(now),
        planned: meeting.planned,
        facilitator: meeting.facilitator.raw(),
        present: (meeting.people().into_iter())
            .map(|name| PersonObject {
                name: name.raw(),
                role: role_of(assessment, name),
            })
            .collect(),
        agreed: meeting.agreed.iter().map(Text::raw).collect(),
        changed: (changed(assessment, as_held).iter())
            .map(|change| ChangedObject {
                item: assessment.item(change.item).id.raw(),
                was: change.was.map(status_key),
                became: change.became.map(status_key),
            })
            .collect(),
    }
}

/// The meeting with its end, where it was left and nobody has ended it.
fn over(assessment: &Assessment, meeting: &Meeting, now: Moment) -> Option<Meeting> {
    was_left(assessment, meeting, now).then(|| end_of(assessment, meeting, now))
}

fn role_of<'a>(assessment: &'a Assessment, name: &Text) -> Option<&'a str> {
    let mut participants = assessment.head.participants.iter();
    let known = participants.find(|it| same_person(&it.name, name))?;
    Some(known.role.raw()).filter(|role| !role.is_empty())
}

/// Shows the meeting that goes on.
pub(super) fn show(
    desk: &Desk,
    stored: &Stored,
    meeting: &Meeting,
    json: bool,
) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    if json {
        return output::json(&ShowObject {
            format: JSON_FORMAT,
            meeting: object(assessment, meeting, desk.now),
        });
    }
    let mut page = Page::default();
    let people: Vec<String> = meeting
        .people()
        .into_iter()
        .map(|name| match role_of(assessment, name) {
            Some(role) => format!("{} ({role})", name.raw()),
            None => name.raw().to_owned(),
        })
        .collect();
    page.words(Tone::Strong, &format!("Meeting {}", meeting.id.raw()))
        .end();
    page.line(&format!("since       {}", meeting.start));
    page.line(&format!("taken       {}", minutes(meeting, desk.now)));
    page.line(&format!("led by      {}", meeting.facilitator.raw()));
    page.listed("present     ", people.iter().map(String::as_str));
    if !meeting.agreed.is_empty() {
        page.listed("agreed      ", meeting.agreed.iter().map(Text::raw));
    }
    changes(&mut page, assessment, &changed(assessment, meeting));
    if was_left(assessment, meeting, desk.now) {
        let file = stored.path.display();
        page.line(&format!(
            "Nothing has happened in it for long. It is over; this says so: candor meeting {file} end"
        ));
    }
    desk.output.page(&page)
}

/// `34 of 60 minutes`, `34 minutes`.
fn minutes(meeting: &Meeting, now: Moment) -> String {
    let gone = meeting.minutes_gone(now);
    match meeting.planned {
        Some(planned) => format!("{gone} of {planned} minutes"),
        None if gone == 1 => "1 minute".to_owned(),
        None => format!("{gone} minutes"),
    }
}

fn changes(page: &mut Page, assessment: &Assessment, found: &[Changed<'_>]) {
    if found.is_empty() {
        page.line("No item was changed.");
        return;
    }
    page.words(Tone::Strong, "Changed").end();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|change| {
            let became = match (change.was, change.became) {
                (Some(was), Some(became)) => {
                    format!("{} → {}", status_words(was), status_words(became))
                }
                _ => {
                    let status = &assessment.answers()[change.item].status;
                    format!("stays {}", status_words(status))
                }
            };
            let item = assessment.item(change.item);
            vec![
                item.id.raw().to_owned(),
                became,
                item.title.raw().to_owned(),
            ]
        })
        .collect();
    page.table(&[Align::Left; 3], &rows);
}

/// What a meeting that has just ended leaves behind.
pub(super) fn ended(desk: &Desk, stored: &Stored, meeting: &Meeting) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let mut page = Page::default();
    let taken = minutes(meeting, desk.now);
    page.line(&format!("The meeting has ended after {taken}."));
    changes(&mut page, assessment, &changed(assessment, meeting));
    let nobody = Text::default();
    let about = |item: Option<usize>| match item {
        Some(at) => assessment.item(at).id.raw().to_owned(),
        None => "the whole".to_owned(),
    };
    let todo: Vec<Vec<String>> = (actions(assessment).iter())
        .filter(|it| meeting.made(it.it.at, &it.it.by, &nobody))
        .map(|About { item, it }| {
            let owner = match it.owner.raw() {
                "" => "nobody yet",
                owner => owner,
            };
            let due = it.due.map_or_else(String::new, |due| format!("due {due}"));
            vec![about(*item), owner.to_owned(), due, one_line(&it.text)]
        })
        .collect();
    if !todo.is_empty() {
        page.words(Tone::Strong, "Actions").end();
        page.table(&[Align::Left; 4], &todo);
    }
    let open: Vec<Vec<String>> = (parked(assessment).iter())
        .filter(|it| meeting.made(it.it.at, &it.it.by, &nobody))
        .map(|About { item, it }| vec![about(*item), one_line(&it.text)])
        .collect();
    if !open.is_empty() {
        page.words(Tone::Strong, "Parking lot").end();
        page.table(&[Align::Left; 2], &open);
    }
    let file = stored.path.display();
    page.line(&format!(
        "The minutes: candor export {file} --format minutes -o minutes.md"
    ));
    desk.output.page(&page)
}

fn one_line(text: &Text) -> String {
    text.raw().replace('\n', " ")
}

#[derive(Serialize)]
struct AgendaObject<'a> {
    format: u32,
    as_of: String,
    points: Vec<PointObject<'a>>,
    settled: Vec<&'a str>,
}

#[derive(Serialize)]
struct PointObject<'a> {
    item: &'a str,
    title: &'a str,
    tier: &'static str,
    /// Why it is talked about.
    concern: &'static str,
    status: String,
    owner: Option<&'a str>,
}

/// Shows what has to be talked about, and the settled rest.
pub(super) fn agenda(
    desk: &Desk,
    stored: &Stored,
    as_of: &AsOfTyped,
    json: bool,
) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let as_of = resolve::as_of(as_of, assessment.utc_offset, desk.now)?;
    let observations = desk.observe(stored);
    let ledger = Ledger::of(assessment, &bench(assessment, as_of, &observations));
    let order = PlanOrder::of(assessment, &ledger);
    let agenda = Agenda::of(assessment, &ledger, &order);
    let owner = |at: usize| {
        let owner = assessment.answers()[at].owner_of(assessment.item(at));
        Some(owner.raw()).filter(|owner| !owner.is_empty())
    };
    if json {
        return output::json(&AgendaObject {
            format: JSON_FORMAT,
            as_of: as_of.to_string(),
            points: (agenda.points.iter())
                .map(|point| {
                    let item = assessment.item(point.item);
                    PointObject {
                        item: item.id.raw(),
                        title: item.title.raw(),
                        tier: item.tier.key(),
                        concern: point.concern.key(),
                        status: status_key(&assessment.answers()[point.item].status),
                        owner: owner(point.item),
                    }
                })
                .collect(),
            settled: (agenda.settled.iter())
                .map(|at| assessment.item(*at).id.raw())
                .collect(),
        });
    }
    let mut page = Page::default();
    let rows: Vec<Vec<String>> = (1..)
        .zip(&agenda.points)
        .map(|(number, point)| {
            let item = assessment.item(point.item);
            let number: usize = number;
            vec![
                number.to_string(),
                item.id.raw().to_owned(),
                point.concern.words().to_owned(),
                owner(point.item).unwrap_or("nobody").to_owned(),
                item.title.raw().to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        page.line("Nothing has to be talked about.");
    }
    let columns = [
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    page.table(&columns, &rows);
    if !agenda.settled.is_empty() {
        let ids = agenda
            .settled
            .iter()
            .map(|at| assessment.item(*at).id.raw());
        page.listed(&format!("settled, {}: ", agenda.settled.len()), ids);
    }
    desk.output.page(&page)
}

/// Lists the meetings.
pub(super) fn list(desk: &Desk, stored: &Stored, json: bool) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let meetings = in_order(stored);
    if json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            meetings: (meetings.iter())
                .map(|meeting| object(assessment, meeting, desk.now))
                .collect(),
        });
    }
    let mut page = Page::default();
    if meetings.is_empty() {
        page.line("there was no meeting yet");
    }
    let offset = Duration::minutes(i64::from(assessment.utc_offset.minutes()));
    let rows: Vec<Vec<String>> = (1..)
        .zip(meetings)
        .map(|(number, meeting)| {
            let number: usize = number;
            let over = over(assessment, meeting, desk.now);
            let as_held = over.as_ref().unwrap_or(meeting);
            let start = meeting.start.time().checked_add_signed(offset);
            let start = start.unwrap_or_else(|| meeting.start.time());
            let state = match (meeting.goes_on(), over.is_some()) {
                (true, false) => "goes on, ",
                (true, true) => "never ended, ",
                _ => "",
            };
            vec![
                number.to_string(),
                start.format("%Y-%m-%d %H:%M").to_string(),
                format!("{state}{}", minutes(as_held, desk.now)),
                format!("led by {}", meeting.facilitator.raw()),
                format!("{} present", meeting.people().len()),
                format!("{} items changed", changed(assessment, as_held).len()),
                meeting.id.raw().to_owned(),
            ]
        })
        .collect();
    page.table(&[Align::Left; 7], &rows);
    desk.output.page(&page)
}

//! A meeting in which the assessment is gone through, and what it changed.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::assessment::{Answer, Assessment, Participant, Status};
use super::change::{Change, HeadEntry, Stamp};
use super::dissent::Dissent;
use super::evidence::{Signed, same_person};
use super::history::{Entry, What};
use super::minutes::{Action, Remark};
use super::text::Text;
use super::time::Moment;

/// A meeting that nobody has ended and in which nothing has happened for so many hours is over.
pub const LONGEST_SILENCE_HOURS: i64 = 3;

/// The shortest and the longest time box of a point, in seconds.
const TIME_BOX: (i64, i64) = (30, 300);

/// A meeting: who was there, from when to when, and what all of them agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Stable and random.
    pub id: Text,
    /// When it began.
    pub start: Moment,
    /// When it ended; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Moment>,
    /// How long it is to take, in minutes; none for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u32>,
    /// Who leads it and writes down what is said.
    pub facilitator: Text,
    /// Who is there, the facilitator among them or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<Text>,
    /// The items on which all who were there agreed with the answer as it stood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Text>,
}

impl Meeting {
    /// Whether it has not ended.
    pub fn goes_on(&self) -> bool {
        self.end.is_none()
    }

    /// Whether a moment lies in it; both ends belong to it.
    pub fn covers(&self, moment: Moment) -> bool {
        self.start <= moment && self.end.is_none_or(|end| moment <= end)
    }

    /// Whether somebody is there, as one of those present or as the facilitator.
    pub fn has(&self, name: &Text) -> bool {
        same_person(&self.facilitator, name)
            || self.present.iter().any(|there| same_person(there, name))
    }

    /// Whether something that somebody did at a moment, and that somebody else may have written down, belongs to it.
    pub fn made(&self, at: Moment, by: &Text, recorded_by: &Text) -> bool {
        self.covers(at) && (self.has(by) || (!recorded_by.is_empty() && self.has(recorded_by)))
    }

    /// Whether something that somebody did belongs to it.
    pub fn made_by(&self, signed: &Signed) -> bool {
        self.made(signed.at, &signed.by, &Text::default())
    }

    /// Everybody who is there, the facilitator first, each of them once.
    pub fn people(&self) -> Vec<&Text> {
        let mut people = vec![&self.facilitator];
        for name in &self.present {
            if !people.iter().any(|there| same_person(there, name)) {
                people.push(name);
            }
        }
        people
    }

    /// Who speaks where nobody was named: the item's owner if present, by name or by role, else who spoke last, else the
    /// facilitator. `role` gives the role of somebody who is there.
    pub fn speaker<'a>(
        &'a self,
        owner: &Text,
        role: impl Fn(&Text) -> Option<&'a Text>,
        last: Option<&'a Text>,
    ) -> &'a Text {
        let (people, is_nobody) = (self.people(), owner.is_blank());
        let named = people.iter().find(|there| same_person(there, owner));
        let in_role = |there: &&&Text| role(there).is_some_and(|role| same_person(role, owner));
        let owner = named.or_else(|| people.iter().find(in_role)).copied();
        let owner = owner.filter(|_| !is_nobody);
        owner.or(last).unwrap_or(&self.facilitator)
    }

    /// Who writes down what somebody says: the facilitator; empty where that is the same person.
    pub fn recorder(&self, by: &Text) -> Text {
        if same_person(&self.facilitator, by) {
            Text::default()
        } else {
            self.facilitator.clone()
        }
    }

    /// Who agrees for all to what somebody said of an item that does not apply: the first who is somebody else; none
    /// where nobody else is there.
    pub fn agreeing(&self, with: &Text) -> Option<&Text> {
        let mut people = self.people().into_iter();
        people.find(|there| !same_person(there, with))
    }

    /// The meeting after all have agreed on some items as well; each stands in it once.
    #[must_use]
    pub fn with_agreed<'a>(&self, items: impl IntoIterator<Item = &'a Text>) -> Self {
        let mut meeting = self.clone();
        for item in items {
            if !meeting.agreed.contains(item) {
                meeting.agreed.push(item.clone());
            }
        }
        meeting
    }

    /// How many whole minutes of it are gone at a moment.
    pub fn minutes_gone(&self, now: Moment) -> i64 {
        let until = self.end.map_or(now, |end| end.min(now));
        (until.time() - self.start.time()).num_minutes().max(0)
    }

    /// When it is to end; none for no limit.
    pub fn planned_end(&self) -> Option<Moment> {
        let planned = Duration::minutes(i64::from(self.planned?));
        self.start
            .time()
            .checked_add_signed(planned)
            .map(Moment::new)
    }

    /// How many seconds the next of so many points that are left may take at a moment: its share of what is left of
    /// the meeting, half a minute to five; none where there is no limit.
    pub fn time_box(&self, now: Moment, points_left: usize) -> Option<u32> {
        let left = (self.planned_end()?.time() - now.time()).num_seconds();
        let points = i64::try_from(points_left.max(1)).unwrap_or(i64::MAX);
        let (shortest, longest) = TIME_BOX;
        u32::try_from((left / points).clamp(shortest, longest)).ok()
    }
}

/// Somebody who takes part, from `Ana, sre`: the name before the first comma, the role behind it.
pub fn who(typed: &str) -> Participant {
    let (name, role) = typed.split_once(',').unwrap_or((typed, ""));
    Participant {
        name: Text::new(name.trim()),
        role: Text::new(role.trim()),
    }
}

/// What begins a meeting: those who are there are remembered with their roles, and the meeting is recorded.
///
/// A role that is not given stays what it is; a facilitator of whom no role is known takes part as the facilitator.
pub fn beginning(assessment: &Assessment, meeting: Meeting, there: &[Participant]) -> Vec<Change> {
    let mut joining: Vec<Participant> = Vec::new();
    let names = meeting.people().into_iter().map(|name| Participant {
        name: name.clone(),
        role: Text::default(),
    });
    for one in there.iter().cloned().chain(names) {
        if !joining.iter().any(|it| same_person(&it.name, &one.name)) {
            joining.push(one);
        }
    }
    let known = |one: &Participant| {
        let mut participants = assessment.head.participants.iter();
        participants.find(|it| same_person(&it.name, &one.name))
    };
    let mut changes = Vec::new();
    for mut one in joining {
        let was = known(&one).map(|it| &it.role);
        let leads = same_person(&one.name, &meeting.facilitator);
        if one.role.is_blank() && leads && was.is_none_or(Text::is_blank) {
            one.role = Text::from("facilitator");
        }
        let says_more = !one.role.is_blank() && was.is_some_and(|role| *role != one.role);
        if was.is_none() || says_more {
            changes.push(Change::Record(HeadEntry::Participant(one)));
        }
    }
    changes.push(Change::Record(HeadEntry::Meeting(meeting)));
    changes
}

/// What it takes that all agree with the answer to an item as it stands: the meeting keeps it, and to an item that does
/// not apply somebody else agrees. `id` is fresh; `by` is who agrees for all, somebody else than who answered where it
/// is left out. Empty where there is no answer to agree with.
pub fn agreement(
    assessment: &Assessment,
    meeting: &Meeting,
    item: usize,
    by: Option<&Text>,
    (id, now): (Text, Moment),
) -> Vec<Change> {
    let answer = &assessment.answers()[item];
    let mut changes = Vec::new();
    match &answer.status {
        Status::Unanswered => return changes,
        Status::NotApplicable(_) if answer.agreed_by.is_none() => {
            let by = by.or_else(|| meeting.agreeing(&answer.by));
            let by = by.unwrap_or(&meeting.facilitator).clone();
            let recorded_by = meeting.recorder(&by);
            changes.push(Change::Agree {
                item: answer.item.clone(),
                stamp: Stamp {
                    id,
                    at: now,
                    by,
                    recorded_by,
                },
            });
        }
        _ => {}
    }
    if !meeting.agreed.contains(&answer.item) {
        let meeting = meeting.with_agreed([&answer.item]);
        changes.push(Change::Record(HeadEntry::Meeting(meeting)));
    }
    changes
}

/// What it takes that the meeting that goes on no longer keeps an item as agreed: what all agreed to was another answer,
/// or somebody dissents by now. None where nothing was agreed of it.
pub fn disagreement(assessment: &Assessment, item: &Text) -> Option<Change> {
    let mut meeting = running(assessment)?.clone();
    let before = meeting.agreed.len();
    meeting.agreed.retain(|agreed| agreed != item);
    (meeting.agreed.len() < before).then_some(Change::Record(HeadEntry::Meeting(meeting)))
}

/// Whether a meeting has said something of an item: an answer, that all agree, a dissent, a parked question.
pub fn has_said(assessment: &Assessment, meeting: &Meeting, item: usize) -> bool {
    let (answer, nobody) = (&assessment.answers()[item], Text::default());
    let answered = answer.history.iter().any(|entry| {
        matches!(entry.what, What::Answered(_) | What::Agreed)
            && meeting.made(entry.at, &entry.by, &entry.recorded_by)
    });
    let mut dissents = answer.dissents.iter();
    let mut parked = answer.parked.iter();
    answered
        || meeting.agreed.contains(&answer.item)
        || dissents.any(|it| meeting.made(it.at, &it.name, &nobody))
        || parked.any(|it| meeting.made(it.at, &it.by, &nobody))
}

/// The meeting as it ends at a moment; at its last sign of life where it was left and never ended. One that has ended
/// stays as it is.
pub fn ended(assessment: &Assessment, meeting: &Meeting, now: Moment) -> Meeting {
    let end = meeting.end.unwrap_or_else(|| {
        let last = last_sign(assessment, meeting, now);
        if is_silence(last, now) { last } else { now }
    });
    Meeting {
        end: Some(end.max(meeting.start)),
        ..meeting.clone()
    }
}

/// Whether a meeting was left and never ended: nothing has happened in it for [`LONGEST_SILENCE_HOURS`].
pub fn was_left(assessment: &Assessment, meeting: &Meeting, now: Moment) -> bool {
    meeting.goes_on() && is_silence(last_sign(assessment, meeting, now), now)
}

/// The last thing that somebody who is there did before everything fell silent. What the same people do days later is
/// not the meeting's.
fn last_sign(assessment: &Assessment, meeting: &Meeting, now: Moment) -> Moment {
    let mut signs = Vec::new();
    let mut sign = |at: Moment, by: &Text, recorded_by: &Text| {
        if at <= now && meeting.made(at, by, recorded_by) {
            signs.push(at);
        }
    };
    let nobody = Text::default();
    for answer in assessment.answers() {
        for entry in &answer.history {
            sign(entry.at, &entry.by, &entry.recorded_by);
        }
        let left = left_behind(
            &answer.dissents,
            (&answer.decisions, &answer.parked),
            &answer.actions,
        );
        left.for_each(|(at, by)| sign(at, by, &nobody));
    }
    let head = &assessment.head;
    let left = left_behind(
        &head.dissents,
        (&head.decisions, &head.parked),
        &head.actions,
    );
    left.for_each(|(at, by)| sign(at, by, &nobody));
    signs.sort();
    let mut last = meeting.start;
    for sign in signs {
        if is_silence(last, sign) {
            break;
        }
        last = sign;
    }
    last
}

fn is_silence(from: Moment, to: Moment) -> bool {
    to.time() - from.time() > Duration::hours(LONGEST_SILENCE_HOURS)
}

/// Who did what else a meeting leaves behind, and when.
fn left_behind<'a>(
    dissents: &'a [Dissent],
    (decisions, parked): (&'a [Remark], &'a [Remark]),
    actions: &'a [Action],
) -> impl Iterator<Item = (Moment, &'a Text)> {
    let of_dissents = dissents.iter().flat_map(|it| {
        let reply = it.answered.as_ref().map(|reply| (reply.at, &reply.by));
        let closed = it.closed.as_ref().map(|closed| (closed.at, &closed.by));
        [Some((it.at, &it.name)), reply, closed]
            .into_iter()
            .flatten()
    });
    let of_remarks = decisions.iter().chain(parked).flat_map(|it| {
        let settled = it.settled.as_ref().map(|settled| (settled.at, &settled.by));
        [Some((it.at, &it.by)), settled].into_iter().flatten()
    });
    let of_actions = actions.iter().flat_map(|it| {
        let done = it.done.as_ref().map(|done| (done.at, &done.by));
        [Some((it.at, &it.by)), done].into_iter().flatten()
    });
    of_dissents.chain(of_remarks).chain(of_actions)
}

/// The meeting that goes on; of several, the one that began last.
pub fn running(assessment: &Assessment) -> Option<&Meeting> {
    let meetings = assessment.head.meetings.iter();
    meetings
        .filter(|meeting| meeting.goes_on())
        .max_by_key(|meeting| meeting.start)
}

/// What a meeting changed of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'a> {
    /// The item's position.
    pub item: usize,
    /// The status before the meeting, where the meeting changed it.
    pub was: Option<&'a Status>,
    /// The status after it, where the meeting changed it.
    pub became: Option<&'a Status>,
    /// Every entry of the history that the meeting made, oldest first.
    pub entries: Vec<&'a Entry>,
}

/// What a meeting changed, item by item in checklist order: what those present did between its start and its end.
pub fn changed<'a>(assessment: &'a Assessment, meeting: &Meeting) -> Vec<Changed<'a>> {
    let answers = assessment.answers().iter().enumerate();
    answers
        .filter_map(|(item, answer)| of_item(item, answer, meeting))
        .collect()
}

fn of_item<'a>(item: usize, answer: &'a Answer, meeting: &Meeting) -> Option<Changed<'a>> {
    let entries: Vec<&Entry> = answer
        .history
        .iter()
        .filter(|entry| meeting.made(entry.at, &entry.by, &entry.recorded_by))
        .collect();
    if entries.is_empty() {
        return None;
    }
    let mut statuses = entries.iter().filter_map(|entry| match &entry.what {
        What::Answered(status) => Some((entry.was.as_ref(), status)),
        _ => None,
    });
    let first = statuses.next();
    let last = statuses.next_back().or(first);
    let was = first.map(|(was, _)| was.unwrap_or(&Status::Unanswered));
    let became = last.map(|(_, became)| became);
    // Answered to and fro comes to nothing.
    let moved = was != became;
    Some(Changed {
        item,
        was: was.filter(|_| moved),
        became: became.filter(|_| moved),
        entries,
    })
}

#[cfg(test)]
mod tests {
    use super::Meeting;
    use crate::domain::text::Text;
    use crate::domain::time::{Moment, UtcOffset};

    fn at(text: &str) -> Moment {
        Moment::parse(text, UtcOffset::default()).expect("a moment of the test")
    }

    fn meeting(end: Option<&str>) -> Meeting {
        Meeting {
            id: Text::from("m"),
            start: at("2026-11-21T09:00:00Z"),
            end: end.map(at),
            planned: None,
            facilitator: Text::from("Ana"),
            present: vec![Text::from("Ben")],
            agreed: Vec::new(),
        }
    }

    #[test]
    fn what_somebody_absent_does_meanwhile_is_not_the_meetings() {
        let held = meeting(Some("2026-11-21T10:00:00Z"));
        let (inside, nobody) = (at("2026-11-21T09:30:00Z"), Text::default());
        assert!(held.made(inside, &Text::from(" ben"), &nobody));
        assert!(!held.made(inside, &Text::from("Cleo"), &nobody));
        assert!(held.made(inside, &Text::from("Cleo"), &Text::from("Ana")));
        assert!(!held.made(at("2026-11-21T10:00:01Z"), &Text::from("Ben"), &nobody));
        assert!(meeting(None).made(at("2027-01-01T00:00:00Z"), &Text::from("Ben"), &nobody));
    }

    #[test]
    fn the_owner_speaks_if_present_else_who_spoke_last_else_the_facilitator() {
        let held = meeting(None);
        let (ben, cleo) = (Text::from("Ben"), Text::from("Cleo"));
        let sre = Text::from("SRE");
        let role = |name: &Text| (name.raw() == "Ben").then_some(&sre);
        let speaker = |owner: &str, last| held.speaker(&Text::from(owner), role, last).raw();
        assert_eq!(speaker(" ben", None), "Ben");
        assert_eq!(speaker("Cleo", Some(&ben)), "Ben");
        assert_eq!(speaker("", None), "Ana");
        assert_eq!(speaker("sre", None), "Ben");
        assert_eq!(speaker("Ben", Some(&cleo)), "Ben");
        assert_eq!(held.recorder(&ben).raw(), "Ana");
        assert!(held.recorder(&Text::from("ana ")).is_empty());
    }

    #[test]
    fn somebody_else_agrees_and_nobody_where_one_is_alone() {
        let held = meeting(None);
        let agreeing = |with: &str| held.agreeing(&Text::from(with)).map(Text::raw);
        assert_eq!(agreeing("ana"), Some("Ben"));
        assert_eq!(agreeing("Ben"), Some("Ana"));
        let alone = Meeting {
            present: vec![Text::from("ANA")],
            ..meeting(None)
        };
        assert_eq!(alone.people().len(), 1);
        assert_eq!(alone.agreeing(&Text::from("Ana")), None);
    }

    #[test]
    fn a_time_box_is_a_share_of_what_is_left() {
        let hour = Meeting {
            planned: Some(60),
            ..meeting(None)
        };
        let after = |minute: u32, points| {
            let now = at(&format!("2026-11-21T09:{minute:02}:00Z"));
            hour.time_box(now, points)
        };
        assert_eq!(after(0, 40), Some(90));
        assert_eq!(after(30, 10), Some(180));
        assert_eq!(after(0, 2), Some(300));
        assert_eq!(after(59, 10), Some(30));
        assert_eq!(after(0, 0), Some(300));
        assert_eq!(hour.time_box(at("2026-11-21T12:00:00Z"), 3), Some(30));
        assert_eq!(meeting(None).time_box(at("2026-11-21T09:00:00Z"), 3), None);
        assert_eq!(hour.minutes_gone(at("2026-11-21T09:34:59Z")), 34);
        assert_eq!(hour.minutes_gone(at("2026-11-21T08:00:00Z")), 0);
    }

    #[test]
    fn a_name_and_a_role_are_told_apart_by_a_comma() {
        let named = |typed: &str| {
            let who = super::who(typed);
            (who.name.raw().to_owned(), who.role.raw().to_owned())
        };
        assert_eq!(
            named(" Ana , sre, on call "),
            ("Ana".into(), "sre, on call".into())
        );
        assert_eq!(named("Ben"), ("Ben".into(), String::new()));
    }
}

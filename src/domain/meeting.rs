//! A meeting in which the assessment is gone through, and what it changed.

use serde::{Deserialize, Serialize};

use super::assessment::{Answer, Assessment, Status};
use super::evidence::same_person;
use super::history::{Entry, What};
use super::text::Text;
use super::time::Moment;

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
    fn made(&self, at: Moment, by: &Text, recorded_by: &Text) -> bool {
        self.covers(at) && (self.has(by) || (!recorded_by.is_empty() && self.has(recorded_by)))
    }
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
}

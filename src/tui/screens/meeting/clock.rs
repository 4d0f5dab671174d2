//! The time of a meeting: how long it has gone on, and how long an item may take.

use std::time::Duration;

use crate::domain::meeting::Meeting;
use crate::domain::time::Moment;

/// What is shown of an item's time changes in steps of so many seconds: a shared screen is often a slow line.
const STEP: i64 = 5;

/// The least time that an item has, in seconds.
const LEAST: i64 = 30;

/// The time of the item on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeBox {
    /// The moment, as far as is known.
    pub(super) now: Moment,
    /// When the item came to the screen.
    entered: Moment,
    /// The seconds that it may take; none without a limit.
    allotted: Option<i64>,
}

/// A time in words, and whether it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// `1:20 of 2:30`, `3:10 of 2:30, over`.
    pub(super) words: String,
    /// More than there was has passed.
    pub(super) is_over: bool,
}

impl TimeBox {
    pub(super) fn at(now: Moment) -> Self {
        Self {
            now,
            entered: now,
            allotted: None,
        }
    }

    /// An item comes to the screen while so many points are left, itself among them: what is left of the meeting is
    /// shared out evenly.
    pub(super) fn enter(&mut self, meeting: &Meeting, left: usize) {
        self.entered = self.now;
        self.plan(meeting, left);
    }

    /// The meeting is to take another time.
    pub(super) fn plan(&mut self, meeting: &Meeting, left: usize) {
        let left = i64::try_from(left.max(1)).unwrap_or(i64::MAX);
        self.allotted = meeting.planned.map(|minutes| {
            let remaining = i64::from(minutes) * 60 - seconds(meeting.start, self.now);
            // By five seconds, as it is shown.
            ((remaining / left) / STEP * STEP).max(LEAST)
        });
    }

    /// When the item came to the screen, and the seconds that it may take.
    pub(super) fn of_pointer(&self) -> (Moment, Option<u32>) {
        let seconds = self.allotted.and_then(|it| u32::try_from(it).ok());
        (self.entered, seconds)
    }

    /// The item's time.
    pub(super) fn of_item(&self) -> Told {
        let passed = seconds(self.entered, self.now) / STEP * STEP;
        match self.allotted {
            None => Told {
                words: clock(passed),
                is_over: false,
            },
            Some(allotted) => {
                let is_over = passed > allotted;
                let over = if is_over { ", over" } else { "" };
                Told {
                    words: format!("{} of {}{over}", clock(passed), clock(allotted)),
                    is_over,
                }
            }
        }
    }

    /// The meeting's time, until now or until its end.
    pub(super) fn of_meeting(&self, meeting: &Meeting) -> Told {
        let passed = seconds(meeting.start, meeting.end.unwrap_or(self.now)) / 60;
        match meeting.planned {
            None => Told {
                words: format!("{passed} min"),
                is_over: false,
            },
            Some(planned) => {
                let beyond = passed - i64::from(planned);
                let over = if beyond > 0 {
                    format!(", {beyond} over")
                } else {
                    String::new()
                };
                Told {
                    words: format!("{passed} of {planned} min{over}"),
                    is_over: beyond > 0,
                }
            }
        }
    }

    /// How long what is shown stays true.
    pub(super) fn next_tick(&self) -> Duration {
        let passed = seconds(self.entered, self.now);
        let left = STEP - passed % STEP;
        Duration::from_secs(u64::try_from(left).unwrap_or(1))
    }
}

/// Seconds from one moment to a later one; 0 where it is earlier, as after a clock was set.
fn seconds(from: Moment, to: Moment) -> i64 {
    (to.time() - from.time()).num_seconds().max(0)
}

/// `2:30`.
fn clock(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::TimeBox;
    use crate::domain::meeting::Meeting;
    use crate::domain::text::Text;
    use crate::domain::time::{Moment, UtcOffset};

    fn at(time: &str) -> Moment {
        let text = format!("2026-11-21T{time}Z");
        Moment::parse(&text, UtcOffset::default()).expect("a moment of the test")
    }

    fn meeting(planned: Option<u32>) -> Meeting {
        Meeting {
            id: Text::from("m"),
            start: at("10:00:00"),
            end: None,
            planned,
            facilitator: Text::from("Ana"),
            present: Vec::new(),
            agreed: Vec::new(),
        }
    }

    #[test]
    fn what_is_left_is_shared_out_when_an_item_is_entered() {
        let mut time = TimeBox::at(at("10:20:00"));
        time.enter(&meeting(Some(60)), 16);
        assert_eq!(time.of_item().words, "0:00 of 2:30");
        time.now = at("10:21:22");
        assert_eq!(time.of_item().words, "1:20 of 2:30");
        assert_eq!(time.of_meeting(&meeting(Some(60))).words, "21 of 60 min");
        time.now = at("10:23:10");
        let told = time.of_item();
        assert_eq!(
            (told.words.as_str(), told.is_over),
            ("3:10 of 2:30, over", true)
        );
    }

    #[test]
    fn an_item_has_half_a_minute_even_when_the_meeting_is_over() {
        let mut time = TimeBox::at(at("11:05:00"));
        time.enter(&meeting(Some(60)), 3);
        assert_eq!(time.of_item().words, "0:00 of 0:30");
        let told = time.of_meeting(&meeting(Some(60)));
        assert_eq!(
            (told.words.as_str(), told.is_over),
            ("65 of 60 min, 5 over", true)
        );
    }

    #[test]
    fn without_a_limit_nothing_is_over() {
        let mut time = TimeBox::at(at("10:00:00"));
        time.enter(&meeting(None), 3);
        time.now = at("19:00:04");
        assert_eq!(time.of_item().words, "540:00");
        assert_eq!(time.of_meeting(&meeting(None)).words, "540 min");
        assert_eq!(time.next_tick().as_secs(), 1);
    }
}

//! What a meeting asks, one thing at a time.

use crate::domain::assessment::Participant;
use crate::domain::text::Text;

/// What a meeting asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum AskedInMeeting {
    /// What becomes of a meeting that nobody has ended.
    Left,
    /// Who else is here; those named so far.
    Person {
        there: Vec<Participant>,
    },
    /// Who leads it.
    Facilitator {
        there: Vec<Participant>,
    },
    /// How many minutes it is to take.
    Minutes {
        there: Vec<Participant>,
        leads: Participant,
    },
    /// Who speaks.
    Speaker,
    /// Who dissents, and why.
    Dissent,
    /// Who confirms the evidence.
    Confirm,
    /// What is parked, decided or to be done.
    Park,
    Decide,
    Action,
    /// Who does it.
    Owner {
        text: Text,
    },
    /// Until when.
    Due {
        text: Text,
        owner: Text,
    },
    /// Whether it is over.
    End,
    /// Where the minutes go.
    File {
        minutes: String,
    },
}

impl AskedInMeeting {
    pub(in super::super) fn prompt(&self) -> String {
        match self {
            Self::Left => "1 end it where it fell silent, 2 go on with it: ",
            Self::Person { .. } => {
                "Who else is here? A name and a role, as Ben, product; or an empty line: "
            }
            Self::Facilitator { there } => {
                let first = there.first().map(|it| it.name.shown().into_string());
                return format!(
                    "Who leads it? An empty line for {}: ",
                    first.unwrap_or_default()
                );
            }
            Self::Minutes { .. } => {
                "How many minutes? An empty line for 60, a hyphen for no limit: "
            }
            Self::Speaker => "Who speaks? ",
            Self::Dissent => "Who dissents, and why, as Ben: it was a mock? ",
            Self::Confirm => "Who confirms it? ",
            Self::Park => "What is parked? ",
            Self::Decide => "What is decided? ",
            Self::Action => "What will be done? ",
            Self::Owner { .. } => "Who does it? An empty line for nobody yet: ",
            Self::Due { .. } => "Until when, as 2026-12-31? An empty line for no day: ",
            Self::End => "Type end to end it, or an empty line to go on: ",
            Self::File { .. } => {
                "Minutes to which file? An empty line for minutes.md, a hyphen for none: "
            }
        }
        .to_owned()
    }
}

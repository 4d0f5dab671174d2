//! Meetings: what they leave behind, and their minutes.

mod minutes;
mod rules;

use candor::domain::assessment::{Assessment, Status};
use candor::domain::change::{Change, HeadEntry, Stamp};
use candor::domain::dissent::Dissent;
use candor::domain::evidence::{Content, Evidence, Share, Signed};
use candor::domain::meeting::{Meeting, agreement, beginning, who};
use candor::domain::minutes::{Action, Note, Remark};
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::format::read::read_assessment;

pub(crate) const API: &[u8] = include_bytes!("../fixtures/json/api.ron");

/// An assessment in which a meeting was held on 2 December 2026, from nine to 9:47, with the text `word` wherever
/// somebody said something.
pub(crate) struct Held {
    pub(crate) assessment: Assessment,
    pub(crate) meeting: Meeting,
    ids: u32,
}

pub(crate) fn at(time: &str) -> Moment {
    Moment::parse(&format!("2026-12-02T{time}Z"), UtcOffset::default()).unwrap()
}

impl Held {
    /// The meeting has begun: Ana leads it, Ben and Cleo are there.
    pub(crate) fn begun(assessment: Assessment) -> Self {
        let meeting = Meeting {
            id: "meeting-1".into(),
            start: at("09:00:00"),
            end: None,
            planned: Some(60),
            facilitator: "Ana".into(),
            present: vec!["Ana".into(), "Ben".into(), "Cleo".into()],
            agreed: Vec::new(),
        };
        let there = [who("Ana"), who("Ben, product"), who("Cleo")];
        let changes = beginning(&assessment, meeting.clone(), &there);
        let mut held = Self {
            assessment,
            meeting,
            ids: 0,
        };
        for change in changes {
            held.make(&change);
        }
        held
    }

    pub(crate) fn make(&mut self, change: &Change) {
        self.assessment.apply(change).unwrap();
        if let Change::Record(HeadEntry::Meeting(meeting)) = change {
            self.meeting = meeting.clone();
        }
    }

    pub(crate) fn id(&mut self) -> Text {
        self.ids += 1;
        format!("in-meeting-{}", self.ids).into()
    }

    pub(crate) fn stamp(&mut self, time: &str, by: &str) -> Stamp {
        let by = Text::from(by);
        Stamp {
            id: self.id(),
            at: at(time),
            recorded_by: self.meeting.recorder(&by),
            by,
        }
    }

    pub(crate) fn answer(&mut self, time: &str, item: &str, status: Status, by: &str) {
        let stamp = self.stamp(time, by);
        self.make(&Change::Answer {
            item: item.into(),
            status,
            stamp,
        });
    }

    fn remark(&mut self, time: &str, text: &str, by: &str) -> Remark {
        Remark {
            id: self.id(),
            text: text.into(),
            by: by.into(),
            at: at(time),
            settled: None,
        }
    }

    pub(crate) fn end(&mut self, time: &str) {
        let meeting = Meeting {
            end: Some(at(time)),
            ..self.meeting.clone()
        };
        self.make(&Change::Record(HeadEntry::Meeting(meeting)));
    }
}

/// The meeting, with `word` in every text that somebody said in it.
pub(crate) fn held(word: &str) -> Held {
    let assessment = read_assessment(API).0.unwrap();
    let mut held = Held::begun(assessment);
    let text = |said: &str| format!("{said}{word}");
    held.answer("09:03:00", "backups", Status::Unmet, "Ben");
    held.answer("09:04:00", "backups", Status::Met, "Ben");
    let answer = held.assessment.answer(&"backups".into()).unwrap();
    let evidence = Evidence::attached(
        &held.assessment,
        answer,
        Content::Note(text("the restore took 40 minutes").into()),
        "piece-1".into(),
        Signed {
            by: "Ben".into(),
            at: at("09:05:00"),
        },
    );
    let entry = held.id();
    held.make(&Change::Attach {
        item: "backups".into(),
        evidence,
        entry,
    });
    let stamp = held.stamp("09:06:00", "Cleo");
    held.make(&Change::Confirm {
        item: "backups".into(),
        evidence: "piece-1".into(),
        stamp,
    });
    let status = Status::NotApplicable(text("nobody reads them").into());
    held.answer("09:10:00", "docs", status, "Ana");
    for item in ["docs", "backups"] {
        let position = held.assessment.position(&item.into()).unwrap();
        let fresh = (held.id(), at("09:12:00"));
        let changes = agreement(&held.assessment, &held.meeting, position, None, fresh);
        for change in changes {
            held.make(&change);
        }
    }
    held.answer(
        "09:20:00",
        "tests",
        Status::Partial(Share::new(60).unwrap()),
        "Cleo",
    );
    let dissent = Dissent {
        id: held.id(),
        name: "Ben".into(),
        on: "partial".into(),
        text: text("they ran against a mock").into(),
        at: at("09:22:00"),
        answered: None,
        closed: None,
    };
    held.make(&Change::Dissent {
        item: Some("tests".into()),
        dissent,
    });
    let note = Note::Decision(held.remark("09:30:00", &text("one region is enough"), "Cleo"));
    held.make(&Change::Note { item: None, note });
    let note = Note::Parked(held.remark("09:31:00", &text("who pays?"), "Ben"));
    let item = Some("latency".into());
    held.make(&Change::Note { item, note });
    let action = Action {
        id: held.id(),
        text: text("time a restore").into(),
        owner: "Ben".into(),
        due: parse_day("2026-12-20"),
        by: "Ana".into(),
        at: at("09:40:00"),
        done: None,
    };
    held.make(&Change::Note {
        item: Some("backups".into()),
        note: Note::Action(action),
    });
    held.end("09:47:00");
    held
}

//! A conversation without a terminal: lines go in, a transcript comes out.

use candor::domain::assessment::Assessment;
use candor::domain::evidence::Content;
use candor::domain::gate::Verdict;
use candor::domain::text::Text;
use candor::domain::time::Moment;
use candor::linear::conversation::{Conversation, Reply, Surroundings};
use candor::linear::message::{Effect, Entry, Heard, Opened, Origin, Target};

use crate::tui::harness::{assessment, moment};

/// A conversation with a fixed clock and counted ids.
pub(crate) struct Talk {
    pub(crate) conversation: Conversation,
    pub(crate) now: Moment,
    ids: u32,
    /// What was said and typed, as it stands on a terminal that shows what is typed.
    pub(crate) transcript: String,
    /// Only what was said.
    pub(crate) said: Vec<String>,
    /// Effects that were not answered by the harness itself.
    pub(crate) effects: Vec<Effect>,
    /// The minutes that were written, with their names.
    pub(crate) written: Vec<(String, String)>,
    /// What second screens were shown.
    pub(crate) shown: Vec<Option<candor::format::pointer::Pointer>>,
    /// Saves are acknowledged at once.
    pub(crate) saves: bool,
}

impl Talk {
    fn new(name: Option<&str>) -> Self {
        Self {
            conversation: Conversation::new(name.map(Text::from)),
            now: moment("2026-11-21T09:00:00Z"),
            ids: 0,
            transcript: String::new(),
            said: Vec::new(),
            effects: Vec::new(),
            written: Vec::new(),
            shown: Vec::new(),
            saves: true,
        }
    }

    /// At home, with a review, a checklist and an example.
    pub(crate) fn home(name: Option<&str>) -> Self {
        let mut talk = Self::new(name);
        let reply = talk.conversation.begin_at_home();
        talk.take(reply);
        talk
    }

    /// In a review of the small checklist, as Ana.
    pub(crate) fn review() -> Self {
        Self::review_of(assessment(), Some("Ana"), false)
    }

    /// In a review of an assessment.
    pub(crate) fn review_of(assessment: Assessment, name: Option<&str>, read_only: bool) -> Self {
        let mut talk = Self::new(name);
        let opened = Opened {
            assessment,
            unsaved: None,
            warnings: Vec::new(),
            read_only,
            git_waits: None,
            origin: Origin::File,
            left: None,
        };
        let reply = talk.with_surroundings(|talk, around| talk.begin(opened, around));
        talk.take(reply);
        talk
    }

    /// Types lines.
    pub(crate) fn lines(mut self, lines: &[&str]) -> Self {
        for line in lines {
            self.line(line);
        }
        self
    }

    pub(crate) fn line(&mut self, line: &str) {
        let prompt = self.conversation.prompt();
        self.transcript.extend([prompt.as_str(), line, "\n"]);
        self.said.push(prompt);
        self.hear(Heard::Line(line.to_owned()));
    }

    pub(crate) fn hear(&mut self, heard: Heard) {
        let reply = self.with_surroundings(|talk, around| talk.hear(heard, around));
        self.take(reply);
    }

    fn with_surroundings(
        &mut self,
        hears: impl FnOnce(&mut Conversation, &mut Surroundings<'_>) -> Reply,
    ) -> Reply {
        let ids = &mut self.ids;
        let mut fresh = || {
            *ids += 1;
            Text::new(format!("id{ids}"))
        };
        let mut around = Surroundings {
            now: self.now,
            fresh: &mut fresh,
        };
        hears(&mut self.conversation, &mut around)
    }

    fn take(&mut self, reply: Reply) {
        for line in reply.lines {
            self.transcript.extend([line.as_str(), "\n"]);
            self.said.push(line);
        }
        for effect in reply.effects {
            match effect {
                Effect::Save(handover) if self.saves => self.hear(Heard::Saved(handover.number)),
                Effect::Capture { item, path } => self.hear(Heard::Captured {
                    item,
                    result: Ok(Content::File {
                        path,
                        sha256: "ab".repeat(32),
                        bytes: 1234,
                    }),
                }),
                Effect::LoadEntries => self.hear(Heard::Entries(entries("Payments API"))),
                Effect::Create { subject, .. } => {
                    let mut made = assessment();
                    let name = candor::domain::change::Change::SetName(Text::new(subject));
                    made.apply(&name).unwrap();
                    self.opened(made, Origin::Made);
                }
                Effect::Open(_) => self.opened(assessment(), Origin::File),
                Effect::OpenExample(_) => self.opened(assessment(), Origin::Example),
                Effect::Write { name, minutes } => {
                    let taken = name == "taken.md";
                    let result = if taken {
                        Err(candor::problem::Problem::new(
                            candor::problem::ProblemKind::File,
                            "there is such a file already",
                        ))
                    } else {
                        self.written.push((name.clone(), minutes.clone()));
                        Ok(())
                    };
                    self.hear(Heard::Written {
                        name,
                        minutes,
                        result,
                    });
                }
                Effect::Present(pointer) => self.shown.push(pointer),
                effect @ (Effect::Save(_)
                | Effect::TakenIn(_)
                | Effect::Close
                | Effect::Lose
                | Effect::LeaveUnsaved(_)
                | Effect::Keep { .. }
                | Effect::Sign(_)
                | Effect::Look) => {
                    self.effects.push(effect);
                }
            }
        }
    }

    fn opened(&mut self, assessment: Assessment, origin: Origin) {
        self.hear(Heard::Opened(Ok(Opened {
            assessment,
            unsaved: None,
            warnings: Vec::new(),
            read_only: false,
            git_waits: None,
            origin,
            left: None,
        })));
    }

    /// The assessment as it stands.
    pub(crate) fn assessment(&self) -> &Assessment {
        self.conversation.assessment().unwrap()
    }

    /// The line said last.
    pub(crate) fn last(&self) -> &str {
        self.said.last().unwrap()
    }

    /// Whether some line said holds these words.
    pub(crate) fn has_said(&self, words: &str) -> bool {
        self.said.iter().any(|line| line.contains(words))
    }
}

/// A review, a checklist and an example.
pub(crate) fn entries(text: &str) -> Vec<Entry> {
    let figures = Some((Verdict::NoGo, "71.4".to_owned(), "52.0".to_owned()));
    let entry = |target, title: &str, detail: &str, figures| Entry {
        target,
        title: title.to_owned(),
        detail: detail.to_owned(),
        figures,
        signed: String::new(),
        lapsing: String::new(),
    };
    vec![
        Entry {
            signed: "signed go".to_owned(),
            lapsing: "backups 3 d".to_owned(),
            ..entry(Target::Assessment(text.into()), text, text, figures.clone())
        },
        entry(
            Target::Checklist("launch".to_owned()),
            "Launch",
            "launch · 8 items · built-in",
            None,
        ),
        entry(
            Target::Example("demo".to_owned()),
            "A demo",
            "Launch, filled in",
            figures,
        ),
    ]
}

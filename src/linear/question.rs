//! What is asked, one thing at a time, and what is made of the answer. An empty line leaves everything as it is.

use crate::domain::assessment::Status;
use crate::domain::change::{Aside, Change};
use crate::domain::checklist::Kind;
use crate::domain::intention::Intention;
use crate::domain::text::Text;

use super::act::NOTHING;
use super::commands::Word;
use super::conversation::{Conversation, Surroundings};
use super::meeting::asked::AskedInMeeting;
use super::message::Effect;
use super::sign::SignAsked;

/// Something that was asked and is not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// Who answers; what is done then, as it was typed.
    Name { then: String },
    /// How much of it is met.
    Percent { item: Text },
    /// Why it does not apply.
    Reason { item: Text },
    /// A comment; the lines so far.
    Comment { item: Text, lines: Vec<String> },
    /// Something about an item that moves no figure.
    Aside {
        item: Text,
        word: Word,
        goes_on: bool,
    },
    /// Why somebody disagrees.
    Dissent { item: Text },
    /// Which kind of evidence.
    EvidenceKind { item: Text },
    /// The evidence.
    Evidence { item: Text, kind: Kind },
    /// Which piece is confirmed.
    Confirm { item: Text, options: Vec<Text> },
    /// Which piece is withdrawn.
    Withdraw { item: Text, options: Vec<Text> },
    /// What becomes of the waiver that is there.
    WaiverThere { item: Text },
    /// The reason of a waiver.
    WaiverReason { item: Text },
    /// Who approves it.
    WaiverApproval { item: Text, reason: Text },
    /// Its last day.
    WaiverExpires {
        item: Text,
        reason: Text,
        approved_by: Text,
        usual: String,
    },
    /// What was measured.
    Measure { item: Text },
    /// A trait of the subject, by its position in the checklist.
    Trait { at: usize },
    /// The target stage.
    Stage,
    /// The label of a snapshot.
    Snapshot,
    /// Something on the way to a signature; what is to be signed so far.
    Sign {
        asked: SignAsked,
        intention: Box<Intention>,
    },
    /// Which snapshot is compared with.
    Compare,
    /// What is searched for.
    Search,
    /// What a new assessment is of.
    Subject { checklist: String },
    /// Whether to leave with something unsaved.
    Unsaved {
        /// It outlives the program.
        kept: bool,
    },
    /// What is answered to a dissent.
    Reply,
    /// What a meeting asks.
    Meeting(AskedInMeeting),
}

/// What is typed to leave what is not saved where it is kept aside.
pub(super) const KEEP: &str = "keep";

/// What is typed to lose what is not saved.
pub(super) const LOSE: &str = "lose";

impl Question {
    /// The question in the last line.
    pub(super) fn prompt(&self) -> String {
        match self {
            Self::Name { .. } => "Your name, it stands beside your answers: ".to_owned(),
            Self::Percent { .. } => "Percent, 1 to 99: ".to_owned(),
            Self::Reason { .. } => "Why does it not apply? ".to_owned(),
            Self::Comment { lines, .. } if lines.is_empty() => "Comment: ".to_owned(),
            Self::Comment { .. } => "More: ".to_owned(),
            Self::Aside { word, .. } => match word {
                Word::Owner => "Owner: ",
                Word::Due => "Last day, as 2026-12-31: ",
                Word::Estimate => "Estimate, as 2-4h: ",
                Word::Confidence => "Confidence: ",
                _ => "Where it stands now: ",
            }
            .to_owned(),
            Self::Dissent { .. } => "Why do you disagree? ".to_owned(),
            Self::EvidenceKind { .. } => "Evidence, 1 link, 2 file, 3 note: ".to_owned(),
            Self::Evidence { kind, .. } => match kind {
                Kind::File => "Path of the file: ",
                Kind::Note => "What was seen, in words: ",
                Kind::Link | Kind::Command => "Address, with https: ",
            }
            .to_owned(),
            Self::Confirm { options, .. } => format!("Confirm which, 1 to {}: ", options.len()),
            Self::Withdraw { options, .. } => format!("Withdraw which, 1 to {}: ", options.len()),
            Self::WaiverThere { .. } => "1 replace, 2 revoke: ".to_owned(),
            Self::WaiverReason { .. } => "Why may it stay as it is? ".to_owned(),
            Self::WaiverApproval { .. } => "Who else approves it? ".to_owned(),
            Self::WaiverExpires { usual, .. } => {
                format!("Last day, or an empty line for {usual}: ")
            }
            Self::Measure { .. } => "Measured: ".to_owned(),
            Self::Trait { .. } => "1 yes, 2 no, 3 leave open, 4 enough: ".to_owned(),
            Self::Stage => "Number of the stage: ".to_owned(),
            Self::Snapshot => "Label of the snapshot: ".to_owned(),
            Self::Sign { asked, intention } => asked.prompt(intention),
            Self::Compare => "Compare with which: ".to_owned(),
            Self::Search => "Search: ".to_owned(),
            Self::Subject { .. } => "What is assessed? A service, a release, a system: ".to_owned(),
            Self::Reply => "What is answered? ".to_owned(),
            Self::Meeting(asked) => asked.prompt(),
            Self::Unsaved { kept: true } => {
                format!(
                    "Type {KEEP} to leave and keep it aside, {LOSE} to leave and lose it, or an empty line to stay: "
                )
            }
            Self::Unsaved { kept: false } => {
                format!("Type {LOSE} to leave and lose it, or an empty line to stay: ")
            }
        }
    }
}

impl Conversation {
    /// Takes the answer to a question.
    pub(super) fn answered(
        &mut self,
        question: Question,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        if let Question::Comment { item, lines } = question {
            self.comment(item, lines, line);
            return;
        }
        if let Question::Meeting(asked) = question {
            self.answered_in_meeting(asked, line, around);
            return;
        }
        let empty_means_something = matches!(
            question,
            Question::WaiverExpires { .. }
                | Question::Trait { .. }
                | Question::Unsaved { .. }
                | Question::Sign { .. }
                | Question::Aside { goes_on: true, .. }
        );
        if line.is_empty() && !empty_means_something {
            self.say("Nothing changed.");
            return;
        }
        match question {
            Question::Name { then } => {
                self.name = Some(Text::new(line));
                self.command(then.trim(), around);
            }
            Question::Percent { item } => {
                if self.on(&item) {
                    self.partial(line, around);
                }
            }
            Question::Reason { item } => {
                let status = Status::NotApplicable(Text::new(line));
                self.give(item, status, around);
            }
            Question::Aside {
                item,
                word,
                goes_on,
            } => {
                if self.on(&item) {
                    if !line.is_empty() {
                        self.aside(word, line);
                    }
                    let next = next_aside(word).filter(|_| goes_on);
                    if let Some(word) = next {
                        self.ask(Question::Aside {
                            item,
                            word,
                            goes_on,
                        });
                    }
                }
            }
            Question::Dissent { item } => {
                if self.on(&item) {
                    self.dissent(line, around);
                }
            }
            Question::EvidenceKind { item } => self.kind_of_evidence(item, line, around),
            Question::Evidence { item, kind } => self.offer(item, kind, line, around),
            Question::Confirm { item, options } => match chosen(line, &options) {
                Some(evidence) => {
                    let stamp = self.stamp(around);
                    self.apply(Change::Confirm {
                        item,
                        evidence,
                        stamp,
                    });
                }
                None => self.again(Question::Confirm { item, options }),
            },
            Question::Withdraw { item, options } => match chosen(line, &options) {
                Some(evidence) => {
                    let stamp = self.stamp(around);
                    self.apply(Change::Withdraw {
                        item,
                        evidence,
                        stamp,
                    });
                }
                None => self.again(Question::Withdraw { item, options }),
            },
            Question::WaiverThere { item } => match line {
                "1" | "replace" => self.ask(Question::WaiverReason { item }),
                "2" | "revoke" => {
                    let stamp = self.stamp(around);
                    self.apply(Change::Revoke { item, stamp });
                }
                _ => self.again(Question::WaiverThere { item }),
            },
            Question::WaiverReason { item } => {
                let reason = Text::new(line);
                self.ask(Question::WaiverApproval { item, reason });
            }
            Question::WaiverApproval { item, reason } => self.waiver_approved(item, reason, line),
            Question::WaiverExpires {
                item,
                reason,
                approved_by,
                usual,
            } => self.waiver_expires(item, (reason, approved_by), usual, line, around),
            Question::Measure { item } => self.measured(item, line, around),
            Question::Trait { at } => self.trait_answered(at, line, around),
            Question::Stage => self.stage_chosen(line),
            Question::Sign { asked, intention } => {
                self.sign_answered(asked, *intention, line, around);
            }
            Question::Compare => self.compare(line),
            Question::Snapshot => self.snapshot(line, around),
            Question::Search if self.review.is_none() => self.search_entries(line),
            Question::Search => self.search(line),
            Question::Subject { checklist } => {
                let subject = line.to_owned();
                self.wait_for(Effect::Create { checklist, subject });
            }
            Question::Unsaved { .. } if line == LOSE => self.lose(),
            Question::Unsaved { kept: true } if line == KEEP => self.leave_kept(),
            Question::Unsaved { .. } if line.is_empty() => self.say("You stay. It is tried again."),
            Question::Unsaved { kept } => self.again(Question::Unsaved { kept }),
            Question::Reply => self.reply_to(line, around),
            Question::Comment { .. } | Question::Meeting(_) => {}
        }
    }

    /// Asks once more.
    pub(super) fn again(&mut self, question: Question) {
        self.say("That is none of them. An empty line leaves it as it is.");
        self.ask(question);
    }

    /// Whether the item is still the one that one is on; it may have gone meanwhile.
    fn on(&mut self, item: &Text) -> bool {
        let here = self.review.as_ref().and_then(super::open::OpenReview::id);
        let stays = here.as_ref() == Some(item);
        if !stays {
            self.say("The item is gone.");
        }
        stays
    }

    /// One more line of a comment, or its end.
    fn comment(&mut self, item: Text, mut lines: Vec<String>, line: &str) {
        let takes_away = lines.is_empty() && line == NOTHING;
        if line.is_empty() && lines.is_empty() {
            self.say("Nothing changed.");
        } else if line.is_empty() || takes_away {
            let aside = Aside::Comment(Text::new(lines.join("\n")));
            self.apply(Change::Tell { item, aside });
        } else {
            lines.push(line.to_owned());
            self.ask(Question::Comment { item, lines });
        }
    }
}

/// What is asked of an item after one of the things that move no figure.
fn next_aside(word: Word) -> Option<Word> {
    match word {
        Word::Owner => Some(Word::Due),
        Word::Due => Some(Word::Estimate),
        Word::Estimate => Some(Word::Confidence),
        Word::Confidence => Some(Word::Now),
        _ => None,
    }
}

/// The option of a number.
fn chosen(line: &str, options: &[Text]) -> Option<Text> {
    let number = line.parse::<usize>().ok()?;
    options.get(number.checked_sub(1)?).cloned()
}

//! Evidence: attached, confirmed, withdrawn; and whether it counts.

use std::fmt::Write as _;

use crate::domain::assessment::Status;
use crate::domain::change::Change;
use crate::domain::checklist::{ConfirmRule, EvidenceRule, Item, Kind, Tier};
use crate::domain::evidence::{
    Content, Evidence, Lapse, Observation, Shows, Signed, is_confirmed, is_url,
};
use crate::domain::text::{Shown, Text};
use crate::export::report::lapse_words;

use super::conversation::{Conversation, Surroundings};
use super::message::Effect;
use super::open::OpenReview;
use super::question::Question;

impl OpenReview {
    /// That an answer has no evidence behind all of it, where some is wanted; else nothing.
    pub(super) fn evidence_missing(&self) -> &'static str {
        let Some((item, answer)) = self.here() else {
            return "";
        };
        let says_so = matches!(answer.status, Status::Met | Status::Partial(_));
        let wanted = item.evidence == EvidenceRule::Needed;
        let backed = self.session.ledger().evidenced_value(self.at) >= answer.status.value();
        match (says_so && wanted && !backed, answer.evidence.is_empty()) {
            (false, _) => "",
            (true, true) => " No evidence yet.",
            (true, false) => " Its evidence does not back all of it.",
        }
    }

    /// Whether a piece of evidence counts for an item, and why not where it doesn't.
    pub(super) fn counts(&self, item: &Text, evidence: &Evidence) -> String {
        let assessment = self.assessment();
        let Some(position) = assessment.position(item) else {
            return String::new();
        };
        let item = assessment.item(position);
        match self.session.bench().lapse(item, evidence) {
            Some(Lapse::KindNotAccepted) => {
                format!(
                    "It does not count here, where these do: {}.",
                    accepted(item)
                )
            }
            Some(Lapse::Context) => {
                "It is background: the answer does not say that it is met.".to_owned()
            }
            Some(lapse) => format!("It does not count: {}.", lapse_words(lapse)),
            None => {
                let counts = match evidence.shows {
                    Shows::Partial(share) => {
                        format!("It counts, and shows {} percent.", share.percent())
                    }
                    _ => "It counts.".to_owned(),
                };
                let rule = assessment.checklist().scoring.confirm;
                let unconfirmed = rule == ConfirmRule::Blockers
                    && item.tier == Tier::Blocker
                    && matches!(evidence.content.kind(), Kind::Link | Kind::Note)
                    && !is_confirmed(evidence);
                if unconfirmed {
                    format!("{counts} Somebody else has to confirm it.")
                } else {
                    counts
                }
            }
        }
    }

    /// `link https://…, by Ana on 2026-11-21. It counts.`
    pub(super) fn piece(&self, item: &Item, evidence: &Evidence) -> String {
        let what = match &evidence.content {
            Content::Link(text) => text.shown().into_string(),
            // It may be a sentence, and this one must not end twice.
            Content::Note(text) => text.shown().as_str().trim_end_matches('.').to_owned(),
            Content::File { path, .. } => Shown::line(path).into_string(),
        };
        let (kind, by) = (evidence.content.kind().word(), evidence.by.shown());
        let mut line = format!("{kind} {what}, by {by} on {}.", evidence.observed);
        line.push(' ');
        line.push_str(&self.counts(&item.id, evidence));
        let bench = self.session.bench();
        if bench.lapse(item, evidence).is_none() {
            if is_confirmed(evidence) {
                line.push_str(" Confirmed.");
            }
            let unseen = bench.observation(evidence) == Observation::Unchecked;
            if unseen && matches!(evidence.content, Content::File { .. }) {
                line.push_str(" Not looked at yet.");
            }
            if let Some(last) = bench.last_day(item, evidence.observed) {
                let _ = write!(line, " It holds until {last}.");
            }
        }
        line
    }
}

/// `link, file, command`.
pub(super) fn accepted(item: &Item) -> String {
    let kinds: Vec<&str> = item.accepted().iter().map(|kind| kind.word()).collect();
    kinds.join(", ")
}

impl Conversation {
    /// Attaches what was typed, as the kind that it says or shows; or asks.
    pub(super) fn evidence(&mut self, rest: &str, around: &mut Surroundings<'_>) {
        let Some((item, _)) = self.review.as_ref().and_then(OpenReview::here) else {
            self.say("The checklist has no items.");
            return;
        };
        let (id, counting) = (item.id.clone(), accepted(item));
        if rest.is_empty() {
            self.say(format!("What counts here: {counting}."));
            self.ask(Question::EvidenceKind { item: id });
            return;
        }
        let (word, value) = rest.split_once([' ', ':']).unwrap_or((rest, ""));
        match (kind_of(word), is_url(rest)) {
            (_, true) => self.offer(id, Kind::Link, rest, around),
            (Some(kind), _) if value.trim().is_empty() => {
                self.ask(Question::Evidence { item: id, kind });
            }
            (Some(kind), _) => self.offer(id, kind, value.trim(), around),
            (None, _) => {
                self.say("Say the kind first: evidence link, evidence file or evidence note.");
            }
        }
    }

    pub(super) fn kind_of_evidence(
        &mut self,
        item: Text,
        line: &str,
        around: &mut Surroundings<'_>,
    ) {
        match kind_of(line) {
            Some(kind) => self.ask(Question::Evidence { item, kind }),
            // An address needs no kind.
            None if is_url(line) => self.offer(item, Kind::Link, line, around),
            None => self.again(Question::EvidenceKind { item }),
        }
    }

    /// Attaches a link or note; has a file measured first.
    pub(super) fn offer(
        &mut self,
        item: Text,
        kind: Kind,
        typed: &str,
        around: &mut Surroundings<'_>,
    ) {
        match kind {
            Kind::Link | Kind::Command if !is_url(typed) => {
                self.say("Not attached: a link begins with https:// or http:// and has no blanks.");
                self.ask(Question::Evidence { item, kind });
            }
            Kind::Link | Kind::Command => {
                self.attach(&item, Content::Link(Text::new(typed)), around);
            }
            Kind::Note => self.attach(&item, Content::Note(Text::new(typed)), around),
            Kind::File => {
                let path = typed.to_owned();
                self.wait_for(Effect::Capture { item, path });
            }
        }
    }

    pub(super) fn attach(&mut self, item: &Text, content: Content, around: &mut Surroundings<'_>) {
        let Some(open) = &self.review else {
            return;
        };
        let assessment = open.assessment();
        let Some(answer) = assessment.answer(item) else {
            self.say("The item is gone.");
            return;
        };
        let id = (around.fresh)();
        let signed = Signed {
            by: self.speaking(),
            at: around.now,
        };
        let evidence = Evidence::attached(assessment, answer, content, id.clone(), signed);
        let pinned = matches!(evidence.content, Content::File { .. });
        let entry = (around.fresh)();
        let made = self.apply(Change::Attach {
            item: item.clone(),
            evidence,
            entry,
        });
        if let Some(open) = &mut self.review
            && pinned
            && made
        {
            // It was read a moment ago.
            open.session.observe([(id, Observation::Same)]);
        }
    }

    /// Confirms the only evidence there is, or asks which.
    pub(super) fn confirm(&mut self, around: &mut Surroundings<'_>) {
        let Some((item, pieces)) = self.standing_pieces() else {
            return;
        };
        match pieces.as_slice() {
            [(evidence, _)] => {
                let (stamp, evidence) = (self.stamp(around), evidence.clone());
                self.apply(Change::Confirm {
                    item,
                    evidence,
                    stamp,
                });
            }
            _ => {
                let options = self.say_pieces(pieces);
                self.ask(Question::Confirm { item, options });
            }
        }
    }

    pub(super) fn withdraw(&mut self) {
        if let Some((item, pieces)) = self.standing_pieces() {
            let options = self.say_pieces(pieces);
            self.ask(Question::Withdraw { item, options });
        }
    }

    /// The evidence that is not withdrawn, by id and in words; says so where there is none.
    fn standing_pieces(&mut self) -> Option<(Text, Vec<(Text, String)>)> {
        let open = self.review.as_ref()?;
        let (item, answer) = open.here()?;
        let standing = answer.evidence.iter().filter(|it| it.withdrawn.is_none());
        let pieces = standing.map(|it| (it.id.clone(), open.piece(item, it)));
        let (item, pieces) = (item.id.clone(), pieces.collect::<Vec<_>>());
        if pieces.is_empty() {
            self.say("There is no evidence here. evidence attaches some.");
            return None;
        }
        Some((item, pieces))
    }

    fn say_pieces(&mut self, pieces: Vec<(Text, String)>) -> Vec<Text> {
        let mut ids = Vec::new();
        for (at, (id, words)) in pieces.into_iter().enumerate() {
            self.say(format!("{} {words}", at + 1));
            ids.push(id);
        }
        ids
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word.trim().to_lowercase().as_str() {
        "1" | "link" => Some(Kind::Link),
        "2" | "file" => Some(Kind::File),
        "3" | "note" => Some(Kind::Note),
        _ => None,
    }
}

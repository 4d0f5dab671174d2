//! A review is opened, and where one is in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::domain::assessment::Assessment;
use crate::domain::bookmark::Bookmark;
use crate::domain::evidence::Observations;
use crate::domain::text::{Shown, Text};
use crate::session::Session;

use super::conversation::{Conversation, Surroundings};
use super::message::{Opened, Origin};
use super::open::{OpenReview, Saving, capital, standing_words};

impl Conversation {
    /// Opens a review and says where it stands.
    pub(super) fn open(&mut self, opened: Opened, from_home: bool, around: &mut Surroundings<'_>) {
        let mut session = Session::open(opened.assessment, around.now, Observations::new());
        if let Some(unsaved) = opened.unsaved {
            session.bring_back(unsaved);
        }
        for warning in &opened.warnings {
            self.say(format!("Warning: {}.", Shown::line(warning)));
        }
        let mut open = OpenReview {
            session,
            at: 0,
            read_only: opened.read_only,
            locked: false,
            bookmark: Bookmark::default(),
            changed: BTreeSet::new(),
            saving: Saving::Saved,
            git_waits: opened.git_waits,
            from_home,
            query: String::new(),
            found: Vec::new(),
            meeting: None,
            steps: Vec::new(),
            undone: Vec::new(),
        };
        open.at = open.session.where_work_goes_on().unwrap_or(0);
        let welcome = opened.left.map(|(bookmark, changed)| {
            open.at = open
                .assessment()
                .position(&bookmark.item)
                .unwrap_or(open.at);
            (open.bookmark, open.changed) = (bookmark, changed);
            match open.changed.len() {
                0 => "Welcome back. Nothing changed since you left.".to_owned(),
                1 => "Welcome back. 1 answer changed since you left: list changed.".to_owned(),
                many => {
                    format!("Welcome back. {many} answers changed since you left: list changed.")
                }
            }
        });
        let head = subject_of(open.assessment());
        let standing = open.standing();
        self.review = Some(open);
        self.question = None;
        self.more.clear();
        self.say(format!("Review of {head}."));
        if opened.read_only {
            self.say("Read-only: nothing is changed.");
        }
        if opened.origin == Origin::Example {
            self.say("This is a scratch copy. Try what you like.");
        }
        self.say(standing.verdict());
        self.say(standing.figures());
        let conflicts = self.review.as_ref().and_then(OpenReview::conflict_words);
        if let Some(conflicts) = conflicts {
            self.say(conflicts);
        }
        if self.has_unsaved() {
            self.save();
            // It was told not to be saved, so it is told once it is.
            if let Some(open) = &mut self.review {
                open.saving = Saving::Slow;
            }
        }
        match welcome {
            Some(welcome) => self.say(welcome),
            None => self.say("help lists the words. A number goes to its item. An empty line says where you are."),
        }
        let made = opened.origin == Origin::Made;
        if made && self.asks_about_subject() {
            self.command("subject", around);
        } else {
            self.say_here();
        }
    }

    /// Says where one is: number, title, tier, status.
    pub(super) fn say_here(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((item, answer)) = open.here() else {
            self.say("The checklist has no items.");
            return;
        };
        let (at, count) = (open.at + 1, open.len());
        let title = format!("{at} of {count}: {}", item.title.shown());
        let mut facts = format!(
            "{}, {}.",
            capital(&standing_words(answer)),
            item.tier.word()
        );
        for fact in self.facts_here() {
            let _ = write!(facts, " {fact}");
        }
        self.say(title);
        self.say(facts);
    }
}

/// `Payments API 2.4.1, by Web service launch 2026.1, for Staging`.
fn subject_of(assessment: &Assessment) -> String {
    let (subject, checklist) = (&assessment.head.subject, assessment.checklist());
    let with = |name: &Text, version: &Text| {
        let version = if version.is_blank() {
            String::new()
        } else {
            format!(" {}", version.shown())
        };
        format!("{}{version}", name.shown())
    };
    let mut words = with(&subject.name, &subject.version);
    words.push_str(", by ");
    words.push_str(&with(&checklist.title, &checklist.version));
    let target = assessment.head.target.as_ref();
    let stage = target.and_then(|id| checklist.stages.iter().find(|stage| stage.id == *id));
    if let Some(stage) = stage {
        let _ = write!(words, ", for {}", stage.title.shown());
    }
    words
}

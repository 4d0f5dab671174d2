//! Paths, files and links that are looked at for a dialog or a screen, each on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::side::Side;
use crate::problem::Problem;
use crate::session::bench;
use crate::system::complete::candidates;
use crate::system::files::FileSystem;
use crate::system::signers::Signers;
use crate::system::{browser, evidence_file, observe, pin, store};
use crate::tui::message::{Completed, Measured, Message, Suggestion};

use super::{Running, in_background, now};

/// The largest file that is read while one types its path, in bytes: 64 MiB.
const LARGEST_WHILE_TYPING: u64 = 64 << 20;

impl Running {
    /// Looks for what a path may become, and at the file there. A later question ends an earlier one.
    pub(super) fn complete(&self, text: String, measure: bool) {
        let (files, outbox) = (Arc::clone(&self.files), self.outbox.clone());
        let questions = Arc::clone(&self.questions);
        let question = questions.fetch_add(1, Ordering::AcqRel) + 1;
        in_background("complete", move || {
            let is_stale = || questions.load(Ordering::Acquire) != question;
            let candidates = candidates(&text, &is_stale);
            if is_stale() {
                return;
            }
            let found = candidates.found.into_iter().map(|candidate| Suggestion {
                path: candidate.path,
                is_directory: candidate.is_directory,
            });
            outbox.send(Message::Completed(Completed {
                text: text.clone(),
                found: found.collect(),
                more: candidates.more,
            }));
            if measure && !text.ends_with('/') && !is_stale() {
                let result = measured(&*files, &text);
                outbox.send(Message::Measured(Measured { text, result }));
            }
        });
    }

    /// Reads an assessment to compare with, and looks at its evidence.
    pub(super) fn load_side(&self, typed: String) {
        let (files, outbox, review) = (Arc::clone(&self.files), self.outbox.clone(), self.reviews);
        let signers = self.signers.clone();
        in_background("side", move || {
            let result = side(&*files, &typed, &signers).map(Box::new);
            let path = typed;
            outbox.send_of(review, Message::SideLoaded { path, result });
        });
    }

    pub(super) fn open_link(&self, url: String) {
        let outbox = self.outbox.clone();
        in_background("link", move || {
            outbox.send(Message::LinkOpened(browser::open(&url)));
        });
    }
}

/// The questions of [`Running::complete`] so far.
pub(super) type Questions = Arc<AtomicU64>;

fn measured(files: &dyn FileSystem, typed: &str) -> Result<(u64, Option<String>), Problem> {
    let path = pin::typed_path(typed.trim());
    let length = files.open_regular(&path).map(|opened| opened.length);
    match length {
        Ok(length)
            if length > LARGEST_WHILE_TYPING && length <= evidence_file::LARGEST_EVIDENCE =>
        {
            Ok((length, None))
        }
        // The measuring itself says what is wrong.
        _ => {
            let (sha256, bytes) = evidence_file::measure(files, &path)?;
            Ok((bytes, Some(sha256)))
        }
    }
}

fn side(files: &dyn FileSystem, typed: &str, signers: &Signers) -> Result<Side, Problem> {
    let path: PathBuf = pin::typed_path(typed);
    let stored = store::open(files, &path)?;
    let observations = observe::observe_all(files, &stored.path, &stored.assessment, signers);
    let bench = bench(&stored.assessment, now(), &observations);
    Ok(Side::of_assessment(&stored.assessment, &bench))
}

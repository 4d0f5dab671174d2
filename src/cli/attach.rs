//! Evidence from the command line on its way into an assessment.

use std::ffi::OsString;

use chrono::NaiveDate;

use crate::domain::assessment::Status;
use crate::domain::change::Change;
use crate::domain::evidence::{Content, Evidence, Shows};
use crate::domain::text::Text;
use crate::problem::Problem;
use crate::system::pin::{self, Pinned};
use crate::system::store::Stored;

use super::desk::{Desk, fresh_id};
use super::resolve::{self, Named};

/// What is said of all the pieces that are attached together.
pub(crate) struct Attaching<'a> {
    /// The item's id.
    pub(crate) item: &'a Text,
    /// The status by which `shows` is chosen where it is not given.
    pub(crate) status: &'a Status,
    /// What they show.
    pub(crate) shows: Option<Shows>,
    /// The day on which the fact was true.
    pub(crate) observed: Option<NaiveDate>,
    /// A word about them.
    pub(crate) caption: &'a str,
    /// Whether files are copied beside the assessment.
    pub(crate) copy: bool,
    /// Who attaches them.
    pub(crate) by: &'a Text,
}

/// Evidence that is ready to be attached; its files are not copied yet.
pub(crate) struct Prepared {
    /// One change for each piece.
    pub(crate) changes: Vec<Change>,
    to_copy: Vec<Pinned>,
}

/// Measures the files and makes the changes. Nothing is written.
pub(crate) fn prepare(
    desk: &Desk,
    stored: &Stored,
    typed: &[OsString],
    attaching: &Attaching<'_>,
) -> Result<Prepared, Problem> {
    let named: Vec<Named> = typed
        .iter()
        .map(|typed| resolve::evidence(typed))
        .collect::<Result<_, _>>()?;
    let mut prepared = Prepared {
        changes: Vec::new(),
        to_copy: Vec::new(),
    };
    for named in named {
        let content = match named {
            Named::Link(url) => Content::Link(url),
            Named::Note(text) => Content::Note(text),
            Named::File(path) => {
                let pinned = pin::measure(&*desk.files, &stored.path, &path)?;
                let content = pinned.content.clone();
                if attaching.copy {
                    prepared.to_copy.push(pinned);
                }
                content
            }
        };
        let assessment = &stored.assessment;
        prepared.changes.push(Change::Attach {
            item: attaching.item.clone(),
            evidence: Evidence {
                id: fresh_id()?,
                content,
                shows: attaching
                    .shows
                    .unwrap_or_else(|| Shows::by_default(attaching.status)),
                caption: attaching.caption.into(),
                observed: attaching
                    .observed
                    .unwrap_or_else(|| desk.now.day(assessment.utc_offset)),
                version: assessment.head.subject.version.clone(),
                by: attaching.by.clone(),
                at: desk.now,
                confirmed: Vec::new(),
                withdrawn: None,
                redacted: None,
            },
            entry: fresh_id()?,
        });
    }
    Ok(prepared)
}

impl Prepared {
    /// Copies the files beside the assessment.
    pub(crate) fn keep_copies(&self, desk: &Desk, stored: &Stored) -> Result<(), Problem> {
        for pinned in &self.to_copy {
            pinned.keep_copy(&*desk.files, &stored.path)?;
        }
        Ok(())
    }
}

//! A review begun from a front, and one come back to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::assessment::{Assessment, Head, Subject};
use crate::domain::bookmark::Bookmark;
use crate::domain::text::Text;
use crate::domain::time::{Moment, UtcOffset};
use crate::problem::Problem;
use crate::system::files::FileSystem;
use crate::system::places::{Places, repository_root};
use crate::system::store::{self, Stored};
use crate::system::{clock, environment, library, resume, scratch};

/// Makes an assessment of a subject by a known checklist, where such assessments are kept: in the repository's
/// `readiness/`, else in the data directory.
pub fn begin(
    files: &dyn FileSystem,
    places: &Places,
    checklist: &str,
    subject: &str,
) -> Result<Stored, Problem> {
    let here = environment::current_directory()?;
    let checklist = library::find(files, places, &here, checklist)?;
    let head = Head {
        subject: Subject {
            name: Text::new(subject),
            ..Subject::default()
        },
        ..Head::default()
    };
    let offset = UtcOffset::from_minutes(clock::local_offset().local_minus_utc() / 60);
    let now = Moment::new(clock::now());
    let assessment = Assessment::new(Arc::new(checklist), head, now, offset);
    let path = places.assessment(subject, repository_root(&here).as_deref());
    store::create(files, &path, assessment)
}

/// Where an assessment was left, and the positions of the answers that have changed since; nothing where it was never
/// left, or is a scratch copy.
pub fn left(
    files: &dyn FileSystem,
    places: &Places,
    stored: &Stored,
) -> Option<(Bookmark, BTreeSet<usize>)> {
    if scratch::is_scratch(&stored.path) {
        return None;
    }
    let kept = resume::find(files, places, &stored.path)?;
    let changed = kept.changed(&stored.assessment);
    Some((kept.bookmark, changed))
}

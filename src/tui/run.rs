//! The way into the review screen.

use std::sync::Arc;

use crate::domain::text::Text;
use crate::problem::{Problem, ProblemKind};
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::store::Stored;

/// What the screen opens with.
pub enum Start {
    /// Recent assessments and checklists.
    Home,
    /// One assessment.
    Review {
        /// As it stands in its file.
        stored: Stored,
        /// Nothing may be changed.
        read_only: bool,
    },
}

/// Everything that the screen is given.
pub struct Launch {
    /// What to open.
    pub start: Start,
    /// This user's directories.
    pub places: Places,
    /// The file system.
    pub files: Arc<dyn FileSystem>,
    /// Who answers, where that is known.
    pub name: Option<Text>,
    /// No colour at all.
    pub no_color: bool,
}

/// Runs the screen until the person leaves it.
pub fn run(launch: Launch) -> Result<(), Problem> {
    drop(launch);
    Err(Problem::new(
        ProblemKind::Usage,
        "the review screen is not there yet",
    ))
}

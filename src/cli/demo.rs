//! `candor demo`: a filled example in a scratch copy.

use crate::problem::Problem;
use crate::system::scratch;

use super::desk::Desk;
use super::output;
use super::screen;

/// Copies the examples to a private directory and opens the first.
pub(crate) fn run(desk: &Desk) -> Result<(), Problem> {
    screen::require_terminal(desk)?;
    let path = scratch::copy_examples(&*desk.files)?;
    let stored = desk.open(&path)?;
    let outcome = screen::review(desk, stored, false, false, None);
    let note = format!(
        "the scratch copy of the demo is {}; remove its directory when you like.",
        path.display()
    );
    output::note(&note);
    outcome
}

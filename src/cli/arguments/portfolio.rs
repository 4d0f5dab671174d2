//! What may be typed after `candor portfolio`.

use std::path::PathBuf;

use clap::Args;

use super::AsOfTyped;

/// Roll many assessments up: verdicts, open blockers, items that many fail, what lapses
#[derive(Debug, Args)]
#[command(after_help = "\
Directories are looked through for assessments (*.ron), hidden ones and those of evidence and sign-offs left out. What
can't be read is said at the end, and the exit code is 3 then.

Examples:
  candor portfolio readiness
  candor portfolio ~/services shop.ron --as-of 2026-11-21
  candor portfolio . --json")]
pub(crate) struct PortfolioTyped {
    /// Assessments, and directories that hold some
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

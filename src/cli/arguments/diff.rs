//! What may be typed after `candor diff`.

use std::path::PathBuf;

use clap::Args;

use super::AsOfTyped;

/// Show what changed from one assessment to another, or from one snapshot to another, both ways
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor diff last-month.ron api.ron
  candor diff api.ron --snapshots \"before the audit\" now
  candor diff api.ron --snapshots before after --json")]
pub(crate) struct DiffTyped {
    /// The assessment before, or the one that holds the snapshots
    #[arg(value_name = "A")]
    pub(crate) file: PathBuf,
    /// The assessment after
    #[arg(
        value_name = "B",
        required_unless_present = "snapshots",
        conflicts_with = "snapshots"
    )]
    pub(crate) other: Option<PathBuf>,
    /// Compare two snapshots of A by their labels; `now` is A as it stands
    #[arg(long, num_args = 2, value_names = ["BEFORE", "AFTER"])]
    pub(crate) snapshots: Option<Vec<String>>,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

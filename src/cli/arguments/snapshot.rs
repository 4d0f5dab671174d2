//! What may be typed after `candor snapshot`.

use std::path::PathBuf;

use clap::Args;

/// Freeze the numbers and statuses under a label, or list what is frozen
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor snapshot api.ron \"before the audit\" --by Ana
  candor snapshot api.ron \"announced in May\" --declared \"95 %\" --at 2026-05-04 --by Ana
  candor snapshot api.ron --remove \"before the audit\"
  candor snapshot api.ron --list --json")]
pub(crate) struct SnapshotTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// What the snapshot is called
    #[arg(
        required_unless_present_any = ["list", "remove"],
        conflicts_with_all = ["list", "remove"],
        allow_hyphen_values = true
    )]
    pub(crate) label: Option<String>,
    /// Who takes it; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME", conflicts_with_all = ["list", "remove"])]
    pub(crate) by: Option<String>,
    /// What was announced as the overall figure at a time of which nothing else is known
    #[arg(long, value_name = "VALUE", requires = "at", conflicts_with_all = ["list", "remove"])]
    pub(crate) declared: Option<String>,
    /// That time: 2026-05-04 (the end of that day) or 2026-05-04T09:00:00Z
    #[arg(long, value_name = "TIME", requires = "declared")]
    pub(crate) at: Option<String>,
    /// Take a snapshot away
    #[arg(
        long,
        value_name = "LABEL",
        conflicts_with = "list",
        allow_hyphen_values = true
    )]
    pub(crate) remove: Option<String>,
    /// List the snapshots, oldest first
    #[arg(long)]
    pub(crate) list: bool,
    /// Print one JSON object
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

//! What may be typed after `candor upgrade`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// Move an assessment to another version of its checklist; nothing is dropped silently
#[derive(Debug, Args)]
#[command(after_help = "\
Answers are carried over by item. Where an item's meaning changed (its `rev`), it is to be answered again, and the earlier
answer stays in its history. Answers to items that are no more are kept in the file.

Examples:
  candor upgrade api.ron --checklist web-service --dry-run
  candor upgrade api.ron --checklist web-service --by Ana
  candor upgrade api.ron --checklist ./ours-2027.ron --json")]
pub(crate) struct UpgradeTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The checklist to answer from now on
    #[arg(long, value_name = "ID|PATH")]
    pub(crate) checklist: OsString,
    /// Who moves it; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Say what would become of it, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

//! What may be typed after `candor waive`.

use std::path::PathBuf;

use clap::Args;

/// Excuse an item for a while, or take that back
#[derive(Debug, Args)]
#[command(after_help = "\
A waiver excuses an item and never passes it: claimed and evidenced stay as they are, and a third
figure leaves waived items out. It takes two people, a reason and a last day, which is at most as
far away as the checklist allows.

Examples:
  candor waive api.ron load-tests --reason \"no traffic\" --approved-by Bo --expires 2026-12-15
  candor waive api.ron load-tests --revoke --by Bo
  candor waive api.ron --list --json")]
pub(crate) struct WaiveTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The item's id
    #[arg(required_unless_present = "list")]
    pub(crate) item: Option<String>,
    /// Why it may stay as it is
    #[arg(
        long,
        allow_hyphen_values = true,
        required_unless_present_any = ["revoke", "list"]
    )]
    pub(crate) reason: Option<String>,
    /// Who asks for it, or takes it back; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Somebody else, who carries the risk as well
    #[arg(long, value_name = "NAME", required_unless_present_any = ["revoke", "list"])]
    pub(crate) approved_by: Option<String>,
    /// The last day on which it excuses, as 2026-12-15
    #[arg(long, value_name = "DATE", required_unless_present_any = ["revoke", "list"])]
    pub(crate) expires: Option<String>,
    /// Take the waiver back
    #[arg(long, conflicts_with_all = ["reason", "approved_by", "expires"])]
    pub(crate) revoke: bool,
    /// List every waiver, and what becomes of it
    #[arg(long, conflicts_with_all = ["item", "reason", "by", "approved_by", "expires", "revoke"])]
    pub(crate) list: bool,
    /// List as of then: 2026-11-21 (the end of that day) or 2026-11-21T09:00:00Z; now if left out
    #[arg(long, value_name = "TIME", requires = "list")]
    pub(crate) as_of: Option<String>,
    /// Print one JSON object
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

//! What may be typed after `candor plan`.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::AsOfTyped;

/// Show the way to go: the open work in order, with what it takes, costs and risks
#[derive(Debug, Args)]
#[command(after_help = "\
Effort is person-time: 1 d is 8 h, 1 w is 5 d. \"To go\" is what the steps until an unconditional go take, \"to 100 %\"
what all open work takes, waived items included. What if is worked out on a copy: nothing is saved.

Examples:
  candor plan api.ron
  candor plan api.ron --by owner
  candor plan api.ron --if-done restore-drill,error-tracking
  candor plan api.ron --if-next
  candor plan api.ron --by phase --as-of 2026-11-21 --json")]
pub(crate) struct PlanTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// By what the work is put into groups; by phase if left out, or by tier where the checklist has no phases
    #[arg(long, value_name = "GROUP")]
    pub(crate) by: Option<PlanBy>,
    /// What if these items were done: met, with evidence that suffices
    #[arg(long, value_name = "ITEM,…", value_delimiter = ',')]
    pub(crate) if_done: Vec<String>,
    /// What if the steps to the next verdict were made; twice: and those to the one after
    #[arg(long, action = ArgAction::Count)]
    pub(crate) if_next: u8,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// By what the open work is put into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanBy {
    /// The slots of the plan, in the checklist's order
    Phase,
    /// Who looks after it, in alphabetical order
    Owner,
    /// The checklist's categories
    Category,
    /// Blocker, Should, Nice
    Tier,
}

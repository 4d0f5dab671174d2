//! What may be typed after `candor list`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::filter::{Criterion, Filter};

use super::AsOfTyped;

/// List the checklists and assessments that there are and where they come from, or the items of one assessment
#[derive(Debug, Args)]
#[command(after_help = "\
Of items, those are listed that are asked for: several statuses or tiers are alternatives, and what else is asked for
has to hold as well.

Examples:
  candor list
  candor list checklists
  candor list assessments --as-of 2026-11-21 --json
  candor list items api.ron --status unmet,unknown --tier blocker
  candor list items api.ron --stale --mine Ana --json")]
pub(crate) struct ListTyped {
    /// Only these
    pub(crate) what: Option<ListWhat>,
    /// The assessment whose items are listed
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) items: ItemsTyped,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListWhat {
    /// Built in, your own, and the repository's
    Checklists,
    /// Recent ones, your own, and those in readiness/ of the repository
    Assessments,
    /// Those of one assessment
    Items,
}

/// Which items are listed.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub(crate) struct ItemsTyped {
    /// Items with this status
    #[arg(long, value_name = "STATUS", value_delimiter = ',', requires = "file")]
    pub(crate) status: Vec<StatusTyped>,
    /// Items of this tier
    #[arg(long, value_name = "TIER", value_delimiter = ',', requires = "file")]
    pub(crate) tier: Vec<TierTyped>,
    /// Items about which something is left to do: neither met, waived, not applicable nor out of play
    #[arg(long, requires = "file")]
    pub(crate) open: bool,
    /// Items that are met, wholly or in part, with evidence wanted and none that counts
    #[arg(long, requires = "file")]
    pub(crate) without_evidence: bool,
    /// Items whose evidence or waiver holds no more, or lapses within 14 days
    #[arg(long, requires = "file")]
    pub(crate) stale: bool,
    /// Items that somebody looks after or has answered
    #[arg(long, value_name = "NAME", requires = "file")]
    pub(crate) mine: Option<String>,
    /// Items that are not met and whose last day is past
    #[arg(long, requires = "file")]
    pub(crate) overdue: bool,
    /// Items that a valid waiver excuses
    #[arg(long, requires = "file")]
    pub(crate) waived: bool,
    /// Items from whose answer somebody dissents
    #[arg(long, requires = "file")]
    pub(crate) dissent: bool,
    /// Items of which a merge kept more than one version
    #[arg(long)]
    pub(crate) conflict: bool,
}

/// A status of an item in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusTyped {
    /// Met
    Met,
    /// Met in part
    Partial,
    /// Not met
    Unmet,
    /// Nobody can tell
    Unknown,
    /// Not applicable
    Na,
    /// Nobody has answered
    Unanswered,
    /// Ruled out by the subject's traits
    OutOfPlay,
    /// Kept in more than one version by a merge, as --conflict
    Conflict,
}

/// A tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TierTyped {
    /// Blockers
    Blocker,
    /// Should items
    Should,
    /// Nice items
    Nice,
}

impl ItemsTyped {
    /// What is asked for.
    pub(crate) fn filter(&self) -> Filter {
        let statuses = self.status.iter().map(|status| match status {
            StatusTyped::Met => Criterion::Met,
            StatusTyped::Partial => Criterion::Partial,
            StatusTyped::Unmet => Criterion::Unmet,
            StatusTyped::Unknown => Criterion::Unknown,
            StatusTyped::Na => Criterion::NotApplicable,
            StatusTyped::Unanswered => Criterion::Unanswered,
            StatusTyped::OutOfPlay => Criterion::OutOfPlay,
            StatusTyped::Conflict => Criterion::Conflict,
        });
        let tiers = self.tier.iter().map(|tier| match tier {
            TierTyped::Blocker => Criterion::Blocker,
            TierTyped::Should => Criterion::Should,
            TierTyped::Nice => Criterion::Nice,
        });
        let others = [
            (self.open, Criterion::Open),
            (self.without_evidence, Criterion::WithoutEvidence),
            (self.stale, Criterion::Stale),
            (self.mine.is_some(), Criterion::Mine),
            (self.overdue, Criterion::Overdue),
            (self.waived, Criterion::Waived),
            (self.dissent, Criterion::Dissent),
            (self.conflict, Criterion::Conflict),
        ];
        let others = others
            .into_iter()
            .filter_map(|(asked, criterion)| asked.then_some(criterion));
        statuses.chain(tiers).chain(others).collect()
    }
}

//! What may be typed after `candor evidence`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AsOfTyped;
use super::answer::PieceTyped;

/// Attach, withdraw, confirm, redact or list the evidence of one item
#[derive(Debug, Args)]
#[command(after_help = "\
An evidence id may be shortened as long as it stays unique.

Examples:
  candor evidence api.ron error-monitoring add link:https://errors.example/api file:screen.png
  candor evidence api.ron error-monitoring against note:\"no alert arrived on Friday\" --by Bo
  candor evidence api.ron error-monitoring confirm k3f --by Bo
  candor evidence api.ron error-monitoring list")]
pub(crate) struct EvidenceTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The item's id
    pub(crate) item: String,
    #[command(subcommand)]
    pub(crate) action: EvidenceAction,
}

/// What to do about an item's evidence.
#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceAction {
    /// Attach evidence without touching the status
    #[command(
        after_help = "Examples:\n  candor evidence api.ron backups add file:restore.log --observed 2026-11-20"
    )]
    Add {
        /// link:URL, file:PATH or note:TEXT
        #[arg(value_name = "KIND:VALUE", required = true)]
        evidence: Vec<OsString>,
        #[command(flatten)]
        piece: PieceTyped,
        /// Who attaches it; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Attach evidence that speaks against the item; it stands until a person withdraws it
    #[command(
        after_help = "Examples:\n  candor evidence api.ron backups against note:\"the restore failed\""
    )]
    Against {
        /// link:URL, file:PATH or note:TEXT
        #[arg(value_name = "KIND:VALUE", required = true)]
        evidence: Vec<OsString>,
        /// The day on which the fact was true, as 2026-11-21; today if left out
        #[arg(long, value_name = "DATE")]
        observed: Option<String>,
        /// A word about the evidence
        #[arg(long, allow_hyphen_values = true)]
        caption: Option<String>,
        /// Pin a file by its hash alone
        #[arg(long)]
        no_copy: bool,
        /// Who attaches it; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Withdraw evidence; it stays on record
    #[command(after_help = "Examples:\n  candor evidence api.ron backups withdraw k3f --by Ana")]
    Withdraw {
        /// The evidence's id; may be left out where there is only one
        id: Option<String>,
        /// Who withdraws it; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Confirm evidence that somebody else has attached
    #[command(after_help = "Examples:\n  candor evidence api.ron backups confirm --by Bo")]
    Confirm {
        /// The evidence's id; may be left out where there is only one
        id: Option<String>,
        /// Who confirms it; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Take the text of a link or note out; its hash, who and why stay
    #[command(
        after_help = "Examples:\n  candor evidence api.ron backups redact k3f --reason \"holds a password\" --by Ana"
    )]
    Redact {
        /// The evidence's id
        id: String,
        /// Why
        #[arg(long, allow_hyphen_values = true)]
        reason: String,
        /// Who takes it out; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// List the evidence, with what it counts for
    #[command(after_help = "Examples:\n  candor evidence api.ron backups list --json")]
    List {
        #[command(flatten)]
        as_of: AsOfTyped,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

//! What may be typed after `candor note`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AsOfTyped;

/// Keep what a meeting leaves behind: decisions, actions and parked questions
#[derive(Debug, Args)]
#[command(after_help = "\
A note's id may be shortened as long as it stays unique. Notes change no figure.

Examples:
  candor note api.ron decision \"one region is enough until May\" --by Ana
  candor note api.ron action \"time a restore\" --item backups --owner Bo --due 2026-12-01
  candor note api.ron parked \"who pays for the second region?\"
  candor note api.ron done k3f --by Bo
  candor note api.ron list --json")]
pub(crate) struct NoteTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    #[command(subcommand)]
    pub(crate) action: NoteAction,
}

/// What to do about notes.
#[derive(Debug, Subcommand)]
pub(crate) enum NoteAction {
    /// Something was decided
    #[command(
        after_help = "Examples:\n  candor note api.ron decision \"one region is enough until May\" --by Ana"
    )]
    Decision(RemarkTyped),
    /// Somebody will do something
    #[command(
        after_help = "Examples:\n  candor note api.ron action \"time a restore\" --item backups --owner Bo --due 2026-12-01"
    )]
    Action {
        #[command(flatten)]
        remark: RemarkTyped,
        /// Who does it
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// The last day for it, as 2026-12-01
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
    },
    /// A question is left for later
    #[command(
        after_help = "Examples:\n  candor note api.ron parked \"who pays for the second region?\" --by Ana"
    )]
    Parked(RemarkTyped),
    /// Mark an action done, or a parked question settled
    #[command(after_help = "Examples:\n  candor note api.ron done k3f --by Bo")]
    Done {
        /// The note's id
        id: String,
        /// Who says so; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// List the notes, open actions first
    #[command(after_help = "Examples:\n  candor note api.ron list --as-of 2026-12-01 --json")]
    List {
        #[command(flatten)]
        as_of: AsOfTyped,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

/// What every note has.
#[derive(Debug, Args)]
pub(crate) struct RemarkTyped {
    /// What it says
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,
    /// The item that it is about; the whole if left out
    #[arg(long)]
    pub(crate) item: Option<String>,
    /// Who says so; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

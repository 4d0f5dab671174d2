//! What may be typed after `candor meeting`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::AsOfTyped;

/// Hold a meeting about an assessment: begin it, see its agenda, agree, end it
#[derive(Debug, Args)]
#[command(after_help = "\
What those present do between its start and its end belongs to the meeting: answers, evidence,
dissents, notes. Where somebody writes down what others say, say both: --by Ben --recorded-by Ana.
A meeting that nobody has ended is over once nothing has happened in it for three hours.

Examples:
  candor meeting api.ron start --facilitator Ana --present \"Ben, product\" --present Cleo --minutes 60
  candor meeting api.ron agenda
  candor answer api.ron backups met --by Ben --recorded-by Ana
  candor meeting api.ron agree backups load-tests
  candor note api.ron action \"time a restore\" --item backups --owner Ben --due 2026-12-01 --by Ana
  candor meeting api.ron end
  candor export api.ron --format minutes -o minutes.md")]
pub(crate) struct MeetingTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    #[command(subcommand)]
    pub(crate) action: MeetingAction,
}

/// What to do about meetings.
#[derive(Debug, Subcommand)]
pub(crate) enum MeetingAction {
    /// Begin a meeting
    #[command(
        after_help = "Examples:\n  candor meeting api.ron start --facilitator \"Ana, sre\" --present \"Ben, product\" --minutes 60"
    )]
    Start {
        /// Who leads it and writes down; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME[, ROLE]")]
        facilitator: Option<String>,
        /// Who else is there, with the role that is to be remembered; may be given several times
        #[arg(long, value_name = "NAME[, ROLE]")]
        present: Vec<String>,
        /// How long it is to take, in minutes; no limit if left out
        #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
        minutes: Option<u32>,
    },
    /// Show the meeting that goes on
    #[command(after_help = "Examples:\n  candor meeting api.ron show --json")]
    Show {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show what has to be talked about, and the settled rest
    #[command(after_help = "Examples:\n  candor meeting api.ron agenda --as-of 2026-12-01 --json")]
    Agenda {
        #[command(flatten)]
        as_of: AsOfTyped,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// All who are there agree with the answers to these items as they stand
    #[command(
        after_help = "Examples:\n  candor meeting api.ron agree backups load-tests\n  candor meeting api.ron agree auto-scaling --by Ben"
    )]
    Agree {
        /// The items' ids
        #[arg(value_name = "ITEM", required = true)]
        items: Vec<String>,
        /// Who agrees that an item does not apply; the first present who is not the one who said so, if left out
        #[arg(long, value_name = "NAME")]
        by: Vec<String>,
    },
    /// End the meeting, and show what it changed
    #[command(after_help = "Examples:\n  candor meeting api.ron end")]
    End,
    /// List the meetings, the earliest first
    #[command(after_help = "Examples:\n  candor meeting api.ron list --json")]
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

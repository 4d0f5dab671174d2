//! What may be typed after `candor dissent`.

use std::path::PathBuf;

use clap::Args;

/// Record who disagrees with an answer or with the verdict, and what was answered
#[derive(Debug, Args)]
#[command(after_help = "\
An open dissent from the verdict or from a blocker keeps a go conditional. An answer does not
close it: the dissenter does, or somebody who takes part as facilitator. A dissent's id may be
shortened as long as it stays unique. An item that is called `verdict` is written item:verdict.

Examples:
  candor dissent api.ron load-tests \"they ran against a mock\" --by Bo
  candor dissent api.ron verdict \"nobody has asked support\" --by Bo
  candor dissent api.ron --answer k3f \"support has seen it today\" --by Ana
  candor dissent api.ron --close k3f --by Bo
  candor dissent api.ron --list --json")]
pub(crate) struct DissentTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The item's id, or `verdict`
    #[arg(
        value_name = "ITEM|verdict",
        required_unless_present_any = ["answer", "close", "list"],
        conflicts_with_all = ["answer", "close"]
    )]
    pub(crate) about: Option<String>,
    /// Why
    #[arg(
        allow_hyphen_values = true,
        required_unless_present_any = ["answer", "close", "list"],
        conflicts_with_all = ["answer", "close", "list"]
    )]
    pub(crate) text: Option<String>,
    /// Answer a dissent, in place of an earlier answer
    #[arg(long, num_args = 2, value_names = ["ID", "TEXT"], allow_hyphen_values = true, conflicts_with_all = ["close", "list"])]
    pub(crate) answer: Option<Vec<String>>,
    /// Close a dissent that has been answered
    #[arg(long, value_name = "ID", conflicts_with = "list")]
    pub(crate) close: Option<String>,
    /// Who disagrees, answers or closes; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// List the dissents, of one item or of all
    #[arg(long, conflicts_with = "by")]
    pub(crate) list: bool,
    /// Print one JSON object
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

//! What may be typed after `candor git`.

use clap::{Args, Subcommand};

/// Let git merge assessments with candor in the repository one stands in
///
/// Without a word, shows how the repository is set up.
#[derive(Debug, Args)]
#[command(after_help = "\
Answers to different items merge with plain git as well. With candor as merge driver so does everything else, and two
answers to one item become a conflict that shows both.

Examples:
  candor git
  candor git install
  candor git install --pattern 'readiness/*.ron'
  candor git install --remove")]
pub(crate) struct GitTyped {
    #[command(subcommand)]
    pub(crate) word: Option<GitWord>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What may be done.
#[derive(Debug, Subcommand)]
pub(crate) enum GitWord {
    Install(InstallTyped),
}

/// Set the repository up, or take that back
#[derive(Debug, Args)]
#[command(after_help = "\
Puts lines of its own into .gitattributes, which is committed, and the driver into this repository's configuration, which
is not: everybody who clones gives the command once. Whoever does not, merges by lines as before. So does git by itself
where it doesn't find candor, or candor fails; give the command again after an upgrade, to renew an older driver line.

Examples:
  candor git install
  candor git install --pattern 'readiness/*.ron' --pattern 'reviews/**/*.ron'
  candor git install --remove")]
pub(crate) struct InstallTyped {
    /// The files to merge, as .gitattributes names them; *.ron if left out; may be given several times
    #[arg(long, value_name = "PATTERN", conflicts_with = "remove")]
    pub(crate) pattern: Vec<String>,
    /// Replace a merge driver of the same name that candor did not set; --remove does not bring it back
    #[arg(long, conflicts_with = "remove")]
    pub(crate) force: bool,
    /// Take back what this command did
    #[arg(long)]
    pub(crate) remove: bool,
}

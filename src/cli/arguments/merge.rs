//! What may be typed after `candor merge`.

use std::path::PathBuf;

use clap::Args;

/// Merge what two people made of one assessment, item by item
///
/// The result goes into OURS. Where both sides said something else of the same item, both versions are kept in the
/// file and marked as a conflict. With one FILE that git left in the middle of a merge, with conflict markers
/// or with one side only, the merge of its two sides takes its place.
#[derive(Debug, Args)]
#[command(
    override_usage = "candor merge [OPTIONS] <BASE> <OURS> <THEIRS>\n       candor merge [OPTIONS] <FILE>",
    after_help = "\
BASE is what both began from; /dev/null or an empty file where there is none. Exits with 1 where a person has to look at
the result: items in conflict, other things that could not be kept twice, or one FILE that git still has unmerged.

As git's merge driver, set up by `candor git install`: candor merge --driver -- %O %A %B %P %L %S %X %Y

Examples:
  candor merge base.ron ours.ron theirs.ron
  candor merge base.ron ours.ron theirs.ron -o merged.ron
  candor merge /dev/null ours.ron theirs.ron -o - > merged.ron"
)]
pub(crate) struct MergeTyped {
    /// What both began from, one side, the other side; or one file that git could not merge
    #[arg(required = true, num_args = 1.., value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The file to write; OURS if left out, standard output if it is -
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// As git calls it: what is no assessment is merged by lines, and nothing is said of what went well
    #[arg(long, conflicts_with_all = ["output", "json"])]
    pub(crate) driver: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

//! What may be typed. Nothing here looks at a file: `resolve.rs` makes of it what is meant.

// The comments of arguments are the help that people read, where Markdown has no business.
#![allow(clippy::doc_markdown, rustdoc::bare_urls)]

pub(crate) mod answer;
pub(crate) mod config;
pub(crate) mod diff;
pub(crate) mod dissent;
pub(crate) mod evidence;
pub(crate) mod gate;
pub(crate) mod git;
pub(crate) mod list;
pub(crate) mod meeting;
pub(crate) mod merge;
pub(crate) mod note;
pub(crate) mod plan;
pub(crate) mod portfolio;
pub(crate) mod set;
pub(crate) mod sign;
pub(crate) mod snapshot;
pub(crate) mod upgrade;
pub(crate) mod verify;
pub(crate) mod waive;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::problem::{Problem, ProblemKind};

use answer::AnswerTyped;
use config::{ConfigTyped, LookTyped};
use diff::DiffTyped;
use dissent::DissentTyped;
use evidence::EvidenceTyped;
use gate::GateTyped;
use git::GitTyped;
use list::ListTyped;
use meeting::MeetingTyped;
use merge::MergeTyped;
use note::NoteTyped;
use plan::PlanTyped;
use portfolio::PortfolioTyped;
use set::SetTyped;
use sign::SignTyped;
use snapshot::SnapshotTyped;
use upgrade::UpgradeTyped;
use verify::VerifyTyped;
use waive::WaiveTyped;

const ENVIRONMENT: &str = "\
Environment:
  CANDOR_HOME      one directory for everything that candor keeps: config, data and state in it
  XDG_CONFIG_HOME  where configuration lives, in `candor` there
  XDG_DATA_HOME    where your own checklists and assessments live, in `candor` there
  XDG_STATE_HOME   where the list of recent files lives, in `candor` there
  ACCESSIBLE       the review in plain lines and prompts, as --accessible, if set to anything but 0
  NO_COLOR         no colour, if set to anything
  TERM             no colour if it is `dumb` or a vt; ASCII signs alone if it is `linux` or `dumb`
  COLORFGBG        whether the terminal is dark or light, where it does not answer that itself
  LC_ALL, LC_CTYPE, LANG
                   ASCII signs alone, if the first of them that is set does not name UTF-8

Exit codes:
  0 done, or the gate passes   1 the gate does not pass, a lint error, a sign-off that does not verify,
    a merge with conflicts   2 wrong usage
  3 a file that can't be read or written, or is not valid
  4 the file stayed busy or the item changed meanwhile: the change was not made

Examples:
  candor demo
  candor new api.ron --checklist mvp-hardening --subject \"Payment API\" --subject-version 2.0
  candor --theme light
  candor answer api.ron error-monitoring met --evidence link:https://errors.example/api --by Ana
  candor score api.ron --json
  candor export api.ron --format md -o api.md";

/// Honest readiness reviews in the terminal: what is claimed, what the evidence backs, and a verdict with its
/// reasons
///
/// Without a command, the home screen opens: recent assessments and checklists.
#[derive(Debug, Parser)]
#[command(name = "candor", version, disable_help_subcommand = true, after_help = ENVIRONMENT)]
pub(crate) struct Typed {
    /// When to use colour in results
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(flatten)]
    pub(crate) look: LookTyped,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(DemoTyped),
    Review(ReviewTyped),
    List(ListTyped),
    New(NewTyped),
    Set(SetTyped),
    Answer(Box<AnswerTyped>),
    Evidence(EvidenceTyped),
    Waive(WaiveTyped),
    Dissent(DissentTyped),
    Note(NoteTyped),
    Meeting(MeetingTyped),
    Snapshot(SnapshotTyped),
    Sign(Box<SignTyped>),
    Verify(VerifyTyped),
    Score(ScoreTyped),
    Plan(PlanTyped),
    Gate(GateTyped),
    Diff(DiffTyped),
    Export(ExportTyped),
    Lint(LintTyped),
    Upgrade(UpgradeTyped),
    Merge(MergeTyped),
    Git(GitTyped),
    Portfolio(PortfolioTyped),
    /// Print the manual page
    #[command(after_help = "Examples:\n  candor man | man -l -\n  candor man > candor.1")]
    Man,
    Completions(CompletionsTyped),
    Config(ConfigTyped),
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor completions bash > ~/.local/share/bash-completion/completions/candor
  candor completions zsh > ~/.zfunc/_candor
  candor completions fish > ~/.config/fish/completions/candor.fish")]
pub(crate) struct CompletionsTyped {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Open a filled example in a scratch copy; nothing of yours is touched
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  candor demo\n  candor demo --theme light\n  candor demo --accessible"
)]
pub(crate) struct DemoTyped {
    #[command(flatten)]
    pub(crate) look: LookTyped,
}

/// Open an assessment in the review screen
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor review api.ron
  candor review api.ron --checklist nine-attributes --subject \"Payment API\"
  candor review api.ron --read-only
  candor review api.ron --accessible")]
pub(crate) struct ReviewTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// Create the file, if it is not there, from this checklist; `checklist` in config.ron if left out
    #[arg(long, value_name = "ID|PATH")]
    pub(crate) checklist: Option<OsString>,
    /// What is assessed in the created file; the file's name if left out
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(crate) subject: Option<String>,
    /// Look, change nothing
    #[arg(long, conflicts_with = "checklist")]
    pub(crate) read_only: bool,
    /// Hold a meeting, or go on with the one that goes on
    #[arg(long, conflicts_with = "read_only")]
    pub(crate) meeting: bool,
    /// Show what the facilitator of a meeting talks about, large, on a second screen; nothing can be changed there
    #[arg(long, conflicts_with_all = ["read_only", "meeting", "checklist", "subject", "by"])]
    pub(crate) present: bool,
    /// Who answers; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(flatten)]
    pub(crate) look: LookTyped,
}

/// Start an assessment
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor new api.ron --checklist mvp-hardening --subject \"Payment API\"
  candor new api.ron --checklist ./ours.ron --subject API --subject-version 2.0 --target staging --trait serves-traffic=yes")]
pub(crate) struct NewTyped {
    /// The file to write; it must not exist yet
    pub(crate) file: PathBuf,
    /// The checklist to answer; `checklist` in config.ron if left out
    #[arg(long, value_name = "ID|PATH")]
    pub(crate) checklist: Option<OsString>,
    /// What is assessed
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(crate) subject: String,
    /// Its version or commit
    #[arg(long, value_name = "V")]
    pub(crate) subject_version: Option<String>,
    /// The larger system of which it is a part
    #[arg(long, value_name = "S")]
    pub(crate) system: Option<String>,
    /// The stage that is aimed at; the whole checklist if left out
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,
    /// Whether the subject has a trait; may be given several times
    #[arg(long = "trait", value_name = "ID=yes|no")]
    pub(crate) traits: Vec<String>,
    /// Who says so of the traits; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// Show scores, gauges, the verdict with its reasons, and what is next
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor score api.ron
  candor score api.ron --json
  candor score api.ron --whole --as-of 2026-11-21")]
pub(crate) struct ScoreTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// Count the whole checklist, not only what the target needs; the verdict stays the target's
    #[arg(long)]
    pub(crate) whole: bool,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// The moment as of which everything is judged.
#[derive(Debug, Args)]
pub(crate) struct AsOfTyped {
    /// Judge as of then: 2026-11-21 (the end of that day) or 2026-11-21T09:00:00Z; now if left out
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
}

impl AsOfTyped {
    /// What was typed for a command that has its own flag.
    pub(crate) fn at(typed: Option<&str>) -> Self {
        Self {
            as_of: typed.map(ToOwned::to_owned),
        }
    }
}

/// Write the whole review in another format
///
/// The same assessment as of the same time gives the same bytes. Nothing that a text of the file holds becomes markup, a
/// link that runs something, or a formula. Of sign-offs each format says both: what was signed, and what stands now.
/// An assessment or a checklist is never replaced by an export.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor export api.ron --format html -o api.html
  candor export api.ron --format md -o api.md --as-of 2026-11-21
  candor export api.ron --format csv -o api.csv
  candor export api.ron --format json | jq .score.verdict
  candor export api.ron --format minutes -o minutes.md")]
pub(crate) struct ExportTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// The file to write; standard output if left out
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Of which meeting the minutes are: its number in `candor meeting FILE list`, or its id; the latest if left out
    #[arg(long, value_name = "ID|N")]
    pub(crate) meeting: Option<String>,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
}

/// The formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One folder, or a zip file, with which anybody verifies the sign-offs: what was signed, statements, signatures,
    /// evidence, the page, and the commands to type
    Bundle,
    /// One page to hand over and to print: no script, nothing loaded from outside
    Html,
    /// Markdown, which says the same as the page
    Md,
    /// One row for each item; a cell that a spreadsheet would take for a formula has an apostrophe before it
    Csv,
    /// One JSON object: the whole assessment, and its scores as `score --json` prints them
    Json,
    /// The minutes of a meeting, as Markdown
    Minutes,
}

/// Check checklists and assessments: every fault with its place and how to mend it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor lint api.ron
  candor lint readiness/*.ron --json
  candor lint web-service.ron --older web-service-2025.ron")]
pub(crate) struct LintTyped {
    /// Checklists and assessments
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// An older version of the one checklist: warn where an item's words changed and its rev did not
    #[arg(long, value_name = "OLD")]
    pub(crate) older: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What the arguments ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To run.
    Run(Box<Typed>),
    /// To print this text: help, or the version.
    Print(String),
}

/// Reads the arguments, the program's own name first.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Asked, Problem> {
    match Typed::try_parse_from(arguments) {
        Ok(typed) => Ok(Asked::Run(Box::new(typed))),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Ok(Asked::Print(error.to_string()))
            }
            _ => Err(problem(&error)),
        },
    }
}

/// Clap's refusal as one sentence.
fn problem(error: &clap::Error) -> Problem {
    let text = error.to_string();
    let mut paragraphs = text.split("\n\n");
    let one_line = |text: &str| {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let first = one_line(paragraphs.next().unwrap_or_default());
    let what = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "an argument is missing",
        _ => first.strip_prefix("error: ").unwrap_or(&first),
    };
    let mut tips: Vec<String> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .map(ToOwned::to_owned)
        .collect();
    // clap's last resort for an unexpected argument is to pass it on behind `--`; nobody means that here.
    tips.retain(|tip| !tip.contains("-- "));
    if tips.is_empty() {
        // A command that is used in more than one way has a line for each.
        let mut lines = text.lines().map(str::trim);
        let usage = lines.find_map(|line| line.strip_prefix("Usage: "));
        let others = lines.take_while(|line| line.starts_with("candor "));
        tips.push(match usage {
            Some(usage) => {
                let ways: Vec<&str> = [usage].into_iter().chain(others).collect();
                format!("use it as: {}", ways.join(", or: "))
            }
            None => "see: candor --help".to_owned(),
        });
    }
    Problem::new(ProblemKind::Usage, what).next(tips.join("; "))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Typed;

    #[test]
    fn the_arguments_are_consistent() {
        Typed::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples() {
        fn walk(command: &clap::Command, found: &mut Vec<String>) {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            if !help.contains("Examples:\n  candor") {
                found.push(command.get_name().to_owned());
            }
            for inner in command.get_subcommands() {
                walk(inner, found);
            }
        }
        let mut without = Vec::new();
        walk(&Typed::command(), &mut without);
        assert_eq!(without, Vec::<String>::new());
    }
}

//! What may be typed after `candor set`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Set facts about the subject and the review
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor set api.ron version 2.1
  candor set api.ron target staging
  candor set api.ron trait serves-traffic yes --by Ana
  candor set api.ron participant Ana --role SRE
  candor set api.ron declared Overall 6.5/10 --table announcement
  candor set api.ron cost Monitoring 200..500 USD --per month
  candor set api.ron resource \"backend developer\" 2-3w")]
pub(crate) struct SetTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    #[command(subcommand)]
    pub(crate) fact: FactTyped,
}

/// What can be set.
#[derive(Debug, Subcommand)]
pub(crate) enum FactTyped {
    /// What is assessed
    #[command(after_help = "Examples:\n  candor set api.ron name \"Payment API\"")]
    Name {
        /// The subject's name
        #[arg(value_name = "NAME", allow_hyphen_values = true)]
        name: String,
    },
    /// The subject's version or commit
    #[command(after_help = "Examples:\n  candor set api.ron version 2.1")]
    Version {
        /// The version; empty takes it away
        #[arg(value_name = "V", allow_hyphen_values = true)]
        version: String,
    },
    /// The stage that is aimed at
    #[command(
        after_help = "Examples:\n  candor set api.ron target staging\n  candor set api.ron target none"
    )]
    Target {
        /// A stage of the checklist, or `none` for the whole checklist
        stage: String,
    },
    /// The larger system of which the subject is a part
    #[command(after_help = "Examples:\n  candor set api.ron system shop")]
    System {
        /// Its name; empty takes it away
        #[arg(value_name = "S", allow_hyphen_values = true)]
        system: String,
    },
    /// Whether the subject has a trait
    #[command(
        after_help = "Examples:\n  candor set api.ron trait serves-traffic yes --by Ana\n  candor set api.ron trait serves-traffic none"
    )]
    Trait {
        /// The trait
        id: String,
        /// Whether the subject has it
        holds: Holds,
        /// Who says so; your name in config.ron, else git's user.name, if left out
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Who takes part
    #[command(
        after_help = "Examples:\n  candor set api.ron participant Ana --role SRE\n  candor set api.ron participant Ana --remove"
    )]
    Participant {
        /// The person
        name: String,
        /// What the person stands for
        #[arg(long, conflicts_with = "remove", allow_hyphen_values = true)]
        role: Option<String>,
        /// The person takes part no more
        #[arg(long)]
        remove: bool,
    },
    Declared(DeclaredTyped),
    Cost(CostTyped),
    /// Who is needed, and for how much
    #[command(
        after_help = "Examples:\n  candor set api.ron resource \"backend developer\" 2-3w\n  candor set api.ron resource \"backend developer\" --remove"
    )]
    Resource {
        /// As what
        role: String,
        /// How much: an estimate such as 2-3w, or free words
        #[arg(required_unless_present = "remove", conflicts_with = "remove")]
        effort: Option<String>,
        /// Take it away
        #[arg(long)]
        remove: bool,
    },
}

/// One line of what it costs
#[derive(Debug, Args)]
#[command(after_help = "\
Costs are added up by currency and period, never across. A cost of the same name is replaced;
what is not given again stays as it was.

Examples:
  candor set api.ron cost Monitoring 200..500 USD --per month
  candor set api.ron cost \"Penetration test\" 4000 EUR --per once
  candor set api.ron cost Monitoring 250..500
  candor set api.ron cost Monitoring --remove")]
pub(crate) struct CostTyped {
    /// For what
    pub(crate) name: String,
    /// From the low to the high end, such as 200..500, or one number
    #[arg(
        value_name = "LOW..HIGH",
        required_unless_present = "remove",
        conflicts_with = "remove",
        allow_hyphen_values = true
    )]
    pub(crate) amount: Option<String>,
    /// In which currency, as it is written
    #[arg(conflicts_with = "remove")]
    pub(crate) currency: Option<String>,
    /// How often
    #[arg(long, conflicts_with = "remove")]
    pub(crate) per: Option<PerTyped>,
    /// Take the cost away
    #[arg(long)]
    pub(crate) remove: bool,
}

/// How often a cost comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PerTyped {
    /// Every month
    Month,
    /// Once
    Once,
}

/// A figure that was announced outside this review
#[derive(Debug, Args)]
#[command(after_help = "\
A figure of the same label and table is replaced; what is not given again stays as it was.

Examples:
  candor set api.ron declared Overall 6.5/10 --table announcement --by \"the team\" --on 2026-11-21
  candor set api.ron declared Security 5/10 --of category:security --table announcement
  candor set api.ron declared Overall --table announcement --remove")]
pub(crate) struct DeclaredTyped {
    /// What it was called
    pub(crate) label: String,
    /// The value as written, such as `6.5/10`, `85 %` or `ready`
    #[arg(required_unless_present = "remove", conflicts_with = "remove")]
    pub(crate) value: Option<String>,
    /// What it is of; without this, the labels Overall and Verdict say it themselves, others are free
    #[arg(
        long,
        value_name = "overall|verdict|category:ID|stage:ID|free",
        conflicts_with = "remove"
    )]
    pub(crate) of: Option<String>,
    /// Figures of one table belong together
    #[arg(long, value_name = "ID")]
    pub(crate) table: Option<String>,
    /// The weight in its table, where one was stated
    #[arg(long, value_name = "N", conflicts_with = "remove")]
    pub(crate) weight: Option<u32>,
    /// Who announced it
    #[arg(long, value_name = "NAME", conflicts_with = "remove")]
    pub(crate) by: Option<String>,
    /// On what day, as 2026-11-21
    #[arg(long, value_name = "DATE", conflicts_with = "remove")]
    pub(crate) on: Option<String>,
    /// Where it stands written
    #[arg(long, conflicts_with = "remove", allow_hyphen_values = true)]
    pub(crate) source: Option<String>,
    /// Take the figure away
    #[arg(long)]
    pub(crate) remove: bool,
}

/// Whether the subject has a trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Holds {
    /// It has
    Yes,
    /// It has not
    No,
    /// Nobody has said
    None,
}

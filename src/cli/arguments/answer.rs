//! What may be typed after `candor answer`, and of evidence that is being attached.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// Answer one item
#[derive(Debug, Args)]
#[command(after_help = "\
STATUS is one of: met, unmet, unknown, partial:60 (percent, 1 to 99), na, clear; or keep, which
leaves the status as it is and sets the rest.

VALUE is a number (1.5), a range (900..1200), so many of so many (3/4), or text:WORDS where the
target is words; all in the unit of the item's metric. ESTIMATE is effort: 15m, 2h, 2-4h, 3d or
1-2w (a day has 8 hours, a week 5 days).

Examples:
  candor answer api.ron error-monitoring met --evidence link:https://errors.example/api
  candor answer api.ron load-tests partial:60 --comment \"reads only\" --evidence file:load.txt --observed 2026-11-20
  candor answer api.ron auto-scaling na --reason \"one customer\" --agreed-by Bo --by Ana
  candor answer api.ron response-time keep --measured 0.9..1.2 --by Ana
  candor answer api.ron backups keep --owner Bo --due 2026-12-01 --estimate 2-4h
  candor answer api.ron backups clear
  candor answer api.ron backups --resolve by:Bo
  candor answer api.ron backups partial:80 --resolve 2")]
pub(crate) struct AnswerTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// The item's id
    pub(crate) item: String,
    /// The new status, or keep; may be left out with --resolve
    #[arg(required_unless_present = "resolve")]
    pub(crate) status: Option<String>,
    /// Which version stands, where a merge kept more than one: 1, 2, … or by:NAME; STATUS is set after that
    #[arg(long, value_name = "VERSION")]
    pub(crate) resolve: Option<String>,
    /// Why the item does not apply; needed with `na`, and only there
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    /// Somebody else who agrees that it does not apply
    #[arg(long, value_name = "NAME")]
    pub(crate) agreed_by: Option<String>,
    /// A comment, in place of the one that is there; empty takes it away
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) comment: Option<String>,
    /// Where it stands now, in words; empty takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) current: Option<String>,
    /// How sure you are, in a label such as `90 %` or `low`; it changes no figure; empty takes it away
    #[arg(long, value_name = "LABEL", allow_hyphen_values = true)]
    pub(crate) confidence: Option<String>,
    /// What was measured of the item's metric; empty takes it away
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) measured: Option<String>,
    /// Who looks after it; empty takes it away
    #[arg(long, value_name = "NAME")]
    pub(crate) owner: Option<String>,
    /// The last day for it, as 2026-12-01; empty takes it away
    #[arg(long, value_name = "DATE")]
    pub(crate) due: Option<String>,
    /// Effort, in place of the checklist's estimate; empty takes it away
    #[arg(long, value_name = "ESTIMATE", allow_hyphen_values = true)]
    pub(crate) estimate: Option<String>,
    /// Who says it; your name in config.ron, else git's user.name, if left out
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Who writes it down, where that is somebody else
    #[arg(long, value_name = "NAME")]
    pub(crate) recorded_by: Option<String>,
    /// What backs it: link:URL, file:PATH or note:TEXT; may be given several times
    #[arg(long, value_name = "KIND:VALUE")]
    pub(crate) evidence: Vec<OsString>,
    #[command(flatten)]
    pub(crate) piece: PieceTyped,
}

/// What is said of evidence that is being attached.
#[derive(Debug, Args)]
pub(crate) struct PieceTyped {
    /// The day on which the fact was true, as 2026-11-21; today if left out
    #[arg(long, value_name = "DATE")]
    pub(crate) observed: Option<String>,
    /// What the evidence shows: met, partial:N, against or context; by default what the status says
    #[arg(long, value_name = "WHAT")]
    pub(crate) shows: Option<String>,
    /// A word about the evidence
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) caption: Option<String>,
    /// Pin a file by its hash alone, instead of copying it beside the assessment (up to 10 MiB)
    #[arg(long)]
    pub(crate) no_copy: bool,
}

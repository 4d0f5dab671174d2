//! What may be typed after `candor gate`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::AsOfTyped;

/// Let a release through, or not: for CI
#[derive(Debug, Args)]
#[command(after_help = "\
It passes on go, and on a conditional go whose reasons are all of kinds that --allow names: exit code 0. It does not
pass otherwise: exit code 1, with the reasons on standard output. A file that can't be read is exit code 3.

With --signed, a go that is superseded, because something that the verdict reads has changed since, is none. A forged
one is none either. One without a key, or of a signer whom nobody knows, counts until --allowed-signers says who may sign.

With --json: format, passes, verdict, terms (allow, min_evidenced, subject_version, signed), reasons (kind, allowed,
items, and of not-signed: role, by, what),
judged_by (with --checklist: checklist, version, carried, reopened, missing, dropped, lost_target), ignored_waivers
(item, why), and score, which is the object of candor score --json.

Examples:
  candor gate api.ron
  candor gate api.ron --target staging --subject-version 2.0 --min-evidenced 80
  candor gate api.ron --allow unknown,should-below-threshold --json
  candor gate api.ron --signed --allowed-signers .github/allowed_signers
  candor gate api.ron --checklist web-service")]
pub(crate) struct GateTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// Judge by this checklist, not by the copy in the file; answers of items that mean something else are open again
    #[arg(long, value_name = "ID|PATH")]
    pub(crate) checklist: Option<OsString>,
    /// Judge for this stage; the file's own target if left out
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,
    /// Do not pass a file about another version or commit than this
    #[arg(long, value_name = "V", allow_hyphen_values = true)]
    pub(crate) subject_version: Option<String>,
    /// Do not pass below this percentage of evidenced, 0 to 100, compared exactly
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) min_evidenced: Option<String>,
    /// Kinds of reasons on which a conditional go passes, separated by commas
    #[arg(long, value_name = "KIND,…", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,
    /// Want a current go of each role that the checklist asks for; of anybody where it asks for none
    #[arg(long)]
    pub(crate) signed: bool,
    /// Want each of these goes signed with a key that this list has for its signer (the format of ssh-keygen's
    /// ALLOWED SIGNERS)
    #[arg(long, value_name = "FILE", requires = "signed")]
    pub(crate) allowed_signers: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

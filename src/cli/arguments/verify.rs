//! What may be typed after `candor verify`.

use std::path::PathBuf;

use clap::Args;

use super::AsOfTyped;

/// Check the sign-offs: who signed what, with which key, and whether it still is what was signed
#[derive(Debug, Args)]
#[command(after_help = "\
Each sign-off is one of: valid (signed with a key that the list has for its signer), superseded (with what changed since),
forged (with what is wrong), unknown signer (no list names the key for its signer), no key, unchecked (no ssh-keygen
here). Exit code 0 only if there is a sign-off, all are valid and none is superseded, no signature lies there without its
statement, and, with --evidence, every file is what it was; else 1. What can't be read is exit code 3. The time of a
sign-off is the signer's word.

The list of allowed signers is ssh-keygen's own format, a line a key: ana@example.org ssh-ed25519 AAAA...

With --json: format, file, as_of, verified, allowed_signers, verdict, reasons (kind, words), missing_roles, sign_offs
(file, state, seal, key, why, role, name, principal, at, decision, verdict, statement, despite, conditions, is_latest,
superseded_by (kind, item, title, words), lost), signatures_alone, and with --evidence: evidence (of, path, sha256, state).

Examples:
  candor verify api.ron
  candor verify api.ron --allowed-signers .github/allowed_signers --evidence
  candor verify api.ron --json --as-of 2026-12-01")]
pub(crate) struct VerifyTyped {
    /// The assessment
    pub(crate) file: PathBuf,
    /// Who may sign, with which key; the list that git's gpg.ssh.allowedSignersFile names, if left out
    #[arg(long, value_name = "FILE")]
    pub(crate) allowed_signers: Option<PathBuf>,
    /// Read every file of evidence again, and compare it with what was signed
    #[arg(long)]
    pub(crate) evidence: bool,
    #[command(flatten)]
    pub(crate) as_of: AsOfTyped,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

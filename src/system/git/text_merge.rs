//! Merging texts line by line, as git itself does.

use std::path::Path;

use super::running::{git, run};

/// What git calls the three versions where it leaves markers between them.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// What both began from.
    pub base: &'a str,
    /// Into which is merged.
    pub ours: &'a str,
    /// Which is merged.
    pub theirs: &'a str,
}

/// What a merge by lines came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextMerged {
    /// The whole merged text stands in the file of ours.
    Clean,
    /// It stands there with conflict markers.
    Conflicts,
    /// Nothing was changed, and why.
    Not(String),
}

/// Merges what became of a file on two sides into the file of ours, as `git merge` does with a text, with marks of so
/// many signs.
pub fn merge_text(
    base: &Path,
    ours: &Path,
    theirs: &Path,
    marks: u32,
    labels: &Labels<'_>,
) -> TextMerged {
    let attempt = |algorithm: bool| {
        let mut command = git(None);
        command.args(["merge-file", "-q"]);
        if algorithm {
            // That of `git merge`; older versions of git don't know how to be told.
            command.arg("--diff-algorithm=histogram");
        }
        command.arg(format!("--marker-size={marks}"));
        command.args(["-L", labels.ours, "-L", labels.base, "-L", labels.theirs]);
        run(command.arg("--").args([ours, base, theirs]))
    };
    let said = match attempt(true) {
        Ok(said) if said.code == Some(129) => attempt(false),
        said => said,
    };
    match said {
        Ok(said) => match said.code {
            Some(0) => TextMerged::Clean,
            Some(1..=127) => TextMerged::Conflicts,
            _ => TextMerged::Not(said.why()),
        },
        Err(error) => TextMerged::Not(error.to_string()),
    }
}

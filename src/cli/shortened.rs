//! Ids that may be shortened as long as they stay unique.

use crate::problem::Problem;

use super::resolve::usage;

/// What is chosen from, in words for a refusal.
pub(crate) struct Wanted<'a> {
    /// One of them: `evidence`, `dissent`.
    pub(crate) what: &'a str,
    /// Several of them, for after a number: `pieces of evidence`, `dissents`.
    pub(crate) several: &'a str,
    /// The command that lists them.
    pub(crate) list: String,
}

/// The one that an id, or its beginning, names.
pub(crate) fn named<'a, T>(
    known: impl IntoIterator<Item = (&'a str, T)>,
    typed: &str,
    wanted: &Wanted<'_>,
) -> Result<T, Problem> {
    let mut fitting = Vec::new();
    for (id, one) in known {
        if id == typed {
            return Ok(one);
        }
        if !typed.is_empty() && id.starts_with(typed) {
            fitting.push(one);
        }
    }
    match (fitting.len(), fitting.pop()) {
        (1, Some(one)) => Ok(one),
        (0, _) => Err(usage(
            format!("there is no {} `{typed}`", wanted.what),
            format!("see: {}", wanted.list),
        )),
        (many, _) => Err(usage(
            format!("`{typed}` begins the ids of {many} {}", wanted.several),
            format!("give more of it; see: {}", wanted.list),
        )),
    }
}

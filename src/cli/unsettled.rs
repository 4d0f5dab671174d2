//! The words about files that git left in the middle of a merge.

use std::path::Path;

use crate::domain::assessment::Assessment;
use crate::domain::merge::conflicts;
use crate::system::conflicted::{Joined, Left};

use super::merged::{as_typed, next_words};
use super::resolution::choices_of;

/// That both sides of a file with conflict markers are merged here, and how to go on; one sentence each.
pub(crate) fn joined_words(joined: &Joined, merged: &Assessment, file: &Path) -> Vec<String> {
    let name = file.display();
    let file = as_typed(&name.to_string());
    let go_on = joined.go_on(&file);
    let then = go_on.map_or_else(String::new, |go_on| format!(", then: {go_on}"));
    let next = match joined.conflicts.first() {
        Some(first) => format!(
            "decide with: candor review {file}, or candor answer {file} {} --resolve {}{then}",
            as_typed(first.raw()),
            choices_of(merged, first)
        ),
        None => format!("write that with: candor merge {file}{then}"),
    };
    let mut words = vec![format!(
        "{name}: {}; both sides are merged here, item by item, and nothing is written yet: {}; {next}.",
        joined.left.words("it"),
        joined.in_short()
    )];
    if joined.without_base {
        words.push(format!(
            "{name}: what both sides began from is not known any more, so what one of them took away may be back."
        ));
    }
    let notes = joined
        .notes
        .iter()
        .map(|note| note.raw().trim_end_matches('.'));
    words.extend(notes.map(|note| format!("{name}: {note}.")));
    words
}

/// That git left a file among many in the middle of a merge, and what to do.
pub(crate) fn unsettled_words(left: Left, file: &Path) -> String {
    let name = file.display();
    format!(
        "{name}: {}; its figures are of both sides, merged, and stand in no file yet; go on with: candor review {}.",
        left.words("it"),
        as_typed(&name.to_string())
    )
}

/// That what was saved stands in the place of what git left, and what is next.
pub(crate) fn settled_words(joined: &Joined, now: &Assessment, file: &Path) -> String {
    let name = file.display();
    let gone = match joined.left {
        Left::Markers(_) => "the conflict markers are gone",
        Left::OneSide => "both sides of the merge are in it now",
    };
    let go_on = joined.go_on(&as_typed(&name.to_string()));
    format!("{name}: {gone}{}.", next_words(&conflicts(now), go_on))
}

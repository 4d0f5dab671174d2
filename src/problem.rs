//! What went wrong, where, and what to do next.
//!
//! Every failure that a person or a script sees is a [`Problem`]; its kind alone decides the exit code.

use std::fmt;

/// What sort of failure it is. The exit code hangs on this and on nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The gate does not pass, a lint error, a verification or a check that failed.
    Fails,
    /// Wrong usage, also an unknown item, stage or trait.
    Usage,
    /// A file that can't be read or written, or is not valid.
    File,
    /// The file stayed busy, or the item changed meanwhile; the change was not made.
    Busy,
    /// Trust was not given for a command.
    Untrusted,
}

impl ProblemKind {
    /// The process's exit code: 1 fails, 2 usage, 3 file, 4 busy, 5 untrusted.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Fails => 1,
            Self::Usage => 2,
            Self::File => 3,
            Self::Busy => 4,
            Self::Untrusted => 5,
        }
    }
}

/// One failure in the words of the person who meets it: what, where, and what to do next.
///
/// The three texts may hold names and paths from outside; whoever prints a problem sends it through
/// [`Shown`](crate::domain::text::Shown).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Decides the exit code.
    pub kind: ProblemKind,
    /// What is wrong, as the start of a sentence without a full stop.
    pub what: String,
    /// The file (with line and column where known), item or argument it concerns; empty if none.
    pub place: String,
    /// What to do about it, as a sentence without a full stop; empty if there is nothing to do.
    pub next: String,
}

/// What a problem with saving ends with where what is not saved outlives the program.
pub const KEPT_ASIDE: &str = " (kept aside)";

impl Problem {
    /// A problem that has no place and no advice yet; see [`Problem::at`] and [`Problem::next`].
    pub fn new(kind: ProblemKind, what: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            place: String::new(),
            next: String::new(),
        }
    }

    /// The same problem with its place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// The same problem with what to do next.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = next.into();
        self
    }
}

impl fmt::Display for Problem {
    /// `PLACE: WHAT; NEXT.`, leaving out what is empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.what)?;
        if !self.next.is_empty() {
            write!(f, "; {}", self.next)?;
        }
        // "did you mean `x`?" is a whole sentence already.
        let last = if self.next.is_empty() {
            &self.what
        } else {
            &self.next
        };
        if last.ends_with('?') {
            return Ok(());
        }
        f.write_str(".")
    }
}

impl std::error::Error for Problem {}

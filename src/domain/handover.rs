//! What the author of changes hands to the one who saves them.

use super::assessment::Assessment;

/// An assessment on its way to the file: a whole state, because states can be merged with whatever stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Counts the handovers of this author, from 1.
    pub number: u64,
    /// How many merges the author had taken in when it was handed over.
    pub merges: u64,
    /// How it is to stand in the file.
    pub assessment: Assessment,
}

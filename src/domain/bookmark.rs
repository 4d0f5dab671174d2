//! Where a reviewer was when an assessment was left.

use super::text::Text;

/// Where a reviewer was when an assessment was left. Its words are those of a program that may be older or newer:
/// whoever reads them passes over what it does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// The selected item's id; empty where none was.
    pub item: Text,
    /// The pane that took the keys.
    pub pane: String,
    /// By what the items were grouped.
    pub grouping: String,
    /// What the filter asked for.
    pub filter: Vec<String>,
}

//! What the summary can show, and where Enter leads from it.

use crate::domain::checklist::Tier;
use crate::domain::gate::Verdict;
use crate::domain::percent::Percent;
use crate::domain::score::TierFigures;

/// On which side of a wide screen something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Where Enter leads from a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    Nowhere,
    /// To the item at this position.
    Item(usize),
    Plan,
    Compare,
    Reasons,
    SignOff,
}

/// How much a text weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Text,
    Strong,
    Dim,
    Warning,
    Error,
}

/// What is shown.
#[derive(Debug)]
pub(super) enum Show {
    Blank,
    Heading(String),
    Verdict(Verdict),
    /// Words, wrapped; a short one stands in a column before them.
    Words {
        front: String,
        front_weight: Weight,
        text: String,
        weight: Weight,
    },
    Figures(Vec<(String, String, Weight)>),
    Tier(Tier, TierFigures),
    CategoryHead,
    Category(Score),
    Legend,
    Stage {
        title: String,
        ready: Option<bool>,
        is_target: bool,
        words: String,
    },
    /// A row of the history: what it is of, its points in tenths of a percent, its first and last figure.
    Series {
        name: &'static str,
        points: Vec<Option<u16>>,
        ends: String,
    },
}

/// The score of a category.
#[derive(Debug)]
pub(super) struct Score {
    pub(super) title: String,
    pub(super) claimed: Option<Percent>,
    pub(super) evidenced: Option<Percent>,
    pub(super) declared: Option<Percent>,
}

/// One thing that is shown, and where Enter leads from it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) show: Show,
    pub(super) lead: Lead,
    pub(super) side: Side,
}

impl Entry {
    /// Whether the selection stops here.
    pub(super) fn is_stop(&self) -> bool {
        !matches!(
            self.show,
            Show::Blank | Show::Heading(_) | Show::CategoryHead | Show::Legend
        )
    }

    pub(super) fn is_heading(&self) -> bool {
        matches!(
            self.show,
            Show::Heading(_) | Show::Verdict(_) | Show::CategoryHead
        )
    }
}

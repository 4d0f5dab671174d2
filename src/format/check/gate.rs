//! Gates that no answers can pass.

use crate::domain::checklist::{BlockersRule, Checklist, EvidenceRule, Item, Kind, Tier};

use super::Check;
use super::condition::can_hold;
use crate::format::fault::PathStep;

use PathStep::{Field, Index};

impl<'a> Check<'a> {
    /// What makes the verdict the same whatever is answered; only what is certain.
    pub(super) fn gate(&mut self, checklist: &'a Checklist) {
        let counts = |item: &Item| item.when.as_ref().is_none_or(can_hold);
        let mut judged = checklist
            .items()
            .filter(|(_, item)| item.tier != Tier::Nice);
        let has_items = checklist.item_count() > 0;
        if has_items && !judged.any(|(_, item)| counts(item)) {
            let what = if checklist.items().all(|(_, item)| item.tier == Tier::Nice) {
                "no answers can pass this gate: with no Blocker and no Should item the verdict is always no-go"
            } else {
                "no answers can pass this gate: no Blocker or Should item ever counts, so the verdict is always no-go"
            };
            self.error(
                &[Field("categories")],
                what,
                "make what matters for shipping a Blocker or a Should, with a `when` that can hold",
            );
        }
        if checklist.scoring.blockers == BlockersRule::Evidenced {
            for (at, category) in checklist.categories.iter().enumerate() {
                for (position, item) in category.items.iter().enumerate() {
                    if !can_be_backed(item) && counts(item) {
                        let steps = [
                            Field("categories"),
                            Index(at),
                            Field("items"),
                            Index(position),
                            Field("accepts"),
                        ];
                        self.error(
                            &steps,
                            "nothing can ever back this Blocker: it accepts runs of its check only, and has no check",
                            "add a `check`, accept a Link, File or Note too, or write evidence: NotNeeded",
                        );
                    }
                }
            }
        }
    }
}

/// Whether there can be evidence for a Blocker that wants some. One that accepts nothing at all has a fault of its
/// own.
fn can_be_backed(item: &Item) -> bool {
    item.tier != Tier::Blocker
        || item.evidence == EvidenceRule::NotNeeded
        || item.check.is_some()
        || item.accepted().is_empty()
        || item.accepted().iter().any(|kind| *kind != Kind::Command)
}

//! Whether two assessments are sides of one review.

use super::assessment::Assessment;

/// Whether two assessments can be what two people made of one review: they are of one subject or follow one checklist,
/// or each of them has one of these from what both began from.
pub fn are_of_one_review(
    base: Option<&Assessment>,
    ours: &Assessment,
    theirs: &Assessment,
) -> bool {
    are_akin(ours, theirs)
        || base.is_some_and(|base| are_akin(base, ours) && are_akin(base, theirs))
}

fn are_akin(one: &Assessment, other: &Assessment) -> bool {
    one.checklist().id == other.checklist().id || one.head.subject.name == other.head.subject.name
}

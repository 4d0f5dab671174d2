//! What supersedes a sign-off: everything that the verdict reads and that is no longer as it was signed.

use super::assessment::{Answer, Assessment, Status};
use super::dissent::{Dissent, Facilitators};
use super::evidence::{Evidence, Shows, Signed, same_person};
use super::sign_off::SignOff;
use super::text::Text;

/// What differs between what was signed and what stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Another subject, or another assessment of it.
    Subject,
    /// The subject's version.
    Version,
    /// The stage that is aimed at.
    Target,
    /// The offset in which days are days.
    UtcOffset,
    /// A trait of the subject, by its id.
    Trait(Text),
    /// A dissent from the verdict was opened or closed.
    VerdictDissent,
    /// The checklist.
    Checklist,
    /// An item, by its id, and what of it.
    Item(Text, Of),
}

/// What of an item differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The status.
    Status,
    /// Evidence that was there is withdrawn, taken out, gone or not the same.
    EvidenceLost,
    /// Evidence against was added.
    EvidenceAgainst,
    /// Who has confirmed a piece of evidence.
    Confirmation,
    /// The waiver.
    Waiver,
    /// Who agreed that it does not apply.
    Agreement,
    /// A dissent was opened or closed.
    Dissent,
    /// The measured value.
    Measured,
    /// The versions between which a merge could not decide.
    Conflict,
}

impl Of {
    /// What it is, in words for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::EvidenceLost => "evidence lost",
            Self::EvidenceAgainst => "evidence against",
            Self::Confirmation => "confirmation",
            Self::Waiver => "waiver",
            Self::Agreement => "agreement",
            Self::Dissent => "dissent",
            Self::Measured => "measured value",
            Self::Conflict => "conflict",
        }
    }
}

impl Difference {
    /// The word in JSON.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Version => "version",
            Self::Target => "target",
            Self::UtcOffset => "utc-offset",
            Self::Trait(_) => "trait",
            Self::VerdictDissent => "verdict-dissent",
            Self::Checklist => "checklist",
            Self::Item(_, Of::Status) => "status",
            Self::Item(_, Of::EvidenceLost) => "evidence-lost",
            Self::Item(_, Of::EvidenceAgainst) => "evidence-against",
            Self::Item(_, Of::Confirmation) => "confirmation",
            Self::Item(_, Of::Waiver) => "waiver",
            Self::Item(_, Of::Agreement) => "agreement",
            Self::Item(_, Of::Dissent) => "dissent",
            Self::Item(_, Of::Measured) => "measured",
            Self::Item(_, Of::Conflict) => "conflict",
        }
    }

    /// What differs, in words for people: `error-tracking: status`. May hold text of the file.
    pub fn words(&self) -> String {
        match self {
            Self::Subject => "the subject".to_owned(),
            Self::Version => "the subject's version".to_owned(),
            Self::Target => "the target".to_owned(),
            Self::UtcOffset => "the offset of its days".to_owned(),
            Self::Trait(id) => format!("the trait {}", id.raw()),
            Self::VerdictDissent => "a dissent from the verdict".to_owned(),
            Self::Checklist => "the checklist".to_owned(),
            Self::Item(id, of) => format!("{}: {}", id.raw(), of.words()),
        }
    }
}

/// Everything that the verdict reads and that differs between what was signed and what stands now: first what concerns
/// the whole, then by item in checklist order. Empty: the sign-off is current. Comments, owners, due dates, actions and
/// fresh evidence supersede nothing.
pub fn differences(signed: &Assessment, now: &Assessment) -> Vec<Difference> {
    let mut found = Vec::new();
    let (then, head) = (&signed.head, &now.head);
    let mut add = |differs: bool, difference| {
        if differs {
            found.push(difference);
        }
    };
    add(
        then.subject.name != head.subject.name || signed.created != now.created,
        Difference::Subject,
    );
    add(
        then.subject.version != head.subject.version,
        Difference::Version,
    );
    add(then.target != head.target, Difference::Target);
    add(signed.utc_offset != now.utc_offset, Difference::UtcOffset);
    let asked = |of: &Assessment| -> Vec<Text> {
        let traits = of.head.subject.traits.iter();
        traits.map(|answer| answer.id.clone()).collect()
    };
    let mut traits = asked(signed);
    traits.extend(asked(now));
    traits.sort();
    traits.dedup();
    for id in traits {
        add(
            signed.has_trait(&id) != now.has_trait(&id),
            Difference::Trait(id),
        );
    }
    let (facilitators, now_facilitators) = (Facilitators::of(signed), Facilitators::of(now));
    add(
        open(&then.dissents, &facilitators) != open(&head.dissents, &now_facilitators),
        Difference::VerdictDissent,
    );
    let same_checklist = signed.checklist() == now.checklist();
    add(!same_checklist, Difference::Checklist);
    for (position, before) in signed.answers().iter().enumerate() {
        // With the same checklist each answer stands at the same place.
        let after = if same_checklist {
            now.answers().get(position)
        } else {
            now.answer(&before.item)
        };
        let Some(after) = after else { continue };
        if std::sync::Arc::ptr_eq(before, after) {
            continue;
        }
        let dissents = (
            open(&before.dissents, &facilitators),
            open(&after.dissents, &now_facilitators),
        );
        let of = of_item(before, after, dissents.0 != dissents.1);
        found.extend(of.map(|of| Difference::Item(before.item.clone(), of)));
    }
    found
}

/// What supersedes each of the sign-offs, in their order. What was signed and can't be read any more is superseded by
/// nothing: such a sign-off is forged.
pub fn differences_of_all(sign_offs: &[SignOff], now: &Assessment) -> Vec<Vec<Difference>> {
    let of = |sign_off: &SignOff| match &sign_off.kept {
        Some(kept) => differences(kept, now),
        None => Vec::new(),
    };
    sign_offs.iter().map(of).collect()
}

/// The ids of the dissents that stand, in order.
fn open<'a>(dissents: &'a [Dissent], facilitators: &Facilitators<'_>) -> Vec<&'a Text> {
    let open = dissents
        .iter()
        .filter(|dissent| facilitators.leave_open(dissent));
    let mut ids: Vec<&Text> = open.map(|dissent| &dissent.id).collect();
    ids.sort();
    ids
}

fn of_item(before: &Answer, after: &Answer, dissent: bool) -> impl Iterator<Item = Of> + use<> {
    let stood = || before.evidence.iter().filter(|piece| stands(piece));
    let same = |piece: &Evidence| {
        let now = after.evidence(&piece.id)?;
        let same = stands(now)
            && now.content == piece.content
            && now.shows == piece.shows
            && now.observed == piece.observed
            && now.version == piece.version
            && now.by == piece.by;
        same.then_some(now)
    };
    let lost = stood().any(|piece| same(piece).is_none());
    let against = after.evidence.iter().any(|piece| {
        stands(piece) && piece.shows == Shows::Against && before.evidence(&piece.id).is_none()
    });
    let confirmed = stood()
        .filter_map(|piece| Some((piece, same(piece)?)))
        .any(|(then, now)| !same_people(&then.confirmed, &now.confirmed));
    let checks = [
        (!same_status(&before.status, &after.status), Of::Status),
        (lost, Of::EvidenceLost),
        (against, Of::EvidenceAgainst),
        (confirmed, Of::Confirmation),
        (before.waiver != after.waiver, Of::Waiver),
        (before.agreed_by != after.agreed_by, Of::Agreement),
        (dissent, Of::Dissent),
        (before.measured != after.measured, Of::Measured),
        (before.conflict != after.conflict, Of::Conflict),
    ];
    checks
        .into_iter()
        .filter_map(|(differs, of)| differs.then_some(of))
}

/// Whether a piece of evidence says something: it is neither withdrawn, nor taken out, nor background.
fn stands(piece: &Evidence) -> bool {
    piece.withdrawn.is_none() && piece.redacted.is_none() && piece.shows != Shows::Context
}

/// Another wording of why it does not apply is no other status. Who says it matters to what others have to agree to.
fn same_status(one: &Status, other: &Status) -> bool {
    match (one, other) {
        (Status::NotApplicable(_), Status::NotApplicable(_)) => true,
        (one, other) => one == other,
    }
}

fn same_people(some: &[Signed], others: &[Signed]) -> bool {
    let all_in = |of: &[Signed], list: &[Signed]| {
        of.iter()
            .all(|one| list.iter().any(|other| same_person(&one.by, &other.by)))
    };
    all_in(some, others) && all_in(others, some)
}

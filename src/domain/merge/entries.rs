//! Entries of lists that both sides have changed, field by field.

use std::fmt::Debug;

use chrono::NaiveDate;

use crate::domain::assessment::{Declared, DeclaredOf, Participant, TraitAnswer};
use crate::domain::cost::{Cost, Resource};
use crate::domain::dissent::Dissent;
use crate::domain::evidence::{Content, Evidence, Signed, words_of};
use crate::domain::history::{Entry, What};
use crate::domain::meeting::Meeting;
use crate::domain::minutes::{Action, Remark};
use crate::domain::sign_off::Fulfilled;
use crate::domain::snapshot::Snapshot;
use crate::domain::text::Text;
use crate::domain::time::Moment;

use super::lists::merge_lists;
use super::notes::{Fields, Notes, derived_id, is_note, latest};

/// One entry as it was, as we have it and as they have it.
pub(super) type Three<'e, E> = (Option<&'e E>, &'e E, &'e E);

/// The same field of each of the three.
macro_rules! field {
    ($three:expr, $name:ident) => {
        (
            $three.0.map(|it| &it.$name),
            &$three.1.$name,
            &$three.2.$name,
        )
    };
}

/// Marks that say the same whoever made them first: done, settled, closed, withdrawn. The first stands.
fn first_mark((base, ours, theirs): Three<'_, Option<Signed>>) -> Option<Signed> {
    let order = |mark: &Option<Signed>| {
        // None counts as the latest, so that a mark stands.
        let mark = mark.as_ref().map(|it| (it.at, it.by.clone()));
        std::cmp::Reverse((mark.is_none(), mark))
    };
    latest((base, ours, theirs), order)
}

/// The earlier of two moments, where both sides have another.
pub(super) fn first_moment(three: Three<'_, Moment>) -> Moment {
    latest(three, |at| std::cmp::Reverse(*at))
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A piece of evidence. What it says never changes but by hand: then the other stays beside it, in `copies`. A text
/// that was taken out on one side is taken out.
pub(super) fn evidence(three: Three<'_, Evidence>, copies: &mut Vec<Evidence>) -> Evidence {
    let (base, ours, theirs) = three;
    let marks = [&ours.redacted, &theirs.redacted].into_iter().flatten();
    let redacted = marks.min_by_key(|it| (it.at, debug(it))).cloned();
    let substance = |it: &Evidence| {
        let (content, caption) = if redacted.is_some() {
            blank(&it.content)
        } else {
            (it.content.clone(), it.caption.clone())
        };
        Evidence {
            content,
            caption,
            confirmed: Vec::new(),
            withdrawn: None,
            redacted: redacted.clone(),
            ..it.clone()
        }
    };
    let (was, our, their) = (base.map(substance), substance(ours), substance(theirs));
    let kept = latest((was.as_ref(), &our, &their), debug);
    let is_new = |it: &Evidence| *it != kept && was.as_ref() != Some(it);
    let lost = [our, their].into_iter().find(is_new);
    copies.extend(lost.map(|lost| Evidence {
        id: derived_id(lost.id.raw(), &lost),
        ..lost
    }));
    Evidence {
        confirmed: confirmations(three),
        withdrawn: first_mark(field!(three, withdrawn)),
        ..kept
    }
}

/// What is left of a text that was taken out.
pub(super) fn blank(content: &Content) -> (Content, Text) {
    let content = match content {
        Content::Link(_) => Content::Link(Text::default()),
        Content::Note(_) => Content::Note(Text::default()),
        Content::File { .. } => content.clone(),
    };
    (content, Text::default())
}

fn confirmations((base, ours, theirs): Three<'_, Evidence>) -> Vec<Signed> {
    let was = base.map_or(&[][..], |it| &it.confirmed);
    merge_lists(
        (was, &ours.confirmed, &theirs.confirmed),
        (|it| words_of(&it.by), |it| Some(it.at)),
        |was, our, their| latest((was, our, their), |it| (it.at, it.by.clone())),
    )
}

/// What never changes but by hand: one stands, and the other is to stay beside it under an id that follows from it.
fn one_of<E: Clone + Debug>(
    ours: &E,
    theirs: &E,
    at: impl Fn(&E) -> Moment,
    renamed: impl Fn(&E) -> E,
    copies: &mut Vec<E>,
) -> E {
    let order = |it: &E| (at(it), debug(it));
    let (less, more) = if order(ours) < order(theirs) {
        (ours, theirs)
    } else {
        (theirs, ours)
    };
    copies.push(renamed(less));
    more.clone()
}

/// An entry of the history. That an item was opened again for a checklist is told once, by whichever says more of the
/// answer before: the other is what moving a side has made up under the same id.
pub(super) fn history((_, ours, theirs): Three<'_, Entry>, copies: &mut Vec<Entry>) -> Entry {
    let is_reopened = |it: &Entry| matches!(it.what, What::Reopened { .. });
    if is_reopened(ours) && is_reopened(theirs) {
        let order = |it: &Entry| (it.was.is_some(), it.at, debug(it));
        let is_ours = order(ours) > order(theirs);
        return if is_ours { ours } else { theirs }.clone();
    }
    let renamed = |lost: &Entry| Entry {
        id: derived_id(lost.id.raw(), lost),
        ..lost.clone()
    };
    one_of(ours, theirs, |it| it.at, renamed, copies)
}

/// A snapshot.
pub(super) fn snapshot(
    (_, ours, theirs): Three<'_, Snapshot>,
    copies: &mut Vec<Snapshot>,
) -> Snapshot {
    let renamed = |lost: &Snapshot| Snapshot {
        id: derived_id(lost.id.raw(), lost),
        ..lost.clone()
    };
    one_of(ours, theirs, |it| it.at, renamed, copies)
}

/// A dissent.
pub(super) fn dissent(three: Three<'_, Dissent>, notes: &mut Notes) -> Dissent {
    let (_, ours, theirs) = three;
    let at = ours.at.max(theirs.at);
    let about = format!("the dissent {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, Some(at));
    let answered = latest(field!(three, answered), |reply| {
        reply
            .as_ref()
            .map(|it| (it.at, it.by.clone(), it.text.clone()))
    });
    for other in [&ours.answered, &theirs.answered].into_iter().flatten() {
        let was = three
            .0
            .is_some_and(|base| base.answered.as_ref() == Some(other));
        if let Some(kept) = &answered
            && kept.text != other.text
            && !was
        {
            fields.lost("reply", kept.text.raw(), other.text.raw());
        }
    }
    Dissent {
        id: ours.id.clone(),
        name: fields.text("name", field!(three, name)),
        on: fields.text("object", field!(three, on)),
        text: fields.text("text", field!(three, text)),
        at: first_moment(field!(three, at)),
        answered,
        closed: first_mark(field!(three, closed)),
    }
}

/// A decision or a parked question.
pub(super) fn remark(three: Three<'_, Remark>, notes: &mut Notes) -> Remark {
    let (_, ours, theirs) = three;
    let (at, settled) = (
        first_moment(field!(three, at)),
        first_mark(field!(three, settled)),
    );
    if is_note(ours) && is_note(theirs) {
        return Remark {
            at,
            settled,
            ..ours.clone()
        };
    }
    let about = format!("the note {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, Some(at));
    Remark {
        id: ours.id.clone(),
        text: fields.text("text", field!(three, text)),
        by: fields.text("author", field!(three, by)),
        at,
        settled,
    }
}

/// An action.
pub(super) fn action(three: Three<'_, Action>, notes: &mut Notes) -> Action {
    let (_, ours, _) = three;
    let at = first_moment(field!(three, at));
    let about = format!("the action {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, Some(at));
    Action {
        id: ours.id.clone(),
        text: fields.text("text", field!(three, text)),
        owner: fields.text("owner", field!(three, owner)),
        due: fields.pick("due day", field!(three, due), |it| day(*it)),
        by: fields.text("author", field!(three, by)),
        at,
        done: first_mark(field!(three, done)),
    }
}

/// A meeting.
pub(super) fn meeting(three: Three<'_, Meeting>, notes: &mut Notes) -> Meeting {
    let (base, ours, theirs) = three;
    let start = first_moment(field!(three, start));
    let about = format!("the meeting {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, Some(start));
    let of = |list: fn(&Meeting) -> &[Text]| (base.map_or(&[][..], list), list(ours), list(theirs));
    let one = |_: Option<&Text>, our: &Text, their: &Text| our.max(their).clone();
    let present = merge_lists(of(|it| &it.present), (words_of, |_| None), one);
    let agreed = merge_lists(of(|it| &it.agreed), (Text::clone, |_| None), one);
    Meeting {
        id: ours.id.clone(),
        start,
        end: latest(field!(three, end), |end| *end),
        planned: fields.pick("length", field!(three, planned), |minutes| {
            minutes
                .map(|it| format!("{it} minutes"))
                .unwrap_or_default()
        }),
        facilitator: fields.text("facilitator", field!(three, facilitator)),
        present,
        agreed,
    }
}

/// A declared figure.
pub(super) fn declared(three: Three<'_, Declared>, notes: &mut Notes) -> Declared {
    let (_, ours, _) = three;
    let about = format!("the declared figure {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, None);
    Declared {
        id: ours.id.clone(),
        label: fields.text("label", field!(three, label)),
        of: fields.pick("subject", field!(three, of), |of| match of {
            DeclaredOf::Overall => "the whole".to_owned(),
            DeclaredOf::Verdict => "the verdict".to_owned(),
            DeclaredOf::Category(id) => format!("category {}", id.raw()),
            DeclaredOf::Stage(id) => format!("stage {}", id.raw()),
            DeclaredOf::Free => "nothing that is known".to_owned(),
        }),
        value: fields.text("value", field!(three, value)),
        table: fields.text("table", field!(three, table)),
        weight: fields.pick("weight", field!(three, weight), |weight| {
            weight.map(|it| it.to_string()).unwrap_or_default()
        }),
        by: fields.text("author", field!(three, by)),
        on: fields.pick("day", field!(three, on), |it| day(*it)),
        source: fields.text("source", field!(three, source)),
    }
}

/// A cost.
pub(super) fn cost(three: Three<'_, Cost>, notes: &mut Notes) -> Cost {
    let (_, ours, _) = three;
    let about = format!("the cost {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, None);
    // Two ends belong together: the low end of one side above the high end of the other would be no range.
    let ends = |it: &Cost| (it.low, it.high);
    let was = three.0.map(ends);
    let (low, high) = fields.pick(
        "amount",
        (was.as_ref(), &ends(three.1), &ends(three.2)),
        |(low, high)| format!("{low}–{high}"),
    );
    Cost {
        id: ours.id.clone(),
        name: fields.text("name", field!(three, name)),
        low,
        high,
        currency: fields.text("currency", field!(three, currency)),
        per: fields.pick("period", field!(three, per), |per| per.words().to_owned()),
    }
}

/// A resource.
pub(super) fn resource(three: Three<'_, Resource>, notes: &mut Notes) -> Resource {
    let (_, ours, _) = three;
    let about = format!("the resource {}", ours.id.raw());
    let mut fields = Fields::of(notes, about, None);
    Resource {
        id: ours.id.clone(),
        role: fields.text("role", field!(three, role)),
        effort: fields.text("effort", field!(three, effort)),
    }
}

/// A participant. Another spelling makes nobody another.
pub(super) fn participant(three: Three<'_, Participant>, notes: &mut Notes) -> Participant {
    let name = latest(field!(three, name), Clone::clone);
    let about = format!("the participant {}", words_of(&name).join(" "));
    let mut fields = Fields::of(notes, about, None);
    Participant {
        role: fields.text("role", field!(three, role)),
        name,
    }
}

/// The answer about a trait: the later stands.
pub(super) fn of_trait(
    (base, ours, theirs): Three<'_, TraitAnswer>,
    notes: &mut Notes,
) -> TraitAnswer {
    let key = |it: &TraitAnswer| (it.at, it.holds, it.by.clone());
    let kept = latest((base, ours, theirs), key);
    let other = if kept == *ours { theirs } else { ours };
    if kept.holds != other.holds {
        let about = format!("the trait {}", ours.id.raw());
        let mut fields = Fields::of(notes, about, Some(kept.at));
        let words = |it: &TraitAnswer| {
            let holds = if it.holds { "yes" } else { "no" };
            format!("{holds}, {}, {}", it.by.raw(), it.at)
        };
        fields.lost("answer", &words(&kept), &words(other));
    }
    kept
}

/// The mark that a condition is done: the first stands.
pub(super) fn fulfilled((base, ours, theirs): Three<'_, Fulfilled>) -> Fulfilled {
    latest((base, ours, theirs), |it| {
        std::cmp::Reverse((it.at, it.by.clone()))
    })
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}

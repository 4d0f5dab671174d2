//! What is on the review's list, what guards it, and where one left it.

use std::collections::BTreeSet;

use crate::action::{Action, Context, in_context};
use crate::domain::bookmark::Bookmark;
use crate::domain::filter::{Criterion, Sort};
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::pick::{PickDialog, PickRow, Picking};
use crate::tui::effect::{Effect, Notice, Reaction};
use crate::tui::model::Model;
use crate::tui::screens::review::OpenReview;
use crate::tui::widgets::columns::width;

/// Why an action is refused, if the review is locked against it; or that the lock was turned.
pub(super) fn locked(model: &Model, action: Action) -> Option<Reaction> {
    let open = model.review.as_ref().filter(|open| open.locked)?;
    let refused = OpenReview::is_refused(action) && !open.read_only;
    refused.then(|| {
        let unlocks = key_of(model, Action::Lock);
        Reaction::failure(format!("locked: {unlocks} unlocks"))
    })
}

/// The dialog that asks which items are shown.
pub(super) fn filter_for(model: &Model) -> Option<Dialog> {
    let open = model.review.as_ref()?;
    let listing = open.view.listing();
    let filter = listing.filter();
    let all = listing.arrangement().item_count();
    let (mut criteria, mut rows) = (Vec::new(), Vec::new());
    if !filter.is_empty() {
        criteria.push(None);
        rows.push(PickRow {
            label: "  no filter: show everything".to_owned(),
            remark: all.to_string(),
        });
    }
    let tally = listing.tally(&open.session);
    for (criterion, count) in Criterion::ALL.into_iter().zip(tally) {
        // Nothing has changed since one left where one has never left.
        if criterion == Criterion::Changed && listing.changed().is_empty() {
            continue;
        }
        let sign = if filter.has(criterion) {
            model.glyphs.met
        } else {
            " "
        };
        let meaning = match (criterion.meaning(), criterion.sort()) {
            ("", Sort::Tier) => ": the tier".to_owned(),
            ("", _) => String::new(),
            (meaning, _) => format!(": {meaning}"),
        };
        criteria.push(Some(criterion));
        rows.push(PickRow {
            label: format!("{sign} {}{meaning}", criterion.words()),
            remark: count.to_string(),
        });
    }
    let pick = PickDialog::of(
        Picking::Filter(criteria),
        "Show only",
        "which items? what is on is taken off",
        rows,
    );
    Some(Dialog::Pick(Box::new(pick)))
}

/// Asks for a criterion more, or less where it was asked for; without one, everything is shown.
pub(super) fn filter_by(model: &mut Model, criterion: Option<Criterion>) {
    let clears = key_of(model, Action::Back);
    let me = model.name.clone();
    let Some(open) = &mut model.review else {
        return;
    };
    open.view.set_me(&open.session, me.as_ref());
    match criterion {
        Some(criterion) => open.view.toggle_filter(&open.session, criterion),
        None => {
            open.view.clear_filter(&open.session);
        }
    }
    open.view.follow(model.size);
    let listing = open.view.listing();
    let arrangement = listing.arrangement();
    let (shown, all) = (arrangement.len(), arrangement.item_count());
    let words = listing.filter_words();
    let nobody = criterion == Some(Criterion::Mine) && me.is_none() && shown == 0;
    let word = if listing.filter().is_empty() {
        format!("all {all} items")
    } else if nobody {
        format!("nothing is known to be yours: nobody has said who reviews; {clears} clears it")
    } else {
        format!("{shown} of {all} items: {words}; {clears} clears it")
    };
    model.tell(word);
}

/// Takes in where the reviewer left, and says what has changed since.
pub(super) fn on_resumed(model: &mut Model, bookmark: &Bookmark, changed: BTreeSet<usize>) {
    let filters = key_of(model, Action::Filter);
    let (screen, me) = (model.size, model.name.clone());
    let Some(open) = &mut model.review else {
        return;
    };
    open.view.set_me(&open.session, me.as_ref());
    let count = changed.len();
    open.view.resume(&open.session, bookmark, changed, screen);
    let unanswered = match open.session.figures().counts.unanswered {
        0 => "nothing unanswered".to_owned(),
        count => format!("{count} unanswered"),
    };
    let (sign, changed) = match count {
        0 => ("", "nothing changed".to_owned()),
        count => (model.glyphs.changed, format!("{count} changed")),
    };
    let news = format!("{unanswered}, {changed}");
    let marked = format!("welcome back: {news} since you left: marked {sign}, {filters} filters");
    let wordy = [
        Some(marked).filter(|_| count > 0),
        Some(format!("welcome back: {news} since you left")),
        Some(format!("{news} since you left")),
    ];
    // The last line has a column free at either side.
    let room = usize::from(screen.width).saturating_sub(2);
    let mut wordy = wordy.into_iter().flatten();
    let welcome = wordy.find(|words| width(words) <= room).unwrap_or(news);
    model.notice = Some(match model.notice.take() {
        Some(notice) if notice.is_error => notice,
        // Conflicts come before a welcome, or a narrow screen would cut them.
        Some(notice) if open.conflicts > 0 => Notice::word(format!("{}; {welcome}", notice.text)),
        // What the reader of the file had to say is not to be lost.
        Some(notice) => Notice::word(format!("{welcome}; {}", notice.text)),
        None => Notice::word(welcome),
    });
}

/// What is to be kept of a review that is left; nothing where nothing could be changed.
pub(super) fn bookmark(open: &OpenReview) -> Option<Effect> {
    (!open.read_only).then(|| Effect::Keep {
        bookmark: open.view.bookmark(&open.session),
        assessment: open.session.assessment().clone(),
    })
}

/// The first key of an action of the review, as people call it.
fn key_of(model: &Model, action: Action) -> String {
    in_context(Context::Review)
        .filter(|entry| entry.action == action)
        .find_map(|entry| model.keymap.keys_of(entry).first())
        .map_or_else(|| "no key".to_owned(), ToString::to_string)
}

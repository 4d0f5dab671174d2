//! Links opened in the browser, and what is copied.

use crate::action::{Action, Context};
use crate::domain::evidence::{Content, is_url};
use crate::domain::text::{Shown, Text};
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::pick::{PickDialog, PickRow, Picking};
use crate::tui::effect::{Effect, Notice};
use crate::tui::model::Model;

/// The longest text that is copied, in bytes: terminals take little more.
const LONGEST_COPY: usize = 48 * 1024;

/// What can be copied of an item, in the order of use: what it is, and the text.
fn copies(model: &Model, item: &Text) -> Vec<(&'static str, String)> {
    let Some(open) = &model.review else {
        return Vec::new();
    };
    let assessment = open.session.assessment();
    let mut links: Vec<(&'static str, String)> = Vec::new();
    let mut paths: Vec<(&'static str, String)> = Vec::new();
    let pieces = assessment.answer(item).map(|answer| &answer.evidence);
    for piece in pieces.into_iter().flatten() {
        if piece.withdrawn.is_some() || piece.redacted.is_some() {
            continue;
        }
        match &piece.content {
            Content::Link(url) => links.push(("evidence", url.raw().to_owned())),
            Content::File { path, .. } => paths.push(("path", path.clone())),
            Content::Note(_) => {}
        }
    }
    if let Some(position) = assessment.position(item) {
        let read = assessment.item(position).links.iter();
        links.extend(read.map(|url| ("to read", url.raw().to_owned())));
    }
    let mut seen = std::collections::HashSet::new();
    links.retain(|(_, url)| seen.insert(url.clone()));
    links.append(&mut paths);
    links.push(("id", item.raw().to_owned()));
    links
}

/// Opens or copies the only thing there is, or asks which.
pub(super) fn one_of(model: &mut Model, item: &Text, opens: bool) -> Vec<Effect> {
    if opens {
        open_link(model, item)
    } else {
        copy_of(model, item)
    }
}

fn open_link(model: &mut Model, item: &Text) -> Vec<Effect> {
    let links: Vec<(&'static str, String)> = copies(model, item)
        .into_iter()
        .filter(|(what, url)| matches!(*what, "evidence" | "to read") && is_url(url))
        .collect();
    match links.as_slice() {
        [] => {
            let attaches = model.says(Context::Review, Action::Evidence, "attaches one");
            model.tell(format!("there is no web link here{attaches}"));
            Vec::new()
        }
        [(_, only)] => open(model, only.clone()),
        _ => {
            let rows = rows(&links);
            let urls = links.into_iter().map(|(_, url)| url).collect();
            model.dialog = Some(Dialog::Pick(Box::new(PickDialog::of(
                Picking::Link(urls),
                "Open which link?",
                "a part of it",
                rows,
            ))));
            Vec::new()
        }
    }
}

fn copy_of(model: &mut Model, item: &Text) -> Vec<Effect> {
    let copies = copies(model, item);
    match copies.as_slice() {
        [(what, only)] => copy(model, what, only.clone()),
        _ => {
            let rows = rows(&copies);
            model.dialog = Some(Dialog::Pick(Box::new(PickDialog::of(
                Picking::Copy(copies),
                "Copy what?",
                "a part of it",
                rows,
            ))));
            Vec::new()
        }
    }
}

fn rows(texts: &[(&'static str, String)]) -> Vec<PickRow> {
    let row = |(what, text): &(&'static str, String)| PickRow {
        label: Shown::line(text).into_string(),
        remark: (*what).to_owned(),
    };
    texts.iter().map(row).collect()
}

/// Has a link opened.
pub(super) fn open(model: &mut Model, url: String) -> Vec<Effect> {
    model.tell(format!("opening {url}"));
    vec![Effect::OpenLink(url)]
}

/// Has a text copied, and tells which.
pub(super) fn copy(model: &mut Model, what: &str, text: String) -> Vec<Effect> {
    if text.len() > LONGEST_COPY {
        let words = "that is too long for a terminal's clipboard: at most 48 KiB";
        model.notice = Some(Notice::failure(words));
        return Vec::new();
    }
    let what = if what == "evidence" || what == "to read" {
        "link"
    } else {
        what
    };
    model.tell(format!("copied the {what}: {text}"));
    vec![Effect::Copy(text)]
}

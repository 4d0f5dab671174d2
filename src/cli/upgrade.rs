//! `candor upgrade`: moves an assessment to another version of its checklist.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::change::{Change, Stamp};
use crate::domain::checklist::{Checklist, Item};
use crate::domain::text::Text;
use crate::domain::upgrade::{Moves, Upgrade, changed_rules};
use crate::export::comparison::{status_key, status_words};
use crate::export::json::JSON_FORMAT;
use crate::problem::Problem;
use crate::system::library;
use crate::system::store::Stored;

use super::arguments::upgrade::UpgradeTyped;
use super::desk::{Desk, fresh_id, try_out};
use super::output::{self, Align, Page, Tone};
use super::resolve::checklist_name;

/// What an upgrade came to, by names.
#[derive(Serialize)]
struct UpgradeObject<'a> {
    format: u32,
    /// The assessment answers exactly that checklist already.
    same: bool,
    written: bool,
    from: EditionObject<'a>,
    to: EditionObject<'a>,
    carried: Vec<&'a str>,
    /// Carried over from among the answers that were kept when their item went.
    returned: Vec<&'a str>,
    reworded: Vec<RewordedObject<'a>>,
    /// Carried over, and counting by other rules than before.
    other_rules: Vec<RulesObject<'a>>,
    /// What the checklist says of scoring is another.
    other_scoring: bool,
    reopened: Vec<ReopenedObject<'a>>,
    retired: Vec<RetiredObject<'a>>,
    added: Vec<NamedObject<'a>>,
    lost_target: Option<&'a str>,
    lost_traits: Vec<&'a str>,
    freed_declared: Vec<&'a str>,
}

#[derive(Serialize)]
struct EditionObject<'a> {
    checklist: &'a str,
    version: Option<&'a str>,
    title: &'a str,
}

#[derive(Serialize)]
struct NamedObject<'a> {
    item: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct RewordedObject<'a> {
    item: &'a str,
    field: &'static str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct RulesObject<'a> {
    item: &'a str,
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct ReopenedObject<'a> {
    item: &'a str,
    title: &'a str,
    rev_before: u32,
    rev: u32,
    /// What was answered before; it stays in the history.
    status_before: Option<String>,
}

#[derive(Serialize)]
struct RetiredObject<'a> {
    item: &'a str,
    title: &'a str,
    /// It had an answer, which is kept in the file.
    kept: bool,
}

/// Moves an assessment, or says what would become of it.
pub(crate) fn run(desk: &Desk, typed: &UpgradeTyped) -> Result<(), Problem> {
    let mut stored = desk.open_to_change(&typed.file)?;
    let name = checklist_name(&typed.checklist)?;
    let checklist = library::find(&*desk.files, &desk.places, &desk.here, name)?;
    let before = stored.assessment.clone();
    if **before.checklist() == checklist {
        return nothing_to_do(desk, typed, &before);
    }
    let by = match desk.by(typed.by.as_deref(), &typed.file) {
        // Nobody says anything where nothing is written.
        Err(_) if typed.dry_run && typed.by.is_none() => Text::default(),
        by => by?,
    };
    let upgrade = Upgrade {
        checklist: Arc::new(checklist),
        stamp: Stamp {
            id: fresh_id()?,
            at: desk.now,
            by,
            recorded_by: Text::default(),
        },
    };
    let moves = upgrade.moves(&before);
    if !typed.dry_run {
        let changes = [Change::Upgrade(Box::new(upgrade.clone()))];
        try_out(&stored, &changes)?;
        desk.commit(&mut stored, &changes)?;
    }
    let told = Told {
        before: &before,
        to: &upgrade.checklist,
        moves: &moves,
    };
    if typed.json {
        return output::json(&told.object(!typed.dry_run));
    }
    desk.output.page(&told.page(typed))?;
    ending(desk, typed, &stored)
}

fn nothing_to_do(desk: &Desk, typed: &UpgradeTyped, before: &Assessment) -> Result<(), Problem> {
    let moves = Moves::default();
    let told = Told {
        before,
        to: before.checklist(),
        moves: &moves,
    };
    if typed.json {
        let mut object = told.object(false);
        object.same = true;
        return output::json(&object);
    }
    let mut page = Page::default();
    let (file, to) = (typed.file.display(), edition_words(before.checklist()));
    page.line(&format!(
        "{file} answers exactly {to} already; there is nothing to do"
    ));
    desk.output.page(&page)
}

/// The new figures, or that nothing was written.
fn ending(desk: &Desk, typed: &UpgradeTyped, stored: &Stored) -> Result<(), Problem> {
    if typed.dry_run {
        let mut page = Page::default();
        page.end().line("nothing was written: this was a dry run");
        return desk.output.page(&page);
    }
    desk.output.page(Page::default().end())?;
    let to = edition_words(stored.assessment.checklist());
    desk.tell(stored, &format!("{} answers {to}", typed.file.display()))
}

/// An upgrade as it is told.
struct Told<'a> {
    before: &'a Assessment,
    to: &'a Checklist,
    moves: &'a Moves,
}

impl<'a> Told<'a> {
    fn was(&self, id: &Text) -> Option<&'a Item> {
        self.before.position(id).map(|at| self.before.item(at))
    }

    fn is(&self, id: &Text) -> Option<&'a Item> {
        let mut items = self.to.items();
        items.find(|(_, item)| item.id == *id).map(|(_, item)| item)
    }

    /// Items that were not in the checklist, and whose answers were kept.
    fn returned(&self) -> impl Iterator<Item = &'a Text> {
        let before = self.before;
        let carried = self.moves.carried.iter();
        carried.filter(move |id| before.position(id).is_none())
    }

    fn reworded(&self) -> Vec<RewordedObject<'a>> {
        let text = |item: Option<&'a Item>, field| item.and_then(|item| text_of(item, field));
        let reworded = self.moves.reworded.iter().flat_map(|(id, fields)| {
            let (was, is) = (self.was(id), self.is(id));
            fields.iter().map(move |field| RewordedObject {
                item: id.raw(),
                field,
                before: text(was, field),
                after: text(is, field),
            })
        });
        reworded.collect()
    }

    /// Items that are carried over and count by other rules.
    fn other_rules(&self) -> impl Iterator<Item = RulesObject<'a>> {
        let carried = self.moves.carried.iter();
        carried.filter_map(|id| {
            let fields = changed_rules(self.was(id)?, self.is(id)?);
            let item = id.raw();
            (!fields.is_empty()).then_some(RulesObject { item, fields })
        })
    }

    fn has_other_scoring(&self) -> bool {
        self.before.checklist().scoring != self.to.scoring
    }

    fn reopened(&self) -> impl Iterator<Item = (&'a Text, &'a str, u32, u32)> {
        let reopened = self.moves.reopened.iter();
        reopened.map(|(id, from, to)| {
            let title = self.is(id).map_or("", |item| item.title.raw());
            (id, title, *from, *to)
        })
    }

    /// The status that an item had, be it in the checklist or among the retired.
    fn status_before(&self, id: &Text) -> Option<&'a crate::domain::assessment::Status> {
        let mut retired = self.before.head.retired.iter().map(|it| &it.answer);
        let answer = self.before.answer(id);
        let answer = answer.or_else(|| retired.find(|answer| answer.item == *id));
        answer.map(|answer| &answer.status)
    }

    fn retired(&self) -> impl Iterator<Item = RetiredObject<'a>> {
        let retired = self.moves.retired.iter();
        retired.map(|id| RetiredObject {
            item: id.raw(),
            title: self.was(id).map_or("", |item| item.title.raw()),
            kept: self.before.answer(id).is_some_and(|answer| {
                **answer != crate::domain::assessment::Answer::unanswered(id.clone())
            }),
        })
    }

    fn added(&self) -> impl Iterator<Item = NamedObject<'a>> {
        let added = self.moves.added.iter();
        added.map(|id| NamedObject {
            item: id.raw(),
            title: self.is(id).map_or("", |item| item.title.raw()),
        })
    }

    fn object(&self, written: bool) -> UpgradeObject<'a> {
        let moves = self.moves;
        let reopened = self
            .reopened()
            .map(|(id, title, rev_before, rev)| ReopenedObject {
                item: id.raw(),
                title,
                rev_before,
                rev,
                status_before: self.status_before(id).map(status_key),
            });
        UpgradeObject {
            format: JSON_FORMAT,
            same: false,
            written,
            from: edition_object(self.before.checklist()),
            to: edition_object(self.to),
            carried: moves.carried.iter().map(Text::raw).collect(),
            returned: self.returned().map(Text::raw).collect(),
            reworded: self.reworded(),
            other_rules: self.other_rules().collect(),
            other_scoring: self.has_other_scoring(),
            reopened: reopened.collect(),
            retired: self.retired().collect(),
            added: self.added().collect(),
            lost_target: moves.lost_target.as_ref().map(Text::raw),
            lost_traits: moves.lost_traits.iter().map(Text::raw).collect(),
            freed_declared: moves.freed.iter().map(Text::raw).collect(),
        }
    }

    fn page(&self, typed: &UpgradeTyped) -> Page {
        let mut page = Page::default();
        let (from, to) = (self.before.checklist(), self.to);
        let (file, was, is) = (typed.file.display(), edition_words(from), edition_words(to));
        page.words(Tone::Strong, &format!("{file}: {was} → {is}"))
            .end();
        if from.id != to.id {
            let words =
                "this is another checklist: answers are carried over where an item has the same id";
            page.words(Tone::Fair, words).end();
        }
        let moves = self.moves;
        let carried = moves.carried.len();
        let s = if carried == 1 { "" } else { "s" };
        page.line(&format!("{carried} answer{s} carried over as they are"));
        let returned = self
            .returned()
            .map(|id| vec![String::new(), id.raw().to_owned()]);
        let title = "Back again, with the answers that were kept";
        section(&mut page, title, returned);
        self.reworded_page(&mut page);
        let rules = self
            .other_rules()
            .map(|rules| row([rules.item, &rules.fields.join(", ")]));
        section(
            &mut page,
            "Counting by other rules, with the same meaning",
            rules,
        );
        if self.has_other_scoring() {
            page.end()
                .line("The scoring rules of the checklist are others");
        }
        let reopened = self.reopened().map(|(id, title, from, to)| {
            let status = self.status_before(id).map(status_words).unwrap_or_default();
            let was = format!("was {status}");
            let revs = format!("rev {from} → {to}");
            row([id.raw(), &revs, &was, title])
        });
        let title =
            "To be answered again, because the meaning changed; answer and evidence stay on record";
        section(&mut page, title, reopened);
        let retired = self.retired().map(|retired| {
            let kept = if retired.kept {
                "kept in the file"
            } else {
                "had no answer"
            };
            row([retired.item, kept, retired.title])
        });
        section(&mut page, "No longer asked", retired);
        let added = self.added().map(|added| row([added.item, added.title]));
        section(&mut page, "New", added);
        let lost = moves.lost_target.iter().map(|target| row([target.raw()]));
        section(
            &mut page,
            "The target is taken away, because there is no such stage any more",
            lost,
        );
        let lost = moves.lost_traits.iter().map(|id| row([id.raw()]));
        section(
            &mut page,
            "Traits that are no longer asked about; their answers are taken away",
            lost,
        );
        let freed = moves.freed.iter().map(|label| row([label.raw()]));
        section(
            &mut page,
            "Declared figures that stand for themselves now, because their category or stage is no more",
            freed,
        );
        page
    }

    fn reworded_page(&self, page: &mut Page) {
        let reworded = self.reworded();
        if reworded.is_empty() {
            return;
        }
        let title = "Worded anew, with the same meaning";
        page.end().words(Tone::Strong, title).end();
        for change in reworded {
            page.line(&format!("  {} {}", change.item, change.field));
            for (sign, text) in [("-", change.before), ("+", change.after)] {
                page.line(&format!("    {sign} {}", text.unwrap_or("(nothing)")));
            }
        }
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    let mut row = vec![String::new()];
    row.extend(cells.map(ToOwned::to_owned));
    row
}

fn section(page: &mut Page, title: &str, rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        let title = format!("{title} ({})", rows.len());
        page.end().words(Tone::Strong, &title).end();
        page.table(&[Align::Left; 5], &rows);
    }
}

fn text_of<'a>(item: &'a Item, field: &str) -> Option<&'a str> {
    match field {
        "title" => Some(item.title.raw()),
        "why" => Some(item.why.raw()),
        "how" => Some(item.how.raw()),
        "risk" => Some(item.risk.raw()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

fn edition_object(checklist: &Checklist) -> EditionObject<'_> {
    EditionObject {
        checklist: checklist.id.raw(),
        version: Some(checklist.version.raw()).filter(|version| !version.is_empty()),
        title: checklist.title.raw(),
    }
}

fn edition_words(checklist: &Checklist) -> String {
    let words = format!("{} {}", checklist.id.raw(), checklist.version.raw());
    words.trim_end().to_owned()
}

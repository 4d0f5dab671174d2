//! `candor new`: starts an assessment.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::domain::assessment::{Assessment, Head, Subject, TraitAnswer};
use crate::domain::change::{Change, HeadEntry};
use crate::domain::checklist::Trait;
use crate::format::fault::suggestion;
use crate::problem::Problem;
use crate::system::store::{self, Stored};
use crate::system::{library, recent};

use super::arguments::NewTyped;
use super::desk::Desk;
use super::output::{Align, Page};
use super::refusal::problem_of;
use super::resolve::{checklist_name, usage};

/// What a new assessment begins with.
pub(crate) struct Beginning<'a> {
    /// The checklist's id or path.
    pub(crate) checklist: &'a str,
    /// What is assessed.
    pub(crate) subject: &'a str,
    /// Its version; empty if none.
    pub(crate) version: &'a str,
    /// The system of which it is a part; empty if none.
    pub(crate) system: &'a str,
    /// The stage that is aimed at.
    pub(crate) target: Option<&'a str>,
    /// Traits as `ID=yes` or `ID=no`.
    pub(crate) traits: &'a [String],
    /// Who says so of the traits.
    pub(crate) by: Option<&'a str>,
}

/// Writes a new file and says what can be done with it.
pub(crate) fn run(desk: &Desk, typed: &NewTyped) -> Result<(), Problem> {
    let named = typed.checklist.as_ref().map(checklist_name).transpose()?;
    let checklist = desk.checklist(named)?;
    let stored = create(
        desk,
        &typed.file,
        &Beginning {
            checklist: &checklist,
            subject: &typed.subject,
            version: typed.subject_version.as_deref().unwrap_or_default(),
            system: typed.system.as_deref().unwrap_or_default(),
            target: typed.target.as_deref(),
            traits: &typed.traits,
            by: typed.by.as_deref(),
        },
    )?;
    // The list of recent files is a convenience: the new file is there without it.
    let _ = recent::remember(&*desk.files, &desk.places, &stored.path, desk.now.time());
    let checklist = stored.assessment.checklist();
    let (file, title) = (stored.path.display(), checklist.title.shown());
    let (subject, count) = (
        stored.assessment.head.subject.name.shown(),
        checklist.item_count(),
    );
    let mut page = Page::default();
    page.line(&format!(
        "{file}: {subject} against {title}, {count} items; go on with: candor review {file}"
    ));
    unanswered_traits(&mut page, &stored);
    desk.output.page(&page)
}

/// The traits that nobody has answered, and how to answer them.
fn unanswered_traits(page: &mut Page, stored: &Stored) {
    let assessment = &stored.assessment;
    let traits = assessment.checklist().traits.iter();
    let unanswered: Vec<&Trait> = traits
        .filter(|asked| assessment.has_trait(&asked.id).is_none())
        .collect();
    let Some(first) = unanswered.first() else {
        return;
    };
    let what = match unanswered.len() {
        1 => "1 trait is not answered yet: until it is, the items that hang on it count".to_owned(),
        many => {
            format!(
                "{many} traits are not answered yet: until they are, the items that hang on them count"
            )
        }
    };
    page.line(&what);
    let rows = unanswered.iter().map(|asked| {
        let texts = ["", asked.id.raw(), asked.ask.raw()];
        texts.map(ToOwned::to_owned).to_vec()
    });
    page.table(&[Align::Left; 3], &rows.collect::<Vec<_>>());
    let (file, id) = (stored.path.display(), first.id.raw());
    page.line(&format!(
        "answer each with: candor set {file} trait {id} yes|no"
    ));
}

/// Makes an assessment in which nothing is answered and writes it to a file that must not exist.
pub(crate) fn create(
    desk: &Desk,
    path: &Path,
    beginning: &Beginning<'_>,
) -> Result<Stored, Problem> {
    let checklist = library::find(&*desk.files, &desk.places, &desk.here, beginning.checklist)?;
    if beginning.subject.trim().is_empty() {
        return Err(usage(
            "the subject has no name",
            "say what is assessed: --subject NAME",
        ));
    }
    let head = Head {
        subject: Subject {
            name: beginning.subject.into(),
            version: beginning.version.into(),
            system: beginning.system.into(),
            traits: Vec::new(),
        },
        ..Head::default()
    };
    let mut assessment = Assessment::new(Arc::new(checklist), head, desk.now, desk.offset);
    for change in changes(desk, path, beginning)? {
        assessment
            .apply(&change)
            .map_err(|refusal| problem_of(&refusal, &assessment, None))?;
    }
    store::create(&*desk.files, path, assessment)
}

fn changes(desk: &Desk, path: &Path, beginning: &Beginning<'_>) -> Result<Vec<Change>, Problem> {
    let mut changes = Vec::new();
    if let Some(target) = beginning.target {
        changes.push(Change::SetTarget(Some(target.into())));
    }
    if beginning.traits.is_empty() {
        return Ok(changes);
    }
    let by = desk.by(beginning.by, path)?;
    let mut seen = HashSet::new();
    for typed in beginning.traits {
        let (id, holds) = match typed.rsplit_once('=') {
            Some((id, "yes")) => (id, true),
            Some((id, "no")) => (id, false),
            Some((id, word)) if !id.is_empty() => {
                return Err(usage(
                    format!("`{word}` answers no trait"),
                    suggestion(word, ["yes", "no"]),
                )
                .at(format!("--trait {id}")));
            }
            _ => {
                return Err(usage(
                    format!("`{typed}` does not answer a trait"),
                    "write it as --trait ID=yes or --trait ID=no",
                ));
            }
        };
        if !seen.insert(id) {
            return Err(usage(
                format!("the trait `{id}` is answered twice"),
                "give each trait once",
            ));
        }
        changes.push(Change::Record(HeadEntry::Trait(TraitAnswer {
            id: id.into(),
            holds,
            by: by.clone(),
            at: desk.now,
        })));
    }
    Ok(changes)
}

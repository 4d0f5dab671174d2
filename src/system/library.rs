//! The shelf of checklists: built in, the user's own, and the repository's.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::checklist::{Checklist, Tier};
use crate::domain::text::Text;
use crate::format::fault::suggestion;
use crate::format::read::{read_assessment, read_checklist};
use crate::problem::{Problem, ProblemKind};

use super::files::FileSystem;
use super::places::{Places, repository_checklists, repository_root};
use super::store::open_checklist;

/// Every built-in checklist, by id, as its text.
const BUILT_IN: [(&str, &str); 15] = [
    (
        "data-pipeline",
        include_str!("../../checklists/data-pipeline.ron"),
    ),
    (
        "incident-follow-up",
        include_str!("../../checklists/incident-follow-up.ron"),
    ),
    (
        "infrastructure-change",
        include_str!("../../checklists/infrastructure-change.ron"),
    ),
    (
        "learning-system",
        include_str!("../../checklists/learning-system.ron"),
    ),
    (
        "library-release",
        include_str!("../../checklists/library-release.ron"),
    ),
    ("ml-model", include_str!("../../checklists/ml-model.ron")),
    (
        "mobile-app",
        include_str!("../../checklists/mobile-app.ron"),
    ),
    (
        "mvp-hardening",
        include_str!("../../checklists/mvp-hardening.ron"),
    ),
    (
        "nine-attributes",
        include_str!("../../checklists/nine-attributes.ron"),
    ),
    (
        "operations-handover",
        include_str!("../../checklists/operations-handover.ron"),
    ),
    (
        "platform-plan",
        include_str!("../../checklists/platform-plan.ron"),
    ),
    (
        "post-audit",
        include_str!("../../checklists/post-audit.ron"),
    ),
    (
        "production-requirements",
        include_str!("../../checklists/production-requirements.ron"),
    ),
    (
        "security-baseline",
        include_str!("../../checklists/security-baseline.ron"),
    ),
    (
        "web-service",
        include_str!("../../checklists/web-service.ron"),
    ),
];

/// Every example, by name, as its text; the first is the one that a newcomer is shown.
const EXAMPLES: [(&str, &str); 7] = [
    ("spark", include_str!("../../assets/examples/spark.ron")),
    (
        "spark-requirements",
        include_str!("../../assets/examples/spark-requirements.ron"),
    ),
    ("bubble", include_str!("../../assets/examples/bubble.ron")),
    (
        "bubble-frontend",
        include_str!("../../assets/examples/bubble-frontend.ron"),
    ),
    (
        "carousel",
        include_str!("../../assets/examples/carousel.ron"),
    ),
    (
        "platform-plan",
        include_str!("../../assets/examples/platform-plan.ron"),
    ),
    (
        "post-audit",
        include_str!("../../assets/examples/post-audit.ron"),
    ),
];

/// Where a checklist comes from; a later one shadows an earlier one of the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// In the program.
    BuiltIn,
    /// In the user's data directory.
    Yours,
    /// In `readiness/checklists/` of the repository.
    Repository,
}

impl Source {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Yours => "yours",
            Self::Repository => "repository's",
        }
    }
}

/// What a checklist is, without its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its id.
    pub id: Text,
    /// Its version; empty if none.
    pub version: Text,
    /// Its title.
    pub title: Text,
    /// How many items it has.
    pub items: usize,
    /// How many of these are Blockers.
    pub blockers: usize,
}

impl Heading {
    /// The heading of a checklist.
    pub fn of(checklist: &Checklist) -> Self {
        let items = checklist.items();
        Self {
            id: checklist.id.clone(),
            version: checklist.version.clone(),
            title: checklist.title.clone(),
            items: checklist.item_count(),
            blockers: items.filter(|(_, item)| item.tier == Tier::Blocker).count(),
        }
    }

    /// The heading of a built-in checklist, read off its lines: a tenth of the time that its items would take. The
    /// text is our own, and a test holds that it says the same as [`Heading::of`].
    fn of_lines(id: &str, text: &str) -> Self {
        let value = |name: &str| {
            let mut lines = text.lines().map(str::trim_start);
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": \""));
            Text::from(
                value
                    .and_then(|value| value.split('"').next())
                    .unwrap_or_default(),
            )
        };
        let tiers = text.lines().map(str::trim_start);
        let tiers = tiers.filter_map(|line| line.strip_prefix("tier: "));
        Self {
            id: id.into(),
            version: value("version"),
            title: value("title"),
            items: tiers.clone().count(),
            blockers: tiers.filter(|tier| tier.starts_with("Blocker")).count(),
        }
    }
}

/// A checklist on the shelf, or why it can't be used.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// Where it comes from.
    pub source: Source,
    /// Its file, unless it is built in.
    pub path: Option<PathBuf>,
    /// What it is, or what is wrong with its file.
    pub heading: Result<Heading, Problem>,
    /// The sources of checklists of the same id that it hides, the nearest first.
    pub shadows: Vec<Source>,
    /// The source of the checklist of the same id that hides it.
    pub shadowed_by: Option<Source>,
}

/// Every checklist in the order of ids, of one id the nearest first, which hides the others; broken files stand at the
/// end.
pub fn checklists(files: &dyn FileSystem, places: &Places, here: &Path) -> Vec<Shelved> {
    let built_in = BUILT_IN
        .iter()
        .map(|(id, text)| shelved(Source::BuiltIn, None, Ok(Heading::of_lines(id, text))));
    let mut shelf: Vec<Shelved> = built_in.collect();
    for (source, directory) in own_directories(places, here) {
        for path in in_directory(files, &directory) {
            let heading = open_checklist(files, &path).map(|checklist| Heading::of(&checklist));
            shelf.push(shelved(source, Some(path), heading));
        }
    }
    let key = |it: &Shelved| it.heading.as_ref().ok().map(|heading| heading.id.clone());
    shelf.sort_by_cached_key(|it| {
        let id = key(it);
        (id.is_none(), id, Reverse(it.source))
    });
    let same = |one: &Shelved, other: &Shelved| key(one).is_some() && key(one) == key(other);
    for group in shelf.chunk_by_mut(same) {
        let sources: Vec<Source> = group.iter().map(|it| it.source).collect();
        for (at, it) in group.iter_mut().enumerate() {
            it.shadows = sources[at + 1..].to_vec();
            it.shadowed_by = (at > 0).then(|| sources[0]);
        }
    }
    shelf
}

fn shelved(source: Source, path: Option<PathBuf>, heading: Result<Heading, Problem>) -> Shelved {
    Shelved {
        source,
        path,
        heading,
        shadows: Vec::new(),
        shadowed_by: None,
    }
}

/// The checklist of that id or in that file. A name with a path separator or an ending `.ron` is a file.
pub fn find(
    files: &dyn FileSystem,
    places: &Places,
    here: &Path,
    name: &str,
) -> Result<Checklist, Problem> {
    let is_file = Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "ron")
        || name.contains(std::path::MAIN_SEPARATOR)
        || name.contains('/');
    if is_file {
        return open_checklist(files, Path::new(name));
    }
    // The nearest first; what is built in is read only if it is the one.
    for (_, directory) in own_directories(places, here).into_iter().rev() {
        let own = in_directory(files, &directory).into_iter();
        let mut own = own.filter_map(|path| open_checklist(files, &path).ok());
        if let Some(checklist) = own.find(|checklist| checklist.id == *name) {
            return Ok(checklist);
        }
    }
    if let Some((id, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
        return built_in_checklist(id, text);
    }
    let shelf = checklists(files, places, here);
    let known = shelf.iter().filter_map(|it| it.heading.as_ref().ok());
    let ids = known.map(|heading| heading.id.raw());
    Err(Problem::new(
        ProblemKind::Usage,
        format!("there is no checklist `{name}`"),
    )
    .next(suggestion(name, ids)))
}

/// Whether a checklist that an assessment carries was altered: checklists of its id and version are built in or
/// installed, and it is like none of them. Of what nobody knows there is nothing to say. Reads files.
pub fn is_altered(
    files: &dyn FileSystem,
    places: &Places,
    here: &Path,
    embedded: &Checklist,
) -> bool {
    let installed = own_directories(places, here)
        .into_iter()
        .flat_map(|(_, directory)| in_directory(files, &directory))
        .filter_map(|path| open_checklist(files, &path).ok());
    let known = built_in(embedded.id.raw()).into_iter().chain(installed);
    let mut is_known = false;
    for original in known {
        if original.id == embedded.id && original.version == embedded.version {
            // Two checklists have the same digest just where they are equal: the digest is over their canonical
            // text, which holds every field.
            if original == *embedded {
                return false;
            }
            is_known = true;
        }
    }
    is_known
}

/// The directories of checklists that are not built in, the nearest last.
fn own_directories(places: &Places, here: &Path) -> Vec<(Source, PathBuf)> {
    let mut directories = vec![(Source::Yours, places.checklists())];
    if let Some(root) = repository_root(here) {
        directories.push((Source::Repository, repository_checklists(&root)));
    }
    directories
}

/// The names of the examples, the one that a newcomer is shown first.
pub fn example_names() -> impl Iterator<Item = &'static str> {
    EXAMPLES.iter().map(|(name, _)| *name)
}

/// The example of that name, and its text.
pub fn example(name: &str) -> Result<(Assessment, &'static str), Problem> {
    let known = EXAMPLES.iter().map(|(name, _)| *name);
    let (_, text) = EXAMPLES
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| {
            Problem::new(ProblemKind::Usage, format!("there is no example `{name}`"))
                .next(suggestion(name, known))
        })?;
    let (assessment, faults) = read_assessment(text.as_bytes());
    let broken = || {
        let what = faults
            .first()
            .map(|fault| fault.what.clone())
            .unwrap_or_default();
        Problem::new(ProblemKind::File, what).at(format!("example {name}"))
    };
    Ok((assessment.ok_or_else(broken)?, text))
}

/// The built-in checklist of that id.
pub fn built_in(id: &str) -> Option<Checklist> {
    let (id, text) = BUILT_IN.iter().find(|(known, _)| *known == id)?;
    built_in_checklist(id, text).ok()
}

fn built_in_checklist(id: &str, text: &str) -> Result<Checklist, Problem> {
    let (checklist, faults) = read_checklist(text.as_bytes());
    checklist.ok_or_else(|| {
        let what = faults
            .first()
            .map(|fault| fault.what.clone())
            .unwrap_or_default();
        Problem::new(ProblemKind::File, what).at(format!("built-in checklist {id}"))
    })
}

/// The RON files in a directory, by name.
fn in_directory(files: &dyn FileSystem, directory: &Path) -> Vec<PathBuf> {
    // A directory that isn't there holds no checklists.
    let mut names = files.list(directory).unwrap_or_default();
    names.sort();
    let paths = names.into_iter().map(|name| directory.join(name));
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Heading, built_in};

    #[test]
    fn the_lines_of_a_built_in_checklist_say_what_its_reading_says() {
        for (id, text) in BUILT_IN {
            let read = built_in(id).map(|checklist| Heading::of(&checklist));
            assert_eq!(Some(Heading::of_lines(id, text)), read, "{id}");
        }
    }
}

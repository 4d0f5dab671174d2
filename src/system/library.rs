//! The shelf of checklists: built in, the user's own, and the repository's.

use std::path::{Path, PathBuf};

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Checklist;
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

/// A checklist on the shelf, or why it can't be used.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// Where it comes from.
    pub source: Source,
    /// Its file, unless it is built in.
    pub path: Option<PathBuf>,
    /// The checklist, or what is wrong with its file.
    pub checklist: Result<Checklist, Problem>,
    /// The sources of checklists of the same id that it hides.
    pub shadows: Vec<Source>,
}

/// Every checklist, the nearest of each id first in line, in the order of ids; broken files stand at the end.
pub fn checklists(files: &dyn FileSystem, places: &Places, here: &Path) -> Vec<Shelved> {
    let built_in = BUILT_IN.iter().map(|(id, text)| Shelved {
        source: Source::BuiltIn,
        path: None,
        checklist: built_in_checklist(id, text),
        shadows: Vec::new(),
    });
    let mut found: Vec<Shelved> = built_in.collect();
    found.extend(in_directory(files, &places.checklists(), Source::Yours));
    if let Some(root) = repository_root(here) {
        found.extend(in_directory(
            files,
            &repository_checklists(&root),
            Source::Repository,
        ));
    }
    found.sort_by(|a, b| {
        let key = |shelved: &Shelved| {
            shelved
                .checklist
                .as_ref()
                .ok()
                .map(|checklist| checklist.id.clone())
        };
        (key(a).is_none(), key(a), b.source).cmp(&(key(b).is_none(), key(b), a.source))
    });
    let mut shelf: Vec<Shelved> = Vec::new();
    for shelved in found {
        match (shelf.last_mut(), &shelved.checklist) {
            (
                Some(Shelved {
                    checklist: Ok(nearer),
                    shadows,
                    ..
                }),
                Ok(farther),
            ) if nearer.id == farther.id => {
                shadows.push(shelved.source);
            }
            _ => shelf.push(shelved),
        }
    }
    shelf
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
    let shelf = checklists(files, places, here);
    let known: Vec<&Checklist> = shelf
        .iter()
        .filter_map(|shelved| shelved.checklist.as_ref().ok())
        .collect();
    if let Some(checklist) = known.iter().find(|checklist| checklist.id == *name) {
        return Ok((*checklist).clone());
    }
    let ids = known.iter().map(|checklist| checklist.id.raw());
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
    let repository = repository_root(here).map(|root| repository_checklists(&root));
    let directories = [
        Some((places.checklists(), Source::Yours)),
        repository.map(|directory| (directory, Source::Repository)),
    ];
    let installed = directories
        .into_iter()
        .flatten()
        .flat_map(|(directory, source)| in_directory(files, &directory, source))
        .filter_map(|shelved| shelved.checklist.ok());
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

fn in_directory(files: &dyn FileSystem, directory: &Path, source: Source) -> Vec<Shelved> {
    // A directory that isn't there holds no checklists.
    let mut names = files.list(directory).unwrap_or_default();
    names.sort();
    let paths = names.into_iter().map(|name| directory.join(name));
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .map(|path| Shelved {
            source,
            checklist: open_checklist(files, &path),
            path: Some(path),
            shadows: Vec::new(),
        })
        .collect()
}

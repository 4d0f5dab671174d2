//! What a path that is being typed may become.

use std::fs;
use std::path::Path;

use super::pin::typed_path;

/// The entries of a directory that are looked at, at most: nobody types a path by paging through more.
const MOST_ENTRIES: usize = 20_000;

/// The suggestions that are given, at most.
const MOST_SUGGESTIONS: usize = 200;

/// A path that begins as what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The path as it would be typed, with a slash at the end of a directory.
    pub path: String,
    /// It is a directory.
    pub is_directory: bool,
}

/// What there is for a typed path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Directories first, then files, each by name. Hidden ones only where the typed name begins with a dot.
    pub found: Vec<Candidate>,
    /// There are more than were looked at or are given.
    pub more: bool,
}

/// What begins as the typed path does; case counts unless nothing begins so. `is_stale` says that nobody waits any
/// more. What can't be read holds nothing.
pub fn candidates(typed: &str, is_stale: &dyn Fn() -> bool) -> Candidates {
    if typed == "~" {
        let home = Candidate {
            path: "~/".to_owned(),
            is_directory: true,
        };
        return Candidates {
            found: vec![home],
            more: false,
        };
    }
    let (directory, name) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    let place = match directory {
        "" => Path::new(".").to_owned(),
        typed => typed_path(typed),
    };
    let mut more = false;
    let (mut exact, mut folded) = (Vec::new(), Vec::new());
    let wanted = name.to_lowercase();
    for (count, entry) in fs::read_dir(&place).into_iter().flatten().enumerate() {
        if count == MOST_ENTRIES || is_stale() {
            more = true;
            break;
        }
        // A name that is no text can't be typed, nor recorded.
        let Some((entry, found)) = entry.ok().and_then(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((entry, name))
        }) else {
            continue;
        };
        if found.starts_with('.') && !name.starts_with('.') {
            continue;
        }
        if found.starts_with(name) {
            exact.push((entry, found));
        } else if found.to_lowercase().starts_with(&wanted) {
            folded.push((entry, found));
        }
    }
    let chosen = if exact.is_empty() { folded } else { exact };
    let mut found: Vec<Candidate> = chosen
        .into_iter()
        .map(|(entry, name)| {
            let is_directory = is_directory(&entry);
            let slash = if is_directory { "/" } else { "" };
            Candidate {
                path: format!("{directory}{name}{slash}"),
                is_directory,
            }
        })
        .collect();
    found.sort_by(|one, other| {
        (!one.is_directory, &one.path).cmp(&(!other.is_directory, &other.path))
    });
    more |= found.len() > MOST_SUGGESTIONS;
    found.truncate(MOST_SUGGESTIONS);
    Candidates { found, more }
}

/// Whether a directory's entry is, or leads to, a directory.
fn is_directory(entry: &fs::DirEntry) -> bool {
    match entry.file_type() {
        Ok(kind) if kind.is_symlink() => {
            fs::metadata(entry.path()).is_ok_and(|facts| facts.is_dir())
        }
        Ok(kind) => kind.is_dir(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    fn paths(typed: &str) -> Vec<String> {
        let found = candidates(typed, &|| false).found;
        found.into_iter().map(|it| it.path).collect()
    }

    #[test]
    fn directories_come_first_and_hidden_names_only_after_a_dot() {
        let place = tempfile::tempdir().expect("a directory");
        let top = place.path();
        for directory in ["scans", "src", ".git"] {
            std::fs::create_dir(top.join(directory)).expect("a directory");
        }
        for file in ["scan.txt", "Scan.log", ".hidden", "other"] {
            std::fs::write(top.join(file), "x").expect("a file");
        }
        let at = format!("{}/", top.display());
        let with = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("{at}{name}")).collect()
        };
        assert_eq!(
            paths(&at),
            with(&["scans/", "src/", "Scan.log", "other", "scan.txt"])
        );
        assert_eq!(paths(&format!("{at}sc")), with(&["scans/", "scan.txt"]));
        assert_eq!(paths(&format!("{at}SCAN.T")), with(&["scan.txt"]));
        assert_eq!(paths(&format!("{at}.")), with(&[".git/", ".hidden"]));
        assert_eq!(paths(&format!("{at}nothing/here")), with(&[]));
        assert_eq!(paths("~"), ["~/"]);
    }

    #[test]
    fn a_huge_directory_is_not_listed_whole_and_a_stale_question_ends() {
        let place = tempfile::tempdir().expect("a directory");
        for at in 0..300 {
            std::fs::write(place.path().join(format!("f{at}")), "").expect("a file");
        }
        let typed = format!("{}/", place.path().display());
        let found = candidates(&typed, &|| false);
        assert!(found.more && found.found.len() == 200);
        assert!(candidates(&typed, &|| true).found.is_empty());
    }
}

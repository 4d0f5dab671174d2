//! The files opened lately, for the home screen. A convenience: whatever is wrong with the list, it is as if there
//! were none.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::problem::{Problem, ProblemKind};
use crate::system::digest::digest_of;
use crate::system::durable::{self, Expected, SaveError};
use crate::system::environment;
use crate::system::files::{FileSystem, read_if_present};
use crate::system::places::Places;

/// The most entries that are kept.
pub const MOST_RECENT: usize = 50;

/// The largest list that is read, in bytes: fifty paths of the greatest length fit many times.
const LARGEST_LIST: u64 = 1 << 20;

/// How often a list that another process changed meanwhile is read again.
const ATTEMPTS: usize = 5;

/// A file that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFile {
    /// Absolute. It may be gone by now.
    pub path: PathBuf,
    /// When it was opened last.
    pub opened: DateTime<Utc>,
}

/// The file's shape.
#[derive(Serialize, Deserialize)]
struct RecentFiles {
    files: Vec<RecentFile>,
}

/// The files opened lately, the latest first, at most [`MOST_RECENT`]; none where the list is missing or broken.
pub fn read(files: &dyn FileSystem, places: &Places) -> Vec<RecentFile> {
    match read_if_present(files, &places.recent(), LARGEST_LIST) {
        Ok(Some(bytes)) => parse(&bytes),
        _ => Vec::new(),
    }
}

/// Puts a file at the head of the list, durably, making the list where there is none.
///
/// A path that is not Unicode is left out without a word. What others added meanwhile stays.
pub fn remember(
    files: &dyn FileSystem,
    places: &Places,
    path: &Path,
    opened: DateTime<Utc>,
) -> Result<(), Problem> {
    let path = environment::absolute(path)?;
    if path.to_str().is_none() {
        return Ok(());
    }
    let list = places.recent();
    durable::create_directories(files, &places.state)?;
    let mut attempt = 1;
    loop {
        let (mut recent, expected) = match read_if_present(files, &list, LARGEST_LIST) {
            Ok(Some(bytes)) => (parse(&bytes), Expected::Digest(digest_of(&bytes))),
            Ok(None) => (Vec::new(), Expected::Absent),
            // Nothing that this program wrote; it is replaced.
            Err(_) => (Vec::new(), Expected::on_disk(files, &list)?),
        };
        recent.retain(|entry| entry.path != path);
        recent.insert(
            0,
            RecentFile {
                path: path.clone(),
                opened,
            },
        );
        recent.truncate(MOST_RECENT);
        match durable::save(files, &list, &write(recent)?, expected) {
            Ok(_) => return Ok(()),
            Err(SaveError::Changed { .. }) if attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(error.problem().clone()),
        }
    }
}

fn parse(bytes: &[u8]) -> Vec<RecentFile> {
    let mut files = ron::de::from_bytes::<RecentFiles>(bytes)
        .map(|list| list.files)
        .unwrap_or_default();
    files.truncate(MOST_RECENT);
    files
}

fn write(files: Vec<RecentFile>) -> Result<Vec<u8>, Problem> {
    let pretty = ron::ser::PrettyConfig::new().new_line("\n");
    ron::ser::to_string_pretty(&RecentFiles { files }, pretty)
        .map(|text| format!("{text}\n").into_bytes())
        .map_err(|error| {
            Problem::new(
                ProblemKind::File,
                format!("the list of recent files can't be written: {error}"),
            )
        })
}

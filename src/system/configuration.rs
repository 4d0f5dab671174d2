//! Reading `config.ron` and the themes beside it.

use std::path::PathBuf;

use crate::format::CONFIGURATION_CAP;
use crate::format::configuration::{Configuration, read_configuration};
use crate::format::fault::Fault;
use crate::problem::Problem;
use crate::system::files::{FileSystem, read_if_present};
use crate::system::places::Places;

/// A configuration as it was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The file's text; empty where there is no file or it can't be read.
    pub text: String,
    /// What it says; what is faulty in it is as by default.
    pub configuration: Configuration,
    /// Every fault of it.
    pub faults: Vec<Fault>,
}

/// The configuration; all as by default where there is no file. A file that can't be read is a fault without a place.
pub fn read(files: &dyn FileSystem, places: &Places) -> Found {
    let bytes = match read_if_present(files, &places.configuration(), CONFIGURATION_CAP) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Found::default(),
        Err(problem) => {
            return Found {
                faults: vec![Fault::error(Vec::new(), problem.what, problem.next)],
                ..Found::default()
            };
        }
    };
    let (configuration, faults) = read_configuration(&bytes);
    Found {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        configuration,
        faults,
    }
}

/// The file of a theme of one's own: `themes/NAME.ron` beside the configuration.
pub fn theme_path(places: &Places, name: &str) -> PathBuf {
    places.config.join("themes").join(format!("{name}.ron"))
}

/// The bytes of a theme of one's own; absent where there is no such file, or the name is none of a file.
pub fn theme(
    files: &dyn FileSystem,
    places: &Places,
    name: &str,
) -> Result<Option<Vec<u8>>, Problem> {
    let is_name = !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if !is_name {
        return Ok(None);
    }
    read_if_present(files, &theme_path(places, name), CONFIGURATION_CAP)
}

/// The names of the themes of one's own, sorted; at most so many are looked at.
pub fn theme_names(files: &dyn FileSystem, places: &Places) -> Vec<String> {
    let names = files
        .list(&places.config.join("themes"))
        .unwrap_or_default();
    let mut names: Vec<String> = names
        .into_iter()
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".ron")?.to_owned()))
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names.truncate(MOST_THEMES);
    names
}

/// More themes than this are not offered.
const MOST_THEMES: usize = 100;

//! What the process was given: variables, arguments, working directory, terminals.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use crate::problem::Problem;
use crate::system::failure;

/// One of the three standard streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard input.
    Input,
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// A variable; one that is set to nothing counts as not set.
pub fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// A variable as text; one that is empty or not Unicode counts as not set.
pub fn text_variable(name: &str) -> Option<String> {
    variable(name).and_then(|value| value.into_string().ok())
}

/// The arguments, the program's own name first.
pub fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// The working directory; a problem where it was removed or may not be read.
pub fn current_directory() -> Result<PathBuf, Problem> {
    env::current_dir().map_err(|error| {
        failure::problem("the working directory can't be found", ".".as_ref(), &error)
    })
}

/// The path made absolute against the working directory, without looking at the disk.
pub fn absolute(path: &std::path::Path) -> Result<PathBuf, Problem> {
    std::path::absolute(path)
        .map_err(|error| failure::problem("the path can't be made absolute", path, &error))
}

/// The path of what stands there, made absolute, without links or dots; a problem where nothing does.
pub fn canonical(path: &std::path::Path) -> Result<PathBuf, Problem> {
    std::fs::canonicalize(path)
        .map_err(|error| failure::problem("the path can't be followed", path, &error))
}

/// The stream is a terminal.
pub fn is_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Input => io::stdin().is_terminal(),
        Stream::Output => io::stdout().is_terminal(),
        Stream::Error => io::stderr().is_terminal(),
    }
}

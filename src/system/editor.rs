//! A text given to the editor of the person's choice, and taken back.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};

use crate::domain::words::words;
use crate::problem::{Problem, ProblemKind};

use super::environment;
use super::files::{FileSystem, read_capped};
use super::{durable, failure, scratch};

/// The longest text that is taken back, in bytes; the field takes no more either.
const LONGEST: u64 = 64 * 1024;

/// What is started where nothing is chosen.
const LAST_RESORT: &str = "vi";

/// An editor at work on a text, which lies in a directory that only this user may enter. Dropping it removes the text.
#[derive(Debug)]
pub struct Editing {
    child: Child,
    name: String,
    directory: PathBuf,
    file: PathBuf,
    ended_with_line_feed: bool,
}

/// Starts the configured editor, else `$VISUAL`, else `$EDITOR`, else `vi`, with its arguments, on a text. It inherits the terminal, which must not
/// be used until it has ended.
pub fn start(
    files: &dyn FileSystem,
    configured: Option<&str>,
    text: &str,
) -> Result<Editing, Problem> {
    let mut variables = ["VISUAL", "EDITOR"].iter();
    let chosen = configured
        .map(str::to_owned)
        .or_else(|| variables.find_map(|name| environment::text_variable(name)))
        .map(|command| words(&command))
        .filter(|command| !command.is_empty());
    let is_chosen = chosen.is_some();
    let command = chosen.unwrap_or_else(|| vec![LAST_RESORT.to_owned()]);
    let directory = scratch::fresh_directory("candor-edit-")?;
    let file = directory.join("text.md");
    let placed = durable::place(files, &file, text.as_bytes(), 0o600);
    let started = placed.and_then(|()| {
        let spawned = Command::new(&command[0])
            .args(&command[1..])
            .arg(&file)
            .spawn();
        spawned.map_err(|error| {
            let what = if is_chosen {
                let why = failure::in_words(&error);
                format!(
                    "the editor `{}` can't be started: {why}",
                    name_of(&command[0])
                )
            } else {
                "no editor is set".to_owned()
            };
            Problem::new(ProblemKind::File, what).next("set VISUAL or EDITOR to one that is there")
        })
    });
    match started {
        Ok(child) => Ok(Editing {
            child,
            name: name_of(&command[0]),
            directory,
            file,
            ended_with_line_feed: text.ends_with('\n'),
        }),
        Err(problem) => {
            scratch::remove(&directory);
            Err(problem)
        }
    }
}

/// A program without its directory.
fn name_of(program: &str) -> String {
    let name = Path::new(program).file_name();
    name.map_or_else(
        || program.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

impl Editing {
    /// How the editor ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        // One that can't be waited for any more is gone.
        self.child
            .try_wait()
            .unwrap_or_else(|_| Some(ExitStatus::default()))
    }

    /// Asks the editor to end, and makes it end when it doesn't.
    pub fn end(&mut self) {
        #[cfg(unix)]
        {
            let _ = rustix::process::kill_process(
                rustix::process::Pid::from_child(&self.child),
                rustix::process::Signal::TERM,
            );
            for _ in 0..30 {
                if self.ended().is_some() {
                    return;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The text as the editor left it. A problem where it failed, and where what it left is no UTF-8 or too long.
    pub fn text(&self, files: &dyn FileSystem, status: ExitStatus) -> Result<String, Problem> {
        if !status.success() {
            let what = format!("the editor `{}` failed; the text is as it was", self.name);
            return Err(Problem::new(ProblemKind::File, what));
        }
        let bytes = read_capped(files, &self.file, LONGEST).map_err(|problem| {
            let what = format!("{}; the text is as it was", problem.what);
            Problem::new(ProblemKind::File, what)
        })?;
        let mut text = String::from_utf8(bytes).map_err(|_| {
            let what = "what the editor wrote is not UTF-8; the text is as it was";
            Problem::new(ProblemKind::File, what).next("save it as UTF-8")
        })?;
        // Editors end a file with a line feed of their own.
        if !self.ended_with_line_feed && text.ends_with('\n') {
            text.pop();
        }
        Ok(text)
    }
}

impl Drop for Editing {
    fn drop(&mut self) {
        // Nobody else may enter it; swap files and backups of the editor go with it.
        scratch::remove(&self.directory);
    }
}

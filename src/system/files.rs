//! The file system behind a seam, and guarded reading through it.
//!
//! Each step of a durable save is a call of its own, so that a model in memory can fail, drop or reorder any one
//! of them. [`Disk`](crate::system::disk::Disk) is the real one.

use std::any::Any;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::problem::{Problem, ProblemKind};
use crate::system::failure;
use crate::system::links;

/// Where the file system knows no locks, a file that is still being written is never as old as this.
pub const STRAY_AGE: Duration = Duration::from_secs(60);

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A plain file with content.
    Regular,
    /// A directory.
    Directory,
    /// A symbolic link, not followed.
    Link,
    /// A named pipe, a socket, a device, or something else that has no content of its own.
    Special,
}

/// What is known of a path without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What stands there; a link is not followed.
    pub kind: FileKind,
    /// Bytes, as far as the kind has content.
    pub length: u64,
    /// Permission bits, 0..=0o7777; 0o644 where the platform has none.
    pub mode: u32,
    /// User and group number, where the platform has them.
    pub owner: Option<(u32, u32)>,
    /// A file that this user may change.
    pub writable: bool,
    /// Since its last modification; zero where that lies in the future.
    pub age: Duration,
}

/// What tells a file from another, and one state of it from a later one, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace {
    /// Device and number of the file; zero where the platform has none.
    pub file: (u64, u64),
    /// Bytes.
    pub length: u64,
    /// Last modification and last change of the facts about it, each in seconds and nanoseconds.
    pub times: [i64; 4],
}

/// A regular file, open for reading.
pub struct Opened {
    /// Its bytes from the beginning; reading never waits.
    pub content: Box<dyn Read + Send>,
    /// Bytes it claimed to have when it was opened; a file in `/proc` claims 0 and gives more.
    pub length: u64,
    /// Permission bits, 0..=0o7777.
    pub mode: u32,
}

/// Why a path was not opened for reading.
#[derive(Debug)]
pub enum Refused {
    /// It is there, but no regular file; it was not opened or read.
    NotRegular(FileKind),
    /// The operating system refused.
    Failed(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// A lock; dropping it gives it back.
pub type Held = Box<dyn Any + Send>;

/// A new file that is being written, or was. Dropping it closes it, without any promise; until then, also under another
/// name, nobody can [`claim`](FileSystem::claim) it.
pub trait NewFile: Send {
    /// Appends all the bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Sets user and group number; where that is not allowed the file stays ours, without an error.
    fn set_owner(&mut self, user: u32, group: u32) -> io::Result<()>;
    /// Sets the permission bits, whatever the umask says.
    fn set_mode(&mut self, mode: u32) -> io::Result<()>;
    /// Takes over what else the file at a path says of access and meaning: its access list and extended attributes, as
    /// far as the platform knows such and this user may set them.
    fn take_attributes(&mut self, _of: &Path) {}
    /// Returns once content and mode are on the disk. After an error the file is not to be trusted: a second
    /// call may report success for bytes that were dropped.
    fn sync(&mut self) -> io::Result<()>;
}

/// What a durable save and a guarded read need of a file system, one step a call.
pub trait FileSystem: Send + Sync {
    /// Facts about the path itself; a link is not followed.
    fn inspect(&self, path: &Path) -> io::Result<Facts>;
    /// What tells whether the file there, following links, is still the same and in the same state; none where that
    /// can only be told by reading it.
    fn trace(&self, _path: &Path) -> io::Result<Option<Trace>> {
        Ok(None)
    }
    /// Whether the file system on which a file stands takes no change at all, as far as that can be told.
    fn is_read_only(&self, _path: &Path) -> bool {
        false
    }
    /// Where a symbolic link points, as written in it.
    fn link_target(&self, path: &Path) -> io::Result<PathBuf>;
    /// Opens a regular file, following links. Never waits, and never opens anything else.
    fn open_regular(&self, path: &Path) -> Result<Opened, Refused>;
    /// Makes a file that does not exist yet, with these permission bits less the umask.
    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Box<dyn NewFile>>;
    /// Takes hold of a regular file that [`create_new`](Self::create_new) made, if nobody has it open any more, or of a
    /// directory that nobody has locked: its process is gone. `None` while there is one, and where that can't be told
    /// and the file is not old either.
    fn claim(&self, path: &Path) -> Option<Held> {
        let facts = self.inspect(path).ok()?;
        let is_ours = matches!(facts.kind, FileKind::Regular | FileKind::Directory);
        let is_old = is_ours && facts.age > STRAY_AGE;
        is_old.then(|| Box::new(()) as Held)
    }
    /// Moves a file over another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file to a name that must be free; `AlreadyExists` where it isn't.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Returns once the directory's entries are on the disk.
    fn sync_directory(&self, directory: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names in a directory, in no order.
    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>>;
    /// Makes one directory; its parent must exist.
    fn create_directory(&self, directory: &Path) -> io::Result<()>;
    /// Removes an empty directory.
    fn remove_directory(&self, directory: &Path) -> io::Result<()>;
    /// Locks a directory against other writers, waiting a while; kind `Busy` when that was in vain.
    fn lock(&self, directory: &Path) -> Result<Held, Problem>;
}

/// Reads a whole regular file of at most `cap` bytes, following links and never waiting.
///
/// A missing file, a directory, anything else that isn't a regular file, a refusal by the system and a larger
/// file are each a problem of kind `File`. An empty file is an empty vector.
pub fn read_capped(files: &dyn FileSystem, path: &Path, cap: u64) -> Result<Vec<u8>, Problem> {
    read_if_present(files, path, cap)?.ok_or_else(|| {
        if links::is_link(files, path) {
            leads_nowhere(path)
        } else {
            missing(path)
        }
    })
}

/// Like [`read_capped`], but `None` where there is no such file.
pub fn read_if_present(
    files: &dyn FileSystem,
    path: &Path,
    cap: u64,
) -> Result<Option<Vec<u8>>, Problem> {
    let opened = match files.open_regular(path) {
        Ok(opened) => opened,
        Err(Refused::Failed(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(refused) => return Err(refusal(path, &refused)),
    };
    if opened.length > cap {
        return Err(too_large(path, cap));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(opened.length).unwrap_or(0) + 1);
    opened
        .content
        .take(cap + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failure::problem("it can't be read", path, &error))?;
    if bytes.len() as u64 > cap {
        return Err(too_large(path, cap));
    }
    Ok(Some(bytes))
}

/// The problem to show for a path that was not opened.
pub fn refusal(path: &Path, refused: &Refused) -> Problem {
    let place = path.display().to_string();
    match refused {
        Refused::NotRegular(FileKind::Directory) => {
            Problem::new(ProblemKind::File, "it is a directory, not a file")
                .at(place)
                .next("name a file in it")
        }
        Refused::NotRegular(_) => Problem::new(
            ProblemKind::File,
            "it is not a regular file but a pipe, a socket or a device",
        )
        .at(place)
        .next("copy its content to a file and name that"),
        Refused::Failed(error) if error.kind() == io::ErrorKind::NotFound => missing(path),
        Refused::Failed(error) => failure::problem("it can't be read", path, error),
    }
}

/// The problem to show for a link that leads to no file.
pub fn leads_nowhere(path: &Path) -> Problem {
    Problem::new(
        ProblemKind::File,
        "it is a link to a file that is not there",
    )
    .at(path.display().to_string())
    .next("put that file back, or remove the link")
}

fn missing(path: &Path) -> Problem {
    Problem::new(ProblemKind::File, "there is no such file")
        .at(path.display().to_string())
        .next("check the spelling of the path")
}

/// The problem to show for a file of more than `cap` bytes.
pub fn too_large(path: &Path, cap: u64) -> Problem {
    let most = match cap {
        0..1024 => format!("{cap} bytes"),
        1024..1_048_576 => format!("{} KiB", cap / 1024),
        1_048_576..1_073_741_824 => format!("{} MiB", cap / 1_048_576),
        _ => format!("{} GiB", cap / 1_073_741_824),
    };
    Problem::new(
        ProblemKind::File,
        format!("the file is too large: at most {most} are read here"),
    )
    .at(path.display().to_string())
    .next("check that it is the right file")
}

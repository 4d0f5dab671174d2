//! The machine's own file system.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::problem::Problem;
#[cfg(unix)]
use crate::system::files::Trace;
use crate::system::files::{
    Facts, FileKind, FileSystem, Held, NewFile, Opened, Refused, STRAY_AGE,
};
use crate::system::lock;

/// How often a new file is made again that was taken for an abandoned one in the instant before it was locked.
const CREATE_ATTEMPTS: usize = 50;

/// The machine's own file system.
#[derive(Debug, Clone)]
pub struct Disk {
    state_directory: PathBuf,
    patience: Duration,
}

impl Disk {
    /// Lock files go to `state_directory` where a directory itself can't be locked; waits five seconds for a lock.
    pub fn new(state_directory: impl Into<PathBuf>) -> Self {
        Self {
            state_directory: state_directory.into(),
            patience: lock::PATIENCE,
        }
    }

    /// The same, waiting at most `patience` for a lock.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

impl FileSystem for Disk {
    fn inspect(&self, path: &Path) -> io::Result<Facts> {
        let metadata = fs::symlink_metadata(path)?;
        let kind = kind_of(&metadata);
        Ok(Facts {
            kind,
            length: metadata.len(),
            mode: mode_of(&metadata),
            owner: owner_of(&metadata),
            writable: kind == FileKind::Regular && may_write(path, &metadata),
            age: metadata
                .modified()
                .ok()
                .and_then(|modified| modified.elapsed().ok())
                .unwrap_or_default(),
        })
    }

    #[cfg(unix)]
    fn trace(&self, path: &Path) -> io::Result<Option<Trace>> {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::metadata(path)?;
        Ok(Some(Trace {
            file: (metadata.dev(), metadata.ino()),
            length: metadata.len(),
            times: [
                metadata.mtime(),
                metadata.mtime_nsec(),
                metadata.ctime(),
                metadata.ctime_nsec(),
            ],
        }))
    }

    #[cfg(unix)]
    fn is_read_only(&self, path: &Path) -> bool {
        let asked = rustix::fs::access(path, rustix::fs::Access::WRITE_OK);
        asked == Err(rustix::io::Errno::ROFS)
    }

    fn link_target(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn open_regular(&self, path: &Path) -> Result<Opened, Refused> {
        // Asked before opening, since opening a device can already do something to it.
        require_regular(&fs::metadata(path)?)?;
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt;
            // Should a pipe take its place in this instant, opening and reading it still never wait.
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
            options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
        }
        let file = options.open(path)?;
        // Asked again of what was really opened.
        let metadata = file.metadata()?;
        require_regular(&metadata)?;
        Ok(Opened {
            content: Box::new(file),
            length: metadata.len(),
            mode: mode_of(&metadata),
        })
    }

    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Box<dyn NewFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        let mut attempt = 1;
        loop {
            let file = match options.open(path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt > 1 => {
                    // Whoever took the one before for abandoned is about to remove it.
                    thread::sleep(Duration::from_millis(1));
                    attempt += 1;
                    if attempt > CREATE_ATTEMPTS {
                        return Err(error);
                    }
                    continue;
                }
                Err(error) => return Err(error),
            };
            // As long as this is held, nobody takes the file for one that a killed process left behind. Where the file
            // system knows no such locks, its age has to tell.
            let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            if attempt == CREATE_ATTEMPTS || !(is_taken || is_removed(&file)) {
                return Ok(Box::new(DiskFile(file)));
            }
            attempt += 1;
        }
    }

    fn claim(&self, path: &Path) -> Option<Held> {
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt;
            let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW;
            options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
        }
        let file = options.open(path).ok()?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() && !metadata.is_dir() {
            return None;
        }
        match file.try_lock() {
            Ok(()) => Some(Box::new(file)),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(_)) => {
                let age = metadata.modified().ok()?.elapsed().ok()?;
                (age > STRAY_AGE).then(|| Box::new(file) as Held)
            }
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            use rustix::io::Errno;
            match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
                Ok(()) => return Ok(()),
                // The file system or the kernel does not know the flag.
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
                Err(error) => return Err(error.into()),
            }
        }
        match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // No hard links here: look, then move. The lock keeps other copies of this program out.
            Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, to),
        }
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        if cfg!(unix) {
            File::open(directory)?.sync_all()
        } else {
            // Elsewhere a directory can't be opened as a file; the rename is as durable as the system makes it.
            Ok(())
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        names_in(directory)
    }

    fn create_directory(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir(directory)
    }

    fn remove_directory(&self, directory: &Path) -> io::Result<()> {
        fs::remove_dir(directory)
    }

    fn lock(&self, directory: &Path) -> Result<Held, Problem> {
        let held = lock::lock_directory(directory, &self.state_directory, self.patience)?;
        Ok(Box::new(held))
    }
}

/// The names in a directory, in no order.
pub(super) fn names_in(directory: &Path) -> io::Result<Vec<OsString>> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        // The standard library panics where a directory can't be closed, as a failing disk may have it.
        let directory = rustix::fs::Dir::new(File::open(directory)?)?;
        let mut names = Vec::new();
        for entry in directory {
            let name = entry?.file_name().to_bytes().to_vec();
            if name != b"." && name != b".." {
                names.push(OsString::from_vec(name));
            }
        }
        Ok(names)
    }
    #[cfg(not(unix))]
    fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect()
}

struct DiskFile(File);

impl NewFile for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn set_owner(&mut self, user: u32, group: u32) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let metadata = self.0.metadata()?;
            if (metadata.uid(), metadata.gid()) == (user, group) {
                return Ok(());
            }
            // Only root gives files away; whoever is in the group may still hand it to that.
            match fchown(&self.0, Some(user), Some(group)) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    match fchown(&self.0, None, Some(group)) {
                        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(error),
                        _ => Ok(()),
                    }
                }
                done => done,
            }
        }
        #[cfg(not(unix))]
        {
            let _ = (user, group);
            Ok(())
        }
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            self.0.set_permissions(fs::Permissions::from_mode(mode))
        }
        #[cfg(not(unix))]
        {
            let _ = mode;
            Ok(())
        }
    }

    #[cfg(target_os = "linux")]
    fn take_attributes(&mut self, of: &Path) {
        use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, getxattr, listxattr};
        const ACCESS_LIST: &str = "system.posix_acl_access";
        let (mut names, mut value) = (vec![0_u8; 1 << 16], vec![0_u8; 1 << 16]);
        let Ok(length) = listxattr(of, &mut names[..]) else {
            return;
        };
        let names = names[..length].split(|byte| *byte == 0);
        let names: Vec<&[u8]> = names.filter(|name| !name.is_empty()).collect();
        if !names.contains(&ACCESS_LIST.as_bytes()) {
            // A directory may give every new file a list of its own.
            let _ = fremovexattr(&self.0, ACCESS_LIST);
        }
        for name in names {
            if let Ok(length) = getxattr(of, name, &mut value[..]) {
                let _ = fsetxattr(&self.0, name, &value[..length], XattrFlags::empty());
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

#[cfg(unix)]
fn is_removed(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
}

#[cfg(not(unix))]
fn is_removed(_file: &File) -> bool {
    false
}

fn require_regular(metadata: &fs::Metadata) -> Result<(), Refused> {
    match kind_of(metadata) {
        FileKind::Regular => Ok(()),
        other => Err(Refused::NotRegular(other)),
    }
}

fn kind_of(metadata: &fs::Metadata) -> FileKind {
    let kind = metadata.file_type();
    if kind.is_file() {
        FileKind::Regular
    } else if kind.is_dir() {
        FileKind::Directory
    } else if kind.is_symlink() {
        FileKind::Link
    } else {
        FileKind::Special
    }
}

#[cfg(unix)]
fn mode_of(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(metadata) & 0o7777
}

#[cfg(not(unix))]
fn mode_of(_metadata: &fs::Metadata) -> u32 {
    0o644
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // elsewhere there is none
fn owner_of(metadata: &fs::Metadata) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.uid(), metadata.gid()))
}

#[cfg(not(unix))]
fn owner_of(_metadata: &fs::Metadata) -> Option<(u32, u32)> {
    None
}

#[cfg(unix)]
fn may_write(path: &Path, _metadata: &fs::Metadata) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_path: &Path, metadata: &fs::Metadata) -> bool {
    !metadata.permissions().readonly()
}

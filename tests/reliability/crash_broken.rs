//! Ways to use a disk that break the promise, each in one step: the controls of the crash model.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use candor::problem::Problem;
use candor::system::files::{Facts, FileSystem, Held, NewFile, Opened, Refused};

use super::crash_disk::CrashDisk;

/// The step that is done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A file is never synced.
    NoSync,
    /// A directory is never synced.
    NoDirectorySync,
    /// The directory of sign-offs alone is never synced.
    NoSyncOfSignOffs,
    /// What is written goes straight into the file.
    InPlace,
    /// The name is given first, and then it is written and synced.
    RenameFirst,
    /// A sync that failed is asked again on the same descriptor.
    SyncedAgain,
    /// The permission bits of the file before are not taken over before the sync, but after it.
    ModeAfterSync,
}

impl Broken {
    /// The disk, used in this way.
    pub(crate) fn of(self, disk: CrashDisk) -> Arc<dyn FileSystem> {
        Arc::new(Wrong {
            disk,
            how: self,
            open: Mutex::new(Vec::new()),
        })
    }
}

struct Wrong {
    disk: CrashDisk,
    how: Broken,
    /// Files that are to be written once they are renamed.
    open: Mutex<Vec<(PathBuf, Later)>>,
}

type Later = Arc<Mutex<(Box<dyn NewFile>, Vec<u8>)>>;

/// The file for which a temporary one is made.
fn target_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let (name, _) = name.strip_prefix('.')?.split_once(".candor-")?;
    Some(path.with_file_name(name))
}

impl FileSystem for Wrong {
    fn inspect(&self, path: &Path) -> io::Result<Facts> {
        self.disk.inspect(path)
    }

    fn link_target(&self, path: &Path) -> io::Result<PathBuf> {
        self.disk.link_target(path)
    }

    fn open_regular(&self, path: &Path) -> Result<Opened, Refused> {
        self.disk.open_regular(path)
    }

    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Box<dyn NewFile>> {
        if let (Broken::InPlace, Some(target)) = (self.how, target_of(path)) {
            let _ = self.disk.remove(&target);
            return self.disk.create_new(&target, mode);
        }
        let file = self.disk.create_new(path, mode)?;
        if self.how == Broken::RenameFirst {
            let later = Arc::new(Mutex::new((file, Vec::new())));
            let mut open = self.open.lock().unwrap();
            open.push((path.to_owned(), Arc::clone(&later)));
            return Ok(Box::new(WrittenLater(later)));
        }
        Ok(Box::new(WrongFile {
            file,
            how: self.how,
            mode: None,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.how == Broken::InPlace && target_of(from).is_some() {
            return Ok(());
        }
        self.disk.rename(from, to)?;
        self.write_now(from)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.how == Broken::InPlace && target_of(from).is_some() {
            return Ok(());
        }
        self.disk.rename_new(from, to)?;
        self.write_now(from)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        let is_of_sign_offs = directory.extension().is_some_and(|it| it == "signoffs");
        match self.how {
            Broken::NoDirectorySync => Ok(()),
            Broken::NoSyncOfSignOffs if is_of_sign_offs => Ok(()),
            _ => self.disk.sync_directory(directory),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        self.disk.list(directory)
    }

    fn create_directory(&self, directory: &Path) -> io::Result<()> {
        self.disk.create_directory(directory)
    }

    fn remove_directory(&self, directory: &Path) -> io::Result<()> {
        self.disk.remove_directory(directory)
    }

    fn lock(&self, directory: &Path) -> Result<Held, Problem> {
        self.disk.lock(directory)
    }
}

impl Wrong {
    fn write_now(&self, path: &Path) -> io::Result<()> {
        let mut open = self.open.lock().unwrap();
        let Some(at) = open.iter().position(|(of, _)| of == path) else {
            return Ok(());
        };
        let (_, later) = open.remove(at);
        let mut later = later.lock().unwrap();
        let bytes = std::mem::take(&mut later.1);
        later.0.write(&bytes)?;
        later.0.sync()
    }
}

struct WrittenLater(Later);

impl NewFile for WrittenLater {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap().1.extend_from_slice(bytes);
        Ok(())
    }

    fn set_owner(&mut self, user: u32, group: u32) -> io::Result<()> {
        self.0.lock().unwrap().0.set_owner(user, group)
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        self.0.lock().unwrap().0.set_mode(mode)
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct WrongFile {
    file: Box<dyn NewFile>,
    how: Broken,
    mode: Option<u32>,
}

impl NewFile for WrongFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write(bytes)
    }

    fn set_owner(&mut self, user: u32, group: u32) -> io::Result<()> {
        self.file.set_owner(user, group)
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        if self.how == Broken::ModeAfterSync {
            self.mode = Some(mode);
            return Ok(());
        }
        self.file.set_mode(mode)
    }

    fn sync(&mut self) -> io::Result<()> {
        let synced = match self.how {
            Broken::NoSync => Ok(()),
            Broken::SyncedAgain => self.file.sync().or_else(|_| self.file.sync()),
            _ => self.file.sync(),
        };
        match self.mode.take() {
            Some(mode) => synced.and_then(|()| self.file.set_mode(mode)),
            None => synced,
        }
    }
}

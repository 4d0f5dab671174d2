//! A file system in memory that fails at one chosen step.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use candor::problem::Problem;
use candor::system::files::{Facts, FileKind, FileSystem, Held, NewFile, Opened, Refused};

/// Content, permission bits and age of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) content: Vec<u8>,
    pub(crate) mode: u32,
    pub(crate) age: Duration,
}

#[derive(Default)]
struct State {
    entries: BTreeMap<PathBuf, Entry>,
    directories: BTreeSet<PathBuf>,
    crashed: Option<usize>,
    steps: Vec<&'static str>,
    fails: Option<(usize, i32)>,
    pause: Duration,
}

/// Shared by its clones.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

impl Memory {
    /// Holds one file of mode 0640.
    pub(crate) fn with(path: &str, content: &[u8]) -> Self {
        let memory = Self::default();
        memory.put(path, content, Duration::ZERO);
        memory
    }

    pub(crate) fn put(&self, path: &str, content: &[u8], age: Duration) {
        let entry = Entry {
            content: content.to_vec(),
            mode: 0o640,
            age,
        };
        self.state().entries.insert(path.into(), entry);
    }

    /// Step number `step`, counted from 0, fails with this error number.
    pub(crate) fn fail(&self, step: usize, error: i32) {
        self.state().fails = Some((step, error));
    }

    /// From step number `step` on nothing is done any more, as if the machine had stopped.
    pub(crate) fn crash(&self, step: usize) {
        self.state().crashed = Some(step);
    }

    /// Every rename waits this long first; the lock of this file system keeps nobody out meanwhile.
    pub(crate) fn pause_before_rename(&self, pause: Duration) {
        self.state().pause = pause;
    }

    pub(crate) fn steps(&self) -> Vec<&'static str> {
        self.state().steps.clone()
    }

    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.state().entries.keys().cloned().collect()
    }

    pub(crate) fn entry(&self, path: &str) -> Option<Entry> {
        self.state().entries.get(Path::new(path)).cloned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn step(&self, name: &'static str) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        let number = state.steps.len();
        state.steps.push(name);
        match state.fails {
            _ if state.crashed.is_some_and(|step| number >= step) => {
                Err(io::Error::from_raw_os_error(5))
            }
            Some((step, error)) if step == number => Err(io::Error::from_raw_os_error(error)),
            _ => Ok(state),
        }
    }
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl FileSystem for Memory {
    fn inspect(&self, path: &Path) -> io::Result<Facts> {
        let state = self.step("inspect")?;
        let is_directory = state.directories.contains(path);
        let entry = match state.entries.get(path) {
            None if is_directory => {
                return Ok(Facts {
                    kind: FileKind::Directory,
                    length: 0,
                    mode: 0o755,
                    owner: Some((7, 7)),
                    writable: false,
                    age: Duration::ZERO,
                });
            }
            entry => entry.ok_or_else(missing)?,
        };
        Ok(Facts {
            kind: FileKind::Regular,
            length: entry.content.len() as u64,
            mode: entry.mode,
            owner: Some((7, 7)),
            writable: true,
            age: entry.age,
        })
    }

    fn link_target(&self, _path: &Path) -> io::Result<PathBuf> {
        Err(missing())
    }

    fn open_regular(&self, path: &Path) -> Result<Opened, Refused> {
        let state = self.step("open")?;
        let entry = state.entries.get(path).ok_or_else(missing)?;
        Ok(Opened {
            length: entry.content.len() as u64,
            mode: entry.mode,
            content: Box::new(Cursor::new(entry.content.clone())),
        })
    }

    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Box<dyn NewFile>> {
        let mut state = self.step("create")?;
        let entry = Entry {
            content: Vec::new(),
            mode,
            age: Duration::ZERO,
        };
        assert!(state.entries.insert(path.into(), entry).is_none());
        Ok(Box::new(MemoryFile(self.clone(), path.into(), false)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let pause = self.state().pause;
        std::thread::sleep(pause);
        let mut state = self.step("rename")?;
        let entry = state.entries.remove(from).ok_or_else(missing)?;
        state.entries.insert(to.into(), entry);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.state().entries.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn sync_directory(&self, _directory: &Path) -> io::Result<()> {
        self.step("sync directory").map(drop)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.step("remove")?;
        state.entries.remove(path).map(drop).ok_or_else(missing)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        let state = self.step("list")?;
        Ok(state
            .entries
            .keys()
            .filter(|path| path.parent() == Some(directory))
            .filter_map(|path| path.file_name().map(OsString::from))
            .collect())
    }

    fn create_directory(&self, directory: &Path) -> io::Result<()> {
        let mut state = self.step("create directory")?;
        state.directories.insert(directory.into());
        Ok(())
    }

    fn remove_directory(&self, _directory: &Path) -> io::Result<()> {
        self.step("remove directory").map(drop)
    }

    fn lock(&self, directory: &Path) -> Result<Held, Problem> {
        match self.step("lock") {
            Ok(_) => Ok(Box::new(()) as Box<dyn Any + Send>),
            Err(error) => Err(candor::system::failure::problem(
                "it can't be locked",
                directory,
                &error,
            )),
        }
    }
}

/// The file system, the path, and whether a sync failed: then no other sync may follow on it.
struct MemoryFile(Memory, PathBuf, bool);

impl NewFile for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.0.step("write")?;
        let entry = state.entries.get_mut(&self.1).ok_or_else(missing)?;
        entry.content.extend_from_slice(bytes);
        Ok(())
    }

    fn set_owner(&mut self, _user: u32, _group: u32) -> io::Result<()> {
        self.0.step("set owner").map(drop)
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        let mut state = self.0.step("set mode")?;
        let entry = state.entries.get_mut(&self.1).ok_or_else(missing)?;
        entry.mode = mode;
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        assert!(!self.2, "a failed sync was tried again on the same file");
        let synced = self.0.step("sync").map(drop);
        self.2 = synced.is_err();
        synced
    }
}

//! A disk in memory that remembers every step, so that a loss of power can be tried after each of them.
//!
//! What a crash leaves is as bad as the rules allow: a write that was not synced may be missing, torn, or only a
//! length; permission bits that were not synced may be missing; an entry of a directory that was not synced may be
//! missing while later ones are there, and a file's own sync says nothing about its name. Only one thing is kept: of
//! two entries under one name the earlier never wins over the later. A sync that fails has let go of what it was to
//! write, for ever, and the next one on the same descriptor reports success.
#![allow(
    clippy::similar_names,
    clippy::type_complexity,
    clippy::needless_pass_by_value
)]

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};
use std::io::{self, Cursor};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use candor::problem::Problem;
use candor::system::failure;
use candor::system::files::{Facts, FileKind, FileSystem, Held, NewFile, Opened, Refused};

/// A file or a directory, by its place in the table.
pub(crate) type Node = usize;

/// The directory that everything is in.
const ROOT: Node = 0;

/// Small numbers that look random, the same for the same seed.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// Once in so many throws.
    pub(crate) fn once_in(&mut self, throws: usize) -> bool {
        self.below(throws) == 0
    }
}

/// What happened to the disk, in order.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Wrote {
        node: Node,
        bytes: Arc<[u8]>,
    },
    Mode {
        node: Node,
        mode: u32,
    },
    Synced {
        node: Node,
    },
    SyncFailed {
        node: Node,
    },
    Entries {
        directory: Node,
        change: Entries,
    },
    DirectorySynced {
        directory: Node,
    },
    DirectorySyncFailed {
        directory: Node,
    },
    /// Something was acknowledged to whoever waits: the promise of this number holds from here on.
    Promised(usize),
}

/// A change of a directory that is made whole; of a move the old name may stay a while.
#[derive(Debug, Clone)]
pub(crate) enum Entries {
    Put {
        name: OsString,
        node: Node,
    },
    Moved {
        from: OsString,
        to: OsString,
        node: Node,
    },
    Removed {
        name: OsString,
    },
}

/// Which calls of the running program fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    None,
    /// One call in so many fails.
    OnceIn(usize),
    /// One sync in three fails, and nothing else.
    Syncs,
    /// This call alone fails, counted from now.
    At(usize),
    /// From this call on everything fails, counted from now: the program was killed there, or the disk is full.
    From(usize),
}

#[derive(Debug, Clone)]
enum Content {
    File {
        bytes: Vec<u8>,
        mode: u32,
        born: Duration,
    },
    Directory(BTreeMap<OsString, Node>),
}

/// What a node began as, for whoever goes through the steps.
#[derive(Debug, Clone)]
struct Birth {
    content: Content,
}

struct Live {
    nodes: Vec<Content>,
    births: Vec<Birth>,
    steps: Vec<Step>,
    now: Duration,
    trouble: Trouble,
    calls: usize,
    dice: Dice,
    retried: bool,
}

/// Shared by its clones.
#[derive(Clone)]
pub(crate) struct CrashDisk(Arc<Mutex<Live>>);

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl CrashDisk {
    /// An empty disk.
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(vec![Content::Directory(BTreeMap::new())], seed)
    }

    fn of(nodes: Vec<Content>, seed: u64) -> Self {
        let births = nodes.iter().cloned().map(|content| Birth { content });
        Self(Arc::new(Mutex::new(Live {
            births: births.collect(),
            nodes,
            steps: Vec::new(),
            // Everything that a crash left is an hour old.
            now: Duration::from_secs(3600),
            trouble: Trouble::None,
            calls: 0,
            dice: Dice::new(seed),
            retried: false,
        })))
    }

    /// Makes a file, and the directories above it, as if they had always been there.
    pub(crate) fn with(self, path: &str, bytes: &[u8], mode: u32) -> Self {
        {
            let mut live = self.live();
            let mut directory = ROOT;
            let (parents, name) = path.rsplit_once('/').unwrap();
            for part in parents.split('/') {
                let known = live.directory(directory).get(OsStr::new(part)).copied();
                directory = known.unwrap_or_else(|| {
                    let made = live.add(Content::Directory(BTreeMap::new()));
                    live.put_at_birth(directory, part.into(), made);
                    made
                });
            }
            let born = Duration::ZERO;
            let bytes = bytes.to_vec();
            let made = live.add(Content::File { bytes, mode, born });
            live.put_at_birth(directory, name.into(), made);
        }
        self
    }

    pub(crate) fn trouble(&self, trouble: Trouble) {
        let mut live = self.live();
        (live.trouble, live.calls) = (trouble, 0);
    }

    pub(crate) fn time_passes(&self, time: Duration) {
        self.live().now += time;
    }

    /// What somebody waits for was acknowledged.
    pub(crate) fn promised(&self, number: usize) {
        self.live().steps.push(Step::Promised(number));
    }

    /// A failed sync was tried again on the same descriptor.
    pub(crate) fn retried(&self) -> bool {
        self.live().retried
    }

    /// The files that stood under a name one after the other, each whole.
    pub(crate) fn files_named(&self, path: &str) -> Vec<(Node, Vec<u8>)> {
        let live = self.live();
        let Ok((directory, name)) = live.place(Path::new(path)) else {
            return Vec::new();
        };
        let at_birth = match &live.births[directory].content {
            Content::Directory(entries) => entries.get(&name).copied(),
            Content::File { .. } => None,
        };
        let put = live.steps.iter().filter_map(|step| match step {
            Step::Entries {
                directory: of,
                change,
            } if *of == directory => match change {
                Entries::Put { name: put, node } if *put == name => Some(*node),
                Entries::Moved { to, node, .. } if *to == name => Some(*node),
                _ => None,
            },
            _ => None,
        });
        at_birth
            .into_iter()
            .chain(put)
            .map(|node| (node, live.bytes(node).to_vec()))
            .collect()
    }

    /// Every file that there ever was, whole.
    pub(crate) fn all_files(&self) -> HashMap<Node, (Vec<u8>, u32)> {
        let live = self.live();
        let files = live.nodes.iter().enumerate();
        let files = files.filter_map(|(node, content)| match content {
            Content::File { bytes, mode, .. } => Some((node, (bytes.clone(), *mode))),
            Content::Directory(_) => None,
        });
        files.collect()
    }

    /// All that happened, to be gone through with a loss of power after each step.
    pub(crate) fn story(&self) -> Story {
        let live = self.live();
        Story {
            births: live.births.clone(),
            steps: live.steps.clone(),
        }
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.0.lock().unwrap()
    }

    /// A call that the operating system may refuse.
    fn call(&self) -> io::Result<MutexGuard<'_, Live>> {
        let mut live = self.live();
        if live.refuses() {
            Err(live.refusal())
        } else {
            Ok(live)
        }
    }
}

impl Live {
    fn refuses(&mut self) -> bool {
        let number = self.calls;
        self.calls += 1;
        match self.trouble {
            Trouble::None | Trouble::Syncs => false,
            Trouble::OnceIn(throws) => self.dice.once_in(throws),
            Trouble::At(call) => number == call,
            Trouble::From(call) => number >= call,
        }
    }

    fn refuses_sync(&mut self) -> bool {
        self.refuses() || self.trouble == Trouble::Syncs && self.dice.once_in(3)
    }

    /// EIO or ENOSPC.
    fn refusal(&mut self) -> io::Error {
        io::Error::from_raw_os_error([5, 28][self.dice.below(2)])
    }

    fn add(&mut self, content: Content) -> Node {
        self.births.push(Birth {
            content: content.clone(),
        });
        self.nodes.push(content);
        self.nodes.len() - 1
    }

    fn put_at_birth(&mut self, directory: Node, name: OsString, node: Node) {
        for content in [
            &mut self.births[directory].content,
            &mut self.nodes[directory],
        ] {
            if let Content::Directory(entries) = content {
                entries.insert(name.clone(), node);
            }
        }
    }

    fn directory(&self, node: Node) -> &BTreeMap<OsString, Node> {
        match &self.nodes[node] {
            Content::Directory(entries) => entries,
            Content::File { .. } => panic!("a file is used as a directory"),
        }
    }

    fn bytes(&self, node: Node) -> &[u8] {
        match &self.nodes[node] {
            Content::File { bytes, .. } => bytes,
            Content::Directory(_) => &[],
        }
    }

    fn find(&self, path: &Path) -> io::Result<Node> {
        let mut node = ROOT;
        for part in path.components() {
            let Component::Normal(name) = part else {
                continue;
            };
            let Content::Directory(entries) = &self.nodes[node] else {
                return Err(io::ErrorKind::NotADirectory.into());
            };
            node = *entries.get(name).ok_or_else(missing)?;
        }
        Ok(node)
    }

    /// The directory of that name; what is none is refused as a real disk does.
    fn find_directory(&self, path: &Path) -> io::Result<Node> {
        let node = self.find(path)?;
        match self.nodes[node] {
            Content::Directory(_) => Ok(node),
            Content::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// The directory that holds a name, which need not be taken.
    fn place(&self, path: &Path) -> io::Result<(Node, OsString)> {
        let name = path.file_name().ok_or_else(missing)?.to_owned();
        Ok((
            self.find_directory(path.parent().unwrap_or(Path::new("")))?,
            name,
        ))
    }

    fn change(&mut self, directory: Node, change: Entries) {
        let Content::Directory(entries) = &mut self.nodes[directory] else {
            panic!("a file is used as a directory");
        };
        change.make(entries, false);
        self.steps.push(Step::Entries { directory, change });
    }
}

impl Entries {
    fn make(&self, entries: &mut BTreeMap<OsString, Node>, by_halves: bool) {
        match self {
            Self::Put { name, node } => {
                entries.insert(name.clone(), *node);
            }
            Self::Moved { from, to, node } => {
                if !by_halves && entries.get(from) == Some(node) {
                    entries.remove(from);
                }
                entries.insert(to.clone(), *node);
            }
            Self::Removed { name } => {
                entries.remove(name);
            }
        }
    }
}

impl FileSystem for CrashDisk {
    fn inspect(&self, path: &Path) -> io::Result<Facts> {
        let live = self.call()?;
        let node = live.find(path)?;
        let facts = |kind, length: usize, mode, age| Facts {
            kind,
            length: length as u64,
            mode,
            owner: Some((7, 7)),
            writable: kind == FileKind::Regular,
            age,
        };
        Ok(match &live.nodes[node] {
            Content::File { bytes, mode, born } => {
                let age = live.now.saturating_sub(*born);
                facts(FileKind::Regular, bytes.len(), *mode, age)
            }
            Content::Directory(_) => facts(FileKind::Directory, 0, 0o755, Duration::ZERO),
        })
    }

    fn link_target(&self, _path: &Path) -> io::Result<PathBuf> {
        Err(missing())
    }

    fn open_regular(&self, path: &Path) -> Result<Opened, Refused> {
        let live = self.call()?;
        match &live.nodes[live.find(path)?] {
            Content::File { bytes, mode, .. } => Ok(Opened {
                length: bytes.len() as u64,
                mode: *mode,
                content: Box::new(Cursor::new(bytes.clone())),
            }),
            Content::Directory(_) => Err(Refused::NotRegular(FileKind::Directory)),
        }
    }

    fn create_new(&self, path: &Path, mode: u32) -> io::Result<Box<dyn NewFile>> {
        let mut live = self.call()?;
        let (directory, name) = live.place(path)?;
        if live.directory(directory).contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let (bytes, born) = (Vec::new(), live.now);
        let node = live.add(Content::File { bytes, mode, born });
        live.change(directory, Entries::Put { name, node });
        Ok(Box::new(CrashFile {
            disk: self.clone(),
            node,
            failed: false,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut live = self.live();
        let refuses = live.refuses();
        // Over a network a rename may have been done all the same.
        if refuses && (live.trouble == Trouble::None || !live.dice.once_in(4)) {
            return Err(live.refusal());
        }
        let (directory, old) = live.place(from)?;
        let (other, name) = live.place(to)?;
        assert_eq!(directory, other, "a save moves nothing between directories");
        let node = *live.directory(directory).get(&old).ok_or_else(missing)?;
        let moved = Entries::Moved {
            from: old,
            to: name,
            node,
        };
        live.change(directory, moved);
        if refuses { Err(live.refusal()) } else { Ok(()) }
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.live().find(to).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        let mut live = self.live();
        let directory = live.find(directory)?;
        if live.refuses_sync() {
            live.steps.push(Step::DirectorySyncFailed { directory });
            return Err(live.refusal());
        }
        live.steps.push(Step::DirectorySynced { directory });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut live = self.call()?;
        let (directory, name) = live.place(path)?;
        if !live.directory(directory).contains_key(&name) {
            return Err(missing());
        }
        live.change(directory, Entries::Removed { name });
        Ok(())
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<OsString>> {
        let live = self.call()?;
        let directory = live.find_directory(directory)?;
        Ok(live.directory(directory).keys().cloned().collect())
    }

    fn create_directory(&self, directory: &Path) -> io::Result<()> {
        let mut live = self.call()?;
        let (parent, name) = live.place(directory)?;
        if live.directory(parent).contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let node = live.add(Content::Directory(BTreeMap::new()));
        live.change(parent, Entries::Put { name, node });
        Ok(())
    }

    fn remove_directory(&self, directory: &Path) -> io::Result<()> {
        let mut live = self.call()?;
        let (parent, name) = live.place(directory)?;
        let node = live.find_directory(directory)?;
        if !live.directory(node).is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        live.change(parent, Entries::Removed { name });
        Ok(())
    }

    fn lock(&self, directory: &Path) -> Result<Held, Problem> {
        match self.call() {
            Ok(_) => Ok(Box::new(())),
            Err(error) => Err(failure::problem("it can't be locked", directory, &error)),
        }
    }
}

struct CrashFile {
    disk: CrashDisk,
    node: Node,
    failed: bool,
}

impl NewFile for CrashFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut live = self.disk.live();
        let refuses = live.refuses();
        // A full disk takes some of it.
        let taken = if refuses {
            live.dice.below(bytes.len() + 1)
        } else {
            bytes.len()
        };
        let Content::File { bytes: content, .. } = &mut live.nodes[self.node] else {
            panic!("a directory is written to");
        };
        content.extend_from_slice(&bytes[..taken]);
        live.steps.push(Step::Wrote {
            node: self.node,
            bytes: bytes[..taken].into(),
        });
        if refuses { Err(live.refusal()) } else { Ok(()) }
    }

    fn set_owner(&mut self, _user: u32, _group: u32) -> io::Result<()> {
        self.disk.call().map(drop)
    }

    fn set_mode(&mut self, wanted: u32) -> io::Result<()> {
        let mut live = self.disk.call()?;
        if let Content::File { mode, .. } = &mut live.nodes[self.node] {
            *mode = wanted;
        }
        live.steps.push(Step::Mode {
            node: self.node,
            mode: wanted,
        });
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut live = self.disk.live();
        if self.failed {
            // What the first sync was to write has been let go of, and this one has nothing to complain about.
            live.retried = true;
        }
        if live.refuses_sync() {
            self.failed = true;
            live.steps.push(Step::SyncFailed { node: self.node });
            return Err(live.refusal());
        }
        live.steps.push(Step::Synced { node: self.node });
        Ok(())
    }
}

/// All steps of a disk, from what it began as.
#[derive(Clone)]
pub(crate) struct Story {
    births: Vec<Birth>,
    pub(crate) steps: Vec<Step>,
}

/// What has become of a piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Fate {
    /// On its way.
    Pending,
    /// There.
    Whole,
    /// Nothing of it is there, and the file is as short as if it had not been written, unless something follows.
    Dropped,
    /// The file is as long as it should be, and holds zeros there.
    Zeros,
    /// So many bytes of it are there, and the file ends there, unless something follows.
    Torn(usize),
}

impl Fate {
    fn thrown(length: usize, dice: &mut Dice) -> Self {
        match dice.below(8) {
            0..=2 => Self::Whole,
            3..=5 => Self::Dropped,
            6 => Self::Zeros,
            _ => Self::Torn(dice.below(length)),
        }
    }
}

/// A file or directory while the steps are gone through: what is sure, and what is still on its way.
#[derive(Debug, Clone)]
enum Walked {
    File {
        begins: Arc<[u8]>,
        pieces: Vec<(Arc<[u8]>, Fate)>,
        /// The sure ones first; all that follow may be lost.
        modes: Vec<u32>,
    },
    Directory {
        sure: BTreeMap<OsString, Node>,
        pending: Vec<Entries>,
    },
}

/// Goes through the steps; between any two a crash may come.
pub(crate) struct Walk<'a> {
    story: &'a Story,
    at: usize,
    nodes: Vec<Walked>,
}

impl Story {
    pub(crate) fn walk(&self) -> Walk<'_> {
        let nodes = self.births.iter().map(|birth| match &birth.content {
            Content::File { bytes, mode, .. } => Walked::File {
                begins: bytes.as_slice().into(),
                pieces: Vec::new(),
                modes: vec![*mode],
            },
            Content::Directory(entries) => Walked::Directory {
                sure: entries.clone(),
                pending: Vec::new(),
            },
        });
        Walk {
            story: self,
            at: 0,
            nodes: nodes.collect(),
        }
    }
}

impl Walk<'_> {
    /// Goes one step on, if there is one, and gives it.
    pub(crate) fn step(&mut self, dice: &mut Dice) -> Option<&Step> {
        let step = self.story.steps.get(self.at)?;
        self.at += 1;
        match step {
            Step::Wrote { node, bytes } => {
                if let Walked::File { pieces, .. } = &mut self.nodes[*node] {
                    pieces.push((Arc::clone(bytes), Fate::Pending));
                }
            }
            Step::Mode { node, mode } => {
                if let Walked::File { modes, .. } = &mut self.nodes[*node] {
                    modes.push(*mode);
                }
            }
            Step::Synced { node } => self.nodes[*node].settle(|_| Fate::Whole, false),
            Step::SyncFailed { node } => {
                let drops = dice.once_in(2);
                self.nodes[*node].settle(|length| Fate::thrown(length, dice), drops);
            }
            Step::Entries { directory, change } => {
                if let Walked::Directory { pending, .. } = &mut self.nodes[*directory] {
                    pending.push(change.clone());
                }
            }
            Step::DirectorySynced { directory } => self.nodes[*directory].enter(|| true),
            Step::DirectorySyncFailed { directory } => {
                self.nodes[*directory].enter(|| dice.once_in(2));
            }
            Step::Promised(_) => {}
        }
        Some(step)
    }

    /// One of the many ways in which a loss of power at this moment leaves the disk.
    pub(crate) fn crash(&self, dice: &mut Dice) -> Crashed<'_> {
        // Much is lost at one time, little at another.
        let luck = 1 + dice.below(4);
        let mut entries = HashMap::new();
        for (node, walked) in self.nodes.iter().enumerate() {
            let Walked::Directory { sure, pending } = walked else {
                continue;
            };
            let mut left = sure.clone();
            for change in pending {
                if dice.below(4) < luck {
                    change.make(&mut left, dice.once_in(3));
                }
            }
            entries.insert(node, left);
        }
        Crashed {
            nodes: &self.nodes,
            entries,
            seed: dice.next(),
        }
    }
}

impl Walked {
    fn settle(&mut self, mut fate: impl FnMut(usize) -> Fate, drops_mode: bool) {
        let Self::File { pieces, modes, .. } = self else {
            return;
        };
        for (bytes, was) in pieces {
            if *was == Fate::Pending {
                *was = fate(bytes.len());
            }
        }
        let kept = if drops_mode {
            modes[0]
        } else {
            modes[modes.len() - 1]
        };
        *modes = vec![kept];
    }

    fn enter(&mut self, mut written: impl FnMut() -> bool) {
        let Self::Directory { sure, pending } = self else {
            return;
        };
        for change in pending.drain(..) {
            if written() {
                change.make(sure, false);
            }
        }
    }
}

/// A disk after a loss of power. What is in a file is thrown when it is looked at, the same each time.
pub(crate) struct Crashed<'a> {
    nodes: &'a [Walked],
    entries: HashMap<Node, BTreeMap<OsString, Node>>,
    seed: u64,
}

impl Crashed<'_> {
    /// The file of that name.
    pub(crate) fn node(&self, path: &str) -> Option<Node> {
        let mut node = ROOT;
        for part in path.split('/') {
            node = *self.entries.get(&node)?.get(OsStr::new(part))?;
        }
        Some(node)
    }

    /// Calls with each file that stands under a name, other than a temporary one, and may not be whole.
    pub(crate) fn each_unsure_file(&self, found: &mut dyn FnMut(&OsStr, Node, Vec<u8>, u32)) {
        self.each_below(ROOT, found);
    }

    fn each_below(&self, directory: Node, found: &mut dyn FnMut(&OsStr, Node, Vec<u8>, u32)) {
        for (name, node) in &self.entries[&directory] {
            let bytes = name.as_encoded_bytes();
            if bytes.starts_with(b".") && bytes.ends_with(b".tmp") {
                continue;
            }
            match &self.nodes[*node] {
                Walked::Directory { .. } => self.each_below(*node, found),
                Walked::File { pieces, modes, .. } => {
                    let is_sure = pieces.iter().all(|(_, fate)| *fate == Fate::Whole);
                    if (!is_sure || modes.len() > 1)
                        && let Some((bytes, mode)) = self.content(*node)
                    {
                        found(name, *node, bytes, mode);
                    }
                }
            }
        }
    }

    fn content(&self, node: Node) -> Option<(Vec<u8>, u32)> {
        let Walked::File {
            begins,
            pieces,
            modes,
        } = &self.nodes[node]
        else {
            return None;
        };
        let mut dice = Dice::new(self.seed ^ (node as u64) << 20);
        let mut content = begins.to_vec();
        let mut offset = content.len();
        for (bytes, fate) in pieces {
            let fate = match fate {
                Fate::Pending => Fate::thrown(bytes.len(), &mut dice),
                settled => *settled,
            };
            let written = match fate {
                Fate::Whole => bytes.len(),
                Fate::Torn(length) => length,
                Fate::Zeros | Fate::Dropped | Fate::Pending => 0,
            };
            let end = if fate == Fate::Zeros {
                offset + bytes.len()
            } else {
                offset + written
            };
            if end > offset {
                content.resize(end.max(content.len()), 0);
                content[offset..offset + written].copy_from_slice(&bytes[..written]);
            }
            offset += bytes.len();
        }
        Some((content, modes[dice.below(modes.len())]))
    }

    /// What can be told of this state from others without looking into files that no name leads to.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        let mut print = Vec::new();
        self.print(ROOT, &mut print);
        print
    }

    fn print(&self, node: Node, print: &mut Vec<u8>) {
        print.extend_from_slice(&node.to_le_bytes());
        if let Some(entries) = self.entries.get(&node) {
            for (name, node) in entries {
                print.extend_from_slice(name.as_encoded_bytes());
                self.print(*node, print);
            }
            print.push(b'/');
        } else if let Walked::File { pieces, modes, .. } = &self.nodes[node]
            && (modes.len() > 1 || pieces.iter().any(|(_, fate)| *fate == Fate::Pending))
        {
            let (bytes, mode) = self.content(node).unwrap_or_default();
            print.extend_from_slice(&mode.to_le_bytes());
            print.extend_from_slice(&bytes.len().to_le_bytes());
            print.push(bytes.last().copied().unwrap_or_default());
        }
    }

    /// The machine starts again: what is left is all there is, and it is sure.
    pub(crate) fn start_again(&self, seed: u64) -> CrashDisk {
        let mut nodes = vec![Content::Directory(BTreeMap::new())];
        self.copy(ROOT, ROOT, &mut nodes);
        CrashDisk::of(nodes, seed)
    }

    fn copy(&self, from: Node, to: Node, nodes: &mut Vec<Content>) {
        for (name, node) in &self.entries[&from] {
            let made = nodes.len();
            if let Some((bytes, mode)) = self.content(*node) {
                let born = Duration::ZERO;
                nodes.push(Content::File { bytes, mode, born });
            } else {
                nodes.push(Content::Directory(BTreeMap::new()));
                self.copy(*node, made, nodes);
            }
            if let Content::Directory(entries) = &mut nodes[to] {
                entries.insert(name.clone(), made);
            }
        }
    }
}

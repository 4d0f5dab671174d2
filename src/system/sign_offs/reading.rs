//! Reading sign-offs: each file is taken for what it is, and each signature is checked to the byte.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::domain::assessment::Assessment;
use crate::domain::sign_off::{Forgery, Seal, SignOff, Statement};
use crate::format::armour::fingerprint_in;
use crate::format::shared::SharedReader;
use crate::format::statement::read_statement;
use crate::format::write::{checklist_digest, sha256_hex};
use crate::format::{ASSESSMENT_CAP, SIGNATURE_CAP, STATEMENT_CAP};

use super::super::digest::{digest_of, hex};
use super::super::files::{FileKind, FileSystem, read_if_present};
use super::super::signers::{List, SealKey, Signers};
use super::super::ssh::{Checked, Room, SshKeygen};
use super::folder;

/// The most signatures that are checked at the same time.
const MOST_THREADS: usize = 8;

/// See [`super::read`].
pub(super) fn read(
    files: &dyn FileSystem,
    assessment_path: &Path,
    assessment: &Assessment,
    signers: &Signers,
) -> Vec<SignOff> {
    let folder = folder(assessment_path);
    let Ok(names) = names(files, &folder, "txt") else {
        // Sign-offs that nobody can look at are not as good as none.
        let name = folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        return vec![forged(name, String::new(), Forgery::Statement)];
    };
    let mut copies = Copies {
        files,
        folder: &folder,
        live: assessment,
        reader: SharedReader::default(),
        known: HashMap::new(),
    };
    let mut found: Vec<(SignOff, Option<Signed>)> = names
        .into_iter()
        .map(|name| one(files, &folder, name, &mut copies))
        .collect();
    if found.iter().any(|(_, signed)| signed.is_some()) {
        seal(files, assessment_path, signers, &mut found);
    }
    let mut sign_offs: Vec<SignOff> = found.into_iter().map(|(sign_off, _)| sign_off).collect();
    mark_lost(&mut sign_offs);
    sign_offs
}

/// See [`super::signatures_alone`]. Where nobody can look, [`read`] says so.
pub(super) fn signatures_alone(files: &dyn FileSystem, folder: &Path) -> Vec<String> {
    let statements = names(files, folder, "txt").unwrap_or_default();
    let signatures = names(files, folder, "sig").unwrap_or_default().into_iter();
    signatures
        .filter(|name| statements.binary_search(&name.with_extension("")).is_err())
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// The names in the folder that end so, in order; none where there is no folder.
fn names(files: &dyn FileSystem, folder: &Path, end: &str) -> io::Result<Vec<PathBuf>> {
    match files.inspect(folder) {
        Ok(facts) if facts.kind == FileKind::Directory => {}
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    }
    let names = files.list(folder)?.into_iter().map(PathBuf::from);
    let mut names: Vec<PathBuf> = names
        .filter(|name| name.extension().is_some_and(|it| it == end))
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// A signature that is well formed, and the statement that it is to be of.
struct Signed {
    text: Vec<u8>,
    signature: Vec<u8>,
    /// The key's fingerprint.
    key: String,
}

/// A statement with everything but the check of its signature.
fn one(
    files: &dyn FileSystem,
    folder: &Path,
    name: PathBuf,
    copies: &mut Copies<'_>,
) -> (SignOff, Option<Signed>) {
    let file = name.to_string_lossy().into_owned();
    let path = folder.join(&name);
    let Some(text) = content(files, &path, STATEMENT_CAP) else {
        return (forged(file, String::new(), Forgery::Statement), None);
    };
    let digest = sha256_hex(&text);
    let Some(statement) = read_statement(&text) else {
        return (forged(file, digest, Forgery::Statement), None);
    };
    let (kept, fault) = match copies.of(&statement) {
        Ok(kept) => (Some(kept), None),
        Err(forgery) => (None, Some(forgery)),
    };
    let mut signature_name = name.into_os_string();
    signature_name.push(".sig");
    let signature = folder.join(signature_name);
    let is_there =
        !matches!(files.inspect(&signature), Err(error) if error.kind() == io::ErrorKind::NotFound);
    let mut signed = None;
    let seal = match (fault, statement.with_key, is_there) {
        (Some(forgery), ..) => Seal::Forged(forgery),
        (None, true, false) => Seal::Forged(Forgery::NoSignature),
        (None, false, true) => Seal::Forged(Forgery::StraySignature),
        (None, false, false) => Seal::NoKey,
        (None, true, true) => {
            let signature = content(files, &signature, SIGNATURE_CAP);
            let key = signature.as_deref().and_then(fingerprint_in);
            signed = signature.zip(key).map(|(signature, key)| Signed {
                text,
                signature,
                key,
            });
            match signed {
                Some(_) => Seal::Unchecked,
                None => Seal::Forged(Forgery::Signature),
            }
        }
    };
    let sign_off = SignOff {
        file,
        digest,
        statement: Some(statement),
        seal,
        kept,
        lost: Vec::new(),
    };
    (sign_off, signed)
}

fn forged(file: String, digest: String, forgery: Forgery) -> SignOff {
    SignOff {
        file,
        digest,
        statement: None,
        seal: Seal::Forged(forgery),
        kept: None,
        lost: Vec::new(),
    }
}

/// The content of a regular file of at most so many bytes; a link is not followed.
fn content(files: &dyn FileSystem, path: &Path, cap: u64) -> Option<Vec<u8>> {
    let facts = files.inspect(path).ok()?;
    if facts.kind != FileKind::Regular || facts.length > cap {
        return None;
    }
    read_if_present(files, path, cap).ok().flatten()
}

/// The kept copies, each read once.
struct Copies<'a> {
    files: &'a dyn FileSystem,
    folder: &'a Path,
    live: &'a Assessment,
    reader: SharedReader,
    known: HashMap<String, Result<Kept, Forgery>>,
}

#[derive(Clone)]
struct Kept {
    assessment: Arc<Assessment>,
    checklist_digest: String,
}

impl Copies<'_> {
    /// What was signed, if it is there and is what the statement says.
    fn of(&mut self, statement: &Statement) -> Result<Arc<Assessment>, Forgery> {
        let digest = &statement.assessment;
        let kept = match self.known.get(digest) {
            Some(kept) => kept.clone(),
            None => {
                let kept = self.read(digest);
                self.known.insert(digest.clone(), kept.clone());
                kept
            }
        }?;
        let (head, checklist) = (&kept.assessment.head, kept.assessment.checklist());
        let agrees = head.subject.name == statement.subject
            && head.subject.version == statement.version
            && head.target == statement.target
            && checklist.id == statement.checklist
            && checklist.version == statement.checklist_version
            && kept.checklist_digest == statement.checklist_digest;
        if agrees {
            Ok(kept.assessment)
        } else {
            // What it says of the copy is not so: nobody signed that with candor.
            Err(Forgery::Statement)
        }
    }

    fn read(&mut self, digest: &str) -> Result<Kept, Forgery> {
        let path = self.folder.join(format!("{digest}.ron"));
        match self.files.inspect(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Forgery::NoCopy),
            _ => {}
        }
        let bytes = content(self.files, &path, ASSESSMENT_CAP).ok_or(Forgery::UnreadableCopy)?;
        if sha256_hex(&bytes) != digest {
            return Err(Forgery::Copy);
        }
        let (assessment, _) = self.reader.read(&bytes);
        let assessment = assessment.ok_or(Forgery::UnreadableCopy)?;
        let assessment = sharing(assessment, self.live);
        let same = self.known.values().flatten();
        let mut same =
            same.filter(|kept| Arc::ptr_eq(kept.assessment.checklist(), assessment.checklist()));
        let checklist_digest = match same.next() {
            Some(kept) => kept.checklist_digest.clone(),
            None => checklist_digest(assessment.checklist()),
        };
        Ok(Kept {
            assessment: Arc::new(assessment),
            checklist_digest,
        })
    }
}

/// The same assessment, sharing with the live one what is equal in both: hardly any memory, and quickly compared.
fn sharing(kept: Assessment, live: &Assessment) -> Assessment {
    if kept.checklist() != live.checklist() {
        return kept;
    }
    let answers = kept.answers().iter().zip(live.answers());
    let answers = answers.map(|(kept, live)| {
        let shared = if kept == live { live } else { kept };
        Arc::clone(shared)
    });
    let mut empty = Assessment::new(
        Arc::clone(live.checklist()),
        crate::domain::assessment::Head::clone(&kept.head),
        kept.created,
        kept.utc_offset,
    );
    if kept.head == live.head {
        empty.head = Arc::clone(&live.head);
    }
    let (shared, left_over) = empty.with_answers(answers.collect());
    if left_over.is_empty() { shared } else { kept }
}

/// Checks the signatures, several at a time; what was checked before in this process is known.
fn seal(
    files: &dyn FileSystem,
    assessment_path: &Path,
    signers: &Signers,
    found: &mut [(SignOff, Option<Signed>)],
) {
    // A list that can't be read knows nobody; whoever asks for it is told why.
    let list = signers.list(files, assessment_path).ok().flatten();
    let mut open = Vec::new();
    for (at, (sign_off, signed)) in found.iter_mut().enumerate() {
        let Some(signed) = signed else { continue };
        let key = key_of(signed, list.as_deref());
        match signers.known(&key) {
            Some(seal) => sign_off.seal = seal,
            None => open.push((at, key)),
        }
    }
    if open.is_empty() {
        return;
    }
    let Some(checking) = Checking::start(list.as_deref()) else {
        return;
    };
    let seals = {
        let found: &[_] = found;
        checking.all(&open, found)
    };
    for (at, key, seal) in seals {
        if seal != Seal::Unchecked {
            signers.remember(key, &seal);
        }
        found[at].0.seal = seal;
    }
}

fn key_of(signed: &Signed, list: Option<&List>) -> SealKey {
    let digests = (digest_of(&signed.text), digest_of(&signed.signature));
    (digests.0, digests.1, list.map(|list| list.digest))
}

/// A room in which signatures are checked.
struct Checking {
    ssh: SshKeygen,
    room: Room,
    list: Option<PathBuf>,
}

impl Checking {
    fn start(list: Option<&List>) -> Option<Self> {
        let ssh = SshKeygen::find()?;
        let room = Room::new().ok()?;
        let list = match list {
            Some(list) => Some(room.put("signers", &list.bytes).ok()?),
            None => None,
        };
        Some(Self { ssh, room, list })
    }

    fn all(
        &self,
        open: &[(usize, SealKey)],
        found: &[(SignOff, Option<Signed>)],
    ) -> Vec<(usize, SealKey, Seal)> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(MOST_THREADS).min(open.len());
        let next = AtomicUsize::new(0);
        let work = || {
            let mut seals = Vec::new();
            while let Some((at, key)) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                let seal = match &found[*at] {
                    (sign_off, Some(signed)) => self.seal(*at, sign_off, signed),
                    (sign_off, None) => sign_off.seal.clone(),
                };
                seals.push((*at, *key, seal));
            }
            seals
        };
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut seals = work();
            for other in others {
                match other.join() {
                    Ok(more) => seals.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            seals
        })
    }

    fn seal(&self, at: usize, sign_off: &SignOff, signed: &Signed) -> Seal {
        let name = format!("{at}.{}", &hex(&digest_of(&signed.signature))[..8]);
        let put = |end: &str, bytes: &[u8]| self.room.put(&format!("{name}.{end}"), bytes);
        let (Ok(message), Ok(signature)) =
            (put("txt", &signed.text), put("sig", &signed.signature))
        else {
            return Seal::Unchecked;
        };
        let fingerprint = |said: Option<String>| said.unwrap_or_else(|| signed.key.clone());
        if let (Some(list), Some(statement)) = (&self.list, &sign_off.statement) {
            let time = statement.at.time().format("%Y%m%d%H%M%S").to_string();
            let principal = statement.principal.raw();
            match self
                .ssh
                .verify(&message, &signature, list, principal, &time)
            {
                Checked::Good(key) => {
                    return Seal::Valid {
                        key: fingerprint(key),
                    };
                }
                Checked::Bad => {}
                Checked::Failed => return Seal::Unchecked,
            }
        }
        match self.ssh.check(&message, &signature) {
            Checked::Good(key) => Seal::UnknownSigner {
                key: fingerprint(key),
            },
            Checked::Bad => Seal::Forged(Forgery::Mismatch),
            Checked::Failed => Seal::Unchecked,
        }
    }
}

/// Says of each sign-off which statements it found that are there no more.
fn mark_lost(sign_offs: &mut [SignOff]) {
    let there = sign_offs.iter().filter(|it| it.statement.is_some());
    let there: HashSet<String> = there.map(|it| it.digest.clone()).collect();
    for sign_off in sign_offs {
        let found = sign_off.counting().map(|statement| &statement.found);
        let lost = found.into_iter().flatten();
        let lost: Vec<String> = lost
            .filter(|digest| !there.contains(*digest))
            .cloned()
            .collect();
        sign_off.lost = lost;
    }
}

//! A bundle: everything that somebody needs to verify the sign-offs of an assessment, in one folder or one zip file.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Content;
use crate::domain::sign_off::{Seal, SignOff};
use crate::format::ASSESSMENT_CAP;
use crate::format::statement::is_kept_evidence;
use crate::problem::{Problem, ProblemKind};

use super::digest::{Digest, digest_of, hex};
use super::durable::{self, Expected};
use super::evidence_file::{LARGEST_COPY, copy_of};
use super::files::{FileKind, FileSystem, Held, read_capped, read_if_present};
use super::{failure, sign_offs};

/// The digits that tell one bundle that is being written from another.
const DIGITS: usize = 12;

/// The largest statement or signature that is taken along, in bytes.
const LARGEST_STATEMENT: u64 = 1 << 20;

/// The files of a bundle by their paths in it, with forward slashes.
#[derive(Debug, Default)]
pub struct Bundle {
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What belongs to it and could not be taken along, each in words.
    pub missing: Vec<String>,
}

impl Bundle {
    /// Gathers the assessment's file, its sign-offs with what was signed, and the evidence that is kept beside it.
    pub fn gather(
        files: &dyn FileSystem,
        path: &Path,
        assessment: &Assessment,
        signed: &[SignOff],
    ) -> Result<Self, Problem> {
        let mut bundle = Self::default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let live = read_capped(files, path, ASSESSMENT_CAP)?;
        bundle.files.insert(name.into_owned(), live);
        for sign_off in signed {
            bundle.take_sign_off(files, path, sign_off)?;
        }
        bundle.take_evidence(files, path, assessment)?;
        Ok(bundle)
    }

    fn take_sign_off(
        &mut self,
        files: &dyn FileSystem,
        path: &Path,
        sign_off: &SignOff,
    ) -> Result<(), Problem> {
        let directory = path.parent().unwrap_or(Path::new(""));
        let folder = sign_offs::folder(path);
        let name = &sign_off.file;
        let Some(statement) = &sign_off.statement else {
            require_readable(files, &folder, name)?;
            self.missing.push(format!("{name} is no sign-off"));
            return Ok(());
        };
        // Under the name that the statement gives its folder, where `sha256sum -c` looks for it.
        let Some((inside, copy)) = statement.copy.split_once('/') else {
            self.missing.push(format!("{name} names no copy"));
            return Ok(());
        };
        let bytes = read_capped(files, &folder.join(name), LARGEST_STATEMENT)?;
        self.files.insert(format!("{inside}/{name}"), bytes);
        if !matches!(sign_off.seal, Seal::NoKey) {
            let signature = format!("{name}.sig");
            match read_if_present(files, &folder.join(&signature), LARGEST_STATEMENT)? {
                Some(bytes) => {
                    self.files.insert(format!("{inside}/{signature}"), bytes);
                }
                None => self.missing.push(format!("the signature {signature}")),
            }
        }
        match read_if_present(files, &folder.join(copy), ASSESSMENT_CAP)? {
            Some(bytes) => {
                self.files.insert(statement.copy.clone(), bytes);
            }
            None => self.missing.push(format!("the kept copy {copy}")),
        }
        for file in statement
            .evidence
            .iter()
            .filter(|file| is_kept_evidence(file))
        {
            let kept = directory.join(&file.path);
            match read_if_present(files, &kept, LARGEST_COPY)? {
                Some(bytes) => {
                    self.files.insert(file.path.clone(), bytes);
                }
                None => self.missing.push(format!("the evidence {}", file.path)),
            }
        }
        Ok(())
    }

    /// The evidence of the assessment as it stands now, as far as copies of it are kept.
    fn take_evidence(
        &mut self,
        files: &dyn FileSystem,
        path: &Path,
        assessment: &Assessment,
    ) -> Result<(), Problem> {
        let directory = path.parent().unwrap_or(Path::new(""));
        let pieces = assessment
            .answers()
            .iter()
            .flat_map(|answer| &answer.evidence);
        for piece in pieces.filter(|piece| piece.withdrawn.is_none()) {
            let Content::File {
                path: recorded,
                sha256,
                bytes,
            } = &piece.content
            else {
                continue;
            };
            match copy_of(files, path, Path::new(recorded), sha256, *bytes) {
                Some(kept) => {
                    let parts: Vec<_> = kept.iter().map(|part| part.to_string_lossy()).collect();
                    let content = read_capped(files, &directory.join(&kept), LARGEST_COPY)?;
                    self.files.insert(parts.join("/"), content);
                }
                None => self
                    .missing
                    .push(format!("the evidence {recorded}, of which no copy is kept")),
            }
        }
        self.missing.sort();
        self.missing.dedup();
        Ok(())
    }

    /// Writes it as a new folder, whole or not at all; refuses where there is something of that name.
    pub fn write_folder(&self, files: &dyn FileSystem, out: &Path) -> Result<(), Problem> {
        if files.inspect(out).is_ok() {
            return Err(taken(out));
        }
        let parent = out.parent().unwrap_or(Path::new(""));
        if !parent.as_os_str().is_empty() {
            durable::create_directories(files, parent)?;
        }
        let mut making = out.file_name().unwrap_or_default().to_os_string();
        making.push(format!(".{}.partial", &hex(&self.digest())[..DIGITS]));
        let making = parent.join(making);
        let here = if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        };
        remove_left_behind(files, here, out);
        let fails = |error: &io::Error| failure::problem("the folder can't be written", out, error);
        let mut made: Vec<PathBuf> = Vec::new();
        let written = self.write_into(files, &making, &mut made).and_then(|held| {
            let renamed = files.rename_new(&making, out);
            drop(held);
            renamed.map_err(|error| {
                if error.kind() == io::ErrorKind::AlreadyExists {
                    taken(out)
                } else {
                    fails(&error)
                }
            })?;
            durable::sync_directory_of(files, out).inspect_err(|_| {
                // Taken back, so that it can be written again under this name.
                let _ = files.rename_new(out, &making);
            })
        });
        if written.is_err() {
            // What was made is taken away again, the last first; what can't be is left to be seen.
            for path in made.iter().rev() {
                if files.remove(path).is_err() {
                    let _ = files.remove_directory(path);
                }
            }
        }
        written
    }

    fn write_into(
        &self,
        files: &dyn FileSystem,
        making: &Path,
        made: &mut Vec<PathBuf>,
    ) -> Result<Held, Problem> {
        let directory = |path: &Path, made: &mut Vec<PathBuf>| {
            let is_new = files.inspect(path).is_err();
            // One that is there may have been left by a process that was killed before it was durable.
            durable::create_directories(files, path)?;
            if is_new {
                made.push(path.to_owned());
            }
            Ok::<(), Problem>(())
        };
        directory(making, made)?;
        // As long as it is locked nobody takes it for one that a killed process has left.
        let held = files.lock(making)?;
        for (inside, bytes) in &self.files {
            let path = making.join(inside);
            directory(path.parent().unwrap_or(making), made)?;
            durable::place(files, &path, bytes, 0o644)?;
            made.push(path);
        }
        Ok(held)
    }

    /// Writes it as one zip file; the same bundle gives the same bytes.
    pub fn write_zip(
        &self,
        files: &dyn FileSystem,
        out: &Path,
        expected: Expected,
    ) -> Result<(), Problem> {
        let zipped = self.zipped().map_err(|error| {
            Problem::new(
                ProblemKind::File,
                format!("the zip file can't be made: {error}"),
            )
            .at(out.display().to_string())
            .next("write a folder instead: name one without .zip with -o")
        })?;
        let saved = durable::save(files, out, &zipped, expected);
        saved.map(drop).map_err(|error| error.problem().clone())
    }

    fn zipped(&self) -> zip::result::ZipResult<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o644);
        for (path, bytes) in &self.files {
            writer.start_file(path.as_str(), options)?;
            writer.write_all(bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }

    fn digest(&self) -> Digest {
        let names: Vec<&str> = self.files.keys().map(String::as_str).collect();
        digest_of(names.join("\n").as_bytes())
    }
}

/// A file that is no sign-off, or the folder where that is none, can at least be read: what the disk refuses may be one.
fn require_readable(files: &dyn FileSystem, folder: &Path, name: &str) -> Result<(), Problem> {
    let fails = |path: &Path, error: &io::Error| {
        failure::problem(
            "the sign-offs can't be read, so nothing is exported",
            path,
            error,
        )
    };
    let facts = files
        .inspect(folder)
        .map_err(|error| fails(folder, &error))?;
    if facts.kind != FileKind::Directory {
        return Ok(());
    }
    files.list(folder).map_err(|error| fails(folder, &error))?;
    let path = folder.join(name);
    match files.inspect(&path) {
        Ok(facts) if facts.kind == FileKind::Regular && facts.length <= LARGEST_STATEMENT => {
            read_capped(files, &path, LARGEST_STATEMENT).map(drop)
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(fails(&path, &error)),
        _ => Ok(()),
    }
}

/// Removes what exports to this name have left in a directory when they were killed.
fn remove_left_behind(files: &dyn FileSystem, directory: &Path, out: &Path) {
    let prefix = out.file_name().unwrap_or_default().as_encoded_bytes();
    for name in files.list(directory).unwrap_or_default() {
        let digits = name
            .as_encoded_bytes()
            .strip_prefix(prefix)
            .and_then(|rest| rest.strip_prefix(b"."))
            .and_then(|rest| rest.strip_suffix(b".partial"));
        let is_partial =
            digits.is_some_and(|it| it.len() == DIGITS && it.iter().all(u8::is_ascii_hexdigit));
        let path = directory.join(&name);
        let is_directory = |path: &Path| {
            let facts = files.inspect(path);
            facts.is_ok_and(|facts| facts.kind == FileKind::Directory)
        };
        if !is_partial || !is_directory(&path) {
            continue;
        }
        let Some(_held) = files.claim(&path) else {
            continue;
        };
        // The deepest first; what can't be removed is left to be seen.
        let (mut directories, mut at) = (vec![path], 0);
        while at < directories.len() {
            for name in files.list(&directories[at]).unwrap_or_default() {
                let path = directories[at].join(name);
                if is_directory(&path) {
                    directories.push(path);
                } else {
                    let _ = files.remove(&path);
                }
            }
            at += 1;
        }
        for directory in directories.iter().rev() {
            let _ = files.remove_directory(directory);
        }
    }
}

fn taken(out: &Path) -> Problem {
    Problem::new(
        ProblemKind::Usage,
        "there is something of that name already",
    )
    .at(out.display().to_string())
    .next("name another folder with -o, or remove that one")
}

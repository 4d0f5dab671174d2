//! The statement of a sign-off: text that a person can read, one fact a line, whose files `sha256sum -c` checks.
//!
//! The files stand in the form in which `sha256sum` writes them, with paths from the assessment's directory; it passes
//! over every other line. What is said stands as `key: value`, in one order. A text that holds a line feed, or what
//! can't be seen, is written with escapes, so that a value never makes a line.

use std::fmt::Write as _;

use crate::domain::gate::Verdict;
use crate::domain::sign_off::{Condition, PinnedFile, Statement};
use crate::domain::text::{Text, must_escape};
use crate::domain::time::{Moment, parse_day};

use super::STATEMENT_CAP;

/// The first line: it names the format.
const FIRST: &str = "candor sign-off 1";

const TIME: &str = "time, by the signer's word";
const KEY: &str = "key";
const WITH_KEY: &str =
    "signed with an SSH key; the signature is the file of this name with .sig at its end";
const WITHOUT_KEY: &str = "not signed with a key";

/// The canonical text of a statement.
pub fn write_statement(statement: &Statement) -> String {
    let mut out = Lines(format!("{FIRST}\n"));
    out.text("subject", &statement.subject);
    out.unless_empty("version", &statement.version);
    if let Some(target) = &statement.target {
        out.text("target", target);
    }
    out.line("decision", statement.decision.word());
    out.text("role", &statement.role);
    out.text("name", &statement.name);
    out.text("principal", &statement.principal);
    out.line(TIME, &statement.at.to_string());
    let key = if statement.with_key {
        WITH_KEY
    } else {
        WITHOUT_KEY
    };
    out.line(KEY, key);
    for condition in &statement.conditions {
        out.text("condition", &condition.text);
        out.text("condition-owner", &condition.owner);
        out.line("condition-due", &condition.due.to_string());
        out.text("condition-id", &condition.id);
    }
    out.unless_empty("despite", &statement.despite);
    out.unless_empty("words", &statement.words);
    out.line("verdict", statement.verdict.word());
    for (key, texts) in [
        ("reason", &statement.reasons),
        ("score", &statement.scores),
        ("waiver", &statement.waivers),
    ] {
        for text in texts {
            out.text(key, text);
        }
    }
    out.text("checklist", &statement.checklist);
    out.unless_empty("checklist-version", &statement.checklist_version);
    out.line("checklist-sha256", &statement.checklist_digest);
    for digest in &statement.found {
        out.line("found", digest);
    }
    let (digest, copy) = (&statement.assessment, &statement.copy);
    let is_checked = is_copy(copy, ".signoffs", &format!("{digest}.ron"));
    out.file("kept", digest, copy, is_checked);
    for file in &statement.evidence {
        let (digest, path) = (&file.sha256, &file.path);
        out.file("pinned", digest, path, is_kept_evidence(file));
    }
    out.0
}

/// Whether a file of evidence is a copy beside the assessment, which `sha256sum -c` checks wherever the folder goes;
/// else its digest alone stands in the statement.
pub fn is_kept_evidence(file: &PinnedFile) -> bool {
    let Some((_, name)) = file.path.split_once('/') else {
        return false;
    };
    let prefix = format!("{}-", file.sha256);
    name.starts_with(&prefix) && is_copy(&file.path, ".evidence", name)
}

/// Reads a statement; absent for whatever [`write_statement`] would not write byte for byte.
pub fn read_statement(bytes: &[u8]) -> Option<Statement> {
    if bytes.len() as u64 > STATEMENT_CAP {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let statement = parsed(text)?;
    (write_statement(&statement) == text).then_some(statement)
}

/// The lines of a statement that is being written.
struct Lines(String);

impl Lines {
    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key}: {value}");
    }

    fn text(&mut self, key: &str, text: &Text) {
        self.line(key, &escaped(text.raw()));
    }

    fn unless_empty(&mut self, key: &str, text: &Text) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    /// A file as `sha256sum` writes it, or, where that could not find it, as a fact of its own.
    fn file(&mut self, key: &str, digest: &str, path: &str, is_checked: bool) {
        if is_checked {
            // This is how `sha256sum` itself marks and writes a name that would break its line.
            let mark = if path.contains(['\\', '\n']) {
                "\\"
            } else {
                ""
            };
            let name = path.replace('\\', "\\\\").replace('\n', "\\n");
            let _ = writeln!(self.0, "{mark}{digest}  {name}");
        } else {
            self.line(key, &format!("{digest}  {}", escaped(path)));
        }
    }
}

/// Whether a path is a file of that name in a folder whose name ends so, and can stand in a line of `sha256sum`.
fn is_copy(path: &str, folder_end: &str, name: &str) -> bool {
    let Some((folder, file)) = path.split_once('/') else {
        return false;
    };
    folder.ends_with(folder_end)
        && file == name
        && !file.contains('/')
        && path.chars().all(|c| c == '\n' || !must_escape(c))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if must_escape(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn unescaped(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = if let Some(after) = after.strip_prefix('\\') {
            out.push('\\');
            after
        } else if let Some(after) = after.strip_prefix('n') {
            out.push('\n');
            after
        } else {
            let (digits, after) = after.strip_prefix("u{")?.split_once('}')?;
            out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
            after
        };
    }
    out.push_str(rest);
    Some(out)
}

/// The lines of a statement that is being read. What stands out of order is found out by writing it again.
struct Reading<'a> {
    lines: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Reading<'a> {
    /// The value of the next line, where that has the key.
    fn next(&mut self, key: &str) -> Option<&'a str> {
        let line = self.lines.peek()?;
        let value = line.strip_prefix(key)?.strip_prefix(": ")?;
        self.lines.next();
        Some(value)
    }

    fn text(&mut self, key: &str) -> Option<Text> {
        self.next(key).and_then(unescaped).map(Text::from)
    }

    fn texts(&mut self, key: &str) -> Vec<Text> {
        std::iter::from_fn(|| self.text(key)).collect()
    }

    fn or_empty(&mut self, key: &str) -> Text {
        self.text(key).unwrap_or_default()
    }

    fn verdict(&mut self, key: &str) -> Option<Verdict> {
        let word = self.next(key)?;
        let known = [Verdict::NoGo, Verdict::ConditionalGo, Verdict::Go];
        known.into_iter().find(|verdict| verdict.word() == word)
    }

    fn digest(&mut self, key: &str) -> Option<String> {
        self.next(key).filter(|it| is_digest(it)).map(str::to_owned)
    }

    fn condition(&mut self) -> Option<Condition> {
        Some(Condition {
            text: self.text("condition")?,
            owner: self.text("condition-owner")?,
            due: parse_day(self.next("condition-due")?)?,
            id: self.text("condition-id")?,
        })
    }

    fn file(&mut self, key: &str) -> Option<PinnedFile> {
        let (digest, path) = if let Some(value) = self.next(key) {
            let (digest, path) = value.split_once("  ")?;
            (digest, unescaped(path)?)
        } else {
            let line = *self.lines.peek()?;
            let (digest, path) = match line.strip_prefix('\\') {
                // A name of a file that is checked holds nothing else that wants an escape.
                Some(line) => {
                    let (digest, path) = line.split_once("  ")?;
                    (digest, unescaped(path)?)
                }
                None => {
                    let (digest, path) = line.split_once("  ")?;
                    (digest, path.to_owned())
                }
            };
            self.lines.next();
            (digest, path)
        };
        is_digest(digest).then(|| PinnedFile {
            sha256: digest.to_owned(),
            path,
        })
    }
}

fn parsed(text: &str) -> Option<Statement> {
    let text = text.strip_prefix(FIRST)?.strip_prefix('\n')?;
    let mut reading = Reading {
        lines: text.strip_suffix('\n')?.split('\n').peekable(),
    };
    let subject = reading.text("subject")?;
    let version = reading.or_empty("version");
    let target = reading.text("target");
    let decision = reading.verdict("decision")?;
    let role = reading.text("role")?;
    let name = reading.text("name")?;
    let principal = reading.text("principal")?;
    let at = Moment::try_from(reading.next(TIME)?.to_owned()).ok()?;
    let with_key = match reading.next(KEY)? {
        WITH_KEY => true,
        WITHOUT_KEY => false,
        _ => return None,
    };
    let conditions = std::iter::from_fn(|| reading.condition()).collect();
    let despite = reading.or_empty("despite");
    let words = reading.or_empty("words");
    let verdict = reading.verdict("verdict")?;
    let reasons = reading.texts("reason");
    let scores = reading.texts("score");
    let waivers = reading.texts("waiver");
    let checklist = reading.text("checklist")?;
    let checklist_version = reading.or_empty("checklist-version");
    let checklist_digest = reading.digest("checklist-sha256")?;
    let found = std::iter::from_fn(|| reading.digest("found")).collect();
    let kept = reading.file("kept")?;
    let evidence = std::iter::from_fn(|| reading.file("pinned")).collect();
    reading.lines.next().is_none().then_some(Statement {
        assessment: kept.sha256,
        copy: kept.path,
        checklist_digest,
        checklist,
        checklist_version,
        subject,
        version,
        target,
        verdict,
        reasons,
        scores,
        waivers,
        decision,
        conditions,
        despite,
        words,
        role,
        name,
        principal,
        at,
        with_key,
        found,
        evidence,
    })
}

/// Whether a text is a SHA-256: 64 lowercase hexadecimal digits.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

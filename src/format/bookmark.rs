//! Where a reviewer left an assessment, as text: what was on the screen, and a short digest of every answer.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io;

use serde::{Deserialize, Serialize};

use crate::domain::assessment::{Answer, Assessment, Status};
use crate::domain::bookmark::Bookmark;
use crate::domain::text::Text;

/// The version of the file's shape.
const FORMAT: u32 = 1;

/// The hexadecimal digits of a digest.
const DIGITS: usize = 8;

/// What is kept of an assessment that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its file, absolute.
    pub path: String,
    /// Where the reviewer was.
    pub bookmark: Bookmark,
    /// A short digest of each item's id, and one of its answer.
    digests: Vec<(u32, u32)>,
}

/// The file's shape.
#[derive(Serialize, Deserialize)]
struct Shape {
    format: u32,
    path: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    pane: String,
    #[serde(default)]
    grouping: String,
    #[serde(default)]
    filter: Vec<String>,
    /// Sixteen hexadecimal digits for each item.
    #[serde(default)]
    answers: String,
}

impl Kept {
    /// What is to be kept of an assessment as it stands.
    pub fn of(path: String, bookmark: Bookmark, assessment: &Assessment) -> Self {
        let digests = assessment
            .answers()
            .iter()
            .map(|answer| (digest_of_id(&answer.item), digest_of(answer)))
            .collect();
        Self {
            path,
            bookmark,
            digests,
        }
    }

    /// The positions of the items whose answer is another than it was when this was kept. An item that was not there
    /// then counts as soon as somebody has answered it.
    pub fn changed(&self, assessment: &Assessment) -> BTreeSet<usize> {
        let known: HashMap<u32, u32> = self.digests.iter().copied().collect();
        let answers = assessment.answers().iter().enumerate();
        answers
            .filter(|(_, answer)| match known.get(&digest_of_id(&answer.item)) {
                Some(digest) => *digest != digest_of(answer),
                None => answer.status != Status::Unanswered,
            })
            .map(|(position, _)| position)
            .collect()
    }

    /// What a file says; nothing where it can't be read or is of another program's version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let shape: Shape = ron::de::from_bytes(bytes).ok()?;
        if shape.format != FORMAT {
            return None;
        }
        let number = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits).ok()?;
            u32::from_str_radix(digits, 16).ok()
        };
        let digests = shape
            .answers
            .as_bytes()
            .chunks(2 * DIGITS)
            .map(|pair| Some((number(pair.get(..DIGITS)?)?, number(pair.get(DIGITS..)?)?)))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            path: shape.path,
            bookmark: Bookmark {
                item: Text::new(shape.item),
                pane: shape.pane,
                grouping: shape.grouping,
                filter: shape.filter,
            },
            digests,
        })
    }

    /// The bytes of the file; nothing where they can't be written.
    pub fn write(&self) -> Option<Vec<u8>> {
        let mut answers = String::with_capacity(self.digests.len() * 2 * DIGITS);
        for (id, answer) in &self.digests {
            // Writing to a string cannot fail.
            let _ = write!(answers, "{id:08x}{answer:08x}");
        }
        let shape = Shape {
            format: FORMAT,
            path: self.path.clone(),
            item: self.bookmark.item.raw().to_owned(),
            pane: self.bookmark.pane.clone(),
            grouping: self.bookmark.grouping.clone(),
            filter: self.bookmark.filter.clone(),
            answers,
        };
        let pretty = ron::ser::PrettyConfig::new().new_line("\n");
        let text = ron::ser::to_string_pretty(&shape, pretty).ok()?;
        Some(format!("{text}\n").into_bytes())
    }
}

fn digest_of_id(id: &Text) -> u32 {
    let mut digest = Digest::default();
    digest.take(id.raw().as_bytes());
    digest.short()
}

fn digest_of(answer: &Answer) -> u32 {
    let mut digest = Digest::default();
    // Neither the digest nor an answer, which has no maps, can fail to take or to give its text.
    let _ = serde_json::to_writer(&mut digest, answer);
    digest.short()
}

/// FNV-1a: it tells two answers apart, and guards nothing.
struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn short(&self) -> u32 {
        u32::try_from((self.0 ^ (self.0 >> 32)) & u64::from(u32::MAX)).unwrap_or_default()
    }
}

impl io::Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Where the facilitator of a meeting is, as text: what a second screen follows.

use serde::{Deserialize, Serialize};

use crate::domain::text::Text;
use crate::domain::time::Moment;

/// The version of the file's shape.
const FORMAT: u32 = 1;

/// The largest file that is read or written, in bytes: a path and an id at their longest fit many times.
pub const POINTER_CAP: u64 = 64 * 1024;

/// What the facilitator of a meeting shows. It holds nothing of the assessment but an id: no notes, no texts.
///
/// Read leniently: a field of a newer program is passed over, and one that is missing is as good as empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The version of the shape; [`Pointer::at`] sets the one that this program knows.
    pub format: u32,
    /// The assessment's file, absolute; whoever writes the pointer fills it in.
    pub assessment: String,
    /// The item that is talked about; none where the agenda, the settled rest or the end is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Text>,
    /// When the facilitator last moved.
    pub at: Moment,
    /// Where the item stands on the agenda, from 1, and how many points that has; none outside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<(u32, u32)>,
    /// When the item was begun; none where nothing is timed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_started: Option<Moment>,
    /// How long the item may take, in seconds; none for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_seconds: Option<u32>,
    /// When the meeting began; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_started: Option<Moment>,
    /// When the meeting is to end; none for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_ends: Option<Moment>,
}

impl Pointer {
    /// A pointer at an item, or at none, without time boxes.
    pub fn at(item: Option<Text>, at: Moment) -> Self {
        Self {
            format: FORMAT,
            assessment: String::new(),
            item,
            at,
            point: None,
            item_started: None,
            item_seconds: None,
            meeting_started: None,
            meeting_ends: None,
        }
    }

    /// What a file says; nothing where it can't be read or is of another program's version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() as u64 > POINTER_CAP {
            return None;
        }
        let pointer: Self = ron::de::from_bytes(bytes).ok()?;
        (pointer.format == FORMAT).then_some(pointer)
    }

    /// The bytes of the file; nothing where they can't be written or are too many.
    pub fn write(&self) -> Option<Vec<u8>> {
        let pretty = ron::ser::PrettyConfig::new().new_line("\n");
        let text = ron::ser::to_string_pretty(self, pretty).ok()?;
        let bytes = format!("{text}\n").into_bytes();
        (bytes.len() as u64 <= POINTER_CAP).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{POINTER_CAP, Pointer};
    use crate::domain::text::Text;
    use crate::domain::time::{Moment, UtcOffset};

    fn pointer() -> Pointer {
        let at = Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default());
        let at = at.expect("a moment of the test");
        Pointer {
            assessment: "/reviews/api.ron".to_owned(),
            point: Some((3, 12)),
            item_started: Some(at),
            item_seconds: Some(120),
            meeting_started: Some(at),
            meeting_ends: Some(at),
            ..Pointer::at(Some(Text::from("error-tracking")), at)
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes = pointer().write().expect("it is small");
        assert_eq!(Pointer::read(&bytes), Some(pointer()));
        let bare = Pointer::at(None, pointer().at);
        let bytes = bare.write().expect("it is small");
        assert_eq!(Pointer::read(&bytes), Some(bare));
    }

    #[test]
    fn a_field_of_a_newer_program_is_passed_over_and_another_format_is_not_read() {
        let text = String::from_utf8(pointer().write().expect("it is small")).expect("text");
        let more = text.replace("format: 1,", "format: 1,\n    slide: Some((a: [1, 2])),");
        assert_ne!(more, text);
        assert_eq!(Pointer::read(more.as_bytes()), Some(pointer()));
        let newer = text.replace("format: 1,", "format: 2,");
        assert_eq!(Pointer::read(newer.as_bytes()), None);
        assert_eq!(Pointer::read(b"(format: 1"), None);
        assert_eq!(Pointer::read(&[0xff; 8]), None);
    }

    #[test]
    fn a_file_that_is_too_large_is_neither_read_nor_written() {
        let mut large = pointer();
        large.assessment = "x".repeat(usize::try_from(POINTER_CAP).expect("it is small"));
        assert_eq!(large.write(), None);
        let mut bytes = pointer().write().expect("it is small");
        bytes.resize(
            bytes.len() + usize::try_from(POINTER_CAP).expect("small"),
            b' ',
        );
        assert_eq!(Pointer::read(&bytes), None);
    }
}

//! RON text to domain and back; pure.

pub mod armour;
pub mod bookmark;
mod by_hand;
mod check;
mod check_answers;
mod check_assessment;
pub mod configuration;
mod explain;
pub mod fault;
pub mod locate;
pub mod markers;
pub mod outer;
pub mod pointer;
pub mod read;
pub mod shape;
pub mod shared;
pub mod statement;
mod structure;
mod tokens;
mod twice;
pub mod write;

/// The newest file format that this program reads and the one it writes.
pub const FORMAT: u32 = 1;

/// A checklist larger than this is not read.
pub const CHECKLIST_CAP: u64 = 16 * 1024 * 1024;

/// An assessment larger than this is not read.
pub const ASSESSMENT_CAP: u64 = 256 * 1024 * 1024;

/// A configuration or a theme larger than this is not read.
pub const CONFIGURATION_CAP: u64 = 1024 * 1024;

/// A statement of a sign-off larger than this is none.
pub const STATEMENT_CAP: u64 = 1024 * 1024;

/// A signature larger than this is none.
pub const SIGNATURE_CAP: u64 = 64 * 1024;

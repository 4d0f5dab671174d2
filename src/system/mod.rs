//! Everything that touches the machine.
//!
//! The clock, files, processes, randomness and the environment are used here and nowhere else, so that the rest
//! can be tested without them; `clippy.toml` holds that for the whole package and this module alone is excused.
#![allow(clippy::disallowed_methods)]

pub mod asking;
pub mod beginning;
pub mod breaking;
pub mod browser;
pub mod bundle;
pub mod clock;
pub mod complete;
pub mod configuration;
pub mod conflicted;
pub mod digest;
pub mod disk;
pub mod durable;
pub mod editor;
pub mod environment;
pub mod evidence_file;
pub mod failure;
pub mod files;
pub mod following;
pub mod gather;
pub mod git;
pub mod library;
pub mod links;
pub mod lock;
pub mod observe;
pub mod pin;
pub mod places;
pub mod presenting;
pub mod random;
pub mod recent;
pub mod resume;
pub mod saver;
pub mod scratch;
pub mod sign_offs;
pub mod signers;
pub mod signing;
pub mod spill;
pub mod ssh;
pub mod store;
pub mod walk;
pub mod watch;

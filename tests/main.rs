//! The everyday tests, in one binary.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

mod scratch;

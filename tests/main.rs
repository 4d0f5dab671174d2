//! The everyday tests, in one binary.
// Tests build, break and look at the machine directly; the lint keeps only the program itself from it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod format;
mod pty;
mod reliability;
mod scoring;

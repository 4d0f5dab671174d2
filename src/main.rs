//! The `candor` binary.
#![forbid(unsafe_code)]
fn main() {}

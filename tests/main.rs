//! Tests.
// Tests build, break and look at the machine directly; the lint keeps only the program itself from it.
#![allow(clippy::disallowed_methods)]

mod reliability;

//! The everyday tests, in one binary.
// Tests build, break and look at the machine directly; the lint keeps only the program itself from it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod bundle;
mod cli;
mod compare;
mod config;
mod endtoend;
mod format;
mod gate;
mod git;
mod linear;
mod lint;
mod listing;
mod live;
mod meeting;
mod merge;
mod page;
mod plan;
mod power;
mod pty;
mod reliability;
mod scoring;
mod search;
mod shelf;
mod sign;
mod text;
mod tui;
mod way;

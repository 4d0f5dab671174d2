//! The command line, through the real binary.
// A test's directory is a `test` and what it reads a `text`.
#![allow(clippy::similar_names)]

mod answers;
mod bad_input;
mod builder;
mod concurrent;
mod diff;
mod evidence;
mod example_tables;
mod examples;
mod exports;
mod help;
mod lint;
mod list;
mod new;
mod output;
mod portfolio;
mod scores;
mod set;
mod upgrade;

//! The command line, through the real binary.
// A test's directory is a `test` and what it reads a `text`.
#![allow(clippy::similar_names)]

mod answers;
mod bad_input;
mod builder;
mod concurrent;
mod config;
mod diff;
mod dissent;
mod evidence;
mod example_tables;
mod example_tables_more;
mod examples;
mod exports;
mod gate;
mod help;
mod json;
mod links;
mod lint;
mod list;
mod list_items;
mod man;
mod meeting;
mod new;
mod note;
mod output;
mod plan;
mod portfolio;
mod readme;
mod resolve;
mod rich;
mod scores;
mod set;
mod snapshot;
mod upgrade;
mod waive;

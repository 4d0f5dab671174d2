//! candor: honest readiness reviews in the terminal.
//!
//! The modules in reading order; imports go down only, see ARCHITECTURE.md.
#![forbid(unsafe_code)]

pub mod action;
pub mod cli;
pub mod domain;
pub mod export;
pub mod format;
pub mod linear;
pub mod problem;
pub mod search;
pub mod session;
pub mod system;
pub mod tui;

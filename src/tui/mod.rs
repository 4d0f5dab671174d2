//! The terminal user interface.

pub mod run;
#[cfg(unix)]
pub mod terminal;
#[cfg(unix)]
pub mod wait;

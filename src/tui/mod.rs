//! The terminal user interface.

#[cfg(unix)]
pub mod terminal;
#[cfg(unix)]
pub mod wait;

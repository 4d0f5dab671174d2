//! The terminal user interface.

#[cfg(unix)]
pub mod terminal;
pub mod theme;
#[cfg(unix)]
pub mod wait;
pub mod widgets;

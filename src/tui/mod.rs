//! The terminal user interface.

pub mod theme;
pub mod widgets;

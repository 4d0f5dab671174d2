//! The terminal user interface.

pub mod background;
pub mod bell;
pub mod clipboard;
#[cfg(unix)]
pub mod decode;
pub mod dialogs;
pub mod effect;
pub mod front;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod model;
pub mod paint;
#[cfg(unix)]
pub mod run;
pub mod screens;
pub mod settings;
#[cfg(unix)]
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
#[cfg(unix)]
pub mod wait;
pub mod widgets;

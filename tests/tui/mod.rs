//! The user interface: keys in, pictures out.

mod aside;
mod every_key;
pub(crate) mod everywhere;
pub(crate) mod harness;
mod hostile;
mod listing;
mod picture;
mod pictured;
mod review;
mod screens;
pub(crate) mod standing;

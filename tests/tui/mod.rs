//! The user interface: keys in, pictures out.

mod aside;
pub(crate) mod every_key;
pub(crate) mod everywhere;
pub(crate) mod harness;
mod hostile;
pub(crate) mod picture;
mod listing;
mod pictured;
mod plan;
mod review;
mod screens;
pub(crate) mod standing;
mod summary;

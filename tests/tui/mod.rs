//! The user interface: keys in, pictures out.

mod aside;
pub(crate) mod every_key;
pub(crate) mod everywhere;
pub(crate) mod harness;
mod hostile;
mod listing;
pub(crate) mod picture;
mod pictured;
mod plan;
mod review;
mod screens;
pub(crate) mod standing;
mod summary;

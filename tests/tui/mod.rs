//! The user interface: keys in, pictures out.

mod every_key;
mod everywhere;
pub(crate) mod harness;
mod hostile;
mod listing;
mod picture;
mod pictured;
mod review;
mod screens;
mod standing;

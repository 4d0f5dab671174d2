//! The user interface: keys in, pictures out.

mod everywhere;
pub(crate) mod harness;
mod hostile;
mod review;
mod screens;

//! The user interface: keys in, pictures out.

pub(crate) mod harness;
mod review;
mod screens;

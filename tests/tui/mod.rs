//! The user interface: keys in, pictures out.

mod aside;
mod compare;
mod every_key;
mod everywhere;
mod evidence;
pub(crate) mod harness;
mod hostile;
mod links;
mod picture;
mod pictured;
mod review;
mod screens;
mod standing;

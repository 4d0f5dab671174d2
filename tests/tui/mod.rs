//! The user interface: keys in, pictures out.

mod aside;
mod compare;
pub(crate) mod conflicts;
pub(crate) mod every_key;
pub(crate) mod everywhere;
mod evidence;
pub(crate) mod harness;
mod hostile;
mod links;
mod listing;
mod manners;
pub(crate) mod meeting;
pub(crate) mod picture;
mod pictured;
mod plan;
mod present;
mod review;
mod screens;
pub(crate) mod sign_off;
pub(crate) mod standing;
mod summary;

//! What `lint` says of broken checklists.

mod fixtures;
mod mutations;

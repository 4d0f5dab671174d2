//! What `lint` says of broken checklists.

mod copies;
mod fixtures;
mod hostile;
mod mutations;

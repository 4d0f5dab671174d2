//! What `lint` says of broken checklists.

mod mutations;

//! The domain core held to its contract: worked figures, a slow twin written from the rules alone, and the laws.

mod both_sides;
pub(crate) mod changes;
mod conflicts;
mod fixture;
mod fixtures;
mod laws;
mod laws_of_changes;
mod lists;
mod meetings;
pub(crate) mod next;
pub(crate) mod picture;
pub(crate) mod property;
pub(crate) mod random;
mod refusals;
mod session;
pub(crate) mod signed;
mod spice;
mod twin;
mod twin_gate;

//! Merging held to its promise: nothing is lost, nothing is invented, the sides can be swapped, and merging again
//! changes nothing.

mod accounts;
mod controls;
mod facts;
mod laws;
mod sides;
mod stories;

//! Sign-offs: what is written, what stock OpenSSH makes of it, and that no byte of it changes unnoticed.
#![allow(clippy::unwrap_used)]

mod command;
mod failing;
mod flips;
mod folder;
mod keys;
mod place;
mod round_trip;
mod shell;
mod statements;
mod superseding;
mod wishes;

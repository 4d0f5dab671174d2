//! Sign-offs: what is written, what stock OpenSSH makes of it, and that no byte of it changes unnoticed.
#![allow(clippy::unwrap_used)]

mod flips;
mod folder;
mod place;
mod round_trip;
mod statements;

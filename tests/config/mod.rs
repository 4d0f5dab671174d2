//! What a person sets for all reviews: the file, the keys, the colours, the terminal.

mod command;
mod faults;
mod keys;
mod look;
mod sample;
mod terminal;

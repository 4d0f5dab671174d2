//! How fast the parts are that somebody waits for: `cargo bench`, or `cargo bench -- frame` for one of them.
//!
//! The goals are ratios and limits for the median; absolute times drift with the machine.
#![allow(clippy::unwrap_used)]

mod assessments;
mod frame;
mod lint;
mod read;
mod score;
mod search;
mod write;

fn main() {
    divan::main();
}

//! What a person sets for all reviews: the file, the keys, the colours, the terminal.

mod faults;
mod keys;
mod look;
mod paint;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod speed;
#[cfg(target_os = "linux")]
mod ways_out;

//! The model and its arithmetic: no I/O, no clock, no terminal; it cannot fail.

pub mod text;

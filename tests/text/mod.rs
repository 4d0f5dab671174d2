//! Untrusted text and the small parts that measure, cut and draw it.
#![allow(clippy::unwrap_used)]

mod columns;
mod drawing;
mod field;
pub(crate) mod hostile;
mod shown;
pub(crate) mod theme;

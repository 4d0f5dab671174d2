//! The way to go: open work in plan order, its totals, and the document whose plan it reproduces.

pub(crate) mod twin;
mod what_if;
mod worked;

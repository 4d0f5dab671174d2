//! The model and its arithmetic: no I/O, no clock, no terminal; it cannot fail.

pub mod assessment;
pub mod change;
pub mod checklist;
pub mod condition;
pub mod declared;
pub mod estimate;
pub mod evidence;
pub mod gate;
mod head_change;
pub mod percent;
pub mod plan;
pub mod rebase;
pub mod score;
pub mod steps;
pub mod text;
pub mod time;

//! The linear mode: conversations as lines in and lines out, without a terminal and on one.

mod behaviour;
mod equality;
pub(crate) mod harness;
mod hostile;
mod meeting;
mod real;
mod sign;
mod transcripts;

//! The linear mode: the same review as plain lines and prompts, for screen readers and braille displays.
//!
//! A [`conversation`] takes what is heard, a line or a word from the disk, and gives lines to say and what is to be
//! done outside. It is pure; [`run`] is the loop around it. Nothing is ever redrawn: lines are appended, one prompt at
//! a time, without any escape sequence.

mod act;
mod begin;
mod commands;
mod compare;
mod conflict;
pub mod conversation;
mod dissent;
mod evidence;
mod go;
mod home;
mod item;
mod list;
mod meeting;
pub mod message;
mod open;
mod plan;
pub mod presented;
mod question;
pub mod run;
mod saving;
mod sign;
mod standing;
mod subject;
mod waiver;

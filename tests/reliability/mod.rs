//! What is promised of saves, locks and evidence, each with a control where the promise could hold by accident.
#![allow(clippy::unwrap_used)]

mod commits;
mod crash;
mod crash_broken;
mod crash_disk;
mod crash_history;
mod evidence;
mod faults;
mod locks;
mod lost;
pub(crate) mod memory;
mod modes;
mod presenting;
mod recents;
mod saves;
mod strace;

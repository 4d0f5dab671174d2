//! Several at once on one file, without processes and threads: who acts next is drawn.

mod came_in;
pub(crate) mod desks;
mod protocol;

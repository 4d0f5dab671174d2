//! What stands on the review's list: filters and groups, each held to a naive twin.

mod arrangement;
mod bookmark;
mod filter;

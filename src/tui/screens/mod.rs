//! The screens.

pub mod compare;
pub mod conflicts;
pub mod home;
pub mod meeting;
pub mod plan;
pub mod present;
pub mod review;
pub mod sign_off;
pub mod summary;

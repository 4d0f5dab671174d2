//! The screens.

pub mod home;
pub mod review;

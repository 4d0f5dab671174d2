//! What leaves the program as a whole: the figures in one shape, and one file per format. Pure.

pub mod comparison;
pub mod csv;
pub mod dossier;
pub mod gate;
pub mod html;
pub mod json;
pub mod listing;
pub mod markdown;
pub mod minutes;
pub mod minutes_page;
pub mod plan;
pub mod report;
pub mod sentences;
pub mod signed;
pub mod verifying;
pub mod whole;
pub mod words;

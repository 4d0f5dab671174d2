//! The small parts from which the screens are drawn. They know the theme and nothing of an assessment.

pub mod columns;
pub mod dialog;
pub mod field_rows;
pub mod field_view;
pub mod figures;
pub mod gauge;
pub mod rows;
pub mod score_bar;
pub mod signs;
pub mod text_field;
pub mod window;

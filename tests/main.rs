//! Tests.
mod text;

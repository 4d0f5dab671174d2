//! Tests.

mod pty;

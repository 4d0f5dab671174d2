//! The `candor` binary: hands the arguments over and ends with the exit code that comes back.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(candor::cli::run())
}

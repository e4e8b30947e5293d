//! `hoithi`: one binary for serving, setting up and recounting.

#![recursion_limit = "512"]

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    server::command::run(server::command::Cli::parse())
}

//! `hoithi`: one binary for serving, setting up and recounting.

#![recursion_limit = "512"]

use clap::Parser as _;
use std::process::ExitCode;

/// Requests make and drop thousands of small texts on every thread; the allocator of libc was a quarter of all time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::command::run(server::command::Cli::parse())
}

//! The command line.

mod admin;
mod serve;

use crate::clock::{SystemChance, SystemClock};
use crate::config::Config;
use clap::{Parser, Subcommand};
use services::Services;
use std::process::ExitCode;
use std::sync::Arc;
use store::Db;

/// Error of a command, told to the person at the terminal.
pub type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;

/// Hội Thi: thi trực tuyến về cải cách hành chính.
#[derive(Debug, Parser)]
#[command(name = "hoithi", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site.
    Serve,
    /// Bring the database schema up to date.
    Migrate,
    /// Load the demo contests and print the demo sign-ins.
    Demo {
        /// Load beside contests that are there already.
        #[arg(long)]
        force: bool,
    },
    /// Accounts of this installation.
    Admin {
        #[command(subcommand)]
        act: admin::AdminCommand,
    },
}

/// Runs a command.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let result = match cli.command {
        Command::Serve => with_runtime(serve::serve()),
        Command::Migrate => with_runtime(migrate()),
        Command::Demo { force } => with_runtime(crate::demo::run(force)),
        Command::Admin { act } => with_runtime(admin::run(act)),
    };
    result.unwrap_or_else(|error| {
        eprintln!("hoithi: {error}");
        let mut source = error.source();
        while let Some(inner) = source {
            eprintln!("  vì: {inner}");
            source = inner.source();
        }
        ExitCode::FAILURE
    })
}

fn with_runtime(work: impl Future<Output = CommandResult>) -> CommandResult {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

async fn migrate() -> CommandResult {
    let config = Config::from_env()?;
    open_database(&config).await?.migrate().await?;
    println!("Cơ sở dữ liệu đã ở phiên bản mới nhất.");
    Ok(ExitCode::SUCCESS)
}

/// Opens the database of a configuration, making the data folder when needed.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_database(config: &Config) -> Result<Db, Box<dyn std::error::Error>> {
    if config.database_url.0.starts_with("sqlite:") {
        std::fs::create_dir_all(&config.data_dir)?;
    }
    Ok(Db::open(&config.database_url.0).await?)
}

/// The use cases on a configuration, with the real clock and randomness.
///
/// # Errors
/// When database or keys cannot be opened.
pub async fn open_services(config: &Config) -> Result<Services, Box<dyn std::error::Error>> {
    let db = open_database(config).await?;
    let vault = crate::secrets::vault(config, &SystemChance)?;
    Ok(Services::start(
        db,
        vault,
        Arc::new(SystemClock),
        Arc::new(SystemChance),
    ))
}

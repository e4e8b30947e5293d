//! The command line.

mod admin;
mod backup;
mod doctor;
mod questions;
mod rank;
mod serve;

use crate::clock::{SteadyClock, SystemChance};
use crate::config::Config;
use clap::{Parser, Subcommand};
use services::Services;
use std::io::Write as _;
use std::path::{Path, PathBuf};
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
    /// Check this installation and say what to do.
    Doctor,
    /// Copy the embedded database into a file while it goes on serving.
    Backup {
        /// The file; must not exist.
        file: PathBuf,
    },
    /// Put a backup in the place of the embedded database.
    Restore {
        /// The file of a backup.
        file: PathBuf,
        /// Move a database that is there already aside.
        #[arg(long)]
        force: bool,
    },
    /// Write a copy of this program that carries the files of the site; part of the build.
    #[command(hide = true)]
    Pack {
        /// The folder of the site.
        #[arg(long)]
        site: PathBuf,
        /// The new program.
        #[arg(long)]
        to: PathBuf,
    },
    /// Files of questions.
    Questions {
        #[command(subcommand)]
        act: questions::QuestionsCommand,
    },
    /// Recount a ranking from a rule sheet and a file of entries.
    Rank(rank::RankArgs),
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
        Command::Doctor => with_runtime(doctor::run()),
        Command::Pack { site, to } => pack(&site, &to),
        Command::Backup { file } => with_runtime(backup::backup(&file)),
        Command::Restore { file, force } => with_runtime(backup::restore(&file, force)),
        Command::Questions { act } => questions::run(act),
        Command::Rank(args) => rank::run(&args),
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
    // A page of many forms is a deep type; unoptimised its rendering needs more than the usual two megabytes.
    tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(8 * 1024 * 1024)
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

fn pack(site: &Path, to: &Path) -> CommandResult {
    let files = crate::site::Site::pack(site, to)?;
    println!("{} mang theo {files} tệp của trang web.", to.display());
    Ok(ExitCode::SUCCESS)
}

/// Opens the database of a configuration, making the data folder when needed.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_database(config: &Config) -> Result<Db, Box<dyn std::error::Error>> {
    // The database or the master key lives there.
    if config.database_url.0.starts_with("sqlite:") || config.master_key.is_none() {
        private_folder(&config.data_dir)?;
    }
    Ok(Db::open(&config.database_url.0).await?)
}

/// The use cases on a configuration, with this clock and real randomness.
///
/// # Errors
/// When database or keys cannot be opened.
pub async fn open_services(
    config: &Config,
    clock: Arc<SteadyClock>,
) -> Result<Services, Box<dyn std::error::Error>> {
    let db = open_database(config).await?;
    let vault = crate::secrets::vault_for(config, &db, &SystemChance).await?;
    Ok(Services::start(db, vault, clock, Arc::new(SystemChance)))
}

/// Makes a folder that only its owner may enter; one that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Reads a file named on the command line.
///
/// # Errors
/// With the file's name.
fn read_file(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|e| format!("không đọc được tệp {}: {e}", file.display()))
}

/// Tells one line. Whoever stops reading, as in `hoithi doctor | head`, is no fault of the command.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

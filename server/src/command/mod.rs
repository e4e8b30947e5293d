//! The command line.

mod admin;
mod backup;
mod because;
mod doctor;
mod questions;
mod rank;
mod serve;

use crate::clock::{SteadyClock, SystemChance};
use crate::config::Config;
use crate::listen::Place;
use clap::{Parser, Subcommand};
use services::Services;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::Db;

/// Error of a command, told to the person at the terminal.
pub type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "hoithi",
    version,
    about = "Hội Thi: chạy, kiểm tra, sao lưu và đếm lại các cuộc thi trực tuyến về cải cách hành chính.",
    long_about = None
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy trang web.
    Serve,
    /// Đưa cơ sở dữ liệu lên phiên bản của chương trình này.
    Migrate,
    /// Nạp các cuộc thi mẫu và in tài khoản mẫu.
    Demo {
        /// Nạp cả khi đã có cuộc thi khác.
        #[arg(long)]
        force: bool,
        /// Sau đó chạy trang web luôn.
        #[arg(long)]
        serve: bool,
    },
    /// Kiểm tra hệ thống này và nói phải làm gì.
    Doctor,
    /// Sao lưu cơ sở dữ liệu SQLite ra một tệp, trong khi máy chủ vẫn chạy.
    Backup {
        /// Tệp sẽ ghi; chưa được có.
        file: PathBuf,
    },
    /// Khôi phục cơ sở dữ liệu SQLite từ một bản sao lưu.
    Restore {
        /// Tệp sao lưu.
        file: PathBuf,
        /// Đổi tên cơ sở dữ liệu đang có để nhường chỗ.
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
    /// Tệp câu hỏi.
    Questions {
        #[command(subcommand)]
        act: questions::QuestionsCommand,
    },
    /// Xếp hạng lại từ một tệp thể lệ và một tệp bài thi.
    Rank(rank::RankArgs),
    /// Tài khoản của hệ thống này.
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
        Command::Demo { force, serve } => with_runtime(demo(force, serve)),
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

/// Loads the demo. Where it is to be served, its address comes first: nobody should read sign-ins for a page that is
/// another program's.
async fn demo(force: bool, serve: bool) -> CommandResult {
    if !serve {
        return crate::demo::run(force).await;
    }
    let config = Config::from_env()?;
    let place = Place::take("HOITHI_ADDR", &config.addr).await?;
    crate::demo::run(force).await?;
    serve::serve_at(config, place).await
}

async fn migrate() -> CommandResult {
    let config = Config::from_env()?;
    open_database(&config).await?.migrate().await?;
    say("Cơ sở dữ liệu đã ở phiên bản mới nhất.");
    Ok(ExitCode::SUCCESS)
}

fn pack(site: &Path, to: &Path) -> CommandResult {
    let files = crate::site::Site::pack(site, to)?;
    say(&format!(
        "{} mang theo {files} tệp của trang web.",
        to.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Opens the database of a configuration, making the data folder when needed.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_database(config: &Config) -> Result<Db, Box<dyn std::error::Error>> {
    // The database or the master key lives there.
    if is_sqlite(config) || config.master_key.is_none() {
        private_folder(&config.data_dir)?;
    }
    let opened = Db::open(&config.database_url.0).await;
    Ok(opened.map_err(|error| because::Closed::of(config, &error))?)
}

/// The use cases on a configuration, with this clock and real randomness. The schema is up to date and the master key is
/// the one the data were made with.
///
/// # Errors
/// When database or keys cannot be opened, or do not belong together.
pub async fn open_services(
    config: &Config,
    clock: Arc<SteadyClock>,
) -> Result<Services, Box<dyn std::error::Error>> {
    let db = open_database(config).await?;
    let empty = !crate::secrets::holds_something(&db).await;
    let vault = crate::secrets::vault_for(config, &db, &SystemChance).await?;
    db.migrate().await?;
    let services = Services::start(db, vault, clock, Arc::new(SystemChance));
    if empty {
        crate::secrets::claim(config, &services).await?;
    } else {
        crate::secrets::belongs(config, &services).await?;
    }
    Ok(services)
}

/// Whether the database is the embedded one.
fn is_sqlite(config: &Config) -> bool {
    config.database_url.0.starts_with("sqlite:")
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

/// Prints what a command made. Whoever stops reading, as in `hoithi rank … | head`, has read enough.
///
/// # Errors
/// When it cannot be written for another reason, such as a full disk.
fn print(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

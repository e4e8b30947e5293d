//! `loadtest`: surges against the built program over HTTP, as its pages make them.
//!
//! Arrivals are open-loop: a request is due at an instant whether or not earlier ones were answered, and its latency
//! counts from that instant. Every acknowledgement goes into the client's own journal, which is compared with the
//! database: acknowledged is there exactly once, sent once or not at all, never sent is absent.
//! docs/PERFORMANCE.md has the commands and the figures.

mod ceiling;
mod cluster;
mod crowd;
mod dice;
mod disk;
mod figures;
mod journal;
mod place;
mod proxy;
mod scenario;
mod server;
mod stage;
mod wire;

use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

/// What went wrong, in words for whoever runs it.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Surges against the built program.
#[derive(Debug, Clone, Parser)]
struct Cli {
    /// What to do.
    #[arg(value_enum)]
    scenario: Scenario,
    /// The engine. `postgres` needs `HOITHI_TEST_PG`, the address of a server (tools/pg.sh run …).
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Engine,
    /// The program to test.
    #[arg(long, default_value = "target/release/hoithi")]
    hoithi: PathBuf,
    /// People on the roster.
    #[arg(long)]
    people: Option<usize>,
    /// Requests offered per second.
    #[arg(long)]
    rate: Option<u32>,
    /// How long.
    #[arg(long)]
    seconds: Option<u32>,
    /// How often, where something is done again and again.
    #[arg(long)]
    times: Option<u32>,
    /// At a deadline: nobody sends, no browser is left.
    #[arg(long)]
    alone: bool,
    /// What chance begins with, where something is left to it.
    #[arg(long)]
    seed: Option<u64>,
    /// The control program of `power`, built with the feature `planted-bugs`.
    #[arg(long, default_value = "target/planted/release/hoithi")]
    planted: PathBuf,
    /// Where to write the results as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Where the embedded database lies; a folder on the disk to be measured.
    #[arg(long, default_value = "target/loadtest")]
    folder: PathBuf,
    /// What the run tells.
    #[arg(skip)]
    report: figures::Report,
    /// Servers started so far.
    #[arg(skip)]
    started: Arc<AtomicUsize>,
}

impl Cli {
    /// The same for a control, whose figures are not those of the run.
    fn apart(&self) -> Self {
        Self {
            report: figures::Report::default(),
            ..self.clone()
        }
    }
}

/// A scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// People signing in by slip and starting, all in ten seconds.
    Starts,
    /// Steady saves, after the most that is acknowledged when nobody waits.
    Saves,
    /// Everybody's time ends at one instant; half of them send, the others are closed.
    Deadline,
    /// The server is killed at random moments of a surge, again and again.
    Kill,
    /// The power fails at random moments of a surge: what was not synced is gone (SQLite).
    Power,
    /// Pages rendered per second, beside a bare Leptos page of the same size.
    Pages,
    /// Three times what is acknowledged at most is offered; then the usual again.
    Overload,
    /// No room on the disk while everybody saves, and room again.
    Full,
    /// Connections to PostgreSQL are cut, slowed and reset in the middle of a commit while everybody saves.
    Cuts,
    /// Two nodes on one PostgreSQL behind HAProxy, killed in turn while everybody saves.
    Nodes,
    /// The primary of PostgreSQL dies while everybody saves, and a synchronous standby takes over.
    Standby,
    /// Everything at once, modestly, for hours: nothing fails, nothing is lost, nothing grows.
    Soak,
    /// The clock jumps by an hour and by a day, both ways, while everybody saves and across restarts.
    Clock,
    /// Serves the bare routes other scenarios are measured beside. Started by them.
    #[value(hide = true)]
    Bare,
    /// Serves the bare page.
    #[value(hide = true)]
    BarePage,
}

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// The embedded one.
    Sqlite,
    /// A server.
    Postgres,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.scenario {
        Scenario::Starts => scenario::starts::run(&cli).await,
        Scenario::Saves => scenario::saves::run(&cli).await,
        Scenario::Deadline => scenario::deadline::run(&cli).await,
        Scenario::Kill => scenario::kill::run(&cli).await,
        Scenario::Standby => scenario::standby::run(&cli).await,
        Scenario::Soak => scenario::soak::run(&cli).await,
        Scenario::Clock => scenario::clock::run(&cli).await,
        Scenario::Pages => scenario::pages::run(&cli).await,
        Scenario::Power => scenario::power::run(&cli).await,
        Scenario::Overload => scenario::overload::run(&cli).await,
        Scenario::Full => scenario::full::run(&cli).await,
        Scenario::Cuts => scenario::cuts::run(&cli).await,
        Scenario::Nodes => scenario::nodes::run(&cli).await,
        Scenario::BarePage => ceiling::page::serve().await,
        Scenario::Bare => ceiling::bare::serve().await,
    };
    if matches!(cli.scenario, Scenario::Bare | Scenario::BarePage) {
        return exit(&outcome);
    }
    let written = cli.report.end(&outcome, cli.json.as_deref());
    exit(&outcome.and(written))
}

fn exit(outcome: &Outcome<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("loadtest: {error}");
            ExitCode::FAILURE
        }
    }
}

//! The program under test as a process of its own, started, killed and asked how much memory it takes.

use crate::ceiling::page::{SIZE, Size};
use crate::place::Place;
use crate::{Cli, Outcome};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Base 64 of the master key [7; 32], with which the stage is set.
const MASTER_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// What a server prints before its address.
const AT: &str = "Hội Thi đang chạy ở http://";
/// Longest wait for a server to come up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:port`.
    pub(crate) address: String,
}

impl Server {
    /// Starts the program on a place.
    ///
    /// # Errors
    /// When it does not come up.
    pub(crate) async fn start(cli: &Cli, place: &Place) -> Outcome<Self> {
        Self::start_at(cli, place, "127.0.0.1:0").await
    }

    /// Starts it on an address.
    ///
    /// # Errors
    /// When it does not come up.
    pub(crate) async fn start_at(cli: &Cli, place: &Place, address: &str) -> Outcome<Self> {
        let program = program(&cli.hoithi)?;
        cli.started.fetch_add(1, Ordering::Relaxed);
        let site = place.file("site");
        std::fs::create_dir_all(&site)?;
        let mut command = Command::new("sh");
        command
            // A file that may grow no further is an error like a full disk, not the end of the process.
            .args(["-c", "trap '' XFSZ; exec \"$0\" serve"])
            .arg(&program)
            .env("DATABASE_URL", place.detour.as_ref().unwrap_or(&place.url))
            .env("HOITHI_DATA_DIR", place.path())
            .env("HOITHI_MASTER_KEY", MASTER_KEY)
            .env("HOITHI_ADDR", address)
            .env("HOITHI_LOG", "warn")
            .env("LEPTOS_SITE_ROOT", &site)
            .env("LEPTOS_HASH_FILES", "false")
            .envs(place.extra.iter().cloned())
            .current_dir(place.path());
        Self::spawn(command, &place.file("server.log")).await
    }

    /// Starts the bare routes on the same database.
    ///
    /// # Errors
    /// When they do not come up.
    pub(crate) async fn bare(place: &Place) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.env("DATABASE_URL", &place.url).arg("bare");
        Self::spawn(command, &place.file("bare.log")).await
    }

    /// Starts the bare page of a size.
    ///
    /// # Errors
    /// When it does not come up.
    pub(crate) async fn bare_page(place: &Place, size: Size) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .env(SIZE, serde_json::to_string(&size)?)
            .arg("bare-page");
        Self::spawn(command, &place.file("bare.log")).await
    }

    async fn spawn(mut command: Command, log: &Path) -> Outcome<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log_file)
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output to read")?;
        let mut lines = BufReader::new(out).lines();
        let address = tokio::time::timeout(PATIENCE, async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix(AT) {
                    return Ok(address.to_owned());
                }
            }
            Err(std::io::Error::other("it ended"))
        });
        let told = address.await;
        // Whatever else it prints goes nowhere; a closed pipe would be an error of the server's.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        match told {
            Ok(Ok(address)) => Ok(Self { child, address }),
            _ => Err(format!("the server did not come up. Its last words:\n{}", tail(log)).into()),
        }
    }

    /// Ends the process at once, as a power switch would: nothing is finished.
    ///
    /// # Errors
    /// When it is gone already, which no scenario expects.
    pub(crate) async fn kill(&mut self) -> Outcome<()> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server had ended by itself: {status}").into());
        }
        self.child.kill().await?;
        Ok(())
    }

    /// Ends it at once after a while, unless it ended by then.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub(crate) async fn kill_after(&mut self, span: Duration) -> Outcome<()> {
        match tokio::time::timeout(span, self.child.wait()).await {
            Ok(ended) => {
                ended?;
                Ok(())
            }
            // It may have ended just now.
            Err(_) if self.child.try_wait()?.is_some() => Ok(()),
            Err(_) => Ok(self.child.kill().await?),
        }
    }

    /// The process.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Most memory the process has had, in mebibytes.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let status = PathBuf::from(format!("/proc/{}/status", self.child.id()?));
        let text = std::fs::read_to_string(status).ok()?;
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
        Some(kib / 1_024)
    }

    /// Processor time the process has used.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()?)).ok()?;
        // After the name in brackets: state is field 3, utime and stime are 14 and 15, in hundredths of a second.
        let rest = stat.rsplit_once(')')?.1;
        let ticks: Vec<u64> = rest
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse().ok())
            .collect();
        Some(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
    }
}

/// The program under test, where it is.
///
/// # Errors
/// When it was not built.
pub(crate) fn program(path: &Path) -> Outcome<PathBuf> {
    let program = std::path::absolute(path)?;
    if program.is_file() {
        return Ok(program);
    }
    let words = format!(
        "there is no program {}. Build it with `make run` or `cargo build --release -p server --bins`, or name another: \
         --hoithi",
        program.display()
    );
    Err(words.into())
}

/// The last lines of a log, whose folder is gone once the run has ended.
pub(crate) fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// Waits until an instant; past ones are at once.
pub(crate) async fn wait_until(at: Instant) {
    tokio::time::sleep_until(at.into()).await;
}

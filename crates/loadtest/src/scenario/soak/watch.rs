//! What the server takes, looked at again and again.

use crate::figures::Gauge;
use crate::place::Place;
use crate::{Engine, Outcome};
use hdrhistogram::Histogram;
use serde::Serialize;
use std::time::{Duration, Instant};
use tokio::process::Command;

/// One look.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Sample {
    /// Seconds since the beginning.
    at_s: u64,
    /// Resident memory.
    pub(crate) memory_kib: u64,
    /// Open file descriptors.
    pub(crate) descriptors: u64,
    /// Size of the write-ahead log.
    pub(crate) log_kib: u64,
    /// Saves since the last look: the 99th hundredth.
    pub(crate) saves_p99_ms: f64,
    /// Failures of any kind so far.
    failed: u64,
}

/// Whom to look at.
pub(crate) struct Watch<'a> {
    /// Where the database is.
    pub(crate) place: &'a Place,
    /// The engine.
    pub(crate) engine: Engine,
    /// The process.
    pub(crate) pid: u32,
    /// The saves, and everything else that may fail.
    pub(crate) saves: &'a Gauge,
    /// All kinds.
    pub(crate) all: Vec<&'a Gauge>,
}

impl Watch<'_> {
    /// Looks from time to time until an instant.
    ///
    /// # Errors
    /// When the process is gone, or the database cannot be asked.
    pub(crate) async fn until(&self, end: Instant, every: Duration) -> Outcome<Vec<Sample>> {
        let begun = Instant::now();
        let (mut samples, mut before) = (Vec::new(), self.saves.latencies());
        while Instant::now() + every <= end {
            tokio::time::sleep(every).await;
            samples.push(self.look(begun, &mut before).await?);
        }
        Ok(samples)
    }

    async fn look(&self, begun: Instant, before: &mut Histogram<u64>) -> Outcome<Sample> {
        let now = self.saves.latencies();
        let mut since = now.clone();
        since.subtract(&*before)?;
        *before = now;
        let p99 = Duration::from_micros(since.value_at_quantile(0.99));
        Ok(Sample {
            at_s: begun.elapsed().as_secs(),
            memory_kib: memory(self.pid)?,
            descriptors: u64::try_from(
                std::fs::read_dir(format!("/proc/{}/fd", self.pid))?.count(),
            )?,
            log_kib: self.log().await? / 1_024,
            saves_p99_ms: (p99.as_secs_f64() * 1e5).round() / 100.0,
            failed: self.all.iter().map(|gauge| gauge.failures()).sum(),
        })
    }

    async fn log(&self) -> Outcome<u64> {
        if self.engine == Engine::Sqlite {
            return Ok(std::fs::metadata(self.place.file("hoithi.db-wal"))?.len());
        }
        let sql = "SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()";
        let told = Command::new("psql")
            .args([&self.place.url, "-XAtqc", sql])
            .output()
            .await?;
        Ok(String::from_utf8(told.stdout)?.trim().parse()?)
    }
}

/// Resident memory of a process in kibibytes.
fn memory(pid: u32) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let text = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB");
    Ok(text.trim().parse()?)
}

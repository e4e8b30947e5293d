//! The scenarios. Each sets a stage, lets people act on a running server, and compares their journal with the database.

pub(crate) mod clock;
pub(crate) mod cuts;
pub(crate) mod deadline;
pub(crate) mod full;
pub(crate) mod kill;
pub(crate) mod nodes;
pub(crate) mod overload;
pub(crate) mod pages;
pub(crate) mod power;
pub(crate) mod saves;
pub(crate) mod soak;
pub(crate) mod standby;
pub(crate) mod starts;
mod surge;

pub(crate) use surge::{Act, Surge};

use crate::crowd::{Person, Scene};
use crate::figures::{Broken, Gauge, Report};
use crate::journal::Journal;
use crate::place::Place;
use crate::server::Server;
use crate::stage::{self, Stage, Times};
use crate::{Cli, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Browsers that talk to the server at once.
pub(crate) const WIDTH: usize = 512;

/// Newcomers at once, in trials in which some come and send while the others save.
pub(crate) const COMING: usize = 16;
/// More newcomers than come so far in any of them.
pub(crate) const NEWCOMERS: usize = 10_000;

/// A running server with its stage and everyone on the roster.
pub(crate) struct Setting {
    pub(crate) place: Place,
    pub(crate) server: Server,
    pub(crate) surge: Surge,
    pub(crate) report: Report,
}

impl Setting {
    /// Sets the stage and starts the server.
    pub(crate) async fn of(cli: &Cli, name: &str, people: usize, times: Times) -> Outcome<Self> {
        Self::at(Place::make(cli).await?, cli, name, people, times).await
    }

    /// The same at a place that is there already.
    pub(crate) async fn at(
        place: Place,
        cli: &Cli,
        name: &str,
        people: usize,
        times: Times,
    ) -> Outcome<Self> {
        Self::among(place, cli, name, (people, 0), times).await
    }

    /// The same with newcomers: on the roster, and nobody's before they come.
    pub(crate) async fn among(
        place: Place,
        cli: &Cli,
        name: &str,
        (regulars, newcomers): (usize, usize),
        times: Times,
    ) -> Outcome<Self> {
        let people = regulars + newcomers;
        let report = cli.report.clone();
        report.begin(name, place.engine);
        report.tell("people", json!(people));
        report.tell("disk_fsyncs", crate::ceiling::fsyncs(place.path())?);
        let stage: Arc<Stage> = Arc::new(stage::set(&place, people, times).await?);
        let journal = Arc::new(Journal::begin(&place.file("journal.txt"))?);
        let server = Server::start(cli, &place).await?;
        let everyone = Person::all(&stage);
        let scene = Scene { stage, journal };
        let surge = Surge::of(&server.address, everyone, regulars, scene);
        Ok(Self {
            place,
            server,
            surge,
            report,
        })
    }

    /// Everyone does something once, as fast as they are answered; nobody may fail.
    pub(crate) async fn all(&mut self, name: &str, act: Act) -> Outcome<()> {
        let gauge = Arc::new(Gauge::new()?);
        let begun = Instant::now();
        self.surge.all(act, WIDTH, &gauge).await?;
        self.report.tell(name, gauge.told(begun.elapsed()));
        if gauge.failures() > 0 {
            return Err(format!("{name}: {} failed", gauge.failures()).into());
        }
        Ok(())
    }

    /// Stops the server and compares journal and database.
    pub(crate) async fn close(mut self, cli: &Cli) -> Outcome<()> {
        self.report
            .tell("peak_memory_mib", json!(self.server.peak_memory()));
        // Of one process: where others went before it, its time says nothing.
        if cli.started.load(Ordering::Relaxed) == 1 {
            let used = self.server.processor_time().unwrap_or_default();
            self.report
                .tell("processor_seconds", json!(used.as_secs_f64()));
        }
        self.server.kill().await?;
        let verdict = compare(&self.place, &self.surge).await?;
        self.report
            .tell("promises", serde_json::to_value(&verdict)?);
        kept(&verdict.broken)
    }
}

/// Compares the journal with the database while no server runs.
pub(crate) async fn compare(place: &Place, surge: &Surge) -> Outcome<crate::journal::Verdict> {
    let db = place.open().await?;
    let verdict = surge.scene().journal.compare(&db).await?;
    db.close().await;
    Ok(verdict)
}

/// Fails with the first promises that were not kept.
pub(crate) fn kept(broken: &[String]) -> Outcome<()> {
    kept_after("the run", broken)
}

/// The same in the middle of a run, with what was done to it.
pub(crate) fn kept_after(what: &str, broken: &[String]) -> Outcome<()> {
    if broken.is_empty() {
        return Ok(());
    }
    let first: Vec<&str> = broken.iter().take(5).map(String::as_str).collect();
    let words = format!(
        "after {what}: {} promises broken: {}",
        broken.len(),
        first.join("; ")
    );
    Err(Broken(words).into())
}

/// Whole seconds of an option, or what a scenario takes without it.
pub(crate) fn seconds(given: Option<u32>, usual: u32) -> Duration {
    Duration::from_secs(u64::from(given.unwrap_or(usual)))
}

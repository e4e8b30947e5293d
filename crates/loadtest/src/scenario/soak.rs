//! Everything at once, modestly and for long: people arrive, save, send and read public pages. Nothing may fail, nothing
//! may be lost, and the server may not grow ([`growth`]).

mod growth;
mod watch;

use super::{Act, Setting, Surge, seconds};
use crate::figures::Gauge;
use crate::stage::Times;
use crate::{Cli, Outcome};
use growth::Growth;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::RwLock;
use tokio::task::JoinSet;
use watch::{Sample, Watch};

/// Saves a second.
const SAVES: u32 = 50;
/// Visits of public pages a second; each is of two.
const VISITS: u32 = 2;
/// People who are at it at once.
const AT_ONCE: usize = 150;
/// Between two saves of one person, at least.
const THINKING: Duration = Duration::from_secs(1);
/// Looks at the server in a run.
const LOOKS: u32 = 240;
/// What memory, in kibibytes, and descriptors may vary by.
const LITTLE_MEMORY: u64 = 4 << 10;
const FEW_DESCRIPTORS: u64 = 16;

/// Runs it: eight hours; somebody arrives every two seconds.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let span = seconds(cli.seconds, 28_800);
    let people = cli
        .people
        .unwrap_or(usize::try_from(span.as_secs() / 2)?.max(40));
    let mut setting = Setting::of(cli, "soak", people, Times::open_long()).await?;
    let day = Day::of(&setting.surge, span, cli.rate.unwrap_or(SAVES))?;
    let watch = Watch {
        place: &setting.place,
        engine: cli.database,
        pid: setting.server.id().ok_or("no server")?,
        saves: &day.saves,
        all: day.gauges().map(|(_, gauge)| &**gauge).to_vec(),
    };
    let every = (span / LOOKS).clamp(Duration::from_secs(1), Duration::from_secs(60));
    let (arrived, saved, sent, visited, samples) = tokio::join!(
        day.arrivals(),
        day.saving(),
        day.sending(),
        day.visits(),
        watch.until(day.ends, every)
    );
    arrived.and(saved).and(sent).and(visited)?;
    let samples = samples?;
    let mut faults = Vec::new();
    for (name, gauge) in day.gauges() {
        let told = gauge.told(span);
        if gauge.failures() > 0 {
            faults.push(format!(
                "{} of {name} failed: {}",
                gauge.failures(),
                told["first_failure"]
            ));
        }
        if gauge.count() == 0 {
            faults.push(format!("no {name}: nothing was tried"));
        }
        setting.report.tell(name, told);
    }
    faults.extend(grown(&mut setting, &samples)?);
    drop(day);
    setting.close(cli).await?;
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("; ").into())
}

/// Tells what the samples say; what grew.
fn grown(setting: &mut Setting, samples: &[Sample]) -> Outcome<Vec<String>> {
    let of = |what: fn(&Sample) -> u64| samples.iter().map(what).collect::<Vec<_>>();
    let memory = of(|s| s.memory_kib);
    let descriptors = of(|s| s.descriptors);
    let largest_log = samples.iter().map(|s| s.log_kib).max();
    let worst = samples.iter().map(|s| s.saves_p99_ms).fold(0.0, f64::max);
    setting.report.tell("largest_log_kib", json!(largest_log));
    setting.report.tell("worst_p99_of_saves_ms", json!(worst));
    let mut found = Vec::new();
    for (name, samples, little) in [
        ("memory_kib", memory, LITTLE_MEMORY),
        ("descriptors", descriptors, FEW_DESCRIPTORS),
    ] {
        let growth = Growth::of(&samples, little)?;
        setting.report.tell(name, serde_json::to_value(growth)?);
        if growth.grows {
            found.push(format!("{name} grows: {growth:?}"));
        }
    }
    setting
        .report
        .keep("samples", serde_json::to_value(samples)?);
    Ok(found)
}

/// Somebody who is at it.
#[derive(Debug, Clone)]
struct Turn {
    person: usize,
    saves: usize,
    saved: Instant,
    /// Read by saves under way, written by who sends the attempt: nobody saves after having sent.
    under_way: Arc<RwLock<()>>,
}

/// Who does what when.
struct Day {
    surge: Surge,
    begun: Instant,
    ends: Instant,
    span: Duration,
    rate: u32,
    at_it: Mutex<VecDeque<Turn>>,
    arrivals: Arc<Gauge>,
    saves: Arc<Gauge>,
    submits: Arc<Gauge>,
    visits: Arc<Gauge>,
}

impl Day {
    fn of(surge: &Surge, span: Duration, rate: u32) -> Outcome<Arc<Self>> {
        let begun = Instant::now();
        Ok(Arc::new(Self {
            surge: surge.clone(),
            begun,
            ends: begun + span,
            span,
            rate,
            at_it: Mutex::default(),
            arrivals: Arc::new(Gauge::new()?),
            saves: Arc::new(Gauge::new()?),
            submits: Arc::new(Gauge::new()?),
            visits: Arc::new(Gauge::new()?),
        }))
    }

    fn gauges(&self) -> [(&'static str, &Arc<Gauge>); 4] {
        [
            ("arrivals", &self.arrivals),
            ("saves", &self.saves),
            ("submissions", &self.submits),
            ("visits", &self.visits),
        ]
    }

    /// When the n-th of so many is due.
    fn due(&self, n: usize, of: usize) -> Instant {
        let share = u32::try_from(n).unwrap_or(u32::MAX);
        let of = u32::try_from(of).unwrap_or(u32::MAX).max(1);
        self.begun + self.span / of * share
    }

    /// Everybody signs in, starts and opens the sheet, spread over the span.
    async fn arrivals(self: &Arc<Self>) -> Outcome<()> {
        let mut tasks = JoinSet::new();
        for person in 0..self.surge.len() {
            let due = self.due(person, self.surge.len());
            crate::server::wait_until(due).await;
            let day = self.clone();
            tasks.spawn(async move {
                let come = day.surge.does(person, Act::Arrive, due, &day.arrivals);
                if come.await {
                    let turn = Turn {
                        person,
                        saves: 0,
                        saved: Instant::now(),
                        under_way: Arc::default(),
                    };
                    day.at_it
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push_back(turn);
                }
            });
            tidy(&mut tasks)?;
        }
        all(tasks).await
    }

    /// At most so many saves a second, those who are at it one after the other.
    async fn saving(self: &Arc<Self>) -> Outcome<()> {
        let mut tasks = JoinSet::new();
        let total = usize::try_from(self.span.as_secs() * u64::from(self.rate))?;
        for n in 0..total {
            let due = self.begun + Duration::from_secs(1) / self.rate * u32::try_from(n)?;
            crate::server::wait_until(due).await;
            let Some(turn) = self.next_turn(n) else {
                continue; // nobody is there, or they are still thinking
            };
            let Ok(guard) = turn.under_way.clone().try_read_owned() else {
                continue; // about to send
            };
            let day = self.clone();
            tasks.spawn(async move {
                day.surge
                    .does(turn.person, Act::Save, due, &day.saves)
                    .await;
                drop(guard);
            });
            tidy(&mut tasks)?;
        }
        all(tasks).await
    }

    fn next_turn(&self, n: usize) -> Option<Turn> {
        let mut at_it = self.at_it.lock().unwrap_or_else(PoisonError::into_inner);
        let count = at_it.len();
        let turn = at_it.get_mut(n.checked_rem(count)?)?;
        if turn.saved.elapsed() < THINKING {
            return None;
        }
        turn.saved = Instant::now();
        turn.saves += 1;
        Some(turn.clone())
    }

    /// Whoever is at it for longest sends, once more than so many are and everything is answered.
    async fn sending(self: &Arc<Self>) -> Outcome<()> {
        let mut tasks = JoinSet::new();
        let most = AT_ONCE.min(self.surge.len() / 4);
        let slots = self.surge.slots().await;
        while Instant::now() < self.ends {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let ready = {
                let mut at_it = self.at_it.lock().unwrap_or_else(PoisonError::into_inner);
                let ready =
                    at_it.len() > most && at_it.front().is_some_and(|turn| turn.saves > slots);
                ready.then(|| at_it.pop_front()).flatten()
            };
            let Some(turn) = ready else { continue };
            let day = self.clone();
            tasks.spawn(async move {
                let _nobody_saves = turn.under_way.write().await;
                let due = Instant::now();
                day.surge
                    .does(turn.person, Act::Submit, due, &day.submits)
                    .await;
            });
            tidy(&mut tasks)?;
        }
        all(tasks).await
    }

    /// Public pages, all the time.
    async fn visits(self: &Arc<Self>) -> Outcome<()> {
        let mut tasks = JoinSet::new();
        let total = usize::try_from(self.span.as_secs() * u64::from(VISITS))?;
        for n in 0..total {
            let due = self.begun + Duration::from_secs(1) / VISITS * u32::try_from(n)?;
            crate::server::wait_until(due).await;
            let (day, visitor) = (self.clone(), n % self.surge.len());
            tasks.spawn(async move {
                day.surge.does(visitor, Act::Visit, due, &day.visits).await;
            });
            tidy(&mut tasks)?;
        }
        all(tasks).await
    }
}

/// Lets go of what is done.
fn tidy(tasks: &mut JoinSet<()>) -> Outcome<()> {
    while let Some(done) = tasks.try_join_next() {
        done?;
    }
    Ok(())
}

async fn all(mut tasks: JoinSet<()>) -> Outcome<()> {
    while let Some(done) = tasks.join_next().await {
        done?;
    }
    Ok(())
}

//! Figures: latencies from the instant a request was due, rates, a table for people and JSON for programs.

use crate::Outcome;
use crate::crowd::Odd;
use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Latencies of one kind of request, and what did not go well.
#[derive(Debug)]
pub(crate) struct Gauge {
    /// Microseconds, to ten minutes.
    micros: Mutex<Histogram<u64>>,
    /// When one was done last, and the longest time in which none was.
    silence: Mutex<(Option<Instant>, Duration)>,
    busy: AtomicU64,
    failed: AtomicU64,
    /// Failures that are an answer, the first of them in words.
    odd: Mutex<(u64, Option<String>)>,
    first_failure: Mutex<Option<String>>,
}

impl Gauge {
    /// An empty one.
    ///
    /// # Errors
    /// Never with these bounds.
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self {
            micros: Mutex::new(Histogram::new_with_bounds(1, 600_000_000, 3)?),
            silence: Mutex::default(),
            busy: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            odd: Mutex::default(),
            first_failure: Mutex::new(None),
        })
    }

    /// A request that was due at an instant is done now.
    pub(crate) fn done(&self, due: Instant) {
        let micros = u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX);
        let mut all = self.micros.lock().unwrap_or_else(PoisonError::into_inner);
        all.saturating_record(micros.max(1));
        drop(all);
        let now = Instant::now();
        let mut silence = self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        let gap = silence
            .0
            .map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        *silence = (Some(now), silence.1.max(gap));
    }

    /// One was told to come back.
    pub(crate) fn busy(&self) {
        self.busy.fetch_add(1, Ordering::Relaxed);
    }

    /// One failed.
    pub(crate) fn failed(&self, why: &(dyn std::error::Error + 'static)) {
        self.failed.fetch_add(1, Ordering::Relaxed);
        if why.is::<Odd>() {
            let mut odd = self.odd.lock().unwrap_or_else(PoisonError::into_inner);
            odd.0 += 1;
            odd.1.get_or_insert_with(|| why.to_string());
        }
        let mut first = self
            .first_failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| why.to_string());
    }

    /// All latencies so far, in microseconds.
    pub(crate) fn latencies(&self) -> Histogram<u64> {
        self.micros
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The longest time between two that were done in which none was.
    pub(crate) fn longest_gap(&self) -> Duration {
        self.silence
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
    }

    /// How many were done.
    pub(crate) fn count(&self) -> u64 {
        self.micros
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// How many failed.
    pub(crate) fn failures(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// Connections may have broken; whoever was answered was told yes, or to come back.
    ///
    /// # Errors
    /// When somebody was told something else.
    pub(crate) fn nobody_refused(&self) -> Outcome<()> {
        let odd = self.odd.lock().unwrap_or_else(PoisonError::into_inner);
        match &odd.1 {
            Some(first) => Err(format!("{} were refused, the first: {first}", odd.0).into()),
            None => Ok(()),
        }
    }

    /// How many were told to come back.
    pub(crate) fn told_to_come_back(&self) -> u64 {
        self.busy.load(Ordering::Relaxed)
    }

    /// The figures, over a span.
    pub(crate) fn told(&self, span: Duration) -> Value {
        let all = self.micros.lock().unwrap_or_else(PoisonError::into_inner);
        let ms =
            |q: f64| rounded(Duration::from_micros(all.value_at_quantile(q)).as_secs_f64() * 1e3);
        json!({
            "done": all.len(),
            "per_second": per_second(all.len(), span),
            "p50_ms": ms(0.5),
            "p90_ms": ms(0.9),
            "p99_ms": ms(0.99),
            "max_ms": rounded(Duration::from_micros(all.max()).as_secs_f64() * 1e3),
            "busy": self.busy.load(Ordering::Relaxed),
            "failed": self.failures(),
            "first_failure": *self.first_failure.lock().unwrap_or_else(PoisonError::into_inner),
        })
    }
}

/// A rate.
pub(crate) fn per_second(count: u64, span: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let count = count as f64;
    rounded(count / span.as_secs_f64().max(1e-9))
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// What a run tells, in the order it was found. Shared: what was told is written also when the run ends early.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report(Arc<Mutex<Map<String, Value>>>);

impl Report {
    /// Begins with what is run, where.
    pub(crate) fn begin(&self, scenario: &str, engine: &str) {
        self.tell("scenario", json!(scenario));
        self.tell("database", json!(engine));
        self.tell(
            "cores",
            json!(std::thread::available_parallelism().map_or(0, usize::from)),
        );
    }

    fn all(&self) -> MutexGuard<'_, Map<String, Value>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a figure or a group of them, and prints it at once: long work shows progress.
    pub(crate) fn tell(&self, name: &str, value: Value) {
        print(name, &value);
        self.all().insert(name.to_owned(), value);
    }

    /// Adds what is too long to be printed.
    pub(crate) fn keep(&self, name: &str, value: Value) {
        self.all().insert(name.to_owned(), value);
    }

    /// Ends with the verdict, and writes the JSON where that is wished: also of a run that failed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn end(&self, outcome: &Outcome<()>, file: Option<&Path>) -> Outcome<()> {
        let compared = self.all().contains_key("promises");
        self.tell("promises_kept", json!(verdict(outcome, compared)));
        if let Err(error) = outcome {
            self.keep("error", json!(error.to_string()));
        }
        let Some(file) = file else {
            return Ok(());
        };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, serde_json::to_string_pretty(&*self.all())?)?;
        Ok(())
    }
}

/// A promise that was not kept.
#[derive(Debug)]
pub(crate) struct Broken(pub(crate) String);

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

/// Whether every promise was kept, in a word for whoever reads the last line only.
fn verdict(outcome: &Outcome<()>, compared: bool) -> &'static str {
    match outcome {
        Ok(()) if compared => "yes",
        Ok(()) => "none were made here",
        Err(error) if error.is::<Broken>() => "NO",
        Err(_) => "not shown: the run ended early",
    }
}

/// A group in one line, because lines are compared.
fn print(name: &str, value: &Value) {
    match value {
        Value::Object(group) => {
            let parts: Vec<String> = group
                .iter()
                .filter(|(_, v)| !v.is_null() && **v != json!([]))
                .map(|(k, v)| format!("{k} {v}"))
                .collect();
            println!("{name:<28} {}", parts.join(" · "));
        }
        plain => println!("{name:<28} {plain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_whether_promises_were_kept() {
        let broken: Outcome<()> = Err(Broken("a save is gone".to_owned()).into());
        let early: Outcome<()> = Err("no program".into());
        assert_eq!(verdict(&Ok(()), true), "yes");
        assert_eq!(verdict(&Ok(()), false), "none were made here");
        assert_eq!(verdict(&broken, false), "NO");
        assert!(verdict(&early, true).starts_with("not shown"));
    }

    #[test]
    fn what_was_told_is_written_though_the_run_failed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b.json");
        let report = Report::default();
        report.tell("saves", json!(7));
        let broken: Outcome<()> = Err(Broken("a save is gone".to_owned()).into());
        report.end(&broken, Some(&file)).unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        let told: Map<String, Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(told["saves"], 7);
        assert_eq!(told["promises_kept"], "NO");
        assert_eq!(told["error"], "a save is gone");
    }
}

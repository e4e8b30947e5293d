//! The machine's clock jumps by an hour and by a day, both ways, while everybody saves, and between a stop and a start.
//!
//! The clock of the server alone jumps (libfaketime); the people and the database keep the true one. What runs keeps its
//! time: saves go on and get true instants, `/readyz` says `clock`, and nobody's attempt is closed, not even those whose
//! time is over, until the clock is back.

mod restart;

use super::{Act, Setting, WIDTH};
use crate::figures::Gauge;
use crate::place::Place;
use crate::server::wait_until;
use crate::stage::{Times, now};
use crate::wire::Wire;
use crate::{Cli, Outcome};
use domain::time::{Moment, Span};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The jumps, in seconds. A day ahead comes last: a start by that clock may close everybody,
/// and what is asked of open attempts before could not be asked any more.
const JUMPS: [i64; 4] = [3_600, -3_600, -86_400, 86_400];
/// How long everybody saves while the clock is wrong.
const PART: Duration = Duration::from_secs(3);
/// Until a jump is noticed, or that it is over.
const NOTICED: Duration = Duration::from_secs(5);
/// Told instants may be this far from when their reply was read.
const NEAR: Span = Span(2_000);
/// From the sign-ins to the closing of the round.
const READY: u32 = 60;

/// Runs it: 400 people whose time ends in a minute, and 400 who are stopped and started.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(400);
    let restarts = restart::run(&cli.apart(), people).await?;
    let mut place = Place::make(cli).await?;
    let clock = MachineClock::of(&mut place)?;
    let at = now();
    let times = Times {
        opens: at + Span::minutes(-120),
        closes: at + Span::seconds(i64::from(cli.seconds.unwrap_or(READY))),
        minutes: 120,
        papers: 1,
    };
    let mut setting = Setting::at(place, cli, "clock", people, times).await?;
    setting.report.tell("restarts", restarts);
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let mut told = Vec::new();
    for jump in JUMPS {
        said(&setting, "ready\n").await?;
        clock.jump(jump)?;
        said(&setting, "clock\n").await?;
        let saves = saving(&setting, jump).await?;
        open_are(&setting, people).await?;
        clock.jump(0)?;
        told.push(json!({ "seconds": jump, "acknowledged_meanwhile": saves }));
    }
    said(&setting, "ready\n").await?;
    setting.report.tell("jumps", json!(told));
    overdue(&mut setting, &clock, times.closes).await?;
    setting.close(cli).await
}

/// Everybody saves while the clock is wrong; how often.
async fn saving(setting: &Setting, jump: i64) -> Outcome<u64> {
    let gauge = Arc::new(Gauge::new()?);
    let journal = &setting.surge.scene().journal;
    let _before = journal.farthest();
    let until = Instant::now() + PART;
    setting.surge.most(Act::Save, WIDTH, until, &gauge).await?;
    if gauge.failures() > 0 || gauge.count() == 0 {
        return Err(format!("a jump of {jump} s: {}", gauge.told(PART)).into());
    }
    let apart = journal.farthest();
    if apart > NEAR {
        return Err(format!("a jump of {jump} s: instants are told {} ms off", apart.0).into());
    }
    Ok(gauge.count())
}

/// The round closes while the clock is wrong: what is over stays open until the clock is back, and is closed then.
async fn overdue(setting: &mut Setting, clock: &MachineClock, closes: Moment) -> Outcome<()> {
    let people = setting.surge.len();
    let over = closes + setting.surge.scene().stage.grace;
    if now() >= closes {
        return Err("the round closed before every jump was tried: give more --seconds".into());
    }
    clock.jump(JUMPS[0])?;
    said(setting, "clock\n").await?;
    let left = u64::try_from((over - now()).0).unwrap_or(0);
    wait_until(Instant::now() + Duration::from_millis(left) + NOTICED).await;
    open_are(setting, people)
        .await
        .map_err(|e| format!("while the clock is wrong: {e}"))?;
    clock.jump(0)?;
    said(setting, "ready\n").await?;
    let begun = Instant::now();
    while open(setting).await? > 0 {
        if begun.elapsed() > NOTICED * 2 {
            return Err("attempts whose time is over stay open though the clock is right".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = u64::try_from(begun.elapsed().as_millis())?;
    setting
        .report
        .tell("overdue_closed_after_the_clock_was_right_ms", json!(took));
    Ok(())
}

/// Waits until the server says so of itself.
async fn said(setting: &Setting, word: &str) -> Outcome<()> {
    let until = Instant::now() + NOTICED;
    let mut wire = Wire::to(&setting.server.address);
    loop {
        let reply = wire.get("/readyz", "").await?;
        let status = if word == "ready\n" { 200 } else { 503 };
        if reply.text() == word && reply.status == status {
            return Ok(());
        }
        if Instant::now() > until {
            let (word, told) = (word.trim(), reply.text().trim());
            return Err(format!("/readyz says {told} ({}) and not {word}", reply.status).into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Attempts that are open.
async fn open(setting: &Setting) -> Outcome<usize> {
    let db = setting.place.open().await?;
    let mut tx = db.read().await?;
    let contest =
        store::contest::find_by_code(&mut tx, &setting.surge.scene().stage.contest).await?;
    let rounds = store::contest::rounds(&mut tx, &contest.ok_or("no contest")?.id).await?;
    let open = store::quiz::count_open(&mut tx, &rounds.first().ok_or("no round")?.id).await?;
    drop(tx);
    db.close().await;
    Ok(usize::try_from(open)?)
}

async fn open_are(setting: &Setting, expected: usize) -> Outcome<()> {
    match open(setting).await? {
        open if open == expected => Ok(()),
        open => Err(format!("{open} attempts of {expected} are open").into()),
    }
}

/// The clock of the server's machine.
struct MachineClock(PathBuf);

impl MachineClock {
    /// Right at first.
    fn of(place: &mut Place) -> Outcome<Self> {
        let clock = Self(place.file("clock"));
        clock.jump(0)?;
        place.extra = vec![
            ("LD_PRELOAD".into(), library()?),
            (
                "FAKETIME_TIMESTAMP_FILE".into(),
                clock.0.display().to_string(),
            ),
            ("FAKETIME_NO_CACHE".into(), "1".into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC".into(), "1".into()),
        ];
        Ok(clock)
    }

    /// So many seconds off the true time.
    fn jump(&self, seconds: i64) -> Outcome<()> {
        // The server reads the file all the time: it must never see half of one.
        let new = self.0.with_extension("new");
        std::fs::write(&new, format!("{seconds:+}"))?;
        Ok(std::fs::rename(new, &self.0)?)
    }
}

/// The library that answers for the clock.
fn library() -> Outcome<String> {
    for folder in std::fs::read_dir("/usr/lib")?.flatten() {
        let file = folder.path().join("faketime/libfaketime.so.1");
        if file.exists() {
            return Ok(file.display().to_string());
        }
    }
    Err("no libfaketime.so.1 below /usr/lib (Debian: apt-get install faketime)".into())
}

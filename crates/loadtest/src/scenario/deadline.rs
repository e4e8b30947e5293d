//! A common deadline: everybody has an attempt open when the round closes; half of them send at the last moment, the
//! server closes the others.

use super::{Act, Setting, WIDTH};
use crate::figures::Gauge;
use crate::server::wait_until;
use crate::stage::{Times, now};
use crate::{Cli, Outcome};
use domain::time::{Moment, Span};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Db;

/// Between two looks whether all are final.
const LOOK: Duration = Duration::from_millis(50);
/// Longest wait for the last attempt.
const PATIENCE: Duration = Duration::from_secs(120);
/// The helping half sends within this time before the closing.
const LAST: Span = Span(10_000);

/// Runs it: 30,000 people, half of them without a browser any more.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(30_000);
    // Long enough for everybody to sign in, start and answer on a slow machine.
    let ready = cli
        .seconds
        .map_or(60 + i64::try_from(people)? / 40, i64::from);
    let at = now();
    let times = Times {
        opens: at + Span::minutes(-120),
        closes: at + Span(ready * 1_000),
        // Longer than is left: everybody's time ends when the round does.
        minutes: 120,
        papers: 1,
    };
    let name = if cli.alone {
        "deadline alone"
    } else {
        "deadline"
    };
    let mut setting = Setting::of(cli, name, people, times).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    for n in 1..=setting.surge.slots().await {
        setting
            .all(&format!("saves_of_answer_{n}"), Act::Save)
            .await?;
    }
    if now() + LAST >= times.closes {
        return Err("the round closed before everybody was ready: give more --seconds".into());
    }
    let gauge = Arc::new(Gauge::new()?);
    if !cli.alone {
        wait_until(instant_of(times.closes + Span(-LAST.0))).await;
        let half = 0..people / 2;
        let begun = Instant::now();
        setting.surge.some(Act::Submit, half, WIDTH, &gauge).await?;
        let sent_by = times.closes.0 - now().0;
        setting.report.tell("submits", gauge.told(begun.elapsed()));
        setting
            .report
            .tell("sent_before_closing_ms", json!(sent_by));
    }
    let db = setting.place.open().await?;
    let stage = &setting.surge.scene().stage;
    let took = all_final(&db, (&stage.contest, stage.grace), times.closes).await?;
    db.close().await;
    setting
        .report
        .tell("all_final_after_grace_ms", json!(took.0));
    setting.close(cli).await?;
    match gauge.failures() {
        0 => Ok(()),
        failed => Err(format!("{failed} submissions failed").into()),
    }
}

/// Waits until no attempt runs; gives the time since the grace after the closing was over.
async fn all_final(db: &Db, (contest, grace): (&str, Span), closes: Moment) -> Outcome<Span> {
    let mut tx = db.read().await?;
    let contest = store::contest::find_by_code(&mut tx, contest)
        .await?
        .ok_or("no contest")?;
    let rounds = store::contest::rounds(&mut tx, &contest.id).await?;
    let round = rounds.first().ok_or("no round")?.id.clone();
    drop(tx);
    let until = instant_of(closes) + PATIENCE;
    loop {
        let mut tx = db.read().await?;
        let open = store::quiz::count_open(&mut tx, &round).await?;
        drop(tx);
        if open == 0 {
            return Ok(now() - (closes + grace));
        }
        if Instant::now() > until {
            return Err(format!("{open} attempts are still open").into());
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The monotonic instant at which the system's clock will show a moment; now for those that passed.
fn instant_of(at: Moment) -> Instant {
    let left = u64::try_from((at - now()).0).unwrap_or(0);
    Instant::now() + Duration::from_millis(left)
}

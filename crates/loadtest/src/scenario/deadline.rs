//! A common deadline: everybody has an attempt open when the round closes; a quarter sends in the last seconds before the
//! closing and a quarter in the last of the grace, right before the server closes the others.

use super::{Act, Setting};
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
/// How long before the end those who send begin to.
const LAST: Span = Span(3_000);
/// Over how long their requests are spread: the last is due a little before the end.
const SPREAD_MS: u64 = 2_900;
/// Both waves, in the report.
const WAVES: [&str; 2] = ["submits_before_closing", "submits_in_grace"];

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
    let waves = [Arc::new(Gauge::new()?), Arc::new(Gauge::new()?)];
    if !cli.alone {
        last_seconds(&mut setting, people, times.closes, &waves).await?;
    }
    let db = setting.place.open().await?;
    let stage = &setting.surge.scene().stage;
    let took = all_final(&db, (&stage.contest, stage.grace), times.closes).await?;
    db.close().await;
    setting
        .report
        .tell("all_final_after_grace_ms", json!(took.0));
    setting.close(cli).await?;
    for gauge in &waves {
        gauge.nobody_refused()?;
        let told = (gauge.failures(), gauge.told_to_come_back());
        if told != (0, 0) {
            return Err(format!("submissions failed and told to come back: {told:?}").into());
        }
    }
    Ok(())
}

/// A quarter sends in the last seconds before the closing, another in the last of the grace, open loop.
async fn last_seconds(
    setting: &mut Setting,
    people: usize,
    closes: Moment,
    waves: &[Arc<Gauge>; 2],
) -> Outcome<()> {
    let ends = [closes, closes + setting.surge.scene().stage.grace];
    let span = Duration::from_millis(SPREAD_MS);
    for (n, (end, gauge)) in ends.into_iter().zip(waves).enumerate() {
        wait_until(instant_of(end + Span(-LAST.0))).await;
        let quarter = people / 4 * n..people / 4 * (n + 1);
        let begun = Instant::now();
        let surge = &setting.surge;
        surge.spread(Act::Submit, quarter, span, gauge).await?;
        let told = gauge.told(begun.elapsed());
        setting.report.tell(WAVES[n], told);
    }
    Ok(())
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

//! Saves: how many are acknowledged when nobody waits, beside the ceilings of the same minute; then a steady offer; then
//! everybody sends.

use super::{Act, Setting, WIDTH, seconds};
use crate::figures::{Gauge, per_second};
use crate::place::Place;
use crate::server::Server;
use crate::stage::{self, Times};
use crate::wire::{LINE, Wire};
use crate::{Cli, Outcome, ceiling};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long the most is measured.
const MOST: Duration = Duration::from_secs(10);

/// Runs it: 6,000 people; 1,500 saves a second for five minutes; how many submissions are acknowledged when nobody waits.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(6_000);
    let mut setting = Setting::of(cli, "saves", people, Times::open_long()).await?;
    let raw = ceiling::group_commits(&Place::make(cli).await?).await?;
    setting.report.tell("raw_group_commits", raw);
    let bare = bare_most(cli).await?;
    setting
        .report
        .tell("bare_axum_saves_per_second", json!(bare));
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;

    let gauge = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    setting
        .surge
        .most(Act::Save, WIDTH, begun + MOST, &gauge)
        .await?;
    let most = per_second(gauge.count(), begun.elapsed());
    setting
        .report
        .tell("saves_at_most", gauge.told(begun.elapsed()));
    setting.report.tell(
        "share_of_bare_axum",
        json!((most / bare * 100.0).round() / 100.0),
    );

    let (rate, span) = (cli.rate.unwrap_or(1_500), seconds(cli.seconds, 300));
    let steady = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    setting.surge.offer(Act::Save, rate, span, &steady).await?;
    setting.report.tell("offered_per_second", json!(rate));
    setting.report.tell("steady", steady.told(begun.elapsed()));
    let failed = gauge.failures() + steady.failures();
    everybody_sends(&mut setting).await?;
    setting.close(cli).await?;
    if failed > 0 {
        return Err(format!("{failed} saves failed").into());
    }
    Ok(())
}

/// Whoever has a gap left cannot send: each answers every question once more, then all send as fast as it goes.
async fn everybody_sends(setting: &mut Setting) -> Outcome<()> {
    for _ in 0..setting.surge.slots().await {
        let rest = Arc::new(Gauge::new()?);
        setting.surge.all(Act::Save, WIDTH, &rest).await?;
        rest.nobody_refused()?;
    }
    setting.all("submits_at_most", Act::Submit).await
}

/// The most the bare route acknowledges, on a place of its own.
async fn bare_most(cli: &Cli) -> Outcome<f64> {
    let place = Place::make(cli).await?;
    let attempts = Arc::new(stage::bare_attempts(&place, WIDTH * 4).await?);
    let mut server = Server::bare(&place).await?;
    let begun = Instant::now();
    let until = begun + MOST;
    let mut tasks = JoinSet::new();
    for lane in 0..WIDTH {
        let (attempts, mut wire) = (attempts.clone(), Wire::to(&server.address));
        tasks.spawn(async move {
            let mut count = 0_u64;
            while Instant::now() < until {
                let attempt = &attempts[(lane + usize::try_from(count)? * WIDTH) % attempts.len()];
                let line = format!("{attempt} bare-{lane}-{count} {} 0 1", count % 10);
                let reply = wire.post("/save", "", (LINE, line)).await?;
                if reply.status != 200 {
                    return Err(format!("bare route: {}", reply.status).into());
                }
                count += 1;
            }
            Outcome::Ok(count)
        });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    let span = begun.elapsed();
    server.kill().await?;
    Ok(per_second(count, span))
}

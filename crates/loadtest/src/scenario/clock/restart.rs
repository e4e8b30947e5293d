//! The clock jumps between a stop and a start, and back between the next two. A program that starts takes the machine's
//! time as it is; on PostgreSQL it sees that the database has another.

use super::{Act, JUMPS, MachineClock, NOTICED, Setting, open, open_are, said};
use crate::figures::Gauge;
use crate::place::Place;
use crate::scenario::{WIDTH, compare, kept_after};
use crate::server::Server;
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::Arc;

/// Saves of everybody before, during and after a wrong clock.
const EACH: u32 = 3;

/// Runs it: a group of people for each jump.
pub(super) async fn run(cli: &Cli, people: usize) -> Outcome<Value> {
    let mut place = Place::make(cli).await?;
    let clock = MachineClock::of(&mut place)?;
    let mut setting = Setting::at(place, cli, "clock restart", people, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let group = people / JUMPS.len();
    let mut told = Vec::new();
    for (n, jump) in JUMPS.into_iter().enumerate() {
        let one;
        (setting, one) = across(cli, setting, &clock, (jump, n * group..(n + 1) * group)).await?;
        println!("restart {jump:+} s: {one}");
        told.push(one);
    }
    setting.close(cli).await?;
    Ok(json!(told))
}

/// Stopped, wrong, started; stopped, right, started.
async fn across(
    cli: &Cli,
    setting: Setting,
    clock: &MachineClock,
    (jump, group): (i64, Range<usize>),
) -> Outcome<(Setting, Value)> {
    let (before, refused) = saves(&setting, &group).await?;
    if refused > 0 {
        return Err(format!("before a jump of {jump} s: {refused} saves failed").into());
    }
    let open_before = open(&setting).await?;
    let setting = started(cli, setting, clock, jump).await?;
    let postgres = cli.database == Engine::Postgres;
    said(&setting, if postgres { "clock\n" } else { "ready\n" }).await?;
    // The sweeper has its time, whatever it thinks of the hour.
    tokio::time::sleep(NOTICED).await;
    if postgres {
        open_are(&setting, open_before).await?;
    }
    let (meanwhile, refused_meanwhile) = saves(&setting, &group).await?;
    let setting = started(cli, setting, clock, 0).await?;
    said(&setting, "ready\n").await?;
    let verdict = compare(&setting.place, &setting.surge).await?;
    kept_after(&format!("a jump of {jump} s"), &verdict.broken)?;
    // On SQLite whoever starts the program accepts its time: by a clock a day ahead everybody is closed. What is received
    // in time counts all the same until the round is sealed (ADR 13), so they go on once the clock is right.
    let over = !postgres && jump >= 86_400;
    let open_after = open(&setting).await?;
    if open_after != if over { 0 } else { open_before } {
        return Err(format!(
            "after a jump of {jump} s {open_after} attempts of {open_before} are open"
        )
        .into());
    }
    // Sessions may have ended by the wrong clock.
    setting
        .surge
        .some(Act::SignIn, group.clone(), WIDTH, &Arc::new(Gauge::new()?))
        .await?;
    let (after, refused) = saves(&setting, &group).await?;
    if after == 0 || refused > 0 {
        return Err(format!(
            "after a jump of {jump} s {after} saves were acknowledged, {refused} refused"
        )
        .into());
    }
    let told = json!({
        "seconds": jump,
        "acknowledged_before": before,
        "acknowledged_meanwhile": meanwhile,
        "refused_meanwhile": refused_meanwhile,
        "acknowledged_afterwards": after,
        "open_afterwards": open_after,
    });
    Ok((setting, told))
}

/// The same people before the server started again at another time.
async fn started(
    cli: &Cli,
    mut setting: Setting,
    clock: &MachineClock,
    jump: i64,
) -> Outcome<Setting> {
    setting.server.kill().await?;
    clock.jump(jump)?;
    setting.server = Server::start(cli, &setting.place).await?;
    setting.surge = setting.surge.moved_to(&setting.server.address)?;
    Ok(setting)
}

/// A few saves of everybody in a group: acknowledged, refused.
async fn saves(setting: &Setting, group: &Range<usize>) -> Outcome<(u64, u64)> {
    let gauge = Arc::new(Gauge::new()?);
    for _ in 0..EACH {
        setting
            .surge
            .some(Act::Save, group.clone(), WIDTH, &gauge)
            .await?;
    }
    Ok((gauge.count(), gauge.failures()))
}

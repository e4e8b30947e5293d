//! A full disk while everybody saves: nothing that was acknowledged is lost, nobody who was refused is told otherwise, and
//! the program goes on by itself once there is room.
//!
//! The room is taken with a limit on the size of the files a process may write (`prlimit`): writing beyond it fails as on
//! a full disk, at the write site the limit is chosen for. On PostgreSQL these are the log, the files of the tables where
//! they grow, and the pages a checkpoint brings to them.

use super::{Act, Setting, WIDTH, compare, kept_after};
use crate::figures::Gauge;
use crate::place::Place;
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::process::Command;

/// Before there is no room, without room, and after.
const PART: Duration = Duration::from_secs(2);
/// Too little for the log of any engine.
const LITTLE: u64 = 1 << 20;
/// What the database file may still grow by.
const A_BIT: u64 = 1 << 16;

/// Files of PostgreSQL's log have their whole length from the beginning: a limit above it is one of the tables alone.
const LOG_FILE: u64 = 16 << 20;
/// Longest time to fill a table beyond that.
const FILLING: Duration = Duration::from_secs(180);
/// Size of the table that every save makes longer.
const TABLE: &str = "SELECT pg_relation_size('answer_save')";
/// The processes that work for connections to the database, and those that bring changed pages to their files.
const BACKENDS: &str = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
const WRITERS: &str =
    "SELECT pid FROM pg_stat_activity WHERE backend_type IN ('checkpointer', 'background writer')";

/// Runs it: 2,000 people; each write site in turn.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(2_000);
    let mut setting = Setting::of(cli, "full", people, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let sites: &[&str] = match cli.database {
        Engine::Sqlite => &["log", "database file"],
        Engine::Postgres => &["log", "table file"],
    };
    for site in sites {
        let (before, without, after) = one(cli, &setting, site).await?;
        let told = json!({
            "before": before.count(),
            "without_room": without.count(),
            "told_to_come_back": without.told(PART)["busy"],
            "after": after.count(),
        });
        setting.report.tell(&format!("full_{site}"), told);
        let failed = before.failures() + without.failures() + after.failures();
        if failed > 0 {
            let why = without.told(PART)["first_failure"].clone();
            return Err(format!("{site}: {failed} saves failed: {why}").into());
        }
        if without.told(PART)["busy"] == 0 {
            return Err(format!("{site}: nobody was refused: nothing was tried").into());
        }
        if after.count() == 0 {
            return Err(format!("{site}: nothing was acknowledged once there was room").into());
        }
        let verdict = compare(&setting.place, &setting.surge).await?;
        kept_after(&format!("a full disk ({site})"), &verdict.broken)?;
    }
    if cli.database == Engine::Postgres {
        checkpoint(&mut setting).await?;
    }
    setting.all("saves_afterwards", Act::Save).await?;
    setting.close(cli).await
}

/// No room for the pages of a checkpoint: it fails, nobody notices, and the next one brings everything to its place.
async fn checkpoint(setting: &mut Setting) -> Outcome<()> {
    let (without, after) = (Arc::new(Gauge::new()?), Arc::new(Gauge::new()?));
    let writers = pids(&setting.place, WRITERS).await?;
    if writers.len() != 2 {
        return Err(format!("PostgreSQL has the writers {writers:?} and not two").into());
    }
    limited(&writers, &LITTLE.to_string()).await?;
    saving(setting, &without).await?;
    let refused = asked(&setting.place, "CHECKPOINT").await;
    limited(&writers, "unlimited").await?;
    let Err(why) = refused else {
        return Err("checkpoint: it had room: nothing was tried".into());
    };
    saving(setting, &after).await?;
    asked(&setting.place, "CHECKPOINT").await?;
    let told = json!({
        "without_room": without.count(),
        "told_to_come_back": without.told(PART)["busy"],
        "checkpoint_refused": why.to_string().lines().next(),
        "after": after.count(),
    });
    setting.report.tell("full_checkpoint", told);
    if without.failures() + after.failures() > 0 || without.count() == 0 {
        return Err(format!("checkpoint: saves failed: {}", without.told(PART)).into());
    }
    let verdict = compare(&setting.place, &setting.surge).await?;
    kept_after("a checkpoint without room", &verdict.broken)
}

/// One write site; what was answered before, without room and after.
async fn one(
    cli: &Cli,
    setting: &Setting,
    site: &str,
) -> Outcome<(Arc<Gauge>, Arc<Gauge>, Arc<Gauge>)> {
    let gauges = [Gauge::new()?, Gauge::new()?, Gauge::new()?].map(Arc::new);
    let [before, without, after] = gauges;
    saving(setting, &before).await?;
    let limit = match site {
        "log" => LITTLE,
        "table file" => filled(setting).await? + A_BIT,
        _ => std::fs::metadata(setting.place.file("hoithi.db"))?.len() + A_BIT,
    };
    let writers = writers(cli, setting).await?;
    limited(&writers, &limit.to_string()).await?;
    saving(setting, &without).await?;
    limited(&writers, "unlimited").await?;
    // Whoever was told to come back does so within a second or two.
    saving(setting, &after).await?;
    Ok((before, without, after))
}

async fn saving(setting: &Setting, gauge: &Arc<Gauge>) -> Outcome<()> {
    let until = Instant::now() + PART;
    // Nobody waits for room: the part ends, and whoever is still refused goes on in the next.
    let most = setting.surge.most_until(Act::Save, WIDTH, until, gauge);
    most.await
}

/// The processes that write: the program itself, or those of the server that work for it.
async fn writers(cli: &Cli, setting: &Setting) -> Outcome<Vec<String>> {
    match cli.database {
        Engine::Sqlite => Ok(vec![setting.server.id().ok_or("no server")?.to_string()]),
        Engine::Postgres => pids(&setting.place, BACKENDS).await,
    }
}

/// Everybody saves until the table is larger than a file of the log; its size.
async fn filled(setting: &Setting) -> Outcome<u64> {
    let begun = Instant::now();
    while begun.elapsed() < FILLING {
        let size = asked(&setting.place, TABLE).await?.trim().parse()?;
        if size > LOG_FILE {
            return Ok(size);
        }
        let gauge = Arc::new(Gauge::new()?);
        saving(setting, &gauge).await?;
        if gauge.failures() > 0 {
            return Err(format!("filling a table: {}", gauge.told(PART)).into());
        }
    }
    Err("the saves did not fill a table beyond a file of the log: nothing was tried".into())
}

async fn pids(place: &Place, sql: &str) -> Outcome<Vec<String>> {
    Ok(asked(place, sql)
        .await?
        .lines()
        .map(str::to_owned)
        .collect())
}

async fn asked(place: &Place, sql: &str) -> Outcome<String> {
    let told = Command::new("psql")
        .args([&place.url, "-XAtqc", sql])
        .output()
        .await?;
    if told.status.success() {
        Ok(String::from_utf8(told.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&told.stderr).trim().into())
    }
}

async fn limited(writers: &[String], limit: &str) -> Outcome<()> {
    for pid in writers {
        let Ok(owner) = owner(pid) else {
            continue; // it ended meanwhile, and its limit with it
        };
        let size = format!("--fsize={limit}:unlimited");
        let mut command = Command::new("setpriv");
        // Whose process it is may set its limits, and so may few others.
        command.args(["--reuid", &owner.0, "--regid", &owner.1, "--clear-groups"]);
        let limited = command
            .args(["prlimit", "--pid", pid, &size])
            .status()
            .await?;
        if !limited.success() && limit != "unlimited" {
            return Err(format!("prlimit could not limit process {pid}").into());
        }
    }
    Ok(())
}

/// User and group of a process.
fn owner(pid: &str) -> Outcome<(String, String)> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| {
        let line = status.lines().find_map(|l| l.strip_prefix(name))?;
        line.split_whitespace().next().map(str::to_owned)
    };
    of("Uid:").zip(of("Gid:")).ok_or_else(|| "no owner".into())
}

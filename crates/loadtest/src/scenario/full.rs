//! A full disk while everybody saves: nothing that was acknowledged is lost, nobody who was refused is told otherwise, and
//! the program goes on by itself once there is room.
//!
//! The room is taken with a limit on the size of the files a process may write (`prlimit`): writing beyond it fails as on
//! a full disk, at the write site the limit is chosen for.

use super::{Act, Setting, WIDTH, compare, kept};
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

/// Runs it: 2,000 people; each write site in turn.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(2_000);
    let mut setting = Setting::of(cli, "full", people, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let sites: &[&str] = match cli.database {
        Engine::Sqlite => &["log", "database file"],
        Engine::Postgres => &["log"],
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
        kept(&verdict.broken).map_err(|e| format!("{site}: {e}"))?;
    }
    setting.all("saves_afterwards", Act::Save).await?;
    setting.close(cli).await
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
    let writers = writers(cli, setting).await?;
    let limit = if site == "log" {
        LITTLE
    } else {
        std::fs::metadata(setting.place.file("hoithi.db"))?.len() + A_BIT
    };
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
        Engine::Postgres => backends(&setting.place).await,
    }
}

async fn backends(place: &Place) -> Outcome<Vec<String>> {
    let sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let told = Command::new("psql")
        .args([&place.url, "-Atqc", sql])
        .output()
        .await?;
    let pids = String::from_utf8(told.stdout)?;
    Ok(pids.lines().map(str::to_owned).collect())
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

//! The line to PostgreSQL is cut, slowed, reset around commits, and falls silent, while everybody saves: what was
//! acknowledged is there once, and a commit whose outcome the program never heard is settled by the repeated key.

use super::{Act, COMING, NEWCOMERS, Setting, WIDTH};
use crate::figures::Gauge;
use crate::place::Place;
use crate::proxy::Proxy;
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Between two troubles.
const BETWEEN: Duration = Duration::from_millis(150);
/// How much longer every piece takes on a slow line.
const SLOW: Duration = Duration::from_millis(20);
/// After so many troubles the line falls silent instead: it takes the program its patience to give it up.
const SILENT_EVERY: u64 = 61;
/// How long it is slow.
const SPELL: Duration = Duration::from_millis(300);

/// Runs it: 1,000 people for a minute; a trouble of each kind in turn.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    if cli.database == Engine::Sqlite {
        return Err(
            "SQLite is part of the program: there is no line to cut. Use --database postgres"
                .into(),
        );
    }
    let people = cli.people.unwrap_or(1_000);
    let mut place = Place::make(cli).await?;
    let proxy = Proxy::before(&place.url).await?;
    place.detour = Some(proxy.url.clone());
    let crowd = (people, NEWCOMERS);
    let mut setting = Setting::among(place, cli, "cuts", crowd, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let gauge = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    let until = begun + super::seconds(cli.seconds, 60);
    let saving = setting.surge.most(Act::Save, WIDTH, until, &gauge);
    let coming = setting.surge.come_and_go(COMING, until, &gauge);
    let (saved, came, ()) = tokio::join!(saving, coming, trouble(&proxy, until));
    saved.and(came)?;
    let sent = setting.surge.gone().await;
    setting.report.tell("came_and_sent", json!(sent));
    setting.report.tell("saves", gauge.told(begun.elapsed()));
    setting.report.tell("troubles", proxy.told());
    if proxy.told()["commits_unheard"] == json!(0) {
        return Err("no commit was interrupted: nothing was tried".into());
    }
    if proxy.told()["silences"] == json!(0) {
        return Err("the line was never silent: give it more --seconds".into());
    }
    setting.all("saves_afterwards", Act::Save).await?;
    let failed = gauge.failures();
    let why = gauge.told(begun.elapsed())["first_failure"].clone();
    setting.close(cli).await?;
    if failed > 0 {
        return Err(format!("{failed} saves failed: {why}").into());
    }
    Ok(())
}

async fn trouble(proxy: &Proxy, until: Instant) {
    for n in 0_u64.. {
        if Instant::now() + SPELL > until {
            break;
        }
        tokio::time::sleep(BETWEEN).await;
        if n % SILENT_EVERY == SILENT_EVERY - 1 {
            proxy.silence();
            continue;
        }
        match n % 4 {
            0 => proxy.cut(),
            1 => proxy.reset_after_commit(),
            2 => proxy.reset_before_commit(),
            _ => {
                proxy.slow(SLOW);
                tokio::time::sleep(SPELL).await;
                proxy.slow(Duration::ZERO);
            }
        }
    }
}

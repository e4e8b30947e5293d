//! The primary dies while everybody saves, and its synchronous standby takes over: what was acknowledged is there, and
//! the program goes on by itself. A fresh standby each time.
//!
//! The driver knows one address, so the address moves, as a floating one does: the line to the database is pointed at the
//! standby once it was promoted. The control is a standby nobody waits for, which must lose what was acknowledged.

use super::{Act, COMING, NEWCOMERS, Setting, WIDTH, compare, kept_after};
use crate::cluster::{Cluster, Crash};
use crate::figures::Gauge;
use crate::journal::Verdict;
use crate::place::Place;
use crate::proxy::Proxy;
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One round: whole, then without a database, then on the standby.
const ROUND: Duration = Duration::from_secs(8);
/// When in a round the primary dies.
const KILLED: Duration = Duration::from_secs(2);
/// Control: people, and how long they save before the primary dies.
const FEW: usize = 200;

/// Runs it: 1,000 people, three primaries; then the control.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    if cli.database == Engine::Sqlite {
        return Err("SQLite has no standby. Use --database postgres".into());
    }
    let mut pair = Pair::make(cli, "standby", cli.people.unwrap_or(1_000)).await?;
    let (mut acknowledged, mut told) = (0, Vec::new());
    for n in 0..cli.times.unwrap_or(3) {
        pair.primary.make_synchronous().await?;
        let how = if n % 2 == 0 { Crash::Quit } else { Crash::Kill };
        let (gauge, verdict, promoted) = pair.fail_over(how).await?;
        kept_after(&format!("primary {}", n + 1), &verdict.broken)?;
        if gauge.failures() > 0 {
            let why = gauge.told(ROUND)["first_failure"].clone();
            return Err(format!("{} saves failed: {why}", gauge.failures()).into());
        }
        acknowledged += gauge.count();
        told.push(json!({
            "how": format!("{how:?}"),
            "acknowledged": gauge.count(),
            "told_to_come_back": gauge.told(ROUND)["busy"],
            "promoted_after_ms": ms(promoted),
            "nobody_served_for_ms": ms(gauge.longest_gap()),
        }));
        pair.setting
            .report
            .tell("takeover", told[told.len() - 1].clone());
        // By itself: the same process, on the new primary, for everybody.
        pair.setting.all("saves_afterwards", Act::Save).await?;
        pair.renew().await?;
    }
    if acknowledged == 0 || told.is_empty() {
        return Err("nothing was acknowledged: nothing was tried".into());
    }
    pair.setting.report.tell("takeovers", json!(told));
    pair.setting
        .report
        .tell("acknowledged", json!(acknowledged));
    let control = control(cli).await?;
    pair.setting.report.tell("control", control);
    pair.setting.close(cli).await
}

fn ms(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// A standby that is behind, and nobody waits for it: what it lost.
async fn control(cli: &Cli) -> Outcome<serde_json::Value> {
    let mut pair = Pair::make(&cli.apart(), "standby control", FEW).await?;
    pair.standby.stop_following().await?;
    let (_, verdict, _) = pair.fail_over(Crash::Kill).await?;
    let lost = verdict
        .broken
        .iter()
        .filter(|b| b.starts_with("save "))
        .count();
    if lost == 0 {
        return Err(
            "the control lost nothing it acknowledged: this trial could not see a loss".into(),
        );
    }
    Ok(json!({ "acknowledged": verdict.saves_acknowledged, "lost": lost }))
}

/// A primary, its standby, and a stage on them.
struct Pair {
    setting: Setting,
    primary: Cluster,
    standby: Cluster,
    proxy: Proxy,
}

impl Pair {
    async fn make(cli: &Cli, name: &str, people: usize) -> Outcome<Self> {
        let primary = Cluster::primary().await?;
        let mut place = Place::on(cli, primary.url())?;
        let proxy = Proxy::before(&place.url).await?;
        place.detour = Some(proxy.url.clone());
        let crowd = (people, NEWCOMERS);
        let mut setting = Setting::among(place, cli, name, crowd, Times::open_long()).await?;
        setting.all("sign_ins", Act::SignIn).await?;
        setting.all("starts", Act::Start).await?;
        let standby = primary.standby().await?;
        Ok(Self {
            setting,
            primary,
            standby,
            proxy,
        })
    }

    /// Everybody saves, the primary dies, the standby is promoted; what was answered, what is there, and how long the
    /// promotion took.
    async fn fail_over(&mut self, how: Crash) -> Outcome<(Arc<Gauge>, Verdict, Duration)> {
        let gauge = Arc::new(Gauge::new()?);
        let until = Instant::now() + ROUND;
        let saving = self
            .setting
            .surge
            .most_until(Act::Save, WIDTH, until, &gauge);
        let surge = self.setting.surge.clone();
        let coming = surge.come_and_go(COMING, until, &gauge);
        let (primary, standby, proxy) = (&mut self.primary, &self.standby, &self.proxy);
        let dying = async {
            tokio::time::sleep(KILLED).await;
            let before = gauge.count();
            let at = Instant::now();
            primary.crash(how).await?;
            standby.promote().await?;
            proxy.point_to(&standby.address());
            Outcome::Ok((before, at.elapsed(), gauge.count()))
        };
        let (saved, came, died) = tokio::join!(saving, coming, dying);
        saved.and(came)?;
        let (before, promoted, at_switch) = died?;
        if before == 0 {
            return Err(
                "nothing was acknowledged before the primary died: nothing was tried".into(),
            );
        }
        if gauge.count() <= at_switch {
            return Err("nobody was served after the standby took over".into());
        }
        self.setting.place.url = self.standby.url();
        let verdict = compare(&self.setting.place, &self.setting.surge).await?;
        Ok((gauge, verdict, promoted))
    }

    /// The standby is the primary now, and gets a standby of its own.
    async fn renew(&mut self) -> Outcome<()> {
        let standby = self.standby.standby().await?;
        self.primary = std::mem::replace(&mut self.standby, standby);
        Ok(())
    }
}

//! `kill -9` at random moments of a surge in which people sign in, start, save and send, again and again. After each the journal is compared with the database; then
//! the server comes back and everybody goes on, repeating what was not answered under its old key.

use super::{Act, COMING, Setting, WIDTH, compare, kept_after};
use crate::figures::Gauge;
use crate::place::Place;
use crate::server::Server;
use crate::stage::Times;
use crate::{Cli, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Newcomers for each kill: more than come so far in the time the server lives.
const EACH: usize = 20;

/// Runs it: 200 times among 1,000 people.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(1_000);
    let times = cli.times.unwrap_or(200);
    let crowd = (people, EACH * usize::try_from(times)?);
    let place = Place::make(cli).await?;
    let mut setting = Setting::among(place, cli, "kill", crowd, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let mut dice = 0x2545_F491_4F6C_DD1D_u64;
    let (mut lost_replies, mut acknowledged, mut sent) = (0, 0, 0);
    let begun = Instant::now();
    for n in 1..=times {
        // xorshift: the same moments in every run of the same machine, spread over the surge.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let alive = Duration::from_micros(20_000 + dice % 400_000);
        let until = Instant::now() + alive;
        let gauge = Arc::new(Gauge::new()?);
        // The people go on a little longer than the server lives.
        let last = until + Duration::from_millis(5);
        let saving = setting.surge.most(Act::Save, WIDTH, last, &gauge);
        let coming = setting.surge.come_and_go(COMING, last, &gauge);
        let killing = async {
            tokio::time::sleep(alive).await;
            setting.server.kill().await
        };
        let (saved, came, killed) = tokio::join!(saving, coming, killing);
        saved.and(came)?;
        killed?;
        gauge.nobody_refused()?;
        let verdict = compare(&setting.place, &setting.surge).await?;
        kept_after(&format!("kill {n}"), &verdict.broken)?;
        sent = verdict.submits_acknowledged;
        lost_replies = verdict.saves_unacknowledged_present;
        acknowledged = verdict.saves_acknowledged;
        if n % 20 == 0 || n == times {
            println!(
                "kill {n:>3}: {acknowledged} saves, {} starts, {sent} submissions acknowledged, all there; {lost_replies} \
                 more saves whose reply was lost",
                verdict.starts_acknowledged
            );
        }
        setting.server = Server::start(cli, &setting.place).await?;
        setting.surge = setting.surge.moved_to(&setting.server.address)?;
    }
    // In a few short lives on a slow machine nobody comes as far as sending.
    if acknowledged == 0 || (sent == 0 && times >= 20) {
        return Err("nothing was acknowledged in any surge: nothing was tried".into());
    }
    setting.report.tell("kills", json!(times));
    setting
        .report
        .tell("seconds", json!(begun.elapsed().as_secs()));
    setting
        .report
        .tell("replies_lost_at_the_last_kill", json!(lost_replies));
    // Everybody repeats what was not answered and goes on.
    setting.all("saves_afterwards", Act::Save).await?;
    setting.close(cli).await
}

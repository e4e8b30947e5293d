//! Overload: three times as much is offered as is acknowledged at most. What is acknowledged meanwhile is the goodput; who
//! does not get through is told to come back and does. Then the usual is offered again.

use super::{Act, Setting, WIDTH, seconds};
use crate::figures::{Gauge, per_second};
use crate::server::wait_until;
use crate::stage::Times;
use crate::{Cli, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the most is measured.
const MOST: Duration = Duration::from_secs(10);
/// More browsers than the queue of the writer is long: it has to say no.
const CROWD: usize = 9_500;
/// How often the most is offered.
const TIMES: f64 = 3.0;
/// What is offered afterwards, a second.
const USUAL: u32 = 1_500;

/// Runs it: 20,000 people, overloaded for 20 seconds.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(20_000);
    let mut setting = Setting::of(cli, "overload", people, Times::open_long()).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let most = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    let until = begun + MOST;
    setting.surge.most(Act::Save, WIDTH, until, &most).await?;
    let capacity = per_second(most.count(), begun.elapsed());
    setting
        .report
        .tell("saves_at_most", most.told(begun.elapsed()));

    setting.surge.widen(CROWD.saturating_sub(WIDTH));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some thousands a second"
    )]
    let rate = cli.rate.unwrap_or((capacity * TIMES) as u32);
    let span = seconds(cli.seconds, 20);
    let flood = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    let counted = async {
        wait_until(begun + span).await;
        flood.count()
    };
    let (offered, in_time) =
        tokio::join!(setting.surge.offer(Act::Save, rate, span, &flood), counted);
    offered?;
    let all = begun.elapsed();
    let goodput = per_second(in_time, span);
    setting.report.tell("offered_per_second", json!(rate));
    setting.report.tell("goodput_per_second", json!(goodput));
    let share = (goodput / capacity * 100.0).round() / 100.0;
    setting.report.tell("share_of_the_most", json!(share));
    setting.report.tell("overload", flood.told(all));
    let late = all.saturating_sub(span).as_secs_f64();
    setting.report.tell(
        "everyone_answered_after_s",
        json!((late * 10.0).round() / 10.0),
    );

    let after = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    let usual = Duration::from_secs(10);
    setting.surge.offer(Act::Save, USUAL, usual, &after).await?;
    setting
        .report
        .tell("the_usual_afterwards", after.told(begun.elapsed()));
    let failed = most.failures() + flood.failures() + after.failures();
    setting.close(cli).await?;
    if failed > 0 {
        return Err(format!("{failed} saves failed").into());
    }
    Ok(())
}

//! Start storm: everybody signs in by slip, starts and opens the sheet within ten seconds.

use super::{Act, Setting, seconds};
use crate::figures::Gauge;
use crate::stage::Times;
use crate::{Cli, Outcome};
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;

/// Runs it: 2,000 people in 10 seconds; then each step on its own, as fast as it goes.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(2_000);
    let span = seconds(cli.seconds, 10);
    let setting = Setting::of(cli, "starts", people * 2, Times::open_long()).await?;
    let rate = u32::try_from(people)?.div_ceil(u32::try_from(span.as_secs())?);
    let gauge = Arc::new(Gauge::new()?);
    let begun = Instant::now();
    setting.surge.offer(Act::Arrive, rate, span, &gauge).await?;
    setting.report.tell("offered_per_second", json!(rate));
    setting.report.tell("arrived", gauge.told(begun.elapsed()));
    let mut failed = gauge.failures();
    // The other half, step by step.
    for (name, act) in [
        ("sign_ins_at_most", Act::SignIn),
        ("starts_at_most", Act::Start),
        ("sheets_at_most", Act::Open),
    ] {
        let gauge = Arc::new(Gauge::new()?);
        let begun = Instant::now();
        let others = people..people * 2;
        setting
            .surge
            .some(act, others, super::WIDTH, &gauge)
            .await?;
        setting.report.tell(name, gauge.told(begun.elapsed()));
        failed += gauge.failures();
    }
    setting.close(cli).await?;
    if failed > 0 {
        return Err(format!("{failed} requests of people who arrive failed").into());
    }
    Ok(())
}

//! Pages rendered per second: the quiz page of a started attempt beside a bare Leptos page of its size, then the public
//! ones.

use super::{Act, Setting, WIDTH, seconds};
use crate::ceiling::page::Size;
use crate::figures::per_second;
use crate::server::Server;
use crate::stage::Times;
use crate::wire::Wire;
use crate::{Cli, Outcome};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Questions of the paper, as DESIGN asks for.
const QUESTIONS: usize = 20;
/// How often each page has its turn: the machine is not the same from minute to minute.
const TURNS: u32 = 3;

/// What is asked for again and again: where, and with whose cookies.
struct Target {
    name: &'static str,
    address: String,
    visits: Arc<Vec<(String, String)>>,
    bytes: usize,
    done: u64,
    spent: Duration,
}

/// Runs it: 1,000 people with an attempt; each page 10 seconds in all.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    let people = cli.people.unwrap_or(1_000);
    let times = Times {
        papers: 2,
        ..Times::open_long()
    };
    let mut setting = Setting::of(cli, "pages", people, times).await?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let sheets = setting.surge.sheets().await;
    let contest = format!("/cuoc-thi/{}", setting.surge.scene().stage.contest);
    let size = quiz_size(&setting, &sheets).await?;
    setting.report.tell("quiz_page", json!(size));
    let mut bare = Server::bare_page(&setting.place, size).await?;
    same_size(&mut setting, &bare.address, size).await?;

    let plain = |path: &str| vec![(path.to_owned(), String::new())];
    let here = setting.server.address.clone();
    let mut targets = Vec::new();
    for (name, address, visits) in [
        ("bare_leptos_page", &bare.address, plain("/page")),
        (
            "bare_page_by_leptos_axum",
            &bare.address,
            plain("/rendered-by-leptos-axum"),
        ),
        ("quiz_page", &here, sheets),
        ("home_page", &here, plain("/")),
        ("contest_page", &here, plain(&contest)),
    ] {
        targets.push(Target::of(name, address, visits).await?);
    }
    let turn = seconds(cli.seconds, 10) / TURNS;
    for _ in 0..TURNS {
        for target in &mut targets {
            target.turn(turn).await?;
        }
    }
    for target in &targets {
        setting
            .report
            .tell(&format!("{}_at_most", target.name), target.told());
    }
    for (name, beside) in [("share_of_the_bare_page", 0), ("share_of_leptos_axum", 1)] {
        let share = targets[2].rate() / targets[beside].rate();
        setting
            .report
            .tell(name, json!((share * 100.0).round() / 100.0));
    }
    bare.kill().await?;
    setting.close(cli).await
}

/// Size of the quiz page, which has all its questions.
async fn quiz_size(setting: &Setting, sheets: &[(String, String)]) -> Outcome<Size> {
    if setting.surge.scene().stage.questions != QUESTIONS {
        return Err(format!("the paper has not {QUESTIONS} questions").into());
    }
    let (path, cookie) = sheets.first().ok_or("nobody has an attempt")?;
    let html = Wire::to(&setting.server.address).get(path, cookie).await?;
    if html.status != 200 || html.text().matches("<fieldset").count() < QUESTIONS {
        return Err(format!("{path} is not the quiz page: {}", html.status).into());
    }
    Ok(Size::of(html.text(), QUESTIONS))
}

/// Holds that the bare pages are as large as the real one.
async fn same_size(setting: &mut Setting, bare: &str, size: Size) -> Outcome<()> {
    for path in ["/page", "/rendered-by-leptos-axum"] {
        let html = Wire::to(bare).get(path, "").await?;
        let made = Size::of(html.text(), QUESTIONS);
        setting.report.tell(&format!("bare{path}"), json!(made));
        let near = |a: usize, b: usize| a.abs_diff(b) * 20 <= b;
        if !near(made.bytes, size.bytes) || !near(made.elements, size.elements) {
            return Err(format!(
                "the bare page is {made:?}, the quiz page {size:?}: not comparable"
            )
            .into());
        }
    }
    Ok(())
}

impl Target {
    async fn of(name: &'static str, address: &str, visits: Vec<(String, String)>) -> Outcome<Self> {
        let (path, cookie) = visits.first().ok_or("nothing to visit")?;
        let reply = Wire::to(address).get(path, cookie).await?;
        if reply.status != 200 {
            return Err(format!("{path}: {}", reply.status).into());
        }
        Ok(Self {
            name,
            address: address.to_owned(),
            bytes: reply.body.len(),
            visits: Arc::new(visits),
            done: 0,
            spent: Duration::ZERO,
        })
    }

    /// As many as are answered, for a while; each must be the page.
    async fn turn(&mut self, span: Duration) -> Outcome<()> {
        let begun = Instant::now();
        let until = begun + span;
        let mut lanes = JoinSet::new();
        for lane in 0..WIDTH {
            let (visits, mut wire) = (self.visits.clone(), Wire::to(&self.address));
            let least = self.bytes / 2;
            lanes.spawn(async move {
                let mut count = 0;
                while Instant::now() < until {
                    let (path, cookie) = &visits[(lane + count * WIDTH) % visits.len()];
                    let reply = wire.get(path, cookie).await?;
                    if reply.status != 200 || reply.body.len() < least {
                        return Err(format!(
                            "{path}: {} of {} bytes",
                            reply.status,
                            reply.body.len()
                        )
                        .into());
                    }
                    count += 1;
                }
                Outcome::Ok(u64::try_from(count)?)
            });
        }
        while let Some(done) = lanes.join_next().await {
            self.done += done??;
        }
        self.spent += begun.elapsed();
        Ok(())
    }

    fn rate(&self) -> f64 {
        per_second(self.done, self.spent)
    }

    fn told(&self) -> Value {
        json!({ "per_second": self.rate(), "bytes": self.bytes, "done": self.done })
    }
}

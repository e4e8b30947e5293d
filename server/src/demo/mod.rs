//! `hoithi demo`: the five programmes as contests that live today, with invented people and results.
//!
//! What happened before today is played by the real use cases on a clock that the story sets, so that log, hashes and
//! waiting times are those of a real installation. Only what would be thousands of requests (people, questions,
//! attempts) is written to the store in bulk, in `bank.rs`, `people.rs` and `crowd.rs`.

mod bank;
mod calendar;
mod cast;
mod crowd;
mod dice;
mod paper;
mod people;
mod story;
mod told;

use crate::clock::{SteadyClock, SystemChance};
use crate::command::{CommandResult, open_database, say};
use crate::config::Config;
use domain::time::Moment;
use serde_json::json;
use services::record::Act;
use services::{Clock, Services};
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Db;

/// Outcome of a step of the demo.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Line of the log before the first step; without [`LOADED`] after it, loading broke off.
const STARTED: &str = "demo_started";
/// Line of the log after the last step.
const LOADED: &str = "demo_loaded";

/// The clock of the story.
#[derive(Debug)]
struct StoryClock(AtomicI64);

impl StoryClock {
    /// Goes on to an instant; never back, so that the log reads in order.
    fn go_to(&self, at: Moment) {
        self.0.fetch_max(at.0, Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// What the database holds.
enum Found {
    /// Nothing that the demo could disturb.
    Empty,
    /// The demo.
    Demo,
    /// A demo whose loading broke off.
    HalfDemo,
    /// Contests of an installation.
    Contests(usize),
}

/// Loads the demo, unless it is there, and prints how to sign in.
///
/// # Errors
/// When the database has contests of its own and `force` is not given, or when loading fails.
pub async fn run(force: bool) -> CommandResult {
    let config = Config::from_env()?;
    let db = open_database(&config).await?;
    db.migrate().await?;
    match found(&db).await? {
        Found::Demo => {
            // With another key none of the slips printed below would be right.
            let vault = crate::secrets::vault_for(&config, &db, &SystemChance).await?;
            let clock = Arc::new(SteadyClock::start());
            let services = Services::start(db.clone(), vault, clock, Arc::new(SystemChance));
            crate::secrets::claim(&config, &services).await?;
            say("Dữ liệu mẫu đã có, không nạp lại.\n");
            if is_stale(&db).await? {
                say(
                    "Đợt đang mở khi nạp đã đóng. Muốn có dữ liệu mẫu của tuần này: make clean-data, rồi make run.\n",
                );
            }
        }
        Found::HalfDemo => {
            return Err(
                "lần nạp dữ liệu mẫu trước bị ngắt giữa chừng. Xoá cơ sở dữ liệu thử (make clean-data) rồi chạy lại hoithi demo."
                    .into(),
            );
        }
        Found::Contests(n) if !force => {
            let why = format!(
                "cơ sở dữ liệu đang có {n} cuộc thi không phải dữ liệu mẫu. Tài khoản mẫu có mật khẩu ai cũng biết, nên \
                 đừng nạp vào hệ thống thật. Muốn nạp vào hệ thống thử này thì thêm --force."
            );
            return Err(why.into());
        }
        Found::Empty | Found::Contests(_) => load(&config, db.clone()).await?,
    }
    say(&told::sign_ins(&config.addr));
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn found(db: &Db) -> Outcome<Found> {
    let mut tx = db.read().await?;
    let acts = store::record::all(&mut tx).await?;
    let has = |what: &str| acts.iter().any(|a| a.act == what);
    if has(STARTED) {
        return Ok(if has(LOADED) {
            Found::Demo
        } else {
            Found::HalfDemo
        });
    }
    let contests = store::contest::list(&mut tx).await?.len();
    Ok(if contests == 0 {
        Found::Empty
    } else {
        Found::Contests(contests)
    })
}

/// Whether the round that was open when the demo was loaded has closed.
async fn is_stale(db: &Db) -> Outcome<bool> {
    let mut tx = db.read().await?;
    let hue = store::contest::find_by_code(&mut tx, "thua-thien-hue-2022").await?;
    let rounds = match hue {
        Some(hue) => store::contest::rounds(&mut tx, &hue.id).await?,
        None => Vec::new(),
    };
    Ok(rounds
        .get(2)
        .is_none_or(|third| third.closes <= SteadyClock::start().now().0))
}

async fn load(config: &Config, db: Db) -> Outcome<()> {
    let vault = crate::secrets::vault_for(config, &db, &SystemChance).await?;
    let now = SteadyClock::start().now();
    let calendar = calendar::Calendar::around(now)?;
    let clock = Arc::new(StoryClock(AtomicI64::new(calendar.prologue.0)));
    let services = Services::start(db, vault, clock.clone(), Arc::new(SystemChance));
    crate::secrets::claim(config, &services).await?;
    cast::check_free(&services).await?;
    note(&services, STARTED).await?;
    story::tell(&services, &clock, calendar).await?;
    clock.go_to(now);
    note(&services, LOADED).await
}

async fn note(services: &Services, what: &str) -> Outcome<()> {
    let mut tx = services.db().write().await?;
    let act = Act {
        contest: None,
        by: None,
        act: what,
    };
    services.log(&mut tx, act, &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

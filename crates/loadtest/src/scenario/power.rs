//! The power fails at a random moment of a surge, again and again: what no sync covered is gone, or some of it, in any
//! order. After each the journal is compared with what the disk would hold, and the server goes on with it.
//!
//! `shim/power.c` writes down what the server does to its files, `disk.rs` tells from it what is left. What is modelled:
//! writes, lengths, and names of files; -shm files are never left. The control is a program that asks for fewer syncs
//! (`synchronous=NORMAL`): it must lose what it acknowledged, or this trial could not see a loss.

use super::{Act, COMING, NEWCOMERS, Setting, WIDTH, kept_after};
use crate::dice::{Dice, SEED};
use crate::disk::{Disk, Done, Files, Loss, log};
use crate::figures::Gauge;
use crate::journal::Verdict;
use crate::place::Place;
use crate::server::Server;
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Db;
use tokio::process::Command;

/// The shim.
const SHIM: &str = include_str!("../../shim/power.c");
/// The database file, which a checkpoint writes; everything else goes to its log first.
const DATABASE: &str = "hoithi.db";
/// How often the control may keep everything by luck.
const CONTROLS: u32 = 10;

/// What the server does to its files until it is up, at most, and how much more until it is cut off.
const COMES_UP: u64 = 100;
const WRITES: u64 = 3_000;
/// Pages a checkpoint writes at least, and how long to wait for one.
const PAGES: u64 = 100;
const LONG: Duration = Duration::from_secs(1);

/// Runs it: 30 times among 1,000 people; then the control.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    if cli.database == Engine::Postgres {
        return Err(
            "the files of PostgreSQL are written by its own processes, not by the program: `kill` and `standby` try it. \
             Use --database sqlite"
                .into(),
        );
    }
    if !cli.planted.exists() {
        return Err(format!(
            "no control program {}: cargo build --release -p server --features planted-bugs --target-dir \
             target/planted (or --planted PATH)",
            cli.planted.display()
        )
        .into());
    }
    let mut trial = Trial::begin(cli, "power").await?;
    let mut acknowledged = 0;
    for n in 1..=cli.times.unwrap_or(30) {
        let loss = if n % 2 == 1 {
            Loss::Everything
        } else {
            Loss::Some(trial.dice.next())
        };
        let verdict;
        (trial, verdict) = trial.cut(cli, loss).await?;
        if !verdict.broken.is_empty() {
            let folder = trial.setting.place.keep();
            let what = format!(
                "cut {n} ({loss:?}), whose files are in {}",
                folder.display()
            );
            return kept_after(&what, &verdict.broken);
        }
        acknowledged = verdict.saves_acknowledged;
        println!("cut {n:>3}: {acknowledged} acknowledged, all there ({loss:?})");
    }
    trial.tell();
    trial.tried(acknowledged)?;
    let control = control(cli).await?;
    let mut setting = trial.ended(cli).await?;
    setting.report.tell("control", control);
    setting.all("saves_afterwards", Act::Save).await?;
    setting.close(cli).await
}

/// The same with a program that syncs less; what it lost.
async fn control(cli: &Cli) -> Outcome<serde_json::Value> {
    let planted = Cli {
        hoithi: cli.planted.clone(),
        ..cli.apart()
    };
    let mut trial = Trial::begin(&planted, "power control").await?;
    for n in 1..=CONTROLS {
        let verdict;
        (trial, verdict) = trial.cut(&planted, Loss::Everything).await?;
        let lost = verdict.broken.iter().filter(|b| b.starts_with("save "));
        let lost = lost.count();
        if lost > 0 {
            let acknowledged = verdict.saves_acknowledged;
            return Ok(json!({ "cuts": n, "acknowledged": acknowledged, "lost": lost }));
        }
    }
    Err("the control lost nothing it acknowledged: this trial could not see a loss, or --planted is not built with \
         the feature planted-bugs"
        .into())
}

/// A stage whose server is cut off.
struct Trial {
    setting: Setting,
    dice: Dice,
    cuts: u32,
    done: Done,
    /// Cuts that lost writes, some of them to the database file itself, and the writes and pages they lost or half kept.
    with_loss: u32,
    in_checkpoint: u32,
    unsynced: [u64; 3],
}

impl Trial {
    async fn begin(cli: &Cli, name: &str) -> Outcome<Self> {
        let people = cli.people.unwrap_or(1_000);
        let (place, crowd) = (Place::make(cli).await?, (people, NEWCOMERS));
        let mut setting = Setting::among(place, cli, name, crowd, Times::open_long()).await?;
        setting.all("sign_ins", Act::SignIn).await?;
        setting.all("starts", Act::Start).await?;
        setting.server.kill().await?;
        // Everything so far is brought into the one file, and counts as safe.
        setting.place.open().await?.close().await;
        let shim = compiled(&setting.place).await?;
        let folder = setting.place.path().canonicalize()?;
        setting.place.extra = vec![
            ("LD_PRELOAD".into(), shim),
            ("POWER_FOLDER".into(), folder.display().to_string()),
            (
                "POWER_LOG".into(),
                setting.place.file("power.log").display().to_string(),
            ),
            // The ordinary program is given it too, and must not know it.
            ("HOITHI_PLANTED".into(), "synchronous-normal".into()),
        ];
        Ok(Self {
            setting,
            dice: Dice::of(cli.seed.unwrap_or(SEED)),
            cuts: 0,
            done: Done::default(),
            with_loss: 0,
            in_checkpoint: 0,
            unsynced: [0; 3],
        })
    }

    /// Everybody saves, the power fails, and the folder is made what the disk would hold.
    async fn cut(mut self, cli: &Cli, loss: Loss) -> Outcome<(Self, Verdict)> {
        let place = &mut self.setting.place;
        place
            .extra
            .retain(|(name, _)| name != "POWER_AFTER" && name != "POWER_FILE");
        // Every third time while a checkpoint writes the database file.
        let in_checkpoint = self.cuts % 3 == 2;
        let after = if in_checkpoint {
            place.extra.push(("POWER_FILE".into(), DATABASE.into()));
            1 + self.dice.next() % PAGES
        } else {
            COMES_UP + self.dice.next() % WRITES
        };
        place.extra.push(("POWER_AFTER".into(), after.to_string()));
        let place = &self.setting.place;
        let base = files(place.path())?;
        let log_file = place.file("power.log");
        std::fs::write(&log_file, [])?;
        self.setting.server = Server::start(cli, place).await?;
        self.setting.surge = self.setting.surge.moved_to(&self.setting.server.address)?;
        let mut alive = Duration::from_micros(20_000 + self.dice.next() % 400_000);
        if in_checkpoint {
            alive = LONG;
        }
        let gauge = Arc::new(Gauge::new()?);
        // The people go on a little longer than the server lives.
        let until = Instant::now() + alive + Duration::from_millis(5);
        let saving = self.setting.surge.most(Act::Save, WIDTH, until, &gauge);
        let coming = self.setting.surge.come_and_go(COMING, until, &gauge);
        let killing = self.setting.server.kill_after(alive);
        let (saved, came, killed) = tokio::join!(saving, coming, killing);
        saved.and(came)?;
        killed?;
        let mut disk = Disk::with(base);
        for event in log::parse(&std::fs::read(&log_file)?)? {
            disk.heed(event)?;
        }
        let left = disk.after(loss);
        self.cuts += 1;
        self.done.writes += disk.done.writes;
        self.done.syncs += disk.done.syncs;
        self.done.folder_syncs += disk.done.folder_syncs;
        self.with_loss += u32::from(left.unsynced_writes > 0);
        self.in_checkpoint += u32::from(disk.unsynced(DATABASE) > 0);
        let more = [left.unsynced_writes, left.unsynced_pages, left.kept_pages];
        self.unsynced
            .iter_mut()
            .zip(more)
            .for_each(|(sum, n)| *sum += n);
        put(self.setting.place.path(), &left.files)?;
        let verdict = looked_at(&self.setting, &left.files).await?;
        Ok((self, verdict))
    }

    fn tell(&mut self) {
        let [writes, pages, kept] = self.unsynced;
        self.setting.report.tell(
            "power",
            json!({
                "cuts": self.cuts,
                "writes": self.done.writes,
                "syncs": self.done.syncs,
                "folder_syncs": self.done.folder_syncs,
                "cuts_with_unsynced_writes": self.with_loss,
                "of_them_in_a_checkpoint": self.in_checkpoint,
                "unsynced_writes": writes,
                "unsynced_pages": pages,
                "of_them_kept_in_some_state": kept,
            }),
        );
    }

    /// Holds that there was something to lose.
    fn tried(&self, acknowledged: usize) -> Outcome<()> {
        let [writes, _, kept] = self.unsynced;
        for (what, count) in [
            ("no save was acknowledged", u64::try_from(acknowledged)?),
            ("the shim saw no sync of a file", self.done.syncs),
            ("the shim saw no sync of the folder", self.done.folder_syncs),
            ("no write was dropped", writes),
            (
                "no checkpoint was cut off",
                if self.cuts > 2 {
                    u64::from(self.in_checkpoint)
                } else {
                    1
                },
            ),
            (
                "no page was kept out of order",
                if self.cuts > 1 { kept } else { 1 },
            ),
        ] {
            if count == 0 {
                return Err(format!("{what}: nothing was tried").into());
            }
        }
        Ok(())
    }

    /// The stage with a server that nobody watches any more.
    async fn ended(mut self, cli: &Cli) -> Outcome<Setting> {
        self.setting.place.extra.clear();
        self.setting.server = Server::start(cli, &self.setting.place).await?;
        self.setting.surge = self.setting.surge.moved_to(&self.setting.server.address)?;
        Ok(self.setting)
    }
}

/// The shim, compiled where the run takes place.
async fn compiled(place: &Place) -> Outcome<String> {
    let (source, shim) = (place.file("power.c"), place.file("power.so"));
    std::fs::write(&source, SHIM)?;
    let compiled = Command::new("cc")
        .args([
            "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o",
        ])
        .args([&shim, &source])
        .args(["-ldl", "-pthread"])
        .status()
        .await
        .map_err(|e| format!("cc: {e} (Debian: apt-get install build-essential)"))?;
    if !compiled.success() {
        return Err("cc could not compile the shim".into());
    }
    Ok(shim.display().to_string())
}

/// The files of the database: what the model knows. The program opening another one for writing is an error of the run.
fn files(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(DATABASE) && !name.ends_with("-shm") {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Makes the files of the database these.
fn put(folder: &Path, left: &Files) -> Outcome<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(DATABASE) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for (name, bytes) in left {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Compares the journal with a copy of the files; the server recovers from the files themselves.
async fn looked_at(setting: &Setting, left: &Files) -> Outcome<Verdict> {
    let folder = setting.place.file("looked-at");
    std::fs::create_dir_all(&folder)?;
    put(&folder, left)?;
    let file = folder.join(DATABASE);
    let db = Db::open(&format!("sqlite://{}", file.display())).await?;
    let mut verdict = setting.surge.scene().journal.compare(&db).await?;
    db.close().await;
    let checked = store::backup::check(&file).await?;
    let faults = checked
        .faults
        .iter()
        .map(|f| format!("integrity_check: {f}"));
    verdict.broken.extend(faults);
    Ok(verdict)
}

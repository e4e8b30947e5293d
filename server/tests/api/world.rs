//! The story every test starts from, told by the real use cases on a clock that stands where the story needs it.
//!
//! Huế (roster, prediction): the first round published, the second closed and not sealed, with proposals waiting, the
//! third open, the fourth committed. Bồng Sơn (self-declared, kiosk): one open round.

mod bank;
mod cast;
mod play;
mod stage;

pub(crate) use cast::Cast;
pub(crate) use stage::{SESSIONS, Stage};

use crate::postgres::Database;
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::{Overall, Unresolved};
use domain::ids::UnitId;
use domain::people::Role;
use domain::record::Change;
use domain::time::{Moment, Span};
use services::people::{Declared, UnitInput};
use std::fs;
use std::path::{Path, PathBuf};

/// Base 64 of the master key [7; 32].
pub(crate) const MASTER_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
pub(crate) const HUE: &str = "thua-thien-hue-2022";
pub(crate) const WARD: &str = "bong-son-2024";
/// Thousandths of a point for a right answer: a sum of them is recognised anywhere.
pub(crate) const POINTS: i64 = 1_237;
/// Stands in every explanation.
pub(crate) const EXPLANATION: &str = "CHIM-HOANG-YEN-GIAI-THICH";
/// Stands in every source.
pub(crate) const SOURCE: &str = "CHIM-HOANG-YEN-NGUON";

/// Sign-in name and password of an account without a role.
pub(crate) const LOGIN: (&str, &str) = ("canbo", "Mat-khau-cua-can-bo-1");

const DAY: Span = Span::minutes(24 * 60);

/// What the tests need to know of the story.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    /// Cookies by name.
    pub(crate) cast: Cast,
    /// Attempts by name: who, and in which round.
    pub(crate) attempts: Vec<(String, String)>,
    /// Proposals that wait.
    pub(crate) proposals: Vec<String>,
    /// Slips: code and secret.
    pub(crate) slips: Vec<(String, String)>,
    /// Units of the ward.
    pub(crate) units: Vec<String>,
}

impl Story {
    /// The attempt of a name.
    pub(crate) fn attempt(&self, name: &str) -> &str {
        let found = self.attempts.iter().find(|(n, _)| n == name);
        &found.unwrap_or_else(|| panic!("{name}")).1
    }
}

/// A folder with the story, in a database in it or on a PostgreSQL server.
pub(crate) struct World {
    folder: tempfile::TempDir,
    postgres: Option<Database>,
    pub(crate) story: Story,
}

/// Declares a test of a world as two, one per engine.
macro_rules! on_both_engines {
    ($test:ident) => {
        mod $test {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$test(crate::world::World::new().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                if let Some(world) = crate::world::World::on_postgres().await {
                    super::$test(world).await;
                }
            }
        }
    };
}
pub(crate) use on_both_engines;

impl World {
    /// Tells the story in an embedded database.
    pub(crate) async fn new() -> Self {
        Self::told(None).await
    }

    /// Tells the story on PostgreSQL; nothing when that was left out on purpose.
    pub(crate) async fn on_postgres() -> Option<Self> {
        let database = Database::create("api")?;
        Some(Self::told(Some(database)).await)
    }

    async fn told(postgres: Option<Database>) -> Self {
        let mut world = Self {
            folder: tempfile::tempdir().unwrap(),
            postgres,
            story: Story::default(),
        };
        world.story = tell(&world.url()).await;
        world
    }

    /// Address of the database.
    pub(crate) fn url(&self) -> String {
        let file = || format!("sqlite://{}", self.path().join("hoithi.db").display());
        self.postgres.as_ref().map_or_else(file, |d| d.url.clone())
    }

    /// Puts the database of another installation in the place of this one, under a server that runs: its key is another.
    pub(crate) async fn another_installation(&self) {
        self.postgres.as_ref().unwrap().replace();
        let db = store::Db::open(&self.url()).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.write().await.unwrap();
        store::master_key::take(&mut tx, "another key")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        db.close().await;
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Another folder with the same embedded database.
    pub(crate) fn copy(&self) -> Self {
        assert!(self.postgres.is_none());
        let folder = tempfile::tempdir().unwrap();
        for name in ["hoithi.db", "hoithi.db-wal"] {
            let from: PathBuf = self.path().join(name);
            if from.exists() {
                fs::copy(from, folder.path().join(name)).unwrap();
            }
        }
        Self {
            folder,
            postgres: None,
            story: self.story.clone(),
        }
    }

    /// Makes another option right for every question, as if the key had always been so. Nothing else changes.
    pub(crate) async fn turn_keys(&self) {
        let stage = Stage::open(&self.url(), Moment(0)).await;
        for contest in [HUE, WARD] {
            stage.turn_keys(contest).await;
        }
        stage.close().await;
    }

    /// The same for one round, by two people: so the round can be sealed.
    pub(crate) async fn change_keys(&self, round: &str) {
        let stage = Stage::open(&self.url(), Moment(0)).await;
        stage.change_keys(HUE, round).await;
        stage.close().await;
    }
}

/// The present, for a story that ends in it.
#[expect(
    clippy::disallowed_methods,
    reason = "the server under test has the system's clock, so the story ends now"
)]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Moment(i64::try_from(since.unwrap().as_millis()).unwrap())
}

async fn tell(url: &str) -> Story {
    let now = now();
    let mut stage = Stage::open(url, now + days(-30)).await;
    let mut story = Story::default();
    stage.hire(&mut story.cast).await;
    stage.account(LOGIN.0, LOGIN.1).await;
    tell_hue(&mut stage, &mut story, now).await;
    tell_ward(&mut stage, &mut story, now).await;
    stage.close().await;
    story
}

fn days(n: i64) -> Span {
    Span(n * DAY.0)
}

/// A preset whose first round opens at an instant, with points that are recognised.
fn preset(text: &str, opens: Moment) -> RuleSheet {
    let mut rules = exchange::contest::parse_rule_sheet(text).unwrap();
    let by = opens - rules.rounds[0].opens;
    for round in &mut rules.rounds {
        round.opens = round.opens + by;
        round.closes = round.closes + by;
    }
    rules.quiz.as_mut().unwrap().points_each = domain::units::Points(POINTS);
    rules
}

async fn tell_hue(stage: &mut Stage, story: &mut Story, now: Moment) {
    let sheet = include_str!("../../../contests/thua-thien-hue-2022.toml");
    let mut rules = preset(sheet, now + days(-17));
    // So that there is an overall ranking to ask for, which waits for the last round.
    rules.overall = Some(Overall {
        rounds: Vec::new(),
        min_rounds: 0,
    });
    // So that what is fixed for a draw is public, and crawled.
    rules.ranking.unresolved = Some(Unresolved::Draw);
    rules.ranking.draw_event = "Xổ số kiến thiết, kỳ quay sau khi đóng đợt".to_owned();
    stage.contest(&rules).await;
    stage.fill_bank(HUE).await;
    story.slips = stage.roster(HUE, 6).await;
    let unit = stage.services.units(HUE).await.unwrap()[0].id.clone();
    stage
        .role(HUE, "daumoi", Role::UnitOfficer, Some(unit.as_str()))
        .await;
    stage.pass(DAY);
    for round in ["dot-1", "dot-2", "dot-3", "dot-4"] {
        stage.commit(HUE, round).await;
    }
    // In the published round everyone has ten or seven right, so that no other sum may be seen anywhere.
    stage.go_to(now + days(-16));
    for (n, wrong) in [(0, 0), (1, 3), (2, 0), (3, 3)] {
        let attempt = stage.person_plays(story, n, "dot-1", (wrong, 10)).await;
        stage.submit(&attempt, n).await;
    }
    stage.go_to(now + days(-9));
    stage.publish_first(HUE).await;
    for (n, wrong) in [(0, 2), (1, 4), (2, 1)] {
        let attempt = stage.person_plays(story, n, "dot-2", (wrong, 10)).await;
        stage.submit(&attempt, n).await;
    }
    let unsent = stage.person_plays(story, 3, "dot-2", (1, 6)).await;
    stage.go_to(now + days(-2));
    stage.sweep().await;
    let void = Change::VoidEntry {
        attempt: unsent,
        reason: "Đăng ký không đúng thông tin cá nhân".to_owned(),
        retake: false,
    };
    let question = Change::VoidQuestion {
        question: stage.drawn_question(HUE, "dot-2").await,
        reason: "Văn bản đã hết hiệu lực".to_owned(),
    };
    for change in [void, question] {
        story
            .proposals
            .push(stage.propose(HUE, "dot-2", change).await);
    }
    stage.go_to(now + Span::minutes(-6));
    // One is at it, one has sent, one is at it with everything answered; two have not begun.
    stage.person_plays(story, 0, "dot-3", (2, 6)).await;
    let sent = stage.person_plays(story, 1, "dot-3", (4, 10)).await;
    stage.submit(&sent, 1).await;
    stage.person_plays(story, 2, "dot-3", (1, 10)).await;
    for n in 0..4 {
        story.cast.person(stage, HUE, n).await;
    }
}

async fn tell_ward(stage: &mut Stage, story: &mut Story, now: Moment) {
    let sheet = include_str!("../../../contests/bong-son-2024.toml");
    let rules = preset(sheet, now + days(-5));
    stage.go_to(now + days(-10));
    stage.contest(&rules).await;
    stage.fill_bank(WARD).await;
    let unit = |name: &str| UnitInput {
        name: name.into(),
        ..UnitInput::default()
    };
    let units = [unit("Khu phố 1"), unit("Khu phố 2")];
    let units = stage.set_units(WARD, &units).await;
    story.units = units.iter().map(|u| u.as_str().to_owned()).collect();
    stage.pass(DAY);
    stage.commit(WARD, "dot-1").await;
    stage.go_to(now + Span::minutes(-5));
    let unit: &UnitId = &units[0];
    let idle = stage.kiosk(WARD, unit, "Máy 1").await;
    let busy = stage.kiosk(WARD, unit, "Máy 2").await;
    story.cast.add("kiosk", format!("__Host-kiosk={idle}"));
    let declared = Declared {
        full_name: "Trần Thị Kiốt".to_owned(),
        birth_date: "21/7/1950".to_owned(),
        phone: "0912345678".to_owned(),
        unit: unit.as_str().to_owned(),
        track: String::new(),
        consent: true,
    };
    let (attempt, session) = stage.kiosk_turn(WARD, "dot-1", &busy, &declared).await;
    story.attempts.push(("kiosk".to_owned(), attempt));
    let cookie = format!("__Host-kiosk={busy}; __Host-hoithi={session}");
    story.cast.add("kiosk-turn", cookie);
}

//! A world to test use cases in: a fresh database on either engine, a clock that only the test moves, chance that is
//! the same in every run, a committee, and contests made from the presets.

#![allow(
    dead_code,
    unused_macros,
    unused_imports,
    reason = "each test file uses its own part of the fixtures"
)]

mod engine;
mod files;
mod outcome;
mod postgres;

pub(crate) use engine::{on_both_engines, on_postgres, on_sqlite};
pub(crate) use files::{bank_file, file, preset};
pub(crate) use outcome::{fields, forbidden, not_found, rejection};

use domain::contest::RuleSheet;
use domain::people::Role;
use domain::time::{Moment, Span};
use services::people::{Declared, RoleWish, Slip};
use services::{Actor, Chance, Clock, Services, Vault};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::Db;
use store::people::{AccountRow, SessionRow};

/// When the first round of every contest opens here: 2 December 2025, 8:00 in Viet Nam.
pub(crate) const OPENS: Moment = Moment(1_764_637_200_000);

/// A clock that only the test moves.
#[derive(Debug)]
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    /// Puts the clock to an instant.
    pub(crate) fn set(&self, now: Moment) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, span: Span) {
        self.0.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// Chance that is the same in every run.
#[derive(Debug)]
pub(crate) struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededChance {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::digest([self.seed.to_be_bytes(), n.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// Everything a story needs. Cheap to clone: tasks share it.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) services: Services,
    pub(crate) clock: Arc<HandClock>,
    /// System administrator, and organiser of what they create.
    pub(crate) admin: Actor,
    /// Login of the organiser of every contest made by [`World::contest`].
    pub(crate) organiser: Actor,
    /// Secretary of every contest made by [`World::contest`].
    pub(crate) secretary: Actor,
    url: String,
    /// Removed with the last clone.
    _folder: Option<Arc<tempfile::TempDir>>,
}

impl World {
    /// A world on a fresh SQLite file.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/hoithi.db", folder.path().display());
        Self::open(url, Some(Arc::new(folder))).await
    }

    /// A world on an empty database.
    pub(crate) async fn open(url: String, folder: Option<Arc<tempfile::TempDir>>) -> Self {
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(
            OPENS.0 - Span::minutes(24 * 60).0,
        )));
        let services = node(db, &clock, 1);
        let mut world = Self {
            services,
            clock,
            admin: Actor::anyone(),
            organiser: Actor::anyone(),
            secretary: Actor::anyone(),
            url,
            _folder: folder,
        };
        for (login, is_admin) in [("admin", true), ("organiser", false), ("secretary", false)] {
            world.account(login, is_admin).await;
        }
        world.admin = world.staff("admin").await;
        world
    }

    /// Another node on the same database. On SQLite there is only one writer, so it is the same handle.
    pub(crate) async fn another_node(&self) -> Services {
        let db = match self.services.db() {
            Db::Sqlite { .. } => self.services.db().clone(),
            Db::Postgres { .. } => Db::open(&self.url).await.unwrap(),
        };
        node(db, &self.clock, 2)
    }

    /// Makes an account that cannot sign in by password, which would cost a hash in every test.
    pub(crate) async fn account(&self, login: &str, is_admin: bool) {
        let row = AccountRow {
            id: format!("account-{login}"),
            login: login.to_owned(),
            password_hash: "none".to_owned(),
            full_name: format!("Cán bộ {login}"),
            is_admin: i64::from(is_admin),
            identity_hash: Some(format!("identity-{login}")),
            created_at: self.services.now().0,
            ..AccountRow::default()
        };
        let mut tx = self.services.db().write().await.unwrap();
        store::people::insert_account(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The actor of an account as it stands now: sign in again after roles were granted.
    pub(crate) async fn staff(&self, login: &str) -> Actor {
        let token = format!(
            "token-{login}-{}",
            u64::from_be_bytes(self.services.random())
        );
        let session = SessionRow {
            token_hash: domain::quiz::paper::hex(&Sha256::digest(token.as_bytes())),
            account_id: Some(format!("account-{login}")),
            created_at: self.services.now().0,
            expires_at: i64::MAX,
            ..SessionRow::default()
        };
        let mut tx = self.services.db().write().await.unwrap();
        store::people::insert_session(&mut tx, &session)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.services.actor(Some(&token), None).await.unwrap()
    }

    /// Grants a role and gives the actor who holds it, making the account if it is not there.
    pub(crate) async fn with_role(
        &self,
        contest: &str,
        login: &str,
        role: Role,
        unit: Option<&str>,
    ) -> Actor {
        let mut tx = self.services.db().read().await.unwrap();
        let known = store::people::find_account_by_login(&mut tx, login)
            .await
            .unwrap();
        drop(tx);
        if known.is_none() {
            self.account(login, false).await;
        }
        let rules = self.services.contest(contest).await.unwrap();
        if rules.roles_need_two() {
            let wish = RoleWish { login, role, unit };
            let reason = "Thay người nghỉ ốm";
            let id = self
                .services
                .propose_grant(&self.admin, contest, wish, reason)
                .await
                .unwrap();
            self.services
                .confirm(&self.secretary, id.as_str())
                .await
                .unwrap();
        } else {
            self.services
                .grant_role(&self.admin, contest, login, role, unit)
                .await
                .unwrap();
        }
        self.staff(login).await
    }

    /// Creates a contest from a rule sheet, with an organiser and a secretary.
    pub(crate) async fn contest(&mut self, rules: &RuleSheet) -> String {
        self.services
            .create_contest(&self.admin, rules, true)
            .await
            .unwrap();
        self.admin = self.staff("admin").await;
        self.organiser = self
            .with_role(&rules.code, "organiser", Role::Organiser, None)
            .await;
        self.secretary = self
            .with_role(&rules.code, "secretary", Role::Secretary, None)
            .await;
        rules.code.clone()
    }

    /// Imports the demo bank of every topic of the contest, for all rounds.
    pub(crate) async fn fill_bank(&self, contest: &str) {
        let topics = self
            .services
            .contest(contest)
            .await
            .unwrap()
            .rules
            .topics
            .clone();
        for topic in topics {
            let upload = bank_file(&topic.code);
            let preview = self
                .services
                .preview_questions(&self.organiser, contest, upload.clone())
                .await
                .unwrap();
            assert_eq!(preview.problems, [], "{}", topic.code);
            let ticket = preview.ticket.unwrap();
            self.services
                .import_questions(&self.organiser, contest, upload, &ticket, &[])
                .await
                .unwrap();
        }
    }

    /// Commits a round.
    pub(crate) async fn commit(&self, contest: &str, round: &str) {
        // Roles granted before are older than the commitment.
        self.clock.pass(Span(1));
        self.services
            .commit_round(&self.organiser, contest, round)
            .await
            .unwrap();
    }

    /// Imports a roster of so many people, spread over three units, and gives their slips by code.
    pub(crate) async fn roster(&self, contest: &str, people: usize) -> Vec<Slip> {
        let mut csv =
            String::from("Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Điện thoại;Ngày sinh\n");
        for n in 1..=people {
            let unit = n % 3 + 1;
            csv.push_str(&format!(
                "CB{n:05};Nguyễn Văn {};DV{unit};Đơn vị {unit};09{n:08};1/1/1990\n",
                files::letters(n)
            ));
        }
        let mut slips = self.import_roster(contest, &csv).await;
        slips.sort_by(|a, b| a.code.cmp(&b.code));
        slips
    }

    /// Imports a roster from CSV text.
    pub(crate) async fn import_roster(&self, contest: &str, csv: &str) -> Vec<Slip> {
        let upload = file("ds.csv", csv);
        let preview = self
            .services
            .preview_roster(&self.organiser, contest, upload.clone())
            .await
            .unwrap();
        assert_eq!(preview.problems, []);
        let ticket = preview.ticket.unwrap();
        let done = self
            .services
            .import_roster(&self.organiser, contest, upload, &ticket)
            .await
            .unwrap();
        done.slips
    }

    /// Signs a person of the roster in.
    pub(crate) async fn sign_in(&self, contest: &str, slip: &Slip) -> Actor {
        let anyone = Actor::anyone();
        let session = self
            .services
            .sign_in_roster(&anyone, contest, &slip.code, &slip.secret)
            .await
            .unwrap();
        self.services
            .actor(Some(&session.token), None)
            .await
            .unwrap()
    }

    /// A person who declares themselves in the first unit.
    pub(crate) async fn declared(&self, contest: &str, full_name: &str) -> Declared {
        let unit = self.services.units(contest).await.unwrap()[0]
            .id
            .as_str()
            .to_owned();
        Declared {
            full_name: full_name.to_owned(),
            birth_date: "21/7/1950".to_owned(),
            phone: "0912345678".to_owned(),
            unit,
            track: String::new(),
            consent: true,
        }
    }

    /// Moves the clock to the opening of a round, and a second on.
    pub(crate) async fn open_round(&self, contest: &str, round: &str) {
        let contest = self.services.contest(contest).await.unwrap();
        self.clock
            .set(contest.round(round).unwrap().clock.opens + Span::seconds(1));
    }

    /// Sweeps until nothing is overdue; gives the number of attempts closed.
    pub(crate) async fn sweep(&self) -> u64 {
        let mut closed = 0;
        loop {
            let swept = self.services.sweep(self.services.now()).await.unwrap();
            closed += swept.closed;
            if !swept.more {
                return closed;
            }
        }
    }

    /// Codes of acts in the log, oldest first, whose chain must hold.
    pub(crate) async fn acts(&self) -> Vec<String> {
        assert_eq!(self.services.check_log().await.unwrap(), None);
        let mut tx = self.services.db().read().await.unwrap();
        let rows = store::record::all(&mut tx).await.unwrap();
        rows.into_iter().map(|row| row.act).collect()
    }
}

/// A node on the same database whose master key is this one.
pub(crate) fn node_with_key(world: &World, vault: Vault) -> Services {
    let chance = Arc::new(SeededChance::new(3));
    Services::start(
        world.services.db().clone(),
        vault,
        world.clock.clone(),
        chance,
    )
}

fn node(db: Db, clock: &Arc<HandClock>, seed: u64) -> Services {
    Services::start(
        db,
        Vault::new([7; 32]),
        clock.clone(),
        Arc::new(SeededChance::new(seed)),
    )
}

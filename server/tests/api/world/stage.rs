//! The services on a clock that only the story moves, and what a committee does with them.

use super::cast::{Cast, STAFF};
use super::{HUE, WARD};
use domain::contest::RuleSheet;
use domain::ids::UnitId;
use domain::people::Role;
use domain::record::Change;
use domain::time::{Moment, Span};
use services::people::UnitInput;
use services::standings::ReviewQuery;
use services::{Actor, Chance, Clock, Services, Vault, token_hash};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Db;
use store::people::{AccountRow, SessionRow};

/// Further sessions of each account.
pub(crate) const SESSIONS: usize = 8;

/// A clock that only the story moves.
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// Random bytes from the hasher's keys: enough for ids that must only differ.
struct AnyChance;

impl Chance for AnyChance {
    fn fill(&self, bytes: &mut [u8]) {
        use std::hash::{BuildHasher as _, Hasher as _, RandomState};
        for chunk in bytes.chunks_mut(8) {
            let drawn = RandomState::new().build_hasher().finish().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// Where the story is told.
pub(crate) struct Stage {
    pub(crate) services: Services,
    clock: Arc<HandClock>,
    /// People of the roster by number.
    pub(super) people: Vec<Actor>,
    /// Right options by contest and stem.
    pub(super) right: HashMap<String, Vec<String>>,
}

impl Stage {
    /// Opens a database, which SQLite makes if it is not there.
    pub(crate) async fn open(url: &str, now: Moment) -> Self {
        let db = Db::open(url).await.unwrap();
        db.migrate().await.unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(now.0)));
        let vault = Vault::new([7; 32]);
        Self {
            services: Services::start(db, vault, clock.clone(), Arc::new(AnyChance)),
            clock,
            people: Vec::new(),
            right: HashMap::new(),
        }
    }

    pub(crate) async fn close(self) {
        self.services.db().close().await;
    }

    pub(super) fn go_to(&self, at: Moment) {
        self.clock.0.store(at.0, Ordering::SeqCst);
    }

    pub(super) fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.0, Ordering::SeqCst);
    }

    /// Makes the accounts of the committee and signs them in, for longer than any test.
    pub(super) async fn hire(&self, cast: &mut Cast) {
        for (login, _) in STAFF {
            let row = AccountRow {
                id: format!("account-{login}"),
                login: login.to_owned(),
                password_hash: "none".to_owned(),
                full_name: format!("Cán bộ {login}"),
                is_admin: i64::from(login == "quantri"),
                identity_hash: Some(format!("identity-{login}")),
                created_at: self.services.now().0,
                ..AccountRow::default()
            };
            let mut tx = self.services.db().write().await.unwrap();
            store::people::insert_account(&mut tx, &row).await.unwrap();
            tx.commit().await.unwrap();
            let session = SessionRow {
                token_hash: token_hash(&format!("cookie-of-{login}")),
                account_id: Some(row.id),
                created_at: row.created_at,
                expires_at: i64::MAX,
                ..SessionRow::default()
            };
            self.session(&session).await;
            cast.add(login, format!("__Host-hoithi=cookie-of-{login}"));
            // More sessions, for tests that post more than one session may.
            for n in 0..SESSIONS {
                let more = SessionRow {
                    token_hash: token_hash(&format!("cookie-{n}-of-{login}")),
                    ..session.clone()
                };
                self.session(&more).await;
            }
        }
    }

    /// An account that signs in with a password.
    pub(super) async fn account(&self, login: &str, password: &str) {
        let new = services::people::NewAccount {
            login: login.to_owned(),
            full_name: "Cán bộ có mật khẩu".to_owned(),
            password: password.to_owned(),
            is_admin: false,
            identity: String::new(),
        };
        self.services.insert_account(None, &new).await.unwrap();
    }

    async fn session(&self, row: &SessionRow) {
        let mut tx = self.services.db().write().await.unwrap();
        store::people::insert_session(&mut tx, row).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A session of a person of the roster.
    pub(super) async fn session_of_person(&self, contest: &str, n: usize, token: &str) {
        let contest = self.services.contest(contest).await.unwrap();
        let person = self.people[n].person.as_ref().unwrap();
        let row = SessionRow {
            token_hash: token_hash(token),
            person_id: Some(person.id.as_str().to_owned()),
            contest_id: Some(contest.id.as_str().to_owned()),
            created_at: self.services.now().0,
            expires_at: i64::MAX,
            ..SessionRow::default()
        };
        self.session(&row).await;
    }

    /// The actor of an account as it stands now.
    pub(crate) async fn staff(&self, login: &str) -> Actor {
        let token = format!("cookie-of-{login}");
        self.services.actor(Some(&token), None).await.unwrap()
    }

    pub(super) async fn role(&self, contest: &str, login: &str, role: Role, unit: Option<&str>) {
        let admin = self.staff("quantri").await;
        self.services
            .grant_role(&admin, contest, login, role, unit)
            .await
            .unwrap();
    }

    /// Creates a contest with its committee.
    pub(super) async fn contest(&self, rules: &RuleSheet) {
        let admin = self.staff("quantri").await;
        self.services
            .create_contest(&admin, rules, true)
            .await
            .unwrap();
        for (login, role) in STAFF {
            if let Some(role) = role {
                self.role(&rules.code, login, role, None).await;
            }
        }
        // Whoever creates a contest becomes its organiser; here the administrator keeps to the office.
        let own = self.staff("quantri").await;
        let id = own.account.clone().unwrap();
        for grant in own.grants {
            self.services
                .withdraw_role(&admin, &rules.code, &id, grant.role)
                .await
                .unwrap();
        }
    }

    pub(super) async fn set_units(&self, contest: &str, units: &[UnitInput]) -> Vec<UnitId> {
        let organiser = self.staff("bantochuc").await;
        let units = self.services.set_units(&organiser, contest, units).await;
        units.unwrap().into_iter().map(|u| u.id).collect()
    }

    pub(super) async fn commit(&self, contest: &str, round: &str) {
        assert!([HUE, WARD].contains(&contest));
        let organiser = self.staff("bantochuc").await;
        self.services
            .commit_round(&organiser, contest, round)
            .await
            .unwrap();
    }

    /// The organiser proposes; gives the proposal.
    pub(crate) async fn propose(&self, contest: &str, round: &str, change: Change) -> String {
        let organiser = self.staff("bantochuc").await;
        let id = self
            .services
            .propose(&organiser, contest, round, change)
            .await;
        id.unwrap().as_str().to_owned()
    }

    /// Seals the first round, draws where places are open, and publishes it.
    pub(super) async fn publish_first(&self, contest: &str) {
        let secretary = self.staff("thuky").await;
        let round = "dot-1";
        self.services
            .seal_round(&secretary, contest, round)
            .await
            .unwrap();
        // Two sent the same at the same instant: lots are drawn.
        let draw = Change::EnterDraw {
            number: "012345".to_owned(),
            reason: "Giải đặc biệt, báo sau khi đóng đợt".to_owned(),
        };
        let id = self.propose(contest, round, draw).await;
        self.services.confirm(&secretary, &id).await.unwrap();
        let all = ReviewQuery::default();
        let review = self
            .services
            .standings_review(&secretary, contest, round, None, &all)
            .await;
        let standings = review.unwrap().version.id.as_str().to_owned();
        let id = self
            .propose(contest, round, Change::Publish { standings })
            .await;
        self.services.confirm(&secretary, &id).await.unwrap();
    }
}

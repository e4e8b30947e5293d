//! The contest a run takes place in: the Huế rule sheet with its demo questions, one round that is open now, and a
//! roster of people whose slips are known.

use crate::Outcome;
use crate::place::Place;
use domain::contest::RuleSheet;
use domain::ids::{PersonId, UnitId};
use domain::people::Role;
use domain::time::{Moment, Span};
use services::{Actor, Chance, Clock, Services, Vault, token_hash};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::people::{AccountRow, PersonRow, SessionRow, UnitRow};
use store::question::QuestionRow;

/// The rule sheet.
const RULES: &str = include_str!("../../../contests/thua-thien-hue-2022.toml");
/// Code of its round.
pub(crate) const ROUND: &str = "dot-1";
/// Secret on everybody's slip.
pub(crate) const SECRET: &str = "KHONGBIMATX";
/// People of a unit.
const UNIT: usize = 50;
/// Who sets the stage: its session and sign-in name.
const FIRST: &str = "stage";
/// The second person every committee needs.
const SECOND: &str = "second";

/// The contest and who is on its roster.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    /// Code of the contest.
    pub(crate) contest: String,
    /// Roster codes.
    pub(crate) codes: Vec<String>,
    /// Questions of a paper.
    pub(crate) questions: usize,
    /// How long after the closing what was sent in time may arrive.
    pub(crate) grace: Span,
}

/// When the round runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// Opening.
    pub(crate) opens: Moment,
    /// Closing.
    pub(crate) closes: Moment,
    /// Working time.
    pub(crate) minutes: u16,
    /// How many papers of the rule sheet one paper is as long as.
    pub(crate) papers: u16,
}

/// The present.
#[expect(
    clippy::disallowed_methods,
    reason = "the server under test has the system's clock, so its contest is set around the present"
)]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Moment(since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
}

impl Times {
    /// Opened an hour ago, closing far from now.
    pub(crate) fn open_long() -> Self {
        let now = now();
        Self {
            opens: now + Span::minutes(-60),
            closes: now + Span::minutes(7 * 24 * 60),
            minutes: 600,
            papers: 1,
        }
    }
}

/// The clock of the stage, which stands before the opening: a round is committed before it opens.
struct StageClock(AtomicI64);

impl Clock for StageClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// Ids that must only differ, the same in every run.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // An odd factor: a permutation of all numbers, so none comes twice.
            let n = self.0.fetch_add(1, Ordering::Relaxed);
            let drawn = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// Sets the stage: contest, questions, roster, commitment.
///
/// # Errors
/// When a use case refuses.
pub(crate) async fn set(place: &Place, people: usize, times: Times) -> Outcome<Stage> {
    let db = place.open().await?;
    db.migrate().await?;
    let clock = Arc::new(StageClock(AtomicI64::new(
        (times.opens + Span::minutes(-600)).0,
    )));
    let chance = Arc::new(Counting(AtomicU64::new(1)));
    let services = Services::start(db, Vault::new([7; 32]), clock.clone(), chance);
    let rules = rules(times)?;
    let admin = account(&services, FIRST).await?;
    account(&services, SECOND).await?;
    services.create_contest(&admin, &rules, true).await?;
    let admin = services.actor(Some(FIRST), None).await?;
    let role = Role::Secretary;
    services
        .grant_role(&admin, &rules.code, SECOND, role, None)
        .await?;
    fill_bank(&services, &rules).await?;
    let codes = roster(&services, &rules.code, people).await?;
    clock.0.fetch_add(Span::minutes(60).0, Ordering::SeqCst);
    services.commit_round(&admin, &rules.code, ROUND).await?;
    services.db().close().await;
    let quiz = rules.quiz.ok_or("the rule sheet has no quiz")?;
    Ok(Stage {
        contest: rules.code,
        codes,
        questions: usize::from(quiz.questions),
        grace: Span(i64::from(quiz.grace_seconds) * 1_000),
    })
}

fn rules(times: Times) -> Outcome<RuleSheet> {
    let mut rules = exchange::contest::parse_rule_sheet(RULES).map_err(|e| format!("{e:?}"))?;
    rules.rounds.truncate(1);
    rules.rounds[0].opens = times.opens;
    rules.rounds[0].closes = times.closes;
    if let Some(quiz) = &mut rules.quiz {
        quiz.minutes = times.minutes;
        quiz.questions *= times.papers;
        quiz.blueprint
            .iter_mut()
            .for_each(|part| part.count *= times.papers);
    }
    Ok(rules)
}

/// An account, signed in with its name for a token.
async fn account(services: &Services, login: &str) -> Outcome<Actor> {
    let account = AccountRow {
        id: login.to_owned(),
        login: login.to_owned(),
        password_hash: "none".to_owned(),
        full_name: "Quản trị mẫu".to_owned(),
        is_admin: i64::from(login == FIRST),
        identity_hash: Some(login.to_owned()),
        created_at: services.now().0,
        ..AccountRow::default()
    };
    let session = SessionRow {
        token_hash: token_hash(login),
        account_id: Some(account.id.clone()),
        created_at: account.created_at,
        expires_at: i64::MAX,
        ..SessionRow::default()
    };
    let mut tx = services.db().write().await?;
    store::people::insert_account(&mut tx, &account).await?;
    store::people::insert_session(&mut tx, &session).await?;
    tx.commit().await?;
    Ok(services.actor(Some(login), None).await?)
}

/// All demo questions of the contest's topics.
async fn fill_bank(services: &Services, rules: &RuleSheet) -> Outcome<()> {
    let contest = services.contest(&rules.code).await?;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../contests/banks");
    let (mut rows, mut keys) = (Vec::new(), Vec::new());
    for topic in &rules.topics {
        let file = format!("{folder}/{}.toml", topic.code.replace('_', "-"));
        let options = exchange::question::ConvertOptions::default();
        let format = exchange::question::Format::BankToml;
        for q in exchange::question::convert(&std::fs::read(file)?, format, options).questions {
            let code = q.code.clone().ok_or("a question without a code")?;
            let right: Vec<String> = q.right_places().iter().map(usize::to_string).collect();
            let texts: Vec<&str> = q.options.iter().map(|o| o.text.as_str()).collect();
            keys.push((code.clone(), right.join(",")));
            rows.push(QuestionRow {
                id: format!("q-{code}"),
                contest_id: contest.id.as_str().to_owned(),
                topic: topic.code.clone(),
                difficulty: q.level.map_or("", |l| l.code()).to_owned(),
                kind: q.kind.for_quiz().map_or("", |k| k.code()).to_owned(),
                stem: q.stem.clone(),
                options: serde_json::to_string(&texts)?,
                source: serde_json::json!({"document": "Nguồn", "article": "1", "date": ""})
                    .to_string(),
                updated_at: services.now().0,
                code,
                ..QuestionRow::default()
            });
        }
    }
    let mut tx = services.db().write().await?;
    store::question::upsert(&mut tx, &rows).await?;
    store::question::set_keys(&mut tx, contest.id.as_str(), &keys).await?;
    tx.commit().await?;
    Ok(())
}

/// People in units of fifty; gives their codes.
async fn roster(services: &Services, code: &str, people: usize) -> Outcome<Vec<String>> {
    let contest = services.contest(code).await?;
    let (mut units, mut rows) = (Vec::new(), Vec::new());
    for n in 0..people {
        if n % UNIT == 0 {
            units.push(UnitRow {
                id: UnitId::from_random(services.random()).as_str().to_owned(),
                contest_id: contest.id.as_str().to_owned(),
                code: format!("DV-{}", n / UNIT),
                name: format!("Đơn vị mẫu {}", n / UNIT),
                ..UnitRow::default()
            });
        }
        let id = PersonId::from_random(services.random()).as_str().to_owned();
        let full_name = format!("Nguyễn Mẫu Thử {n}");
        let secret = domain::ids::clean_code(SECRET).ok_or("no slip")?;
        rows.push(PersonRow {
            contest_id: contest.id.as_str().to_owned(),
            code: Some(format!("TAI-{n:06}")),
            name_folded: domain::text::fold(&full_name),
            full_name,
            unit_id: units[n / UNIT].id.clone(),
            category: "Công chức".to_owned(),
            slip_hash: Some(services.slip_hash(&id, &secret)),
            created_at: services.now().0,
            id,
            ..PersonRow::default()
        });
    }
    let mut tx = services.db().write().await?;
    store::people::upsert_units(&mut tx, &units).await?;
    store::people::upsert_people(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(rows.into_iter().filter_map(|p| p.code).collect())
}

/// Attempts for what is measured without the program, on a stage of their own; gives their ids. They have no paper.
///
/// # Errors
/// When the stage cannot be set.
pub(crate) async fn bare_attempts(place: &Place, count: usize) -> Outcome<Vec<String>> {
    let stage = set(place, count, Times::open_long()).await?;
    let db = place.open().await?;
    let mut tx = db.write().await?;
    let contest = store::contest::find_by_code(&mut tx, &stage.contest)
        .await?
        .ok_or("no contest")?;
    let rounds = store::contest::rounds(&mut tx, &contest.id).await?;
    let round = rounds.first().ok_or("no round")?;
    let people = store::people::people(&mut tx, &contest.id).await?;
    let rows: Vec<store::quiz::AttemptRow> = people
        .into_iter()
        .map(|person| store::quiz::AttemptRow {
            id: format!("bare-{}", person.id),
            round_id: round.id.clone(),
            receipt_hash: format!("bare-{}", person.id),
            person_id: person.id,
            unit_id: person.unit_id,
            attempt_number: 1,
            started_at: round.opens,
            due_at: i64::MAX,
            state: "in_progress".to_owned(),
            ..store::quiz::AttemptRow::default()
        })
        .collect();
    store::quiz::insert_attempts(&mut tx, &rows).await?;
    tx.commit().await?;
    db.close().await;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

//! A round played by people whose answers the test plans.

use crate::support::{World, preset};
use domain::contest::RuleSheet;
use domain::ids::ProposalId;
use domain::people::Role;
use domain::quiz::save::{Save, SaveReply, Slot};
use domain::quiz::submit::Submit;
use domain::record::Change;
use domain::time::Span;
use services::Actor;
use services::people::Slip;
use services::quiz::StartOn;
use services::record::Confirmed;
use services::standings::{ReviewQuery, ReviewView, Sealed};
use std::collections::HashMap;

pub(crate) const HUE: &str = "thua-thien-hue-2022";
pub(crate) const ROUND: &str = "dot-1";

/// A contest with an open round and its people.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) people: Vec<Actor>,
    /// Attempts by person, in the order they started.
    pub(crate) attempts: Vec<String>,
    /// Right options by stem.
    right: HashMap<String, Vec<String>>,
}

/// How someone plays.
#[derive(Clone, Copy)]
pub(crate) struct Play {
    pub(crate) wrong: usize,
    pub(crate) prediction: &'static str,
    pub(crate) sends: bool,
}

/// Everything right but `wrong` questions, sent.
pub(crate) fn play(wrong: usize, prediction: &'static str) -> Play {
    Play {
        wrong,
        prediction,
        sends: true,
    }
}

/// The Huế contest, its first round committed and open.
pub(crate) async fn stage(world: World, people: usize) -> Stage {
    stage_with(world, people, |_| {}).await
}

/// As [`stage`], with a rule sheet of one's own.
pub(crate) async fn stage_with(
    world: World,
    people: usize,
    change: impl FnOnce(&mut RuleSheet),
) -> Stage {
    let world = contest_with(world, change).await;
    world.fill_bank(HUE).await;
    let slips = world.roster(HUE, people).await;
    open(world, &slips).await
}

/// The Huế contest by a rule sheet of one's own, still without questions and people.
pub(crate) async fn contest_with(mut world: World, change: impl FnOnce(&mut RuleSheet)) -> World {
    let mut rules = preset(HUE);
    change(&mut rules);
    world.contest(&rules).await;
    world
}

/// Commits and opens the first round of a contest that has its questions, and signs these people in.
pub(crate) async fn open(world: World, slips: &[Slip]) -> Stage {
    world.clock.pass(Span::seconds(1));
    world.commit(HUE, ROUND).await;
    world.open_round(HUE, ROUND).await;
    let mut actors = Vec::new();
    for slip in slips {
        actors.push(world.sign_in(HUE, slip).await);
    }
    let right = right_texts(&world).await;
    Stage {
        world,
        people: actors,
        attempts: Vec::new(),
        right,
    }
}

/// Right options as texts, by stem.
async fn right_texts(world: &World) -> HashMap<String, Vec<String>> {
    let mut tx = world.services.db().read().await.unwrap();
    let contest = world.services.contest(HUE).await.unwrap();
    let rows = store::question::list(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    let keys = store::question::keys(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    let keys: HashMap<String, String> = keys.into_iter().collect();
    let mut right = HashMap::new();
    for row in rows {
        let options: Vec<String> = serde_json::from_str(&row.options).unwrap();
        let chosen = keys[&row.code]
            .split(',')
            .map(|o| o.parse::<usize>().unwrap());
        right.insert(row.stem, chosen.map(|o| options[o].clone()).collect());
    }
    right
}

impl Stage {
    /// The next person starts, answers and perhaps sends; a second passes. Gives the attempt.
    pub(crate) async fn plays(&mut self, how: Play) -> String {
        let services = self.world.services.clone();
        let actor = self.people[self.attempts.len()].clone();
        let now = services.now();
        let started = services
            .start_attempt(&actor, HUE, ROUND, StartOn::default(), now)
            .await;
        let attempt = started.unwrap();
        let sheet = services.quiz_sheet(&actor, &attempt).await.unwrap();
        for (place, question) in sheet.questions.iter().enumerate() {
            let right = &self.right[&question.stem];
            let is_right = |o: &String| right.contains(o);
            let places: Vec<usize> = (0..question.options.len())
                .filter(|i| is_right(&question.options[*i]) == (place >= how.wrong))
                .collect();
            let wanted = if place >= how.wrong { places.len() } else { 1 };
            let value: Vec<String> = places.iter().take(wanted).map(usize::to_string).collect();
            let slot = Slot::Question(u16::try_from(place).unwrap());
            self.save(&actor, &attempt, slot, value.join(",")).await;
        }
        self.save(
            &actor,
            &attempt,
            Slot::Prediction,
            how.prediction.to_owned(),
        )
        .await;
        if how.sends {
            let sent = services
                .submit(&actor, &attempt, services.now())
                .await
                .unwrap();
            assert!(matches!(sent, Submit::Sent { .. }), "{sent:?}");
        }
        self.world.clock.pass(Span::seconds(1));
        self.attempts.push(attempt.clone());
        attempt
    }

    /// The next person starts; their stems in the order of the paper. [`Self::plays`] goes on with the same attempt.
    pub(crate) async fn begins(&self) -> Vec<String> {
        let services = &self.world.services;
        let actor = &self.people[self.attempts.len()];
        let now = services.now();
        let started = services
            .start_attempt(actor, HUE, ROUND, StartOn::default(), now)
            .await;
        let sheet = services.quiz_sheet(actor, &started.unwrap()).await.unwrap();
        sheet.questions.into_iter().map(|q| q.stem).collect()
    }

    /// Stems by code, as the bank has them.
    pub(crate) async fn stems(&self) -> HashMap<String, String> {
        let services = &self.world.services;
        let contest = services.contest(HUE).await.unwrap();
        let mut tx = services.db().read().await.unwrap();
        let rows = store::question::list(&mut tx, contest.id.as_str())
            .await
            .unwrap();
        rows.into_iter().map(|row| (row.code, row.stem)).collect()
    }

    async fn save(&self, actor: &Actor, attempt: &str, slot: Slot, value: String) {
        let services = &self.world.services;
        let key = format!("{attempt}-{}", slot.number());
        let save = Save {
            slot,
            value,
            base_revision: 0,
        };
        let reply = services
            .save_answer(actor, attempt, &key, save, services.now())
            .await;
        assert!(matches!(reply, Ok(SaveReply::Saved { .. })), "{reply:?}");
    }

    /// Moves on until the round is closed and every attempt final.
    pub(crate) async fn close(&self) {
        let contest = self.world.services.contest(HUE).await.unwrap();
        let from = contest.round(ROUND).unwrap().clock.closed_from();
        self.world.clock.set(from);
        self.world.sweep().await;
    }

    pub(crate) async fn seal(&self) -> Sealed {
        let (services, secretary) = (&self.world.services, &self.world.secretary);
        services.seal_round(secretary, HUE, ROUND).await.unwrap()
    }

    pub(crate) async fn propose(&self, change: Change) -> ProposalId {
        let (services, organiser) = (&self.world.services, &self.world.organiser);
        services
            .propose(organiser, HUE, ROUND, change)
            .await
            .unwrap()
    }

    /// The organiser proposes, the secretary confirms.
    pub(crate) async fn change(&self, change: Change) -> Confirmed {
        let id = self.propose(change).await;
        let (services, secretary) = (&self.world.services, &self.world.secretary);
        services.confirm(secretary, id.as_str()).await.unwrap()
    }

    pub(crate) async fn review(&self, version: Option<i64>) -> ReviewView {
        let (services, secretary) = (&self.world.services, &self.world.secretary);
        let query = ReviewQuery::default();
        services
            .standings_review(secretary, HUE, ROUND, version, &query)
            .await
            .unwrap()
    }

    /// Publishes the newest version.
    pub(crate) async fn publish(&self) {
        let standings = self.review(None).await.version.id.as_str().to_owned();
        self.change(Change::Publish { standings }).await;
    }

    /// An auditor whose role is younger than the commitment.
    pub(crate) async fn late_organiser(&self) -> Actor {
        self.world
            .with_role(HUE, "late", Role::Organiser, None)
            .await
    }

    /// An auditor who carries a telephone of the roster.
    pub(crate) async fn turns_out_to_be_an_auditor(&self, phone: &str) {
        self.world
            .with_role(HUE, "auditor", Role::Auditor, None)
            .await;
        let services = &self.world.services;
        let mut tx = services.db().write().await.unwrap();
        let account = store::people::find_account_by_login(&mut tx, "auditor")
            .await
            .unwrap();
        let mut account = account.unwrap();
        account.identity_hash = Some(services.identity_hash(phone));
        store::people::set_account(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Names of people by person, as the roster has them.
    pub(crate) async fn name(&self, person: usize) -> String {
        let id = self.people[person]
            .person
            .as_ref()
            .unwrap()
            .id
            .as_str()
            .to_owned();
        let mut tx = self.world.services.db().read().await.unwrap();
        store::people::find_person(&mut tx, &id)
            .await
            .unwrap()
            .unwrap()
            .full_name
    }
}

/// Names of winners with their prizes.
pub(crate) fn winners(review: &ReviewView) -> Vec<(String, String)> {
    let lines = review.winners.iter();
    lines
        .map(|l| (l.prize.clone().unwrap_or_default(), l.name.clone()))
        .collect()
}

/// Voids an attempt.
pub(crate) fn void(attempt: &str) -> Change {
    Change::VoidEntry {
        attempt: attempt.to_owned(),
        reason: "Đăng ký không đúng thông tin cá nhân".to_owned(),
        retake: false,
    }
}

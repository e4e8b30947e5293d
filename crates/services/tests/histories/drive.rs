//! Runs histories against two nodes on one database.

use crate::act::{ALLOWED, Act, Event, GRACE, Stored, Told};
use crate::stage::{CONTEST, Dice, ROUND, Stage};
use crate::support::OPENS;
use domain::ids::PersonId;
use domain::quiz::save::{Save, SaveReply, Slot};
use domain::quiz::start::StartRefused;
use domain::time::{Moment, Span};
use services::quiz::StartOn;
use services::{Actor, PersonActor, Rejection, ServiceError, Services};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// From one wave to the next: everything of the one before is over.
const WAVE: i64 = ALLOWED + GRACE + 10_000;
/// When a sweep closes what is left.
const OVER: i64 = ALLOWED + GRACE;

/// Histories that run at the same time, each of its own person.
pub(crate) struct Wave {
    stage: Arc<Stage>,
    seed: u64,
    first: usize,
    size: usize,
    origin: i64,
    edge: bool,
}

/// What one person's devices did and were told.
pub(crate) struct History {
    pub(crate) seed: u64,
    /// Instant of the start, and the acts.
    pub(crate) events: (i64, Vec<Event>),
}

impl Wave {
    /// The people from `first` on; in every third wave their time runs out.
    pub(crate) fn new(stage: &Arc<Stage>, seed: u64, first: u64, size: u64) -> Self {
        Self {
            stage: stage.clone(),
            seed,
            first: usize::try_from(first).unwrap(),
            size: usize::try_from(size).unwrap(),
            // Far enough apart that no wave closes what another began, whatever their size.
            origin: OPENS.0 + 1_000 + i64::try_from(first / 20).unwrap() * WAVE,
            edge: Dice(seed).roll(3) == 0,
        }
    }

    /// Runs the wave; every attempt is closed at its end.
    pub(crate) async fn run(self) -> Vec<History> {
        let counter = Arc::new(AtomicU64::new(1));
        let tables: Vec<Arc<Table>> = (0..self.size)
            .map(|n| Arc::new(self.table(n, counter.clone())))
            .collect();
        let mut tasks = Vec::new();
        for table in &tables {
            tasks.extend(table.clone().sit_down());
        }
        if self.edge {
            // One sweep closes the attempts of everyone here, so it is an act of every history.
            tasks.push(tokio::spawn(hand(&tables[0], EVERYONE).sweeper()));
        }
        let mut told: Vec<(usize, Vec<Event>)> = Vec::new();
        for task in tasks {
            told.push(task.await.unwrap());
        }
        let mut histories = Vec::new();
        for (n, table) in tables.iter().enumerate() {
            let mut events: Vec<Event> = Vec::new();
            let mine = told.iter().filter(|(of, _)| [n, EVERYONE].contains(of));
            events.extend(mine.flat_map(|(_, events)| events.clone()));
            events.extend(table.end().await);
            histories.push(History {
                seed: table.seed,
                events: (table.origin, events),
            });
        }
        histories
    }

    fn table(&self, n: usize, counter: Arc<AtomicU64>) -> Table {
        Table {
            stage: self.stage.clone(),
            counter,
            n,
            seed: self.seed + n as u64,
            person: self.stage.people[self.first + n].clone(),
            origin: self.origin,
            edge: self.edge,
        }
    }
}

/// One person with several devices.
struct Table {
    stage: Arc<Stage>,
    counter: Arc<AtomicU64>,
    n: usize,
    seed: u64,
    person: String,
    origin: i64,
    edge: bool,
}

/// One device, or one of the committee.
struct Hand {
    table: Arc<Table>,
    actor: usize,
    dice: Dice,
    attempt: Option<String>,
    /// Revisions it has been shown.
    shown: HashMap<u16, u32>,
    events: Vec<Event>,
}

/// As an actor: the committee after all is over, and a sweep that concerns every history of a wave.
const COMMITTEE: usize = 98;
const EVERYONE: usize = 99;

fn hand(table: &Arc<Table>, actor: usize) -> Hand {
    Hand {
        table: table.clone(),
        actor,
        dice: Dice(table.seed ^ ((actor as u64 + 1) << 40)),
        attempt: None,
        shown: HashMap::new(),
        events: Vec::new(),
    }
}

impl Table {
    fn sit_down(self: Arc<Self>) -> Vec<tokio::task::JoinHandle<(usize, Vec<Event>)>> {
        let mut dice = Dice(self.seed);
        // Mostly a few; now and then as many as a class that shares one slip.
        let actors = match dice.roll(80) {
            0 => 64,
            1..4 => 16,
            _ => dice.pick(&[2, 2, 2, 3, 3, 4]),
        };
        let mut tasks = Vec::new();
        for actor in 0..actors {
            let hand = hand(&self, actor);
            let acts = match actor {
                _ if actors <= 16 => 1 + dice.roll(2),
                // No more acts than the search can number.
                ..40 => 1,
                _ => 0,
            };
            let voids = actor > 0 && actor + 1 == actors && dice.roll(4) == 0;
            tasks.push(tokio::spawn(async move {
                if voids {
                    hand.committee().await
                } else {
                    hand.device(acts, actors <= 16).await
                }
            }));
        }
        tasks
    }

    fn now(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::SeqCst)
    }

    fn person(&self) -> Actor {
        Actor {
            person: Some(PersonActor {
                id: PersonId::from_text(&self.person),
                contest: self.stage.contest.clone(),
                only_attempt: None,
            }),
            ..Actor::anyone()
        }
    }

    /// What is left is closed, and everything is as it was told.
    async fn end(self: &Arc<Self>) -> Vec<Event> {
        let mut hand = hand(self, COMMITTEE);
        hand.act(Act::Close { at: OVER }).await;
        hand.act(Act::Read).await;
        let Some(Told::Stored(stored)) = hand.events.last().map(|e| e.told.clone()) else {
            unreachable!("a look says what is stored");
        };
        assert_ne!(stored.state, "in_progress", "{:?}", hand.events);
        hand.events
    }
}

impl Hand {
    async fn device(mut self, acts: usize, looks: bool) -> (usize, Vec<Event>) {
        self.pause().await;
        self.act(Act::Start).await;
        for _ in 0..acts {
            if self.attempt.is_none() {
                break;
            }
            self.pause().await;
            let act = self.some_act(self.table.edge);
            let saved = matches!(act, Act::Save { .. });
            self.act(act).await;
            if saved && looks && self.dice.roll(2) == 0 {
                self.act(Act::Read).await;
            }
        }
        (self.table.n, self.events)
    }

    /// Voids while the devices are busy.
    async fn committee(mut self) -> (usize, Vec<Event>) {
        for _ in 0..self.dice.roll(6) {
            self.pause().await;
        }
        self.act(Act::Void).await;
        (self.table.n, self.events)
    }

    /// Sweeps while everybody is busy.
    async fn sweeper(mut self) -> (usize, Vec<Event>) {
        for _ in 0..3 {
            for _ in 0..self.dice.roll(40) {
                self.pause().await;
            }
            self.act(Act::Close { at: OVER }).await;
        }
        (EVERYONE, self.events)
    }

    async fn pause(&mut self) {
        for _ in 0..self.dice.roll(4) {
            tokio::task::yield_now().await;
        }
    }

    fn some_act(&mut self, edge: bool) -> Act {
        let at = if edge {
            let edges = [ALLOWED - 1, ALLOWED, ALLOWED + 1, OVER - 1, OVER, OVER + 1];
            self.dice.pick(&edges)
        } else {
            1_000 * i64::try_from(1 + self.dice.roll(50)).unwrap()
        };
        match self.dice.roll(10) {
            0 => Act::Submit { at },
            1 => Act::Read,
            _ => {
                let slot = self.dice.pick(&[0, 0, 1]);
                let value = self.dice.pick(&["0", "1"]);
                let shown = self.shown.get(&slot).copied().unwrap_or(0);
                let base = if self.dice.roll(5) == 0 { 0 } else { shown };
                // A device that sends once more uses the same key, and so does nobody else.
                let key = match self.last_save() {
                    Some(again) if self.dice.roll(6) == 0 => return again,
                    _ => format!("k{}-{}", self.actor, self.events.len()),
                };
                let value = value.to_owned();
                Act::Save {
                    key,
                    slot,
                    value,
                    base,
                    at,
                }
            }
        }
    }

    fn last_save(&self) -> Option<Act> {
        let mut acts = self.events.iter().rev().map(|e| &e.act);
        acts.find(|act| matches!(act, Act::Save { .. })).cloned()
    }

    /// Acts until it is answered, as a page that is told to come back does.
    async fn act(&mut self, act: Act) {
        let begun = self.table.now();
        let told = loop {
            match self.once(&act).await {
                Err(ServiceError::Busy { .. }) => tokio::task::yield_now().await,
                Err(ServiceError::NotFound) => break Told::NotFound,
                other => break other.unwrap(),
            }
        };
        let answered = self.table.now();
        self.heed(&told);
        self.events.push(Event {
            actor: self.actor,
            act,
            told,
            begun,
            answered,
        });
    }

    fn heed(&mut self, told: &Told) {
        match told {
            Told::Started(id) => self.attempt = Some(id.clone()),
            Told::Save(SaveReply::Saved {
                slot: Slot::Question(place),
                revision,
                ..
            }) => _ = self.shown.insert(*place, *revision),
            Told::Save(SaveReply::Stale {
                slot: Slot::Question(place),
                held,
            }) => _ = self.shown.insert(*place, held.revision),
            _ => {}
        }
    }

    async fn once(&mut self, act: &Act) -> Result<Told, ServiceError> {
        let table = self.table.clone();
        let chosen = self.dice.roll(2);
        let node = &table.stage.nodes[chosen];
        let person = table.person();
        let at = |after: i64| Moment(table.origin) + Span(after);
        let attempt = self.attempt.clone().unwrap_or_default();
        match act {
            Act::Start => {
                let on = StartOn::default();
                match node.start_attempt(&person, CONTEST, ROUND, on, at(0)).await {
                    Err(ServiceError::Rejected(Rejection::Start(
                        StartRefused::NoAttemptsLeft { .. },
                    ))) => Ok(Told::NotStarted),
                    other => other.map(Told::Started),
                }
            }
            Act::Save {
                key,
                slot,
                value,
                base,
                at: after,
            } => {
                let save = Save {
                    slot: Slot::Question(*slot),
                    value: value.clone(),
                    base_revision: *base,
                };
                let saved = node.save_answer(&person, &attempt, key, save, at(*after));
                saved.await.map(Told::Save)
            }
            Act::Submit { at: after } => {
                let sent = node.submit(&person, &attempt, at(*after));
                sent.await.map(Told::Submit)
            }
            Act::Close { at: after } => {
                // The other node stops in between, or this one would never sweep.
                table.stage.nodes[1 - chosen].leave_jobs().await?;
                match node.sweep(at(*after)).await? {
                    swept if swept.elsewhere => Err(ServiceError::Busy { retry_after: 1 }),
                    _ => Ok(Told::Done),
                }
            }
            Act::Void => self.void(node).await,
            Act::Read => self.read(node).await,
        }
    }

    /// As the confirmation of a void entry writes it; before an attempt there is nothing to void.
    async fn void(&self, node: &Services) -> Result<Told, ServiceError> {
        let people = [self.table.person.clone()];
        let mut tx = node.db().write().await?;
        let there = store::quiz::attempts_of_people(&mut tx, &people).await?;
        for row in &there {
            store::quiz::void_attempt(&mut tx, &row.id, "thử", self.table.origin).await?;
        }
        tx.commit().await?;
        Ok(Told::Done)
    }

    async fn read(&self, node: &Services) -> Result<Told, ServiceError> {
        let people = [self.table.person.clone()];
        let origin = self.table.origin;
        let mut tx = node.db().read().await?;
        let rows = store::quiz::attempts_of_people(&mut tx, &people).await?;
        let ids: Vec<String> = rows.iter().map(|r| r.id.clone()).collect();
        let answers = store::quiz::answers(&mut tx, &ids).await?;
        let slots = answers.into_iter().map(|a| {
            let revision = u32::try_from(a.revision).unwrap();
            (a.slot, (a.held_value, revision, a.saved_at - origin))
        });
        let first = rows.first();
        Ok(Told::Stored(Stored {
            state: first.map_or_else(String::new, |r| r.state.clone()),
            ended: first.and_then(|r| r.submitted_at).map(|at| at - origin),
            void: first.is_some_and(|r| r.void_reason.is_some()),
            slots: slots.collect(),
            attempts: rows.len(),
        }))
    }
}

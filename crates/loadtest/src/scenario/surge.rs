//! People acting side by side: all of them once, as many as are answered, or so many a second.

use crate::Outcome;
use crate::crowd::{Answer, Person, Scene};
use crate::figures::Gauge;
use crate::server::wait_until;
use crate::wire::Wire;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Signs in by slip.
    SignIn,
    /// Starts the attempt.
    Start,
    /// Opens the sheet.
    Open,
    /// Saves the next choice.
    Save,
    /// Sends the attempt.
    Submit,
    /// Signs in, starts, opens the sheet.
    Arrive,
    /// Does what comes next on the way from the slip to the receipt.
    GoOn,
    /// Reads the public pages.
    Visit,
}

/// Everyone, and the way to the server.
#[derive(Debug, Clone)]
pub(crate) struct Surge(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    address: String,
    people: Vec<Mutex<Person>>,
    /// How many of them are there from the beginning; the others come one by one.
    regulars: usize,
    scene: Scene,
    wires: std::sync::Mutex<Vec<Wire>>,
    permits: Semaphore,
}

impl Surge {
    /// Of these people, so many of them there from the beginning, before a server.
    pub(crate) fn of(address: &str, people: Vec<Person>, regulars: usize, scene: Scene) -> Self {
        Self(Arc::new(Inner {
            address: address.to_owned(),
            people: people.into_iter().map(Mutex::new).collect(),
            regulars,
            scene,
            wires: std::sync::Mutex::default(),
            permits: Semaphore::new(super::WIDTH),
        }))
    }

    /// The same people before a server that came back elsewhere.
    ///
    /// # Errors
    /// When somebody is still acting.
    pub(crate) fn moved_to(self, address: &str) -> Outcome<Self> {
        let inner = Arc::into_inner(self.0).ok_or("somebody is still acting")?;
        let people = inner.people.into_iter().map(Mutex::into_inner).collect();
        Ok(Self::of(address, people, inner.regulars, inner.scene))
    }

    /// Lets so many more talk to the server at once.
    pub(crate) fn widen(&self, by: usize) {
        self.0.permits.add_permits(by);
    }

    /// Contest and journal.
    pub(crate) fn scene(&self) -> &Scene {
        &self.0.scene
    }

    /// How many people there are from the beginning.
    pub(crate) fn len(&self) -> usize {
        self.0.regulars
    }

    /// Saves that answer everything.
    pub(crate) async fn slots(&self) -> usize {
        match self.0.people.first() {
            Some(person) => person.lock().await.slots(),
            None => 0,
        }
    }

    /// Everybody's sheet, with the cookie that opens it.
    pub(crate) async fn sheets(&self) -> Vec<(String, String)> {
        let mut sheets = Vec::with_capacity(self.len());
        for person in &self.0.people[..self.len()] {
            sheets.push(person.lock().await.sheet());
        }
        sheets
    }

    /// Everyone does it once, so many at a time.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn all(&self, act: Act, width: usize, gauge: &Arc<Gauge>) -> Outcome<()> {
        self.some(act, 0..self.len(), width, gauge).await
    }

    /// These people do it once, so many at a time.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn some(
        &self,
        act: Act,
        people: Range<usize>,
        width: usize,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        let next = Arc::new(AtomicUsize::new(people.start));
        side_by_side(width, |_| {
            let (surge, next, gauge) = (self.clone(), next.clone(), gauge.clone());
            let end = people.end;
            async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= end {
                        break;
                    }
                    surge.does(n, act, Instant::now(), &gauge).await;
                }
            }
        })
        .await
    }

    /// People do it again and again until an instant, each of so many after the other, without a pause.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn most(
        &self,
        act: Act,
        width: usize,
        until: Instant,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        self.lanes(act, width, (until, None), gauge).await
    }

    /// The same, but whoever is refused at the end gives up for now.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn most_until(
        &self,
        act: Act,
        width: usize,
        until: Instant,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        self.lanes(act, width, (until, Some(until)), gauge).await
    }

    /// Newcomers go their way from the slip to the receipt, one after the other in so many lanes, until an instant; each
    /// goes on where they were the last time. Whoever is cut off is sure to be there again.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn come_and_go(
        &self,
        width: usize,
        until: Instant,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        side_by_side(width, |lane| {
            let (surge, gauge) = (self.clone(), gauge.clone());
            async move {
                let newcomers = surge.0.regulars..surge.0.people.len();
                for n in newcomers.skip(lane).step_by(width) {
                    while Instant::now() < until && !surge.0.people[n].lock().await.is_finished() {
                        let step = (Instant::now(), Some(until));
                        surge.does_until(n, Act::GoOn, step, &gauge).await;
                    }
                }
            }
        })
        .await
    }

    /// How many newcomers have their receipt.
    pub(crate) async fn gone(&self) -> usize {
        let mut gone = 0;
        for person in &self.0.people[self.len()..] {
            gone += usize::from(person.lock().await.is_finished());
        }
        gone
    }

    /// These people do it once, evenly over a span, whether or not earlier ones were answered.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn spread(
        &self,
        act: Act,
        people: Range<usize>,
        span: Duration,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        let begun = Instant::now();
        let pause = span / u32::try_from(people.len().max(1))?;
        let mut tasks = JoinSet::new();
        for (n, who) in (0_u32..).zip(people) {
            let due = begun + pause * n;
            wait_until(due).await;
            let (surge, gauge) = (self.clone(), gauge.clone());
            tasks.spawn(async move { _ = surge.does(who, act, due, &gauge).await });
            while let Some(done) = tasks.try_join_next() {
                done?;
            }
        }
        joined(tasks).await
    }

    async fn lanes(
        &self,
        act: Act,
        width: usize,
        (until, patience): (Instant, Option<Instant>),
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        side_by_side(width, |lane| {
            let (surge, gauge) = (self.clone(), gauge.clone());
            async move {
                // Each lane has people of its own, so that nobody waits for themselves.
                let mut n = lane;
                while Instant::now() < until {
                    let who = n % surge.len();
                    let act = surge.does_until(who, act, (Instant::now(), patience), &gauge);
                    act.await;
                    n += width;
                }
            }
        })
        .await
    }

    /// So many a second for a span, whether or not earlier ones were answered; latency counts from when each was due.
    ///
    /// # Errors
    /// When a task panics.
    pub(crate) async fn offer(
        &self,
        act: Act,
        rate: u32,
        span: Duration,
        gauge: &Arc<Gauge>,
    ) -> Outcome<()> {
        let begun = Instant::now();
        let total = span.as_secs() * u64::from(rate);
        let mut tasks = JoinSet::new();
        for n in 0..total {
            let due = begun + Duration::from_nanos(n * 1_000_000_000 / u64::from(rate));
            wait_until(due).await;
            let (surge, gauge) = (self.clone(), gauge.clone());
            let who = usize::try_from(n)? % self.len();
            tasks.spawn(async move {
                surge.does(who, act, due, &gauge).await;
            });
            while let Some(done) = tasks.try_join_next() {
                done?;
            }
        }
        joined(tasks).await
    }

    /// Somebody does something that was due at an instant; comes back when told to. Whether it was done.
    pub(crate) async fn does(&self, n: usize, act: Act, due: Instant, gauge: &Gauge) -> bool {
        self.does_until(n, act, (due, None), gauge).await
    }

    /// The same, coming back no more once an instant has passed.
    async fn does_until(
        &self,
        n: usize,
        act: Act,
        (due, patience): (Instant, Option<Instant>),
        gauge: &Gauge,
    ) -> bool {
        let mut person = self.0.people[n].lock().await;
        loop {
            match self.once(&mut person, act).await {
                Ok(Answer::Done) => {
                    gauge.done(due);
                    return true;
                }
                Ok(Answer::Busy(wait)) => {
                    gauge.busy();
                    let again = Instant::now() + wait;
                    if patience.is_some_and(|end| end < again) {
                        return false;
                    }
                    wait_until(again).await;
                }
                Err(error) => {
                    gauge.failed(&*error);
                    return false;
                }
            }
        }
    }

    async fn once(&self, person: &mut Person, act: Act) -> Outcome<Answer> {
        let permit = self.0.permits.acquire().await?;
        let mut wire = self.taken();
        let scene = &self.0.scene;
        let answer = match act {
            Act::SignIn => person.sign_in(&mut wire, scene).await,
            Act::Start => person.start(&mut wire, scene).await,
            Act::Open => person.open(&mut wire).await.map(|_| Answer::Done),
            Act::Save => person.save(&mut wire, scene).await,
            Act::Submit => person.submit(&mut wire, scene).await,
            Act::Visit => person.visit(&mut wire, scene).await,
            Act::GoOn => person.go_on(&mut wire, scene).await,
            Act::Arrive => arrive(person, &mut wire, scene).await,
        };
        self.0
            .wires
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(wire);
        drop(permit);
        answer
    }

    /// A connection nobody uses, or a new one.
    fn taken(&self) -> Wire {
        let mut idle = self.0.wires.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop().unwrap_or_else(|| Wire::to(&self.0.address))
    }
}

async fn arrive(person: &mut Person, wire: &mut Wire, scene: &Scene) -> Outcome<Answer> {
    for step in [
        person.sign_in(wire, scene).await?,
        person.start(wire, scene).await?,
    ] {
        if let Answer::Busy(wait) = step {
            return Ok(Answer::Busy(wait));
        }
    }
    person.open(wire).await?;
    Ok(Answer::Done)
}

/// So many lanes at once, until all have ended.
async fn side_by_side<F>(width: usize, lane: impl Fn(usize) -> F) -> Outcome<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for n in 0..width {
        tasks.spawn(lane(n));
    }
    joined(tasks).await
}

async fn joined(mut tasks: JoinSet<()>) -> Outcome<()> {
    while let Some(done) = tasks.join_next().await {
        done?;
    }
    Ok(())
}

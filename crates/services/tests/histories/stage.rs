//! Where histories take place: two nodes on one database, a contest that is open, people who have not started.

use crate::act::{ALLOWED, GRACE};
use crate::support::{World, preset};
use domain::ids::ContestId;
use services::Services;
use services::planted::Bug;
use std::sync::Arc;

/// Code of the contest.
pub(crate) const CONTEST: &str = "thua-thien-hue-2022";
/// Code of its round.
pub(crate) const ROUND: &str = "dot-1";

/// A small generator (splitmix64): the same seed plays the same acts, though not the same races.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

/// Two nodes, a contest that is open, and people who have not started.
pub(crate) struct Stage {
    /// Kept, because the database goes with it.
    _world: World,
    pub(crate) nodes: [Services; 2],
    pub(crate) contest: ContestId,
    pub(crate) people: Vec<String>,
}

impl Stage {
    /// Plants a mistake in both nodes.
    pub(crate) fn plant(&self, bug: Bug) {
        self.nodes.iter().for_each(|node| node.plant(bug));
    }
}

/// The contest with so many people.
pub(crate) async fn stage(mut world: World, people: u64) -> Arc<Stage> {
    let mut rules = preset(CONTEST);
    let quiz = rules.quiz.as_mut().unwrap();
    quiz.minutes = u16::try_from(ALLOWED / 60_000).unwrap();
    quiz.grace_seconds = u16::try_from(GRACE / 1_000).unwrap();
    quiz.submit_requires_all = false;
    world.contest(&rules).await;
    world.fill_bank(CONTEST).await;
    world.roster(CONTEST, 1).await;
    let people = many(&world, people).await;
    world.commit(CONTEST, ROUND).await;
    world.open_round(CONTEST, ROUND).await;
    let contest = world.services.contest(CONTEST).await.unwrap().id;
    let nodes = [world.services.clone(), world.another_node().await];
    Arc::new(Stage {
        _world: world,
        nodes,
        contest,
        people,
    })
}

/// People like the one on the roster.
async fn many(world: &World, count: u64) -> Vec<String> {
    let contest = world.services.contest(CONTEST).await.unwrap().id;
    let mut tx = world.services.db().write().await.unwrap();
    let roster = store::people::people(&mut tx, contest.as_str())
        .await
        .unwrap();
    let one = roster.into_iter().next().unwrap();
    let rows: Vec<_> = (0..count)
        .map(|n| store::people::PersonRow {
            id: format!("nguoi-{n:05}"),
            code: Some(format!("MAU-{n:05}")),
            identity_hash: None,
            phone_hash: None,
            unique_hash: None,
            ..one.clone()
        })
        .collect();
    store::people::upsert_people(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

//! What two people grant at the very moment someone starts is not lost, whichever of the two comes first.

use crate::fixture::{HUE, ROUND, Stage, play, stage, void};
use crate::support::{World, on_both_engines};
use domain::record::Change;
use domain::time::{Moment, Span};
use services::quiz::StartOn;
use services::{Actor, Rejection, ServiceError, Services};
use store::quiz::AttemptRow;

/// People who start while something is granted.
const PEOPLE: usize = 48;
const EXTRA: Span = Span::seconds(300);

fn id(actor: &Actor) -> String {
    actor.person.as_ref().unwrap().id.as_str().to_owned()
}

/// Lets as much time pass as so many looks at the database take.
async fn after(services: &Services, looks: usize) {
    for _ in 0..looks {
        services.contest(HUE).await.unwrap();
    }
}

/// How much later than the grant the start sets off: more when it came first, less when it came second. So the two go
/// on meeting where their order turns.
fn next(looks: usize, start_came_first: bool) -> usize {
    if start_came_first {
        looks + 3
    } else {
        looks.saturating_sub(2)
    }
}

/// Starts; what the writer of another node came before to is tried again, as the page does.
async fn start(
    services: &Services,
    actor: &Actor,
    received_at: Moment,
) -> services::Result<String> {
    loop {
        let on = StartOn::default();
        match services
            .start_attempt(actor, HUE, ROUND, on, received_at)
            .await
        {
            Err(ServiceError::Busy { .. }) => tokio::task::yield_now().await,
            other => return other,
        }
    }
}

async fn attempts(services: &Services, actor: &Actor) -> Vec<AttemptRow> {
    let mut tx = services.db().read().await.unwrap();
    let rows = store::quiz::attempts_of_people(&mut tx, &[id(actor)]).await;
    rows.unwrap()
}

fn extra(actor: &Actor) -> Change {
    Change::GrantExtra {
        person: id(actor),
        seconds: u32::try_from(EXTRA.0 / 1_000).unwrap(),
        reason: "Người khuyết tật vận động".to_owned(),
    }
}

/// Confirms while `actor` starts on another node; gives what the start came to, and how many running attempts moved.
async fn meet(
    stage: &Stage,
    other: &Services,
    (change, actor): (Change, &Actor),
    looks: usize,
) -> (services::Result<String>, u64) {
    let proposal = stage.propose(change).await;
    let (services, secretary) = (stage.world.services.clone(), stage.world.secretary.clone());
    let confirming = tokio::spawn(async move {
        let done = services.confirm(&secretary, proposal.as_str()).await;
        done.unwrap().extended
    });
    let (other, actor) = (other.clone(), actor.clone());
    let starting = tokio::spawn(async move {
        after(&other, looks).await;
        start(&other, &actor, other.now()).await
    });
    (starting.await.unwrap(), confirming.await.unwrap())
}

async fn extra_time_granted_while_someone_starts_is_theirs(world: World) {
    let stage = stage(world, PEOPLE).await;
    let other = stage.world.another_node().await;
    let contest = stage.world.services.contest(HUE).await.unwrap();
    let clock = &contest.round(ROUND).unwrap().clock;
    let (mut looks, mut moved) = (0, 0);
    for actor in &stage.people {
        let change = (extra(actor), actor);
        let (started, extended) = meet(&stage, &other, change, looks).await;
        looks = next(looks, extended > 0);
        moved += extended;
        let rows = attempts(&other, actor).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].id, started.unwrap());
        assert_eq!(rows[0].extra_ms, EXTRA.0, "{extended} moved");
        let entry = other.own_entries(actor).await.unwrap()[0].clone();
        let allowed = contest.allowed() + EXTRA;
        assert_eq!(entry.deadline, entry.started_at + allowed);
        // What the sweeper looks at.
        assert_eq!(rows[0].due_at, (entry.deadline + clock.grace).0);
    }
    assert!(moved > 0, "no start came before its grant");
}
on_both_engines!(extra_time_granted_while_someone_starts_is_theirs);

async fn a_retake_granted_while_someone_starts_is_theirs(world: World) {
    let mut stage = stage(world, PEOPLE / 2).await;
    let other = stage.world.another_node().await;
    let mut looks = 0;
    for n in 0..stage.people.len() {
        let first = stage.plays(play(0, "1")).await;
        let Change::VoidEntry {
            attempt, reason, ..
        } = void(&first)
        else {
            unreachable!()
        };
        let again = Change::VoidEntry {
            attempt,
            reason,
            retake: true,
        };
        let actor = stage.people[n].clone();
        let (started, _) = meet(&stage, &other, (again, &actor), looks).await;
        looks = next(looks, started.is_err());
        // Before the grant the one attempt was used up; after it there is one more, and not two.
        let used_up = |e: &ServiceError| matches!(e, ServiceError::Rejected(Rejection::Start(_)));
        assert!(started.as_ref().err().is_none_or(used_up), "{started:?}");
        let second = start(&other, &actor, other.now()).await.unwrap();
        if let Ok(id) = &started {
            assert_eq!(*id, second);
        }
        let rows = attempts(&other, &actor).await;
        let voided: Vec<bool> = rows.iter().map(|r| r.void_reason.is_some()).collect();
        assert_eq!(voided, [true, false], "{started:?}");
        assert_eq!((&rows[0].id, &rows[1].id), (&first, &second));
    }
}
on_both_engines!(a_retake_granted_while_someone_starts_is_theirs);

async fn an_outage_recorded_while_people_start_is_given_back_to_all(world: World) {
    let stage = stage(world, PEOPLE).await;
    let services = stage.world.services.clone();
    let other = stage.world.another_node().await;
    // Whose start was received before the network broke and is decided only now.
    let received_at = services.now();
    let lost = Span::minutes(4);
    stage.world.clock.pass(Span::minutes(5));
    let outage = Change::RecordOutage {
        from: received_at + Span::seconds(1),
        until: received_at + Span::seconds(1) + lost,
        reason: "Mất điện tại trung tâm dữ liệu".to_owned(),
    };
    let proposal = stage.propose(outage).await;
    let starts = stage.people.iter().enumerate().map(|(n, actor)| {
        let (other, actor) = (other.clone(), actor.clone());
        tokio::spawn(async move {
            after(&other, n / 2).await;
            start(&other, &actor, received_at).await.unwrap()
        })
    });
    let starts: Vec<_> = starts.collect();
    services
        .confirm(&stage.world.secretary, proposal.as_str())
        .await
        .unwrap();
    for start in starts {
        start.await.unwrap();
    }
    let contest = services.contest(HUE).await.unwrap();
    let clock = &contest.round(ROUND).unwrap().clock;
    let stated = received_at + contest.allowed();
    for actor in &stage.people {
        let entry = other.own_entries(actor).await.unwrap()[0].clone();
        assert_eq!(entry.deadline, stated + lost);
    }
    stage.world.clock.set(stated + clock.grace);
    assert_eq!(stage.world.sweep().await, 0, "their time is not over");
    stage.world.clock.set(stated + lost + clock.grace);
    let all = u64::try_from(PEOPLE).unwrap();
    assert_eq!(stage.world.sweep().await, all);
}
on_both_engines!(an_outage_recorded_while_people_start_is_given_back_to_all);

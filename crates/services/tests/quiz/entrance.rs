//! The page before the first question says what the button will do.

use crate::fixture::*;
use crate::support::{World, on_both_engines, preset};
use domain::quiz::start::StartRefused;
use domain::time::{Moment, Span};
use services::quiz::{Entrance, Next};
use services::{Actor, ServiceError, Services};

async fn entrance(services: &Services, actor: &Actor, round: &str, at: Moment) -> Entrance {
    services.entrance(actor, HUE, round, at).await.unwrap()
}

async fn it_names_the_person_and_the_one_thing_to_do(world: World) {
    let (world, people) = province(world, 1).await;
    let (services, person) = (&world.services, &people[0]);
    let contest = services.contest(HUE).await.unwrap();
    let clock = &contest.round(ROUND).unwrap().clock;
    let early = entrance(services, person, ROUND, Moment(clock.opens.0 - 1)).await;
    assert_eq!(
        early.next,
        Next::Refused(StartRefused::NotYet { opens: clock.opens })
    );
    let now = services.now();
    let before = entrance(services, person, ROUND, now).await;
    assert!(!before.name.is_empty() && !before.unit.is_empty());
    assert_eq!(before.next, Next::New { left: 1 });
    assert_eq!((before.extra, before.entries.len()), (Span(0), 0));

    let attempt = start(services, person).await.unwrap();
    let during = entrance(services, person, ROUND, now).await;
    let deadline = (now + contest.allowed()).min(clock.closes);
    assert_eq!(during.next, Next::Resume { deadline });
    assert_eq!(during.entries[0].attempt.as_str(), attempt);

    answer_all(services, person, &attempt, "1").await;
    services.submit(person, &attempt, now).await.unwrap();
    let after = entrance(services, person, ROUND, now).await;
    assert_eq!(
        after.next,
        Next::Refused(StartRefused::NoAttemptsLeft { allowed: 1 })
    );
    assert!(after.entries[0].has_receipt && !after.entries[0].has_result);
    let next = entrance(services, person, "dot-2", now).await;
    assert_eq!(next.next, Next::Refused(StartRefused::NotCommitted));
    assert_eq!(
        next.entries,
        [],
        "what was done in another round is not said here"
    );
}
on_both_engines!(it_names_the_person_and_the_one_thing_to_do);

async fn it_is_for_people_of_the_contest(world: World) {
    let (mut world, people) = province(world, 1).await;
    let other = world.contest(&preset("bong-son-2024")).await;
    let services = &world.services;
    let now = services.now();
    let foreign = services.entrance(&people[0], &other, "dot-1", now).await;
    assert!(matches!(foreign, Err(ServiceError::NotFound)));
    let nobody = services.entrance(&Actor::anyone(), HUE, ROUND, now).await;
    assert!(matches!(nobody, Err(ServiceError::SignedOut)));
    let round = services.entrance(&people[0], HUE, "dot-99", now).await;
    assert!(matches!(round, Err(ServiceError::NotFound)));
}
on_both_engines!(it_is_for_people_of_the_contest);

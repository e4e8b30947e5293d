//! Time given back: extra time of a person, an outage for everyone, a retake.

use crate::fixture::{HUE, Play, ROUND, Stage, play, stage};
use crate::support::{World, fields, on_both_engines, rejection};
use domain::quiz::attempt::AttemptState;
use domain::record::Change;
use domain::time::{Moment, Span};
use services::Rejection;
use services::quiz::StartOn;
use services::standings::OwnEntry;

const RUNS: Play = Play {
    wrong: 0,
    prediction: "1",
    sends: false,
};

async fn entry(stage: &Stage, person: usize) -> OwnEntry {
    let entries = stage
        .world
        .services
        .own_entries(&stage.people[person])
        .await
        .unwrap();
    entries[0].clone()
}

fn extra(stage: &Stage, person: usize) -> Change {
    Change::GrantExtra {
        person: stage.people[person]
            .person
            .as_ref()
            .unwrap()
            .id
            .as_str()
            .to_owned(),
        seconds: 300,
        reason: "Người khuyết tật vận động".to_owned(),
    }
}

async fn extra_time_moves_the_deadline_of_one(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(RUNS).await;
    stage.plays(RUNS).await;
    let (before, other) = (entry(&stage, 0).await, entry(&stage, 1).await);
    let done = stage.change(extra(&stage, 0)).await;
    assert_eq!((done.extended, done.reopened, done.version), (1, 0, None));
    assert_eq!(
        entry(&stage, 0).await.deadline,
        before.deadline + Span::seconds(300)
    );
    assert_eq!(entry(&stage, 1).await, other);
    // One who has not started yet has it from the start.
    stage.change(extra(&stage, 2)).await;
    stage.plays(RUNS).await;
    let late = entry(&stage, 2).await;
    assert_eq!(late.deadline - late.started_at, Span::seconds(25 * 60));
    stage.close().await;
    let organiser = &stage.world.organiser;
    let closed = stage
        .world
        .services
        .propose(organiser, HUE, ROUND, extra(&stage, 1))
        .await;
    assert!(matches!(rejection(closed), Rejection::Phase(_)));
}

async fn an_outage_opens_again_what_the_server_closed(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(play(0, "1")).await;
    stage.plays(RUNS).await;
    let services = stage.world.services.clone();
    let down = services.now();
    let before = entry(&stage, 1).await;
    let up = before.deadline + Span::minutes(5);
    stage.world.clock.set(up);
    assert_eq!(stage.world.sweep().await, 1);
    assert_eq!(entry(&stage, 1).await.state, AttemptState::Finalised);
    let outage = |from: Moment, until: Moment| Change::RecordOutage {
        from,
        until,
        reason: "Mất điện tại trung tâm dữ liệu".to_owned(),
    };
    let organiser = &stage.world.organiser;
    let future = services
        .propose(organiser, HUE, ROUND, outage(down, up + Span(1)))
        .await;
    assert_eq!(fields(future), ["until"]);
    let turned = services
        .propose(organiser, HUE, ROUND, outage(up, down))
        .await;
    assert_eq!(fields(turned), ["until"]);

    let id = stage.propose(outage(down, up)).await;
    let preview = services
        .preview(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!(
        preview.consequences[1],
        "1 bài máy chủ đã đóng được mở lại."
    );
    let done = services
        .confirm(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!((done.extended, done.reopened), (0, 1));
    let after = entry(&stage, 1).await;
    assert_eq!(
        (after.state, after.submitted_at),
        (AttemptState::InProgress, None)
    );
    assert_eq!(after.deadline, before.deadline + (up - down));
    assert_eq!(
        entry(&stage, 0).await.state,
        AttemptState::Submitted,
        "what was sent stays sent"
    );
    assert_eq!(services.apply_outages().await.unwrap(), 0, "once is enough");
    assert_eq!(stage.world.sweep().await, 0);
    stage.world.clock.set(after.deadline + Span::seconds(30));
    assert_eq!(stage.world.sweep().await, 1);
    assert_eq!(entry(&stage, 1).await.submitted_at, Some(after.deadline));
}

async fn a_retake_is_one_more_start(world: World) {
    let mut stage = stage(world, 1).await;
    let first = stage.plays(play(4, "1")).await;
    let services = stage.world.services.clone();
    let again = || {
        services.start_attempt(
            &stage.people[0],
            HUE,
            ROUND,
            StartOn::default(),
            services.now(),
        )
    };
    assert!(matches!(rejection(again().await), Rejection::Start(_)));
    stage
        .change(Change::VoidEntry {
            attempt: first.clone(),
            reason: "Máy ki-ốt hỏng giữa chừng".to_owned(),
            retake: true,
        })
        .await;
    let second = again().await.unwrap();
    assert_ne!(first, second);
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    assert_eq!(
        (
            review.counts.entries,
            review.counts.persons,
            review.counts.void
        ),
        (2, 1, 1)
    );
    let lines: Vec<(&str, bool)> = review
        .lines
        .lines
        .iter()
        .map(|l| (l.entry.as_str(), l.counted))
        .collect();
    assert_eq!(lines, [(second.as_str(), true), (first.as_str(), false)]);
}

on_both_engines!(extra_time_moves_the_deadline_of_one);
on_both_engines!(an_outage_opens_again_what_the_server_closed);
on_both_engines!(a_retake_is_one_more_start);

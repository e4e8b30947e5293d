//! Publication: winners by name, everyone else only themselves.

use crate::fixture::{HUE, ROUND, Stage, play, stage, void};
use crate::support::{World, not_found, on_both_engines, rejection};
use domain::record::Change;
use domain::time::Span;
use domain::units::Points;
use services::Rejection;

/// Six people, five perfect, sealed.
async fn sealed(world: World) -> Stage {
    let mut stage = stage(world, 7).await;
    for prediction in ["5", "4", "3", "7", "9"] {
        stage.plays(play(0, prediction)).await;
    }
    stage.plays(play(2, "5")).await;
    stage.close().await;
    stage.seal().await;
    stage
}

async fn only_winners_are_named(world: World) {
    let stage = sealed(world).await;
    let services = &stage.world.services;
    assert_eq!(services.public_results(HUE, ROUND).await.unwrap(), None);
    stage.publish().await;
    let results = services.public_results(HUE, ROUND).await.unwrap().unwrap();
    assert_eq!(results.lists.len(), 1);
    let winners = &results.lists[0].winners;
    let names: Vec<&str> = winners.iter().map(|w| w.name.as_str()).collect();
    let want = [
        stage.name(0).await,
        stage.name(1).await,
        stage.name(2).await,
    ];
    assert_eq!(names, want);
    assert_eq!(winners[0].prize.as_deref(), Some("Giải Nhất"));
    assert!(winners[0].unit.starts_with("Đơn vị"));
    assert_eq!(winners[1].distance.as_deref(), Some("1"));
    assert_eq!(results.actuals[0].value.as_deref(), Some("5"));
    let review = stage.review(None).await;
    assert!(review.version.published);
    assert_eq!(results.hash, review.version.hash);
    let everything = format!("{results:?}");
    for person in 3..7 {
        let name = stage.name(person).await;
        assert!(!everything.contains(&name), "{name} did not win");
    }
}

async fn everyone_finds_themselves(world: World) {
    let stage = sealed(world).await;
    let services = &stage.world.services;
    stage.publish().await;
    let own = services
        .own_result(&stage.people[5], &stage.attempts[5])
        .await
        .unwrap()
        .unwrap();
    assert_eq!((own.rank, own.ranked), (Some(6), 6));
    assert_eq!(
        (own.score, own.max_score, own.right),
        (Points(8_000), Points(10_000), 8)
    );
    assert_eq!(own.distance.as_deref(), Some("0"));
    assert_eq!((own.prize, own.void), (None, None));
    assert_eq!(own.paper.len(), 10);
    assert!(
        own.paper.iter().all(|a| a.revealed.is_none()),
        "later rounds draw from the same bank"
    );
    assert!(own.paper.iter().all(|a| a.options.iter().any(|o| o.chosen)));
    not_found(
        services
            .own_result(&stage.people[0], &stage.attempts[5])
            .await,
    );

    let contest = services.contest(HUE).await.unwrap();
    let last = contest.rounds.last().unwrap().clock.closed_from();
    stage.world.clock.set(last + Span(-1));
    let own = services
        .own_result(&stage.people[5], &stage.attempts[5])
        .await
        .unwrap()
        .unwrap();
    assert!(own.paper.iter().all(|a| a.revealed.is_none()));
    stage.world.clock.set(last);
    let own = services
        .own_result(&stage.people[5], &stage.attempts[5])
        .await
        .unwrap()
        .unwrap();
    let right: Vec<bool> = own
        .paper
        .iter()
        .map(|a| a.revealed.as_ref().unwrap().chosen_right)
        .collect();
    assert_eq!(right.iter().filter(|r| **r).count(), 8, "{right:?}");
    assert!(
        own.paper
            .iter()
            .all(|a| !a.revealed.as_ref().unwrap().explanation.is_empty())
    );

    let entries = services.own_entries(&stage.people[5]).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].has_receipt && entries[0].has_result);
    assert_eq!(services.own_entries(&stage.people[6]).await.unwrap(), []);
}

async fn a_revision_is_public_only_once_published(world: World) {
    let stage = sealed(world).await;
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let first = stage.review(None).await.version.id.as_str().to_owned();
    stage.publish().await;
    let again = Change::Publish {
        standings: first.clone(),
    };
    let refused = services.propose(organiser, HUE, ROUND, again.clone()).await;
    assert!(
        matches!(rejection(refused), Rejection::Phase(_)),
        "it is public already"
    );
    stage.change(void(&stage.attempts[4])).await;
    let question = Change::VoidQuestion {
        question: any_question(&stage).await,
        reason: "Căn cứ đã hết hiệu lực".to_owned(),
    };
    stage.world.clock.pass(Span(1));
    stage.change(question).await;
    let public = services.public_results(HUE, ROUND).await.unwrap().unwrap();
    assert_eq!(
        (public.version, public.actuals[0].value.as_deref()),
        (1, Some("5"))
    );
    assert_eq!(public.void_questions, [], "not void in this version");
    let refused = services.propose(organiser, HUE, ROUND, again).await;
    assert!(
        matches!(rejection(refused), Rejection::Phase(_)),
        "not the newest"
    );
    stage.publish().await;
    let public = services.public_results(HUE, ROUND).await.unwrap().unwrap();
    assert_eq!(
        (public.version, public.actuals[0].value.as_deref()),
        (3, Some("4"))
    );
    assert_eq!(public.void_questions.len(), 1);
    assert_eq!(public.lists[0].winners[0].name, stage.name(1).await);
    let own = services
        .own_result(&stage.people[4], &stage.attempts[4])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(own.rank, None);
    assert!(own.void.is_some());
    let versions = services
        .standings_versions(&stage.world.secretary, HUE, ROUND)
        .await
        .unwrap();
    let published: Vec<(i64, bool)> = versions.iter().map(|v| (v.version, v.published)).collect();
    assert_eq!(published, [(3, true), (2, false), (1, false)]);
}

async fn any_question(stage: &Stage) -> String {
    let contest = stage.world.services.contest(HUE).await.unwrap();
    let mut tx = stage.world.services.db().read().await.unwrap();
    let rows = store::question::list(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    rows[0].code.clone()
}

on_both_engines!(only_winners_are_named);
on_both_engines!(everyone_finds_themselves);
on_both_engines!(a_revision_is_public_only_once_published);

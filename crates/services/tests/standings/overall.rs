//! The overall ranking: versions that stay, publication by two people after every round.

use crate::fixture::{HUE, Stage, play, stage_with, void};
use crate::support::{World, on_both_engines, rejection};
use domain::contest::rule_sheet::Overall;
use domain::record::Change;
use services::Rejection;
use services::standings::TableFormat;

async fn named_by_version(stage: &Stage) {
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let file = services.export_overall(secretary, HUE, None, TableFormat::Csv);
    let name = file.await.unwrap().file_name;
    assert!(name.ends_with("toan-cuoc-v1.csv"), "{name}");
}

/// While a void of the winner waits nothing is published.
async fn a_decision_holds_it_back(stage: &Stage, publish: &Change) {
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let waiting = stage.propose(void(&stage.attempts[0])).await;
    let waits = services.propose(organiser, HUE, "", publish.clone()).await;
    assert!(
        matches!(rejection(waits), Rejection::Phase(_)),
        "a decision waits"
    );
    services
        .drop_proposal(organiser, waiting.as_str(), "")
        .await
        .unwrap();
}

async fn an_overall_version_is_kept_and_published(world: World) {
    let mut stage = stage_with(world, 2, |rules| {
        rules.rounds.truncate(1);
        rules.overall = Some(Overall {
            rounds: Vec::new(),
            min_rounds: 0,
        });
    })
    .await;
    stage.plays(play(0, "1")).await;
    stage.plays(play(2, "1")).await;
    let services = stage.world.services.clone();
    let (organiser, secretary) = (&stage.world.organiser, &stage.world.secretary);
    let early = services.make_overall(secretary, HUE).await;
    assert!(matches!(rejection(early), Rejection::Phase(_)));
    stage.close().await;
    stage.seal().await;
    assert_eq!(services.make_overall(secretary, HUE).await.unwrap(), 1);
    let same = services.make_overall(secretary, HUE).await;
    assert!(matches!(rejection(same), Rejection::Phase(_)));
    let review = services
        .overall_review(organiser, HUE)
        .await
        .unwrap()
        .unwrap();
    assert!(review.up_to_date && review.unsealed.is_empty());
    assert_eq!(review.unpublished.len(), 1);
    let publish = Change::PublishOverall {
        standings: review.versions[0].id.as_str().to_owned(),
    };
    let waits = services.propose(organiser, HUE, "", publish.clone()).await;
    assert!(
        matches!(rejection(waits), Rejection::Phase(_)),
        "the round first"
    );
    stage.publish().await;
    assert_eq!(services.public_overall(HUE).await.unwrap(), None);
    a_decision_holds_it_back(&stage, &publish).await;
    let id = services.propose(organiser, HUE, "", publish).await.unwrap();
    services.confirm(secretary, id.as_str()).await.unwrap();
    let public = services.public_overall(HUE).await.unwrap().unwrap();
    assert_eq!((public.version, public.people), (1, 2));
    assert_eq!(public.hash, review.versions[0].hash);
    let own = services
        .own_overall(&stage.people[0], HUE)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (own.rank, own.ranked, own.rounds, own.of_rounds),
        (Some(1), 2, 1, 1)
    );
    named_by_version(&stage).await;
}
on_both_engines!(an_overall_version_is_kept_and_published);

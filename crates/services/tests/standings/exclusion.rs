//! Somebody turns out to hold a role after the round was sealed.

use crate::fixture::{HUE, ROUND, play, stage, winners};
use crate::support::{World, on_both_engines, rejection};
use domain::record::Change;
use services::Rejection;

async fn a_role_found_after_sealing_makes_a_new_version_before_publication(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(play(0, "2")).await;
    stage.plays(play(0, "9")).await;
    stage.close().await;
    stage.seal().await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let needless = services.recompute_round(secretary, HUE, ROUND).await;
    assert!(matches!(rejection(needless), Rejection::Phase(_)));
    let first = stage.review(None).await;
    assert!(!first.outdated);
    assert_eq!(winners(&first)[0].1, stage.name(0).await);
    let publish = Change::Publish {
        standings: first.version.id.as_str().to_owned(),
    };
    let proposed = stage.propose(publish.clone()).await;

    stage.turns_out_to_be_an_auditor("0900000001").await;
    assert!(stage.review(None).await.outdated);
    let confirmed = services.confirm(secretary, proposed.as_str()).await;
    assert!(matches!(rejection(confirmed), Rejection::Phase(_)));
    let version = services.recompute_round(secretary, HUE, ROUND).await;
    assert_eq!(version.unwrap(), 2);
    let second = stage.review(None).await;
    assert!(!second.outdated && !second.version.published);
    assert_eq!(second.version.reason, "Đối chiếu lại người giữ vai trò");
    assert_eq!(winners(&second)[0].1, stage.name(1).await);
    stage.publish().await;
    let acts = stage.world.acts().await;
    assert!(acts.contains(&"recompute_round".to_owned()), "{acts:?}");
}
on_both_engines!(a_role_found_after_sealing_makes_a_new_version_before_publication);

async fn a_role_found_after_publication_is_a_task(world: World) {
    let mut stage = stage(world, 2).await;
    stage.plays(play(0, "1")).await;
    stage.close().await;
    stage.seal().await;
    stage.publish().await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let revised = || async { services.revised_rounds(secretary, HUE).await.unwrap() };
    assert_eq!(revised().await, Vec::<String>::new());
    stage.turns_out_to_be_an_auditor("0900000001").await;
    assert_eq!(revised().await, [ROUND]);
    services
        .recompute_round(secretary, HUE, ROUND)
        .await
        .unwrap();
    assert_eq!(revised().await, [ROUND], "until it is published");
    stage.publish().await;
    assert_eq!(revised().await, Vec::<String>::new());
}
on_both_engines!(a_role_found_after_publication_is_a_task);

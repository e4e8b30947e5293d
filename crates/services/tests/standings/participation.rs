//! Participation: who sees which totals, and when.

use crate::fixture::{HUE, ROUND, play, stage};
use crate::support::{World, forbidden, on_both_engines};
use domain::people::Role;
use services::Actor;
use services::standings::TableFormat;

async fn totals_are_for_those_who_may_not_compete(world: World) {
    let mut stage = stage(world, 12).await;
    for _ in 0..7 {
        stage.plays(play(1, "3")).await;
    }
    let services = &stage.world.services;
    let unit = services.units(HUE).await.unwrap()[0].id.as_str().to_owned();
    let officer = stage
        .world
        .with_role(HUE, "officer", Role::UnitOfficer, Some(&unit))
        .await;
    let all = services
        .participation(&stage.world.organiser, HUE, ROUND)
        .await
        .unwrap();
    assert_eq!(
        (all.total.roster, all.total.started, all.total.sent),
        (Some(12), 7, 7)
    );
    assert_eq!(all.total.rate().as_deref(), Some("58,3\u{a0}%"));
    assert_eq!(all.units.len(), 3);
    assert_eq!(all.starts.iter().map(|h| h.starts).sum::<i64>(), 7);
    assert!(
        all.units.iter().any(|u| u.below_target),
        "the plan demands everyone"
    );
    let own = services.participation(&officer, HUE, ROUND).await.unwrap();
    assert!(own.own_unit_only && own.starts.is_empty());
    assert_eq!(own.units.len(), 1);
    assert_eq!(own.units[0].unit.as_str(), unit);
    assert_eq!(own.total.roster, Some(4));
    let judge = stage.world.with_role(HUE, "judge", Role::Judge, None).await;
    forbidden(services.participation(&judge, HUE, ROUND).await);
    let nobody = services.participation(&Actor::anyone(), HUE, ROUND).await;
    assert!(matches!(nobody, Err(services::ServiceError::SignedOut)));

    assert_eq!(
        services.public_participation(HUE).await.unwrap(),
        None,
        "it would help to predict"
    );
    stage.close().await;
    assert_eq!(
        services.public_participation(HUE).await.unwrap(),
        None,
        "not sealed yet"
    );
    stage.seal().await;
    let public = services.public_participation(HUE).await.unwrap().unwrap();
    assert_eq!(public.rounds.len(), 1);
    assert_eq!(public.rounds[0].participants, 7);
    let shown: Vec<String> = public.rounds[0].units.iter().map(|u| u.shown()).collect();
    assert_eq!(shown, ["dưới 5", "dưới 5", "dưới 5"]);
    let format = TableFormat::Csv;
    let file = services
        .export_participation(&officer, HUE, ROUND, format)
        .await
        .unwrap();
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
}

on_both_engines!(totals_are_for_those_who_may_not_compete);

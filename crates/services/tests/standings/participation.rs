//! Participation: who sees which totals, and when.

use crate::fixture::{HUE, ROUND, play, stage, stage_with};
use crate::support::{World, forbidden, on_both_engines};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::RankingKey;
use domain::people::Role;
use domain::time::Span;
use services::Actor;
use services::quiz::StartOn;
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

/// Without a prediction nobody gains by the totals: they are public from the opening on, small units not told apart.
async fn totals_no_prediction_depends_on_are_public_while_the_round_runs(world: World) {
    let open = |rules: &mut RuleSheet| {
        rules.prediction = None;
        let of_it = [RankingKey::Prediction, RankingKey::PredictionNotOver];
        rules.ranking.keys.retain(|key| !of_it.contains(key));
    };
    let stage = stage_with(world, 18, open).await;
    let services = stage.world.services.clone();
    let none = services.public_participation(HUE).await.unwrap().unwrap();
    assert_eq!((none.rounds.len(), none.rounds[0].participants), (1, 0));
    for actor in &stage.people[..13] {
        let on = StartOn::default();
        let started = services.start_attempt(actor, HUE, ROUND, on, services.now());
        started.await.unwrap();
    }
    let public = services.public_participation(HUE).await.unwrap().unwrap();
    assert_eq!(public.rounds.len(), 1, "only rounds that have opened");
    let round = &public.rounds[0];
    assert_eq!((round.code.as_str(), round.participants), (ROUND, 13));
    assert_eq!(round.rate.as_deref(), Some("72,2\u{a0}%"));
    let mut shown: Vec<(Option<i64>, Option<&str>)> = round
        .units
        .iter()
        .map(|u| (u.participants, u.rate.as_deref()))
        .collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [(None, None), (None, None), (Some(5), Some("83,3\u{a0}%"))]
    );
}
on_both_engines!(totals_no_prediction_depends_on_are_public_while_the_round_runs);

/// What the first round came to would help to predict in the second, so it goes again while that one runs.
async fn totals_shown_between_two_rounds_go_while_the_next_one_runs(world: World) {
    let apart = |rules: &mut RuleSheet| {
        rules.rounds.truncate(2);
        let second = &mut rules.rounds[1];
        second.opens = second.opens + Span::minutes(24 * 60);
        second.closes = second.closes + Span::minutes(24 * 60);
    };
    let mut stage = stage_with(world, 3, apart).await;
    stage.plays(play(0, "1")).await;
    stage.close().await;
    stage.seal().await;
    let services = &stage.world.services;
    let between = services.public_participation(HUE).await.unwrap();
    assert_eq!(between.unwrap().rounds[0].participants, 1);
    stage.world.commit(HUE, "dot-2").await;
    let contest = services.contest(HUE).await.unwrap();
    let clock = contest.round("dot-2").unwrap().clock.clone();
    stage.world.clock.set(clock.opens + Span(-1));
    assert!(services.public_participation(HUE).await.unwrap().is_some());
    for within in [clock.opens, clock.closes, clock.closed_from()] {
        stage.world.clock.set(within);
        assert_eq!(services.public_participation(HUE).await.unwrap(), None);
    }
}
on_both_engines!(totals_shown_between_two_rounds_go_while_the_next_one_runs);

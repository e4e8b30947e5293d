//! Sealing: once, when closed, with every attempt final; nothing of a score before it.

use crate::fixture::{HUE, ROUND, Stage, play, stage, void, winners};
use crate::support::{World, forbidden, on_both_engines, rejection};
use domain::contest::RoundPhase;
use domain::contest::phase::SealRefused;
use domain::quiz::save::Slot;
use domain::record::Change;
use services::standings::{ReviewQuery, Show, Sort, TableFormat};
use services::{Rejection, ServiceError};
use sha2::Digest as _;
use store::quiz::AnswerRow;

/// Thirty people: five perfect, ten with one mistake, five who never send, five who answer nothing, five who stay away.
async fn thirty(world: World) -> Stage {
    let mut stage = stage(world, 30).await;
    for prediction in ["5", "4", "3", "7", "9"] {
        stage.plays(play(0, prediction)).await;
    }
    for _ in 0..10 {
        stage.plays(play(1, "5")).await;
    }
    for _ in 0..5 {
        let how = play(3, "12");
        stage
            .plays(crate::fixture::Play {
                sends: false,
                ..how
            })
            .await;
    }
    stage
}

async fn a_round_is_sealed_once_and_only_when_closed(world: World) {
    let stage = thirty(world).await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let open = SealRefused::WrongPhase {
        phase: RoundPhase::Open,
    };
    let refused = rejection(services.seal_round(secretary, HUE, ROUND).await);
    assert_eq!(refused, Rejection::Seal(open));
    let contest = services.contest(HUE).await.unwrap();
    stage
        .world
        .clock
        .set(contest.round(ROUND).unwrap().clock.closed_from());
    let refused = rejection(services.seal_round(secretary, HUE, ROUND).await);
    assert_eq!(
        refused,
        Rejection::Seal(SealRefused::AttemptsOpen { open: 5 })
    );
    assert_eq!(stage.world.sweep().await, 5);
    forbidden(
        services
            .seal_round(&stage.world.organiser, HUE, ROUND)
            .await,
    );
    forbidden(services.seal_round(&stage.world.admin, HUE, ROUND).await);
    let sealed = stage.seal().await;
    assert_eq!(sealed.record_hash.len(), 64);
    assert!(rejection(services.seal_round(secretary, HUE, ROUND).await) != Rejection::Stale);
    assert_eq!(
        stage.world.acts().await.last().map(String::as_str),
        Some("seal_round")
    );

    let review = stage.review(None).await;
    assert_eq!(review.version.hash, sealed.hash);
    assert_eq!(review.record_hash, sealed.record_hash);
    assert_eq!(
        (
            review.counts.entries,
            review.counts.persons,
            review.counts.void
        ),
        (20, 20, 0)
    );
    assert_eq!(review.actuals[0].value.as_deref(), Some("5"));
    assert_eq!(review.version.reason, "Niêm phong");
    let names = [
        stage.name(0).await,
        stage.name(1).await,
        stage.name(2).await,
    ];
    let want: Vec<(String, String)> = ["Giải Nhất", "Giải Nhì", "Giải Ba"]
        .map(str::to_owned)
        .into_iter()
        .zip(names)
        .collect();
    // The distances of the second and the third are 1 and 2; the fourth is 2 away too and sent later.
    assert_eq!(winners(&review), want);
}

async fn before_sealing_nobody_finds_a_score(world: World) {
    let mut stage = stage(world, 4).await;
    for prediction in ["1", "2"] {
        stage.plays(play(0, prediction)).await;
    }
    for closed in [false, true] {
        if closed {
            stage.close().await;
        }
        no_score(&stage).await;
    }
    let id = stage.propose(void(&stage.attempts[0])).await;
    let services = &stage.world.services;
    let preview = services
        .preview(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!(preview.diff, None, "no score before sealing");
    let done = services
        .confirm(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!(done.version, None);
    no_score(&stage).await;
    stage.seal().await;
    assert_eq!(
        stage.review(None).await.actuals[0].value.as_deref(),
        Some("1")
    );
}

async fn no_score(stage: &Stage) {
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let query = ReviewQuery::default();
    let phase = |rejection: Rejection| assert!(matches!(rejection, Rejection::Phase(_)));
    phase(rejection(
        services.standings_versions(secretary, HUE, ROUND).await,
    ));
    phase(rejection(
        services
            .standings_review(secretary, HUE, ROUND, None, &query)
            .await,
    ));
    phase(rejection(
        services.standings_diff(secretary, HUE, ROUND, 1, 1).await,
    ));
    let format = TableFormat::Csv;
    let export = services
        .export_standings(secretary, HUE, ROUND, None, format)
        .await;
    phase(rejection(export.map(|_| ())));
    assert_eq!(services.public_results(HUE, ROUND).await.unwrap(), None);
    assert_eq!(
        services.overall_standings(secretary, HUE).await.unwrap(),
        None
    );
    let own = services
        .own_result(&stage.people[0], &stage.attempts[0])
        .await
        .unwrap();
    assert_eq!(own, None);
    let entries = services.own_entries(&stage.people[0]).await.unwrap();
    assert!(entries.iter().all(|e| !e.has_result));
    let organiser = &stage.world.organiser;
    let tie = Change::SettleTie {
        order: stage.attempts.clone(),
        reason: "Theo biên bản".to_owned(),
    };
    phase(rejection(
        services.propose(organiser, HUE, ROUND, tie).await,
    ));
}

async fn a_review_is_searched_sorted_and_exported(world: World) {
    let stage = thirty(world).await;
    stage.close().await;
    stage.seal().await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let name = stage.name(3).await;
    let query = ReviewQuery {
        search: domain::text::fold(&name),
        ..ReviewQuery::default()
    };
    let found = services
        .standings_review(secretary, HUE, ROUND, None, &query)
        .await
        .unwrap();
    assert_eq!(found.lines.total, 1);
    assert_eq!(found.lines.lines[0].name, name);
    assert!(
        found.lines.lines[0].identified,
        "the roster has a telephone"
    );
    let query = ReviewQuery {
        show: Show::Perfect,
        sort: Sort::SubmittedAt,
        page: 9,
        ..ReviewQuery::default()
    };
    let found = services
        .standings_review(secretary, HUE, ROUND, Some(1), &query)
        .await
        .unwrap();
    assert_eq!(
        (found.lines.total, found.lines.page, found.lines.pages),
        (5, 1, 1)
    );
    assert_eq!(found.lines.lines[0].entry.as_str(), stage.attempts[0]);
    let format = TableFormat::Csv;
    let file = services
        .export_standings(secretary, HUE, ROUND, None, format)
        .await
        .unwrap();
    assert_eq!(file.file_name, "ket-qua-thua-thien-hue-2022-dot-1-v1.csv");
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), 21, "{text}");
    assert!(text.contains(&name));
    // Who won a prize is told so; nobody else's telephone leaves the house.
    for line in text.lines().skip(1) {
        assert_eq!(line.contains(";Giải "), line.contains(";09"), "{line}");
    }
    assert!(text.contains(";Giải ") && text.contains(";09"));
    let format = TableFormat::Xlsx;
    let file = services
        .export_standings(secretary, HUE, ROUND, None, format)
        .await
        .unwrap();
    assert!(file.bytes.starts_with(b"PK"));
    assert_eq!(
        stage.world.acts().await.last().map(String::as_str),
        Some("export_standings")
    );
}

async fn members_of_the_committee_do_not_win(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(play(0, "2")).await;
    stage.plays(play(0, "9")).await;
    let services = &stage.world.services;
    stage.turns_out_to_be_an_auditor("0900000001").await;
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    assert_eq!(review.counts.void, 1);
    assert_eq!(review.actuals[0].value.as_deref(), Some("1"));
    let query = ReviewQuery {
        show: Show::Void,
        ..ReviewQuery::default()
    };
    let secretary = &stage.world.secretary;
    let void = services
        .standings_review(secretary, HUE, ROUND, None, &query)
        .await
        .unwrap();
    let line = &void.lines.lines[0];
    assert_eq!(line.entry.as_str(), stage.attempts[0]);
    assert_eq!(
        line.void.as_deref(),
        Some("Thành viên Ban Tổ chức không dự thi")
    );
    assert_eq!(
        winners(&review),
        [("Giải Nhất".to_owned(), stage.name(1).await)]
    );
}

async fn a_record_touched_after_sealing_makes_no_version(world: World) {
    let mut stage = stage(world, 2).await;
    stage.plays(play(0, "1")).await;
    stage.plays(play(1, "1")).await;
    stage.close().await;
    stage.seal().await;
    let services = &stage.world.services;
    let mut tx = services.db().write().await.unwrap();
    let touched = AnswerRow {
        attempt_id: stage.attempts[1].clone(),
        slot: Slot::Prediction.number(),
        held_value: "2".to_owned(),
        revision: 99,
        saved_at: 0,
    };
    store::quiz::upsert_answers(&mut tx, &[touched])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    makes_no_version(&stage).await;
}

async fn time_given_behind_the_back_makes_no_version(world: World) {
    let mut stage = stage(world, 2).await;
    stage.plays(play(0, "1")).await;
    stage.plays(play(1, "1")).await;
    stage.close().await;
    stage.seal().await;
    let services = &stage.world.services;
    let mut tx = services.db().write().await.unwrap();
    let ids = [stage.attempts[1].clone()];
    let mut rows = store::quiz::lock_attempts(&mut tx, &ids).await.unwrap();
    rows[0].extra_ms += 1_000;
    store::quiz::set_attempt_times(&mut tx, &rows[0])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    makes_no_version(&stage).await;
}
on_both_engines!(time_given_behind_the_back_makes_no_version);

async fn makes_no_version(stage: &Stage) {
    let services = &stage.world.services;
    let id = stage.propose(void(&stage.attempts[0])).await;
    let refused = services.confirm(&stage.world.secretary, id.as_str()).await;
    assert!(
        matches!(refused, Err(ServiceError::Internal(_))),
        "{refused:?}"
    );
    let versions = services
        .standings_versions(&stage.world.secretary, HUE, ROUND)
        .await
        .unwrap();
    assert_eq!(versions.len(), 1);
}

on_both_engines!(a_round_is_sealed_once_and_only_when_closed);
on_both_engines!(before_sealing_nobody_finds_a_score);
on_both_engines!(a_review_is_searched_sorted_and_exported);
on_both_engines!(members_of_the_committee_do_not_win);
on_both_engines!(a_record_touched_after_sealing_makes_no_version);

async fn nobody_is_marked_by_a_key_changed_behind_the_programs_back(world: World) {
    let mut stage = stage(world, 1).await;
    stage.plays(play(0, "1")).await;
    stage.close().await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let contest = services.contest(HUE).await.unwrap();
    let set = |keys: Vec<(String, String)>| {
        let id = contest.id.as_str();
        async move {
            let mut tx = services.db().write().await.unwrap();
            store::question::set_keys(&mut tx, id, &keys).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    let mut tx = services.db().read().await.unwrap();
    let keys = store::question::keys(&mut tx, contest.id.as_str());
    let keys = keys.await.unwrap();
    drop(tx);
    let mut turned = keys.clone();
    turned[0].1 = if turned[0].1 == "0" { "1" } else { "0" }.to_owned();
    set(turned).await;
    let refused = services.seal_round(secretary, HUE, ROUND).await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
    set(keys).await;
    stage.seal().await;
    // What was hashed before the opening is what anyone downloads.
    let text = services.committed_rules(HUE).await.unwrap();
    let round = services.contest(HUE).await.unwrap();
    let round = round.round(ROUND).unwrap().row.clone();
    let hash = domain::quiz::paper::hex(&sha2::Sha256::digest(text.as_bytes()));
    assert_eq!(round.rules_hash, Some(hash));
}
on_both_engines!(nobody_is_marked_by_a_key_changed_behind_the_programs_back);

async fn nobody_is_marked_by_rules_changed_behind_the_programs_back(world: World) {
    let mut stage = stage(world, 1).await;
    stage.plays(play(0, "1")).await;
    stage.close().await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let contest = services.contest(HUE).await.unwrap();
    let mut rules = (*contest.rules).clone();
    rules.prizes.individual.reverse();
    let mut tx = services.db().write().await.unwrap();
    let (id, text) = (contest.id.as_str(), serde_json::to_string(&rules).unwrap());
    let version = contest.rules_version;
    let set = store::contest::set_rules(&mut tx, id, HUE, &text, version).await;
    assert!(set.unwrap());
    tx.commit().await.unwrap();
    let refused = services.seal_round(secretary, HUE, ROUND).await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
}
on_both_engines!(nobody_is_marked_by_rules_changed_behind_the_programs_back);

//! Ties the keys leave: nothing is published before they are settled, and who settles them is written down.

use crate::fixture::{HUE, ROUND, Stage, play, stage_with, winners};
use crate::support::{World, fields, on_both_engines, rejection};
use domain::contest::rule_sheet::{Given, Overall, RankingKey, Unresolved};
use domain::record::Change;
use scoring::draw::{Draw, OVERALL, order};
use scoring::standings::overall_entries_hash;
use services::Rejection;
use services::standings::TieEnd;
use std::collections::BTreeSet;

/// Three perfect entries the keys leave equal.
async fn tied(world: World, unresolved: Unresolved) -> Stage {
    let mut stage = stage_with(world, 4, |rules| {
        rules.ranking.keys = vec![RankingKey::Score];
        rules.ranking.unresolved = Some(unresolved);
        rules.ranking.draw_event = "Xổ số kiến thiết miền Trung ngày 10/12/2025".to_owned();
        rules.prizes.individual.truncate(1);
        rules.overall = Some(Overall {
            rounds: vec![ROUND.to_owned()],
            min_rounds: 1,
        });
    })
    .await;
    for _ in 0..3 {
        stage.plays(play(0, "3")).await;
    }
    stage.close().await;
    stage.seal().await;
    stage
}

async fn cannot_publish(stage: &Stage) {
    let review = stage.review(None).await;
    assert!(review.pending);
    assert_eq!(review.ties[0].end, TieEnd::Pending);
    assert_eq!(review.ties[0].members.len(), 3);
    let standings = review.version.id.as_str().to_owned();
    let organiser = &stage.world.organiser;
    let publish = Change::Publish { standings };
    let refused = stage
        .world
        .services
        .propose(organiser, HUE, ROUND, publish)
        .await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
}

/// Ids in the order a seed draws them.
fn repeat<'a>(seed: &[u8; 32], scope: &str, ids: &[&'a str]) -> Vec<&'a str> {
    let drawn = order(seed, scope, ids);
    drawn.into_iter().map(|place| ids[place]).collect()
}

async fn the_draw_can_be_repeated_by_anyone(world: World) {
    let stage = tied(world, Unresolved::Draw).await;
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    // Before the number is known: the nonce is committed, the entries are fixed by their hash, for anyone to note down.
    let fixed = services.fixed_draws(HUE).await.unwrap();
    let [before] = &fixed[..] else {
        panic!("only the committed round has something fixed: {fixed:?}")
    };
    let (committed, entries) = (before.commitment.clone(), before.entries_hash.clone());
    assert_eq!(before.round, ROUND);
    cannot_publish(&stage).await;
    let number = |number: &str| Change::EnterDraw {
        number: number.to_owned(),
        reason: "Giải đặc biệt, báo ngày 11/12/2025".to_owned(),
    };
    assert_eq!(
        fields(services.propose(organiser, HUE, ROUND, number("12a")).await),
        ["number"]
    );
    stage.change(number(" 012.345 ")).await;
    let review = stage.review(None).await;
    assert_eq!((review.pending, review.ties[0].end), (false, TieEnd::Drawn));
    stage.publish().await;
    let results = services.public_results(HUE, ROUND).await.unwrap().unwrap();
    let draw = results.draw.unwrap();
    assert_eq!(
        (draw.number.as_str(), draw.commitment),
        ("012345", committed)
    );
    assert_eq!(Some(draw.entries_hash.clone()), entries);
    let repeated = Draw {
        nonce: draw.nonce,
        entries_hash: draw.entries_hash,
        number: draw.number,
    };
    let seed = repeated.seed(HUE, ROUND).unwrap();
    // Nothing but what is published: the ids of the tied, put in any order, come out as drawn.
    let [tie] = &draw.ties[..] else {
        panic!("one tie: {:?}", draw.ties)
    };
    let shown: Vec<&str> = tie.tied.iter().map(|t| t.id.as_str()).collect();
    let mut ids = shown.clone();
    ids.sort_unstable();
    assert_eq!(repeat(&seed, &tie.scope, &ids), shown);
    let all: BTreeSet<&str> = stage.attempts.iter().map(String::as_str).collect();
    assert_eq!(ids.iter().copied().collect::<BTreeSet<_>>(), all);
    let named: Vec<&str> = tie
        .tied
        .iter()
        .filter_map(|t| t.winner.as_deref())
        .collect();
    assert_eq!(named, [results.lists[0].winners[0].name.as_str()]);
    let late = services.propose(organiser, HUE, ROUND, number("999")).await;
    assert!(matches!(rejection(late), Rejection::Phase(_)), "published");
}

async fn the_draw_over_all_rounds_can_be_repeated_too(world: World) {
    let mut stage = stage_with(world, 4, |rules| {
        rules.rounds.truncate(1);
        rules.ranking.keys = vec![RankingKey::Score];
        rules.ranking.unresolved = Some(Unresolved::Draw);
        rules.ranking.draw_event = "Xổ số kiến thiết miền Trung ngày 10/12/2025".to_owned();
        rules.prizes.individual.truncate(1);
        rules.prizes.collective.clear();
        rules.prizes.given = Given::Overall;
        rules.overall = Some(Overall {
            rounds: Vec::new(),
            min_rounds: 1,
        });
    })
    .await;
    for _ in 0..3 {
        stage.plays(play(0, "3")).await;
    }
    stage.close().await;
    stage.seal().await;
    let (services, secretary) = (stage.world.services.clone(), &stage.world.secretary);
    stage
        .change(Change::EnterDraw {
            number: "777".to_owned(),
            reason: "Giải đặc biệt, báo ngày 11/12/2025".to_owned(),
        })
        .await;
    stage.publish().await;
    services.make_overall(secretary, HUE).await.unwrap();
    let review = services.overall_review(secretary, HUE).await.unwrap();
    let standings = review.unwrap().versions[0].id.as_str().to_owned();
    stage.change(Change::PublishOverall { standings }).await;
    let published = services.public_overall(HUE).await.unwrap().unwrap();
    let shown = published.draw.unwrap();
    assert_eq!((shown.round.as_str(), shown.entries.len()), (ROUND, 1));
    let fixed = services.fixed_draws(HUE).await.unwrap();
    assert_eq!(fixed[0].commitment, shown.draw.commitment);
    // What anyone does: the hash of all from the hashes of each, the seed, the tickets.
    let hashes = shown.entries.iter().map(|(c, h)| (c.as_str(), h.as_str()));
    assert_eq!(overall_entries_hash(hashes), shown.draw.entries_hash);
    let repeated = Draw {
        nonce: shown.draw.nonce,
        entries_hash: shown.draw.entries_hash,
        number: shown.draw.number,
    };
    let seed = repeated.seed(HUE, OVERALL).unwrap();
    let tie = &shown.draw.ties[0];
    let drawn: Vec<&str> = tie.tied.iter().map(|t| t.id.as_str()).collect();
    let mut ids = drawn.clone();
    ids.sort_unstable();
    assert_eq!(repeat(&seed, &tie.scope, &ids), drawn);
    let people = stage.people.iter().take(3);
    let all: BTreeSet<&str> = people
        .map(|p| p.person.as_ref().unwrap().id.as_str())
        .collect();
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), all);
    let winner = Some(published.lists[0].winners[0].name.as_str());
    assert_eq!(tie.tied[0].winner.as_deref(), winner);
}
on_both_engines!(the_draw_over_all_rounds_can_be_repeated_too);

async fn the_committee_settles_and_may_settle_again(world: World) {
    let stage = tied(world, Unresolved::Committee).await;
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    cannot_publish(&stage).await;
    let settle = |order: &[usize]| Change::SettleTie {
        order: order.iter().map(|n| stage.attempts[*n].clone()).collect(),
        reason: "Biên bản họp Ban Tổ chức số 03".to_owned(),
    };
    for wrong in [&[0, 1][..], &[0, 1, 1], &[0, 1, 2, 2]] {
        let refused = services.propose(organiser, HUE, ROUND, settle(wrong)).await;
        assert_eq!(fields(refused), ["order"], "{wrong:?}");
    }
    stage.change(settle(&[2, 0, 1])).await;
    let review = stage.review(None).await;
    assert_eq!(
        (review.pending, review.ties[0].end),
        (false, TieEnd::Decided)
    );
    assert_eq!(
        winners(&review),
        [("Giải Nhất".to_owned(), stage.name(2).await)]
    );
    stage.change(settle(&[1, 0, 2])).await;
    assert_eq!(winners(&stage.review(None).await)[0].1, stage.name(1).await);
    assert_eq!(
        winners(&stage.review(Some(2)).await)[0].1,
        stage.name(2).await
    );
    let number = Change::EnterDraw {
        number: "1".to_owned(),
        reason: "Không dùng bốc thăm".to_owned(),
    };
    let refused = services.propose(organiser, HUE, ROUND, number).await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));

    let overall = services
        .overall_standings(&stage.world.secretary, HUE)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(overall.rounds, [("Đợt 1".to_owned(), 3)]);
    assert_eq!(overall.lines.len(), 3);
    assert!(overall.lines.iter().all(|l| l.rank == Some(1)));
}

on_both_engines!(the_draw_can_be_repeated_by_anyone);
on_both_engines!(the_committee_settles_and_may_settle_again);

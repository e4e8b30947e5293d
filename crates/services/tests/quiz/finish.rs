//! How attempts end, and the receipts that prove it.

use crate::fixture::*;
use crate::support::{World, node_with_key, not_found, on_both_engines};
use domain::quiz::attempt::AttemptState;
use domain::quiz::save::{SaveRefused, SaveReply, Slot};
use domain::quiz::submit::Submit;
use domain::time::{Moment, Span};
use services::quiz::{ReceiptView, StartOn, Swept};
use services::{Actor, Rejection, ServiceError, Vault};

async fn the_sweep_closes_with_what_was_saved(world: World) {
    let (world, people) = province(world, 3).await;
    let services = &world.services;
    let began = services.now();
    let first = start(services, &people[0]).await.unwrap();
    save(services, &people[0], &first, "a", choice(0, "1", 0)).await;
    world.clock.pass(Span::minutes(5));
    let second = start(services, &people[1]).await.unwrap();
    world.clock.set(Moment((began + ALLOWED + GRACE).0 - 1));
    assert_eq!(world.sweep().await, 0, "a millisecond before grace ends");
    world.clock.pass(Span(1));
    assert_eq!(world.sweep().await, 1);
    assert_eq!(world.sweep().await, 0, "once");
    let receipt = services
        .own_receipt(&people[0], &first)
        .await
        .unwrap()
        .unwrap();
    assert!(receipt.receipt.by_server);
    assert_eq!(receipt.receipt.submitted_at, began + ALLOWED);
    assert_eq!(
        (receipt.receipt.answered, receipt.receipt.questions),
        (1, 10)
    );
    let running = services.quiz_sheet(&people[1], &second).await.unwrap();
    assert_eq!(running.state, AttemptState::InProgress);
    let reply = save(services, &people[0], &first, "late", choice(1, "1", 0)).await;
    let (slot, deadline) = (Slot::Question(1), began + ALLOWED);
    let why = SaveRefused::Late { deadline };
    assert_eq!(reply, SaveReply::Refused { slot, why });
    let late = services.now();
    assert_eq!(
        services.submit(&people[0], &first, late).await.unwrap(),
        Submit::Already
    );
}
on_both_engines!(the_sweep_closes_with_what_was_saved);

async fn what_waits_is_decided_before_the_sweep(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    let in_time = Moment((services.now() + ALLOWED + GRACE).0 - 1);
    world.clock.set(in_time + Span(1));
    // Received in time, still in the queue when the sweeper looks: it counts.
    let (saved, swept) = tokio::join!(
        services.save_answer(&people[0], &attempt, "a", choice(0, "1", 0), in_time),
        services.sweep(services.now())
    );
    assert!(
        matches!(saved, Ok(SaveReply::Saved { revision: 1, .. })),
        "{saved:?}"
    );
    assert_eq!(swept.unwrap().closed, 1);
    let receipt = services.own_receipt(&people[0], &attempt).await.unwrap();
    assert_eq!(receipt.unwrap().receipt.answered, 1);
}
on_both_engines!(what_waits_is_decided_before_the_sweep);

async fn a_sweep_and_a_submit_close_once(world: World) {
    let (world, people) = province(world, 8).await;
    let mut attempts = Vec::new();
    for actor in &people {
        let attempt = start(&world.services, actor).await.unwrap();
        answer_all(&world.services, actor, &attempt, "1").await;
        attempts.push(attempt);
    }
    let deadline = world.services.now() + ALLOWED;
    world.clock.set(deadline + GRACE);
    let mut tasks = Vec::new();
    for (actor, attempt) in people.iter().zip(&attempts) {
        let (services, actor, attempt) = (world.services.clone(), actor.clone(), attempt.clone());
        tasks.push(tokio::spawn(async move {
            // Received a moment before the deadline, decided while the sweep runs.
            services
                .submit(&actor, &attempt, Moment(deadline.0 - 1))
                .await
                .unwrap()
        }));
    }
    world.sweep().await;
    for (task, (actor, attempt)) in tasks.into_iter().zip(people.iter().zip(&attempts)) {
        let outcome = task.await.unwrap();
        let receipt = world
            .services
            .own_receipt(actor, attempt)
            .await
            .unwrap()
            .unwrap()
            .receipt;
        // Whichever came first: it was received in time.
        let at = Moment(deadline.0 - 1);
        assert_eq!(outcome, Submit::Sent { at });
        assert_eq!((receipt.by_server, receipt.submitted_at), (false, at));
    }
}
on_both_engines!(a_sweep_and_a_submit_close_once);

/// A node that was slow, its queue long or its database away: another one swept long before it decides what it received.
async fn what_came_in_time_counts_however_late_it_is_decided(world: World) {
    let (world, people) = province(world, 3).await;
    let slow = world.another_node().await;
    let mut attempts = Vec::new();
    for actor in &people {
        attempts.push(start(&world.services, actor).await.unwrap());
    }
    let deadline = world.services.now() + ALLOWED;
    let in_time = Moment((deadline + GRACE).0 - 1);
    world.clock.set(deadline + GRACE + Span::minutes(1));
    assert_eq!(world.sweep().await, 3);

    let saved = SaveReply::Saved {
        slot: Slot::Question(0),
        revision: 1,
        saved_at: deadline,
    };
    let chosen = || choice(0, "1", 0);
    let save = |key, at| slow.save_answer(&people[0], &attempts[0], key, chosen(), at);
    assert_eq!(save("a", in_time).await.unwrap(), saved);
    assert_eq!(save("a", in_time).await.unwrap(), saved, "again");
    let late = save("b", deadline + GRACE).await.unwrap();
    assert!(matches!(late, SaveReply::Refused { .. }), "{late:?}");
    let receipt = |n: usize| {
        let asked = world.services.own_receipt(&people[n], &attempts[n]);
        async { asked.await.unwrap().unwrap().receipt }
    };
    assert!(
        receipt(0).await.by_server,
        "answers come in, nobody sent it"
    );
    assert_eq!(receipt(0).await.answered, 1);

    answer_all_at(&slow, &people[1], &attempts[1], "1", in_time).await;
    let send = |at| slow.submit(&people[1], &attempts[1], at);
    assert_eq!(send(in_time).await.unwrap(), Submit::Sent { at: deadline });
    assert_eq!(send(in_time).await.unwrap(), Submit::Already);
    assert!(!receipt(1).await.by_server);
    // What was written after the server had closed it is in the log: a seal under way begins anew.
    assert!(world.acts().await.contains(&"overtaken".to_owned()));

    let contest = world.services.contest(HUE).await.unwrap();
    world
        .clock
        .set(contest.round(ROUND).unwrap().clock.closed_from());
    let secretary = &world.secretary;
    let sealed = world.services.seal_round(secretary, HUE, ROUND).await;
    sealed.unwrap();
    let refused = save("c", in_time).await.unwrap();
    let why = SaveRefused::Closed;
    let slot = Slot::Question(0);
    assert_eq!(refused, SaveReply::Refused { slot, why });
    let send = slow.submit(&people[2], &attempts[2], in_time);
    assert_eq!(send.await.unwrap(), Submit::Already);
}
on_both_engines!(what_came_in_time_counts_however_late_it_is_decided);

/// A start that waited until its round was closed: it is in the log, so that a seal under way begins anew, and a sealed
/// round takes no more.
async fn a_start_decided_after_the_closing_spoils_no_seal(world: World) {
    let (world, people) = province(world, 3).await;
    let services = &world.services;
    let contest = services.contest(HUE).await.unwrap();
    let clock = &contest.round(ROUND).unwrap().clock;
    let in_time = Moment(clock.closes.0 - 1);
    let begin = |n: usize| {
        let on = StartOn::default();
        services.start_attempt(&people[n], HUE, ROUND, on, in_time)
    };
    world.clock.set(in_time);
    begin(0).await.unwrap();
    world.clock.set(clock.closed_from());
    begin(1).await.unwrap();
    let noted = world.acts().await;
    let noted = noted.iter().filter(|act| *act == "overtaken").count();
    assert!(noted >= 1, "{noted}");
    assert_eq!(world.sweep().await, 2);
    let sealed = services.seal_round(&world.secretary, HUE, ROUND).await;
    sealed.unwrap();
    let refused = begin(2).await;
    assert!(
        matches!(refused, Err(ServiceError::Rejected(Rejection::Start(_)))),
        "{refused:?}"
    );
}
on_both_engines!(a_start_decided_after_the_closing_spoils_no_seal);

async fn a_receipt_says_nothing_about_right_and_wrong(world: World) {
    let (world, people) = province(world, 2).await;
    let services = &world.services;
    let mut receipts = Vec::new();
    for (actor, right) in people.iter().zip([true, false]) {
        let attempt = start(services, actor).await.unwrap();
        for (place, option) in right_options(&world, &attempt)
            .await
            .iter()
            .zip(0_u16..)
            .map(|(o, p)| (p, o))
        {
            let chosen = if right { *option } else { (option + 1) % 2 };
            save(
                services,
                actor,
                &attempt,
                &format!("{place}"),
                choice(place, &chosen.to_string(), 0),
            )
            .await;
        }
        save(services, actor, &attempt, "p", prediction("7")).await;
        services
            .submit(actor, &attempt, services.now())
            .await
            .unwrap();
        receipts.push(
            services
                .own_receipt(actor, &attempt)
                .await
                .unwrap()
                .unwrap(),
        );
    }
    let [mut a, mut b] = [receipts[0].receipt.clone(), receipts[1].receipt.clone()];
    a.paper_hash.clear();
    b.paper_hash.clear();
    assert_eq!(
        a, b,
        "a perfect entry and a wrong one have the same receipt"
    );
    let lengths = |r: &services::quiz::ReceiptView| {
        (
            r.code.len(),
            r.signature.len(),
            format!("{:?}", r.receipt).len(),
        )
    };
    assert_eq!(
        lengths(&receipts[0]),
        lengths(&receipts[1]),
        "and of the same size"
    );
}
on_both_engines!(a_receipt_says_nothing_about_right_and_wrong);

/// The right option of each place as shown, looked up as only the database can.
async fn right_options(world: &World, attempt: &str) -> Vec<u8> {
    let mut tx = world.services.db().read().await.unwrap();
    let row = store::quiz::find_attempt(&mut tx, attempt)
        .await
        .unwrap()
        .unwrap();
    let round = store::contest::find_round(&mut tx, &row.round_id)
        .await
        .unwrap()
        .unwrap();
    let questions = store::question::list(&mut tx, &round.contest_id)
        .await
        .unwrap();
    let keys = store::question::keys(&mut tx, &round.contest_id)
        .await
        .unwrap();
    drop(tx);
    let actor = Actor {
        person: Some(services::PersonActor {
            id: domain::ids::PersonId::from_text(row.person_id),
            contest: domain::ids::ContestId::from_text(round.contest_id),
            only_attempt: None,
        }),
        ..Actor::default()
    };
    let sheet = world.services.quiz_sheet(&actor, attempt).await.unwrap();
    let right = |stem: &str, shown: &[String]| {
        let question = questions.iter().find(|q| q.stem == stem).unwrap();
        let options: Vec<String> = serde_json::from_str(&question.options).unwrap();
        let key = &keys
            .iter()
            .find(|(code, _)| *code == question.code)
            .unwrap()
            .1;
        let first: usize = key.split(',').next().unwrap().parse().unwrap();
        let place = shown.iter().position(|o| *o == options[first]).unwrap();
        u8::try_from(place).unwrap()
    };
    sheet
        .questions
        .iter()
        .map(|q| right(&q.stem, &q.options))
        .collect()
}

/// A server with another key finds the entry by the hash of its code, but what it could sign is not what was signed.
async fn a_receipt_of_another_key_is_told_from_a_good_one(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    answer_all(services, &people[0], &attempt, "1").await;
    let at = services.now();
    services.submit(&people[0], &attempt, at).await.unwrap();
    let code = services.receipt_token(&attempt);
    let other = node_with_key(&world, Vault::new([8; 32]));
    for (node, fits) in [(services, true), (&other, false)] {
        let own = node.own_receipt(&people[0], &attempt).await.unwrap();
        assert_eq!(own.unwrap().fits, fits);
        assert_eq!(node.receipt_by_code(&code).await.unwrap().fits, fits);
    }
}
on_both_engines!(a_receipt_of_another_key_is_told_from_a_good_one);

async fn anyone_can_check_a_receipt_by_its_code(world: World) {
    let (world, people) = province(world, 2).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    let code = services.receipt_token(&attempt);
    not_found(services.receipt_by_code(&code).await);
    assert_eq!(
        services.own_receipt(&people[0], &attempt).await.unwrap(),
        None
    );
    answer_all(services, &people[0], &attempt, "1").await;
    services
        .submit(&people[0], &attempt, services.now())
        .await
        .unwrap();
    let own = services
        .own_receipt(&people[0], &attempt)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(own.code, code);
    world.clock.pass(Span::minutes(60 * 24 * 30));
    let typed = domain::quiz::receipt::grouped_code(&own.code).replace('0', "o");
    let checked = world
        .another_node()
        .await
        .receipt_by_code(&typed)
        .await
        .unwrap();
    assert!(own.name.is_some() && checked.name.is_none());
    let own = ReceiptView { name: None, ..own };
    assert_eq!(
        checked, own,
        "the same on any node, weeks later, typed from paper"
    );
    assert_eq!(checked.receipt.prediction.as_deref(), Some("14492"));
    not_found(services.receipt_by_code(&"0".repeat(26)).await);
    not_found(services.receipt_by_code("").await);
}
on_both_engines!(anyone_can_check_a_receipt_by_its_code);

/// Until the one that sweeps leaves, or has not been heard of for a while: a node that died leaves nothing undone.
async fn one_node_sweeps_and_another_takes_over(world: World) {
    let (world, people) = province(world, 3).await;
    let mut over = Vec::new();
    for actor in &people {
        start(&world.services, actor).await.unwrap();
        over.push(world.services.now() + ALLOWED + GRACE);
        world.clock.pass(Span::minutes(1));
    }
    let (one, other) = (&world.services, world.another_node().await);
    let nothing = Swept::default();
    // Nobody holds the work before there is some.
    let before = Moment(over[0].0 - 1);
    assert_eq!(other.sweep(before).await.unwrap(), nothing);
    world.clock.set(over[0]);
    assert_eq!(one.sweep(over[0]).await.unwrap().closed, 1);

    world.clock.set(over[0] + Span(9_999));
    let refused = other.sweep(over[1]).await.unwrap();
    assert!(refused.elsewhere && refused.closed == 0, "{refused:?}");
    world.clock.set(over[0] + Span(10_000));
    assert_eq!(other.sweep(over[1]).await.unwrap().closed, 1, "taken over");

    assert!(one.sweep(over[2]).await.unwrap().elsewhere);
    other.leave_jobs().await.unwrap();
    assert_eq!(one.sweep(over[2]).await.unwrap().closed, 1, "left to it");
    assert_eq!(other.sweep(over[2]).await.unwrap(), nothing);
}
on_both_engines!(one_node_sweeps_and_another_takes_over);

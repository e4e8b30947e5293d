//! Saving: replays, stale devices, late saves, gaps.

use crate::fixture::*;
use crate::support::{World, fields, not_found, on_both_engines};
use domain::quiz::save::{SaveRefused, SaveReply, Slot};
use domain::quiz::submit::Submit;
use domain::time::{Moment, Span};

async fn a_replay_gets_the_same_bytes(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    let first = save(services, &people[0], &attempt, "k1", choice(0, "1", 0)).await;
    world.clock.pass(Span::seconds(5));
    save(services, &people[0], &attempt, "k2", choice(0, "2", 1)).await;
    world.clock.pass(Span::seconds(5));
    let stale = save(services, &people[0], &attempt, "k3", choice(0, "3", 1)).await;
    save(services, &people[0], &attempt, "k4", choice(0, "0", 2)).await;
    for _ in 0..3 {
        for (key, sent, reply) in [
            ("k1", choice(0, "1", 0), &first),
            ("k3", choice(0, "3", 1), &stale),
        ] {
            world.clock.pass(Span::seconds(1));
            let again = save(&world.another_node().await, &people[0], &attempt, key, sent).await;
            assert_eq!(
                serde_json::to_string(&again).unwrap(),
                serde_json::to_string(reply).unwrap()
            );
        }
    }
    let sheet = services.quiz_sheet(&people[0], &attempt).await.unwrap();
    assert_eq!(
        sheet.held(Slot::Question(0)).value,
        "0",
        "a replay writes nothing"
    );
    assert_eq!(sheet.held(Slot::Question(0)).revision, 3);
}
on_both_engines!(a_replay_gets_the_same_bytes);

async fn replays_at_once_have_one_effect(world: World) {
    let (world, people) = province(world, 1).await;
    let attempt = start(&world.services, &people[0]).await.unwrap();
    let mut tasks = Vec::new();
    for _ in 0..32 {
        let (services, actor, attempt) =
            (world.services.clone(), people[0].clone(), attempt.clone());
        tasks.push(tokio::spawn(async move {
            let reply = save(&services, &actor, &attempt, "same", choice(3, "2", 0)).await;
            serde_json::to_string(&reply).unwrap()
        }));
    }
    let mut replies = Vec::new();
    for task in tasks {
        replies.push(task.await.unwrap());
    }
    replies.dedup();
    assert_eq!(replies.len(), 1);
    let held = world
        .services
        .quiz_sheet(&people[0], &attempt)
        .await
        .unwrap()
        .held(Slot::Question(3));
    assert_eq!((held.value.as_str(), held.revision), ("2", 1));
}
on_both_engines!(replays_at_once_have_one_effect);

async fn a_stale_device_gets_what_is_held(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    save(services, &people[0], &attempt, "phone", choice(0, "1", 0)).await;
    let reply = save(services, &people[0], &attempt, "desktop", choice(0, "3", 0)).await;
    let SaveReply::Stale { held, .. } = reply else {
        panic!("{reply:?}");
    };
    assert_eq!((held.value.as_str(), held.revision), ("1", 1));
    let reply = save(
        services,
        &people[0],
        &attempt,
        "desktop-2",
        choice(0, "3", 1),
    )
    .await;
    assert!(matches!(reply, SaveReply::Saved { revision: 2, .. }));
}
on_both_engines!(a_stale_device_gets_what_is_held);

async fn saves_count_until_grace_ends(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let began = services.now();
    let attempt = start(services, &people[0]).await.unwrap();
    let deadline = began + ALLOWED;
    let at = |key: &'static str, moment: Moment| {
        services.save_answer(&people[0], &attempt, key, choice(0, "1", 9), moment)
    };
    let in_grace = at("g", Moment(deadline.0 + GRACE.0 - 1)).await.unwrap();
    assert_eq!(
        in_grace,
        SaveReply::Saved {
            slot: Slot::Question(0),
            revision: 1,
            saved_at: deadline
        },
        "recorded at the deadline, never after"
    );
    let late = at("l", deadline + GRACE).await.unwrap();
    assert_eq!(
        late,
        SaveReply::Refused {
            slot: Slot::Question(0),
            why: SaveRefused::Late { deadline }
        }
    );
    // What was received in time counts, however long it waited in the queue.
    world.clock.set(deadline + Span::minutes(3));
    let waited = at("w", Moment(deadline.0 - 1)).await.unwrap();
    assert!(matches!(waited, SaveReply::Saved { .. }));
    let submit = services
        .submit(&people[0], &attempt, deadline + GRACE)
        .await
        .unwrap();
    assert_eq!(submit, Submit::Late);
}
on_both_engines!(saves_count_until_grace_ends);

async fn gaps_are_refused_with_their_places(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    for place in (0..10).filter(|p| *p != 4) {
        save(
            services,
            &people[0],
            &attempt,
            &format!("{place}"),
            choice(place, "0", 0),
        )
        .await;
    }
    assert_eq!(
        services
            .submit(&people[0], &attempt, services.now())
            .await
            .unwrap(),
        Submit::Gaps {
            slots: vec![Slot::Question(4), Slot::Prediction]
        }
    );
    let bad = save(services, &people[0], &attempt, "bad", choice(4, "7", 0)).await;
    assert!(matches!(
        bad,
        SaveReply::Refused {
            why: SaveRefused::BadChoice,
            ..
        }
    ));
    let nowhere = save(services, &people[0], &attempt, "no", choice(10, "0", 0)).await;
    assert!(matches!(
        nowhere,
        SaveReply::Refused {
            why: SaveRefused::NoSuchPlace,
            ..
        }
    ));
    save(services, &people[0], &attempt, "4", choice(4, "0", 0)).await;
    save(services, &people[0], &attempt, "p", prediction("1.000")).await;
    let sent = services
        .submit(&people[0], &attempt, services.now())
        .await
        .unwrap();
    assert_eq!(sent, Submit::Sent { at: services.now() });
    assert_eq!(
        services
            .submit(&people[0], &attempt, services.now())
            .await
            .unwrap(),
        Submit::Already
    );
}
on_both_engines!(gaps_are_refused_with_their_places);

/// What PostgreSQL takes in no text never reaches the batch, where it would fail everybody's saves.
async fn a_text_nobody_types_fails_alone(world: World) {
    let (world, people) = province(world, 2).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    let other = start(services, &people[1]).await.unwrap();
    let now = services.now();
    let me = &people[0];
    let odd = |attempt: &str, key: &str, value: &str| {
        let (attempt, key) = (attempt.to_owned(), key.to_owned());
        let save = choice(0, value, 0);
        async move { services.save_answer(me, &attempt, &key, save, now).await }
    };
    for n in 0..8 {
        let key = format!("k{n}");
        let (first, second, third, fourth, good) = tokio::join!(
            odd(&format!("{attempt}\0"), "k", "1"),
            odd(&attempt, "k\0", "1"),
            odd(&attempt, "k", "1\0"),
            services.submit(me, "\0", now),
            save(services, &people[1], &other, &key, choice(n, "1", 0)),
        );
        not_found(first);
        assert_eq!(fields(second), ["key"]);
        assert_eq!(fields(third), ["value"]);
        not_found(fourth);
        assert!(matches!(good, SaveReply::Saved { .. }), "{good:?}");
    }
}
on_both_engines!(a_text_nobody_types_fails_alone);

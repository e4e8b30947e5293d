//! Going on with the own phone.

use crate::fixture::*;
use crate::support::{World, not_found, on_both_engines};
use domain::quiz::save::{Save, SaveReply};
use domain::time::Span;
use services::Actor;

async fn a_handoff_works_once_and_ends_the_turn(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let turn = ward.turn("Nguyễn Văn An").await;
    let on_kiosk = ward.on_kiosk(&turn).await;
    let attempt = ward.start(&on_kiosk).await;
    services
        .save_answer(&on_kiosk, &attempt, "k", choice("1"), services.now())
        .await
        .unwrap();
    let handoff = services.make_handoff(&on_kiosk, &attempt).await.unwrap();
    ward.world.clock.pass(Span(59_999));
    let taken = services
        .take_handoff(&Actor::anyone(), &handoff.token)
        .await
        .unwrap();
    assert_eq!(ward.on_kiosk(&turn).await.person, None, "the kiosk is free");
    let phone = services.actor(Some(&taken.token), None).await.unwrap();
    assert_eq!(
        phone.person.as_ref().unwrap().only_attempt.as_deref(),
        Some(attempt.as_str())
    );
    assert_eq!(ward.start(&phone).await, attempt);
    let again = Save {
        base_revision: 1,
        ..choice("2")
    };
    let reply = services
        .save_answer(&phone, &attempt, "p", again, services.now())
        .await
        .unwrap();
    assert!(matches!(reply, SaveReply::Saved { revision: 2, .. }));
    is_phase(
        services
            .take_handoff(&Actor::anyone(), &handoff.token)
            .await,
    );
    not_found(services.quiz_sheet(&phone, "another").await);
    let other = services
        .save_answer(&phone, "another", "x", choice("1"), services.now())
        .await;
    not_found(other);
    // Going on with the phone is no way back to a kiosk's powers.
    not_found(services.make_handoff(&phone, &attempt).await);
}
on_both_engines!(a_handoff_works_once_and_ends_the_turn);

async fn two_phones_race_for_one_code(world: World) {
    let ward = Ward::new(world).await;
    let actor = ward.on_kiosk(&ward.turn("Nguyễn Văn An").await).await;
    let attempt = ward.start(&actor).await;
    let token = ward
        .services()
        .make_handoff(&actor, &attempt)
        .await
        .unwrap()
        .token;
    let other = ward.world.another_node().await;
    let same = token.clone();
    let there =
        tokio::spawn(async move { other.take_handoff(&Actor::anyone(), &same).await.is_ok() });
    let here = ward
        .services()
        .take_handoff(&Actor::anyone(), &token)
        .await
        .is_ok();
    assert!(here ^ there.await.unwrap());
}
on_both_engines!(two_phones_race_for_one_code);

async fn a_handoff_dies_with_time_with_the_turn_and_with_a_newer_one(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let actor = ward.on_kiosk(&ward.turn("Nguyễn Văn An").await).await;
    let attempt = ward.start(&actor).await;
    let phone = Actor::anyone();
    let late = services.make_handoff(&actor, &attempt).await.unwrap();
    ward.world.clock.set(late.expires_at);
    is_phase(services.take_handoff(&phone, &late.token).await);
    let older = services.make_handoff(&actor, &attempt).await.unwrap();
    let newer = services.make_handoff(&actor, &attempt).await.unwrap();
    is_phase(services.take_handoff(&phone, &older.token).await);
    is_phase(
        services
            .take_handoff(&ward.idle().await, &newer.token)
            .await,
    );
    services.end_turn(&actor).await.unwrap();
    is_phase(services.take_handoff(&phone, &newer.token).await);
    is_phase(services.take_handoff(&phone, "made up").await);
}
on_both_engines!(a_handoff_dies_with_time_with_the_turn_and_with_a_newer_one);

async fn only_the_own_running_attempt_is_handed_off(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let first = ward.on_kiosk(&ward.turn("Nguyễn Văn An").await).await;
    let attempt = ward.start(&first).await;
    let second = ward.on_kiosk(&ward.turn("Trần Thị Bé").await).await;
    not_found(services.make_handoff(&second, &attempt).await);
    not_found(services.make_handoff(&ward.idle().await, &attempt).await);
    let own = ward.start(&second).await;
    services
        .submit(&second, &own, services.now())
        .await
        .unwrap();
    is_phase(services.make_handoff(&second, &own).await);
}
on_both_engines!(only_the_own_running_attempt_is_handed_off);

//! Making, pairing and revoking kiosks.

use crate::fixture::*;
use crate::support::{World, fields, forbidden, not_found, on_both_engines, rejection};
use domain::ids::{KioskId, UnitId};
use domain::kiosk::PairingState;
use domain::time::Span;
use services::{Actor, Rejection};

async fn a_device_is_paired_once_within_a_quarter_of_an_hour(world: World) {
    let ward = Ward::new(world).await;
    let (services, organiser) = (ward.services(), &ward.world.organiser);
    let (waiting, code) = services
        .create_kiosk(organiser, WARD, &ward.unit, "Máy 2", 1)
        .await
        .unwrap();
    assert_eq!(
        code.as_str().len(),
        12,
        "56 bits: nobody finds it by trying"
    );
    assert_eq!(code.grouped().len(), 14, "three groups");
    assert!(!format!("{code:?}").contains(code.as_str()));
    assert_eq!(
        (waiting.state, waiting.unit.as_str()),
        (PairingState::Waiting, "Khu phố 1")
    );
    for wrong in ["", "1234567", "0000-0000-0000", "đ"] {
        assert_eq!(
            rejection(services.pair_kiosk(wrong).await),
            Rejection::BadCredentials
        );
    }
    ward.world.clock.set(waiting.code_until);
    assert_eq!(
        rejection(services.pair_kiosk(code.as_str()).await),
        Rejection::BadCredentials
    );
    let (_, code) = services
        .create_kiosk(organiser, WARD, &ward.unit, "Máy 3", 1)
        .await
        .unwrap();
    services.pair_kiosk(code.as_str()).await.unwrap();
    assert_eq!(
        rejection(services.pair_kiosk(code.as_str()).await),
        Rejection::BadCredentials
    );
}
on_both_engines!(a_device_is_paired_once_within_a_quarter_of_an_hour);

async fn a_page_sent_twice_makes_one_kiosk(world: World) {
    let ward = Ward::new(world).await;
    let (services, organiser) = (ward.services(), &ward.world.organiser);
    let make = |label: &'static str| services.create_kiosk(organiser, WARD, &ward.unit, label, 1);
    let (waiting, code) = make("Máy 2").await.unwrap();
    assert_eq!(fields(make(" máy  2").await), ["label"]);
    services.pair_kiosk(code.as_str()).await.unwrap();
    assert_eq!(fields(make("Máy 2").await), ["label"]);
    services
        .revoke_kiosk(organiser, WARD, &waiting.id)
        .await
        .unwrap();
    make("Máy 2").await.unwrap();
}
on_both_engines!(a_page_sent_twice_makes_one_kiosk);

async fn a_pairing_ends_with_its_days(world: World) {
    let ward = Ward::new(world).await;
    let (services, organiser) = (ward.services(), &ward.world.organiser);
    let (waiting, _) = services
        .create_kiosk(organiser, WARD, &ward.unit, "Máy 2", 1)
        .await
        .unwrap();
    ward.world.clock.set(waiting.code_until);
    let (_, code) = services
        .create_kiosk(organiser, WARD, &ward.unit, "Máy 3", 1)
        .await
        .unwrap();
    let device = services.pair_kiosk(code.as_str()).await.unwrap();
    let states: Vec<PairingState> = services
        .kiosks(organiser, WARD)
        .await
        .unwrap()
        .iter()
        .map(|k| k.state)
        .collect();
    assert_eq!(
        states,
        [
            PairingState::Paired,
            PairingState::CodeLapsed,
            PairingState::Paired
        ]
    );
    assert!(
        services
            .actor(None, Some(&device.token))
            .await
            .unwrap()
            .kiosk
            .is_some()
    );
    ward.world.clock.set(device.expires_at);
    assert!(
        services
            .actor(None, Some(&device.token))
            .await
            .unwrap()
            .kiosk
            .is_none()
    );
}
on_both_engines!(a_pairing_ends_with_its_days);

async fn two_devices_race_for_one_code(world: World) {
    let ward = Ward::new(world).await;
    let (_, code) = ward
        .services()
        .create_kiosk(&ward.world.organiser, WARD, &ward.unit, "Máy 2", 1)
        .await
        .unwrap();
    let other = ward.world.another_node().await;
    let typed = code.as_str().to_owned();
    let there = tokio::spawn(async move { other.pair_kiosk(&typed).await.is_ok() });
    let here = ward.services().pair_kiosk(code.as_str()).await.is_ok();
    assert!(here ^ there.await.unwrap(), "one of them, not both");
}
on_both_engines!(two_devices_race_for_one_code);

async fn kiosks_are_made_by_those_who_may(world: World) {
    let ward = Ward::new(world).await;
    let (services, world) = (ward.services(), &ward.world);
    let wrong = services
        .create_kiosk(
            &world.organiser,
            WARD,
            &UnitId::from_text("nowhere"),
            " ",
            91,
        )
        .await;
    assert_eq!(fields(wrong), ["unit", "label", "valid_days"]);
    forbidden(
        services
            .create_kiosk(&world.secretary, WARD, &ward.unit, "Máy", 1)
            .await,
    );
    forbidden(services.kiosks(&world.secretary, WARD).await);
    forbidden(
        services
            .revoke_kiosk(&world.secretary, WARD, &ward.kiosk)
            .await,
    );
    not_found(
        services
            .revoke_kiosk(&world.organiser, WARD, &KioskId::from_text("none"))
            .await,
    );
    // How many took part is not for an administrator without a role (DESIGN 2.3).
    let session = ward.turn("Nguyễn Văn An").await;
    ward.start(&ward.on_kiosk(&session).await).await;
    assert_eq!(
        services.kiosks(&world.organiser, WARD).await.unwrap()[0].entries,
        Some(1)
    );
    world.account("boss", true).await;
    let admin = world.staff("boss").await;
    assert_eq!(
        services.kiosks(&admin, WARD).await.unwrap()[0].entries,
        None
    );
}
on_both_engines!(kiosks_are_made_by_those_who_may);

async fn a_kiosk_says_where_it_stands(world: World) {
    let ward = Ward::new(world).await;
    let home = ward
        .services()
        .kiosk_status(&ward.idle().await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (home.label.as_str(), home.unit.as_str()),
        ("Máy 1", "Khu phố 1")
    );
    assert_eq!(
        (home.contest_code.as_str(), home.assisted_entry),
        (WARD, true)
    );
    assert_eq!(home.round.unwrap().code, ROUND);
    assert_eq!(
        ward.services()
            .kiosk_status(&Actor::anyone())
            .await
            .unwrap(),
        None
    );
}
on_both_engines!(a_kiosk_says_where_it_stands);

async fn revoking_a_kiosk_ends_its_turns(world: World) {
    let ward = Ward::new(world).await;
    let (services, organiser) = (ward.services(), &ward.world.organiser);
    let session = ward.turn("Nguyễn Văn An").await;
    services
        .revoke_kiosk(organiser, WARD, &ward.kiosk)
        .await
        .unwrap();
    let actor = ward.on_kiosk(&session).await;
    assert_eq!((actor.person, actor.kiosk), (None, None));
    assert_eq!(
        services.actor(Some(&session.token), None).await.unwrap(),
        Actor::anyone()
    );
    let view = services.kiosks(organiser, WARD).await.unwrap().remove(0);
    assert_eq!(view.state, PairingState::Revoked);
    let when = view.revoked_at;
    ward.world.clock.pass(Span::minutes(1));
    services
        .revoke_kiosk(organiser, WARD, &ward.kiosk)
        .await
        .unwrap();
    assert_eq!(
        services.kiosks(organiser, WARD).await.unwrap()[0].revoked_at,
        when
    );
    let acts = ward.world.acts().await;
    assert_eq!(acts.iter().filter(|act| *act == "revoke_kiosk").count(), 1);
}
on_both_engines!(revoking_a_kiosk_ends_its_turns);

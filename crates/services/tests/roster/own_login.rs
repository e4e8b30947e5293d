//! A login and a password of one's own.

use crate::fixture::*;
use crate::support::{World, fields, not_found, on_both_engines, preset, rejection};
use domain::contest::rule_sheet::Identity;
use domain::time::Span;
use services::people::{Declared, OwnLogin, Reissue, UnitInput};
use services::{Actor, Rejection};

const WARD: &str = "bong-son-2024";

/// The ward's contest with logins of people's own.
async fn with_logins(mut world: World) -> (World, OwnLogin) {
    let mut rules = preset(WARD);
    rules.eligibility.identity = Identity::LocalAccount;
    world.contest(&rules).await;
    let unit = UnitInput {
        code: String::new(),
        name: "Khu phố 1".to_owned(),
        bloc: "khu_pho".to_owned(),
        ..UnitInput::default()
    };
    world
        .services
        .set_units(&world.organiser, WARD, &[unit])
        .await
        .unwrap();
    let me = OwnLogin {
        login: " Nguyen.Gia ".to_owned(),
        password: "mot cau ngan de nho".to_owned(),
        declared: world.declared(WARD, "Nguyễn Văn Già").await,
    };
    (world, me)
}

async fn actor(world: &World, session: services::people::NewSession) -> Actor {
    world
        .services
        .actor(Some(&session.token), None)
        .await
        .unwrap()
}

async fn who_registers_comes_back_with_login_and_password(world: World) {
    let (world, me) = with_logins(world).await;
    let (services, anyone) = (&world.services, Actor::anyone());
    let first = services.register(&anyone, WARD, &me).await.unwrap();
    let person = actor(&world, first).await.person.unwrap();
    let again = services
        .sign_in_own_login(&anyone, WARD, "NGUYEN.GIA", &me.password)
        .await
        .unwrap();
    assert_eq!(actor(&world, again).await.person.unwrap(), person);
    for (login, password) in [
        ("nguyen.gia", "mot cau ngan de nh0"),
        ("nguyen.tre", me.password.as_str()),
        ("nguyen.gia", ""),
    ] {
        let refused = services
            .sign_in_own_login(&anyone, WARD, login, password)
            .await;
        assert_eq!(rejection(refused), Rejection::BadCredentials, "{login}");
    }
    // Name and birth date alone are no way in here, and a slip's form is none either.
    not_found(
        services
            .sign_in_declared(&anyone, WARD, &me.declared, None)
            .await,
    );
    not_found(
        services
            .sign_in_roster(&anyone, WARD, "nguyen.gia", &me.password)
            .await,
    );
}
on_both_engines!(who_registers_comes_back_with_login_and_password);

async fn nobody_takes_a_login_or_is_two_people(world: World) {
    let (world, me) = with_logins(world).await;
    let (services, anyone) = (&world.services, Actor::anyone());
    services.register(&anyone, WARD, &me).await.unwrap();
    let another = OwnLogin {
        declared: Declared {
            phone: "0987654321".to_owned(),
            ..world.declared(WARD, "Trần Thị Khác").await
        },
        ..me.clone()
    };
    assert_eq!(
        fields(services.register(&anyone, WARD, &another).await),
        ["login"]
    );
    let twice = OwnLogin {
        login: "nguyen.gia.2".to_owned(),
        ..me.clone()
    };
    let refused = services.register(&anyone, WARD, &twice).await;
    assert_eq!(rejection(refused), Rejection::AlreadyDeclared);
    // What was refused changed nothing of who was there first.
    services
        .sign_in_own_login(&anyone, WARD, "nguyen.gia", &me.password)
        .await
        .unwrap();
    let wrong = OwnLogin {
        login: "Già".to_owned(),
        password: "ngan".to_owned(),
        declared: Declared::default(),
    };
    assert_eq!(
        fields(services.register(&anyone, WARD, &wrong).await),
        [
            "login",
            "password",
            "full_name",
            "birth_date",
            "phone",
            "consent",
            "unit"
        ]
    );
}
on_both_engines!(nobody_takes_a_login_or_is_two_people);

async fn a_forgotten_password_is_mended_by_the_committee(world: World) {
    let (world, me) = with_logins(world).await;
    let (services, anyone) = (&world.services, Actor::anyone());
    let session = services.register(&anyone, WARD, &me).await.unwrap();
    let token = session.token.clone();
    let person = actor(&world, session).await.person.unwrap();
    let slips = services
        .reissue_slips(&world.organiser, WARD, &Reissue::Person(person.id))
        .await
        .unwrap();
    let secret = &slips[0].secret;
    assert_eq!(
        services.actor(Some(&token), None).await.unwrap(),
        Actor::anyone(),
        "sessions end with the old password"
    );
    let refused = services
        .sign_in_own_login(&anyone, WARD, "nguyen.gia", &me.password)
        .await;
    assert_eq!(rejection(refused), Rejection::BadCredentials);
    let session = services
        .sign_in_own_login(&anyone, WARD, "nguyen.gia", secret)
        .await
        .unwrap();
    let me_again = actor(&world, session).await;
    assert!(services.may_set_password(&me_again).await.unwrap());
    let chosen = "lai mot cau ngan khac";
    assert_eq!(
        fields(services.set_own_password(&me_again, "sai", chosen).await),
        ["current"]
    );
    assert_eq!(
        fields(services.set_own_password(&me_again, secret, "ngan").await),
        ["password"]
    );
    services
        .set_own_password(&me_again, secret, chosen)
        .await
        .unwrap();
    for (password, fits) in [(secret.as_str(), false), (chosen, true)] {
        let tried = services
            .sign_in_own_login(&anyone, WARD, "nguyen.gia", password)
            .await;
        assert_eq!(tried.is_ok(), fits, "{password}");
    }
}
on_both_engines!(a_forgotten_password_is_mended_by_the_committee);

async fn a_slip_gives_way_to_a_password_of_ones_own(world: World) {
    let world = hue(world).await;
    let slips = world.import_roster(HUE, &csv(&[AN])).await;
    let (services, chosen) = (&world.services, "phieu cua toi da cat");
    let an = world.sign_in(HUE, &slips[0]).await;
    services
        .set_own_password(&an, &slips[0].secret, chosen)
        .await
        .unwrap();
    let anyone = Actor::anyone();
    let by_slip = services
        .sign_in_roster(&anyone, HUE, &slips[0].code, &slips[0].secret)
        .await;
    assert_eq!(rejection(by_slip), Rejection::BadCredentials);
    services
        .sign_in_roster(&anyone, HUE, &slips[0].code, chosen)
        .await
        .unwrap();
    assert!(
        !services.may_set_password(&anyone).await.unwrap(),
        "nobody has no password to set"
    );
}
on_both_engines!(a_slip_gives_way_to_a_password_of_ones_own);

async fn telephone_numbers_are_erased_at_their_date(world: World) {
    let (world, me) = with_logins(world).await;
    let (services, anyone) = (&world.services, Actor::anyone());
    services.register(&anyone, WARD, &me).await.unwrap();
    let contest = services.contest(WARD).await.unwrap();
    let last = contest.rounds.iter().map(|r| r.clock.closes).max().unwrap();
    let at = contest.contacts_erased_at().unwrap();
    assert_eq!(at, last + Span::minutes(180 * 24 * 60));
    world.clock.set(at + Span(-1));
    assert_eq!(services.erase_contacts().await.unwrap(), 0);
    world.clock.set(at);
    assert_eq!(services.erase_contacts().await.unwrap(), 1);
    assert_eq!(services.erase_contacts().await.unwrap(), 0);
    let mut tx = services.db().read().await.unwrap();
    let rows = store::people::people(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    drop(tx);
    assert_eq!((rows.len(), rows[0].contact_sealed.as_deref()), (1, None));
    // Who one is stays known.
    assert!(rows[0].unique_hash.is_some() && rows[0].identity_hash.is_some());
    let late = services.register(&anyone, WARD, &me).await;
    assert!(matches!(rejection(late), Rejection::Phase(_)));
    assert!(world.acts().await.contains(&"erase_contacts".to_owned()));
}
on_both_engines!(telephone_numbers_are_erased_at_their_date);

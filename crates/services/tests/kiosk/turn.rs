//! Turns: what one person did is gone for the next.

use crate::fixture::*;
use crate::support::{World, fields, not_found, on_both_engines, preset, rejection};
use domain::people::Role;
use domain::quiz::save::Slot;
use domain::time::Span;
use services::kiosk::Clerk;
use services::people::NewAccount;
use services::quiz::StartOn;
use services::{Actor, Rejection, ServiceError};

async fn a_turn_is_worth_nothing_elsewhere(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let session = ward.turn("Nguyễn Văn An").await;
    assert!(ward.on_kiosk(&session).await.person.is_some());
    let phone = services.actor(Some(&session.token), None).await.unwrap();
    assert_eq!(phone, Actor::anyone());
    let (_, other_device) = pair(&ward.world, &ward.unit).await;
    let other = services
        .actor(Some(&session.token), Some(&other_device))
        .await
        .unwrap();
    assert_eq!(other.person, None);
    let declared = ward.world.declared("bong-son-2024", "Nguyễn Văn An").await;
    let elsewhere = services
        .sign_in_declared(&ward.idle().await, "khac", &declared, None)
        .await;
    not_found(elsewhere);
}
on_both_engines!(a_turn_is_worth_nothing_elsewhere);

async fn the_next_person_finds_nothing_of_the_one_before(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let first = ward.turn("Nguyễn Văn An").await;
    let actor = ward.on_kiosk(&first).await;
    let attempt = ward.start(&actor).await;
    services
        .save_answer(&actor, &attempt, "k", choice("1"), services.now())
        .await
        .unwrap();
    services.end_turn(&actor).await.unwrap();
    assert_eq!(
        ward.on_kiosk(&first).await.person,
        None,
        "Back with the old cookie shows nobody"
    );
    let second = ward.on_kiosk(&ward.turn("Trần Thị Bé").await).await;
    not_found(services.quiz_sheet(&second, &attempt).await);
    not_found(services.own_receipt(&second, &attempt).await);
    let own = ward.start(&second).await;
    assert_ne!(own, attempt);
    assert!(
        services
            .quiz_sheet(&second, &own)
            .await
            .unwrap()
            .held
            .is_empty()
    );
}
on_both_engines!(the_next_person_finds_nothing_of_the_one_before);

async fn a_turn_left_by_a_crash_ends(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    // The browser was killed: no request ended the turn, and its cookie comes back with the restored window.
    let lost = ward.turn("Nguyễn Văn An").await;
    let next = ward.turn("Trần Thị Bé").await;
    assert_eq!(ward.on_kiosk(&lost).await.person, None);
    assert!(ward.on_kiosk(&next).await.person.is_some());
    // The page's idle reset comes without the session cookie, and still ends the turn.
    services.end_turn(&ward.idle().await).await.unwrap();
    assert_eq!(ward.on_kiosk(&next).await.person, None);
    // By itself a turn ends after three hours.
    let long = ward.turn("Lê Văn Ba").await;
    ward.world.clock.pass(Span::minutes(180));
    assert_eq!(ward.on_kiosk(&long).await.person, None);
}
on_both_engines!(a_turn_left_by_a_crash_ends);

async fn an_answer_saved_before_the_turn_ended_is_kept(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let actor = ward.on_kiosk(&ward.turn("Nguyễn Văn An").await).await;
    let attempt = ward.start(&actor).await;
    services
        .save_answer(&actor, &attempt, "k", choice("1"), services.now())
        .await
        .unwrap();
    services.end_turn(&actor).await.unwrap();
    let again = ward.on_kiosk(&ward.turn("Nguyễn Văn An").await).await;
    assert_eq!(ward.start(&again).await, attempt, "the same person goes on");
    let held = services
        .quiz_sheet(&again, &attempt)
        .await
        .unwrap()
        .held(Slot::Question(0));
    assert_eq!(held.value, "1");
}
on_both_engines!(an_answer_saved_before_the_turn_ended_is_kept);

async fn a_clerk_helps_with_the_own_name(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let new = NewAccount {
        login: "canbo".into(),
        full_name: "Lê Thị Cán Bộ".into(),
        password: "mật khẩu đủ dài".into(),
        identity: "nb-canbo".into(),
        ..NewAccount::default()
    };
    services.insert_account(None, &new).await.unwrap();
    let actor = ward.on_kiosk(&ward.turn("Nguyễn Văn Già").await).await;
    let verify = |actor: &Actor, password: &str| {
        let (actor, password) = (actor.clone(), password.to_owned());
        async move { services.verify_clerk(&actor, " CanBo", &password).await }
    };
    let no_role = verify(&actor, &new.password).await;
    assert_eq!(
        rejection(no_role),
        Rejection::BadCredentials,
        "a stranger with an account"
    );
    ward.world.with_role(WARD, "canbo", Role::Judge, None).await;
    assert_eq!(
        rejection(verify(&actor, "sai").await),
        Rejection::BadCredentials
    );
    not_found(verify(&Actor::anyone(), &new.password).await);
    let clerk = verify(&actor, &new.password).await.unwrap();
    assert_eq!(clerk.name(), "Lê Thị Cán Bộ (canbo)");
    let on = StartOn {
        assisted_by: Some(clerk.clone()),
    };
    let attempt = services
        .start_attempt(&actor, WARD, ROUND, on, services.now())
        .await
        .unwrap();
    let mut tx = services.db().read().await.unwrap();
    let row = store::quiz::find_attempt(&mut tx, &attempt)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.assisted_by.as_deref(), Some(clerk.name()));
    assert_eq!(row.kiosk_id.as_deref(), Some(ward.kiosk.as_str()));
    drop(tx);
    assert!(ward.world.acts().await.contains(&"assist_entry".to_owned()));
    assert_eq!(
        ward.on_kiosk_account(&actor).await,
        None,
        "the clerk is never signed in there"
    );
}
on_both_engines!(a_clerk_helps_with_the_own_name);

async fn no_help_where_the_rule_sheet_has_none(world: World) {
    let mut rules = preset(WARD);
    rules.eligibility.assisted_entry = false;
    let ward = Ward::with(world, &rules).await;
    let actor = ward.idle().await;
    let outcome = ward.services().verify_clerk(&actor, "organiser", "x").await;
    assert!(matches!(outcome, Err(ServiceError::NotFound)));
}
on_both_engines!(no_help_where_the_rule_sheet_has_none);

async fn a_clerk_who_helps_later_is_named_all_the_same(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let actor = ward.on_kiosk(&ward.turn("Nguyễn Văn Già").await).await;
    let alone = ward.start(&actor).await;
    let now = services.now();
    for login in ["canbo", "densau"] {
        let on = StartOn {
            assisted_by: Some(ward.clerk(login).await),
        };
        let resumed = services
            .start_attempt(&actor, WARD, ROUND, on, now)
            .await
            .unwrap();
        assert_eq!(resumed, alone);
    }
    let mut tx = services.db().read().await.unwrap();
    let row = store::quiz::find_attempt(&mut tx, &alone)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.assisted_by.as_deref(), Some("Cán bộ canbo (canbo)"));
    assert_eq!(row.kiosk_id.as_deref(), Some(ward.kiosk.as_str()));
}
on_both_engines!(a_clerk_who_helps_later_is_named_all_the_same);

async fn a_shared_device_is_nobody_but_its_turns(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let new = NewAccount {
        login: "canbo".into(),
        full_name: "Lê Thị Cán Bộ".into(),
        password: "mật khẩu đủ dài".into(),
        ..NewAccount::default()
    };
    services.insert_account(None, &new).await.unwrap();
    let session = services
        .sign_in_account(&Actor::anyone(), "canbo", &new.password)
        .await
        .unwrap();
    let own = services.actor(Some(&session.token), None).await.unwrap();
    assert!(own.account.is_some());
    let there = ward.on_kiosk(&session).await;
    assert_eq!((there.account, there.session), (None, None));
}
on_both_engines!(a_shared_device_is_nobody_but_its_turns);

/// After the round whoever took part comes back; nobody new is made known.
async fn after_the_round(ward: &Ward, without: &services::people::Declared, clerk: &Clerk) {
    let services = ward.services();
    let contest = services.contest(WARD).await.unwrap();
    ward.world.clock.set(contest.rounds[0].clock.closed_from());
    let stranger = ward.world.declared(WARD, "Trần Văn Mới").await;
    let late = services
        .sign_in_declared(&Actor::anyone(), WARD, &stranger, None)
        .await;
    assert!(matches!(rejection(late), Rejection::Phase(_)));
    let idle = ward.idle().await;
    services
        .sign_in_declared(&idle, WARD, without, Some(clerk))
        .await
        .unwrap();
}

async fn who_has_no_telephone_takes_part_before_a_clerk(world: World) {
    let ward = Ward::new(world).await;
    let services = ward.services();
    let without = services::people::Declared {
        phone: String::new(),
        ..ward.world.declared(WARD, "Nguyễn Thị Cụ").await
    };
    let alone = |actor: Actor| {
        let without = without.clone();
        async move {
            services
                .sign_in_declared(&actor, WARD, &without, None)
                .await
        }
    };
    // Nobody of the committee is recognised without a number: somebody looks them in the face.
    assert_eq!(fields(alone(Actor::anyone()).await), ["phone"]);
    assert_eq!(fields(alone(ward.idle().await).await), ["phone"]);
    let clerk = ward.clerk("canbo").await;
    let idle = ward.idle().await;
    let first = services
        .sign_in_declared(&idle, WARD, &without, Some(&clerk))
        .await
        .unwrap();
    let at_once = services.signed_in(&idle, &first).await.unwrap();
    let first = ward.on_kiosk(&first).await;
    assert_eq!(at_once, first, "in that very request, and in the next");
    let now = services.now();
    let by_oneself = services
        .start_attempt(&first, WARD, ROUND, StartOn::default(), now)
        .await;
    assert!(matches!(rejection(by_oneself), Rejection::Phase(_)));
    let on = StartOn {
        assisted_by: Some(clerk.clone()),
    };
    let attempt = services
        .start_attempt(&first, WARD, ROUND, on.clone(), now)
        .await
        .unwrap();
    // Name and birth date are what a colleague knows, on a kiosk too; a number of one's own does not fit.
    assert_eq!(fields(alone(ward.idle().await).await), ["phone"]);
    let colleague = services::people::Declared {
        phone: "0987654321".to_owned(),
        ..without.clone()
    };
    let taken = services
        .sign_in_declared(&idle, WARD, &colleague, None)
        .await;
    assert_eq!(rejection(taken), Rejection::AlreadyDeclared);
    let desk = services
        .sign_in_declared(&idle, WARD, &without, Some(&clerk))
        .await
        .unwrap();
    let desk = ward.on_kiosk(&desk).await;
    let resumed = services.start_attempt(&desk, WARD, ROUND, on, now).await;
    assert_eq!(resumed.unwrap(), attempt);
    let acts = ward.world.acts().await;
    let count = |act: &str| acts.iter().filter(|a| *a == act).count();
    assert_eq!((count("vouch_person"), count("assist_entry")), (2, 2));
    after_the_round(&ward, &without, &clerk).await;
}
on_both_engines!(who_has_no_telephone_takes_part_before_a_clerk);

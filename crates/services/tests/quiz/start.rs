//! Starting: one attempt, whoever races; who may start, and who may see an attempt.

use crate::fixture::*;
use crate::support::{World, not_found, on_both_engines, preset, rejection};
use domain::people::Role;
use domain::people::eligibility::Ineligible;
use domain::quiz::save::SaveReply;
use domain::quiz::start::StartRefused;
use domain::time::{Moment, Span};
use services::quiz::StartOn;
use services::{Actor, Rejection};

async fn many_starts_at_once_give_one_attempt(world: World) {
    let (world, people) = province(world, 2).await;
    let other_node = world.another_node().await;
    let mut tasks = Vec::new();
    for n in 0..64 {
        let services = if n % 2 == 0 {
            world.services.clone()
        } else {
            other_node.clone()
        };
        let actor = people[0].clone();
        tasks.push(tokio::spawn(async move {
            loop {
                match start(&services, &actor).await {
                    // Two nodes inserted the same attempt: the page tries again and resumes.
                    Err(services::ServiceError::Busy { .. }) => tokio::task::yield_now().await,
                    other => return other.unwrap(),
                }
            }
        }));
    }
    let mut ids = Vec::new();
    for task in tasks {
        ids.push(task.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let mut tx = world.services.db().read().await.unwrap();
    let person = people[0].person.as_ref().unwrap().id.as_str().to_owned();
    let rows = store::quiz::attempts_of_people(&mut tx, &[person])
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
}
on_both_engines!(many_starts_at_once_give_one_attempt);

async fn the_one_attempt_is_used_up(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    answer_all(services, &people[0], &attempt, "1").await;
    services
        .submit(&people[0], &attempt, services.now())
        .await
        .unwrap();
    assert_eq!(
        rejection(start(services, &people[0]).await),
        Rejection::Start(StartRefused::NoAttemptsLeft { allowed: 1 })
    );
}
on_both_engines!(the_one_attempt_is_used_up);

async fn starts_open_and_close_to_the_millisecond(world: World) {
    let (world, people) = province(world, 2).await;
    let services = &world.services;
    let clock = services
        .contest(HUE)
        .await
        .unwrap()
        .round(ROUND)
        .unwrap()
        .clock
        .clone();
    let at = |actor, moment| services.start_attempt(actor, HUE, ROUND, StartOn::default(), moment);
    let early = Moment(clock.opens.0 - 1);
    assert_eq!(
        rejection(at(&people[0], early).await),
        Rejection::Start(StartRefused::NotYet { opens: clock.opens })
    );
    assert!(at(&people[0], clock.opens).await.is_ok());
    assert!(at(&people[1], Moment(clock.closes.0 - 1)).await.is_ok());
    let late = services.start_attempt(&people[0], HUE, "dot-2", StartOn::default(), clock.opens);
    assert_eq!(
        rejection(late.await),
        Rejection::Start(StartRefused::NotCommitted)
    );
}
on_both_engines!(starts_open_and_close_to_the_millisecond);

async fn a_second_session_goes_on_where_the_first_stopped(mut world: World) {
    world.contest(&preset(HUE)).await;
    world.fill_bank(HUE).await;
    let slips = world.roster(HUE, 1).await;
    world.commit(HUE, ROUND).await;
    world.open_round(HUE, ROUND).await;
    let phone = world.sign_in(HUE, &slips[0]).await;
    let attempt = start(&world.services, &phone).await.unwrap();
    save(&world.services, &phone, &attempt, "k", choice(2, "1", 0)).await;
    let before = world.services.quiz_sheet(&phone, &attempt).await.unwrap();
    world.clock.pass(Span::minutes(7));
    let desktop = world.sign_in(HUE, &slips[0]).await;
    let other_node = world.another_node().await;
    assert_eq!(start(&other_node, &desktop).await.unwrap(), attempt);
    let after = other_node.quiz_sheet(&desktop, &attempt).await.unwrap();
    assert_eq!(
        after.questions, before.questions,
        "the paper is a function of bank and seed"
    );
    assert_eq!(after.deadline, before.deadline);
    assert_eq!(after.held, before.held);
    assert!(matches!(
        save(&other_node, &desktop, &attempt, "d", choice(2, "2", 1)).await,
        SaveReply::Saved { revision: 2, .. }
    ));
}
on_both_engines!(a_second_session_goes_on_where_the_first_stopped);

async fn a_foreign_attempt_is_not_found(world: World) {
    let (world, people) = province(world, 2).await;
    let services = &world.services;
    let attempt = start(services, &people[0]).await.unwrap();
    let now = services.now();
    not_found(services.quiz_sheet(&people[1], &attempt).await);
    // Sheets are looked up together: what no engine takes as a text must not fail the others.
    let (strange, own) = tokio::join!(
        services.quiz_sheet(&people[1], "\0"),
        services.quiz_sheet(&people[0], &attempt)
    );
    not_found(strange);
    assert_eq!(own.unwrap().attempt, attempt);
    not_found(services.own_receipt(&people[1], &attempt).await);
    not_found(
        services
            .save_answer(&people[1], &attempt, "k", choice(0, "1", 0), now)
            .await,
    );
    not_found(services.submit(&people[1], &attempt, now).await);
    not_found(services.quiz_sheet(&people[1], "nothing").await);
    for staff in [&world.organiser, &Actor::anyone()] {
        let outcome = services.quiz_sheet(staff, &attempt).await;
        assert!(matches!(outcome, Err(services::ServiceError::SignedOut)));
    }
    assert!(
        services
            .quiz_sheet(&people[0], &attempt)
            .await
            .unwrap()
            .held
            .is_empty()
    );
}
on_both_engines!(a_foreign_attempt_is_not_found);

async fn a_committee_member_cannot_compete(world: World) {
    let (world, people) = province(world, 1).await;
    let services = &world.services;
    // The roster's telephone is an identity attribute; the same one on an account with a role excludes.
    let login = "vetter";
    world.account(login, false).await;
    let mut tx = services.db().write().await.unwrap();
    let mut account = store::people::find_account_by_login(&mut tx, login)
        .await
        .unwrap()
        .unwrap();
    account.identity_hash = Some(services.identity_hash("+84 900000001"));
    store::people::set_account(&mut tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    world
        .with_role(HUE, login, domain::people::Role::Vetter, None)
        .await;
    assert!(matches!(
        rejection(start(services, &people[0]).await),
        Rejection::Start(StartRefused::Ineligible { .. })
    ));
    // Who saw the keys has seen them: laying the role down does not help.
    let holder = domain::ids::AccountId::from_text(&account.id);
    let role = (domain::people::Role::Vetter, "Chuyển công tác");
    let id = services
        .propose_withdrawal(&world.organiser, HUE, &holder, role)
        .await
        .unwrap();
    services
        .confirm(&world.secretary, id.as_str())
        .await
        .unwrap();
    assert!(matches!(
        rejection(start(services, &people[0]).await),
        Rejection::Start(StartRefused::Ineligible { .. })
    ));
}
on_both_engines!(a_committee_member_cannot_compete);

async fn a_committee_member_does_not_compete_beside_the_own_account(world: World) {
    let (world, people) = province(world, 1).await;
    // The browser that shows the keys, signed in as a person with another telephone besides.
    let both = Actor {
        person: people[0].person.clone(),
        ..world.organiser.clone()
    };
    let refused = rejection(start(&world.services, &both).await);
    let reason = Ineligible::ExcludedRole {
        role: Role::Organiser,
    };
    assert_eq!(
        refused,
        Rejection::Start(StartRefused::Ineligible { reason })
    );
    start(&world.services, &people[0]).await.unwrap();
}
on_both_engines!(a_committee_member_does_not_compete_beside_the_own_account);

//! Entries a clerk helped with, and the prizes.

use crate::fixture::{HUE, ROUND, Stage, open, play, winners};
use crate::shapes::with_roster;
use crate::support::{World, on_both_engines};
use domain::people::Role;
use services::kiosk::Clerk;
use services::people::NewAccount;
use services::quiz::StartOn;

/// A clerk at a kiosk of the first unit, and the kiosk's cookie.
async fn clerk(stage: &Stage) -> (Clerk, String) {
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let unit = services.units(HUE).await.unwrap()[0].id.clone();
    let made = services.create_kiosk(organiser, HUE, &unit, "Máy 1", 30);
    let code = made.await.unwrap().1.grouped();
    let device = services.pair_kiosk(&code).await.unwrap().token;
    let new = NewAccount {
        login: "clerk".to_owned(),
        full_name: "Cán bộ một cửa".to_owned(),
        password: "mật khẩu đủ dài".into(),
        identity: "nb-clerk".to_owned(),
        ..NewAccount::default()
    };
    services.insert_account(None, &new).await.unwrap();
    let world = &stage.world;
    world.with_role(HUE, "clerk", Role::Judge, None).await;
    let idle = services.actor(None, Some(&device)).await.unwrap();
    let clerk = services.verify_clerk(&idle, "clerk", &new.password).await;
    (clerk.unwrap(), device)
}

/// Who wins the first prize: the one a clerk entered for is better than the other.
async fn first_prize(world: World, assisted_can_win: bool) -> usize {
    let people = "A;Nguyễn Văn An;DV;Sở;1/1/1950;\nB;Nguyễn Văn Bình;DV;Sở;1/1/1990;\n";
    let (world, slips) = with_roster(world, people, |rules| {
        rules.eligibility.assisted_entry = true;
        rules.eligibility.assisted_can_win = assisted_can_win;
    })
    .await;
    let mut stage = open(world, &slips).await;
    let (clerk, device) = clerk(&stage).await;
    let services = stage.world.services.clone();
    let idle = services.actor(None, Some(&device)).await.unwrap();
    let slip = &slips[0];
    let session = services.sign_in_roster(&idle, HUE, &slip.code, &slip.secret);
    let token = session.await.unwrap().token;
    let helped = services.actor(Some(&token), Some(&device)).await.unwrap();
    let on = StartOn {
        assisted_by: Some(clerk),
    };
    let started = services.start_attempt(&helped, HUE, ROUND, on, services.now());
    started.await.unwrap();
    stage.people[0] = helped;
    stage.plays(play(0, "1")).await;
    stage.plays(play(1, "1")).await;
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    let ranks: Vec<Option<u32>> = review.lines.lines.iter().map(|l| l.rank).collect();
    assert_eq!(ranks, [Some(1), Some(2)], "ranks stay");
    let first = winners(&review).swap_remove(0);
    assert_eq!(first.0, "Giải Nhất");
    usize::from(first.1 != stage.name(0).await)
}

async fn an_assisted_entry_is_passed_over(world: World) {
    assert_eq!(first_prize(world, false).await, 1);
}

async fn an_assisted_entry_may_win(world: World) {
    assert_eq!(first_prize(world, true).await, 0);
}

on_both_engines!(an_assisted_entry_is_passed_over);
on_both_engines!(an_assisted_entry_may_win);

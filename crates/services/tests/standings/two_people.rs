//! Who counts as a second person.

use crate::fixture::{HUE, ROUND, Stage, stage_with};
use crate::later::closing;
use crate::support::{World, on_both_engines, rejection};
use domain::ids::AccountId;
use domain::record::ConfirmRefused;
use domain::time::Span;
use services::Rejection;

async fn identity(stage: &Stage, login: &str, identity: Option<&str>) {
    let account = AccountId::from_text(format!("account-{login}"));
    let mut tx = stage.world.services.db().write().await.unwrap();
    let mut row = store::people::find_account(&mut tx, account.as_str())
        .await
        .unwrap()
        .unwrap();
    row.identity_hash = identity.map(str::to_owned);
    store::people::set_account(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
}

async fn nobody_is_two_people(world: World) {
    let stage = stage_with(world, 1, |rules| rules.rounds.truncate(1)).await;
    let services = stage.world.services.clone();
    let closes = services.contest(HUE).await.unwrap();
    let closes = closes.round(ROUND).unwrap().clock.closes + Span::minutes(10);
    let id = stage.propose(closing(closes)).await;
    let (admin, secretary) = (stage.world.admin.clone(), stage.world.secretary.clone());

    // Two accounts of one person: the attribute they are recognised by is the same.
    identity(&stage, "organiser", Some("same")).await;
    identity(&stage, "secretary", Some("same")).await;
    let own = rejection(services.confirm(&secretary, id.as_str()).await);
    assert_eq!(own, Rejection::Confirm(ConfirmRefused::SamePerson));
    identity(&stage, "secretary", None).await;

    // It cannot be changed by one person any more.
    let account = secretary.account.clone().unwrap();
    let changed = services
        .set_identity(&admin, &account, "0912 345 678")
        .await;
    assert!(matches!(rejection(changed), Rejection::Phase(_)));

    // Whoever resets a password could sign in as the other. An administrator who takes no part in the contest may help
    // one of the two, not both.
    services.reset_password(&admin, &account).await.unwrap();
    let organiser = stage.world.organiser.account.clone().unwrap();
    services.reset_password(&admin, &organiser).await.unwrap();
    let secretary = stage.world.staff("secretary").await;
    // What waits could be theirs who signed in as the organiser: it is gone.
    let gone = rejection(services.confirm(&secretary, id.as_str()).await);
    assert_eq!(gone, Rejection::Confirm(ConfirmRefused::NotWaiting));
    let id = stage.propose(closing(closes)).await;
    let reset = rejection(services.confirm(&secretary, id.as_str()).await);
    assert_eq!(reset, Rejection::Confirm(ConfirmRefused::PasswordReset));
    stage.world.account("other-admin", true).await;
    let other = stage.world.staff("other-admin").await;
    services.reset_password(&other, &organiser).await.unwrap();
    let id = stage.propose(closing(closes)).await;
    services.confirm(&secretary, id.as_str()).await.unwrap();
}
on_both_engines!(nobody_is_two_people);

//! Accounts after their creation: passwords that work once, what an account is recognised by, who must stay.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

use domain::people::Role;
use domain::time::{Moment, Span};
use services::people::NewAccount;
use services::{Actor, Rejection};
use support::{World, fields, forbidden, on_both_engines, preset, rejection};

const HUE: &str = "thua-thien-hue-2022";

async fn made(world: &World) -> domain::ids::AccountId {
    let new = NewAccount {
        login: "hoa".to_owned(),
        full_name: "Nguyễn Thị Hoa".to_owned(),
        password: "mot cau dau tien".to_owned(),
        ..NewAccount::default()
    };
    let services = &world.services;
    let account = services.create_account(&world.admin, &new).await.unwrap();
    // Whoever made the account knows the first password: it only opens the way to an own one.
    let anyone = Actor::anyone();
    let first = services
        .sign_in_account(&anyone, "hoa", &new.password)
        .await;
    assert_eq!(fields(first), ["new_password"]);
    services
        .sign_in_new_password(&anyone, "hoa", (&new.password, "mot cau de nho"))
        .await
        .unwrap();
    account
}

/// Who knew the password until its holder set an own one, and until when: the two are not two people for what was
/// committed before (`services/record/confirm.rs`).
async fn known_to(
    world: &World,
    account: &domain::ids::AccountId,
) -> (Option<String>, Option<i64>) {
    let mut tx = world.services.db().read().await.unwrap();
    let row = store::people::find_account(&mut tx, account.as_str()).await;
    let row = row.unwrap().unwrap();
    (row.reset_by, row.reset_at)
}

async fn a_first_password_is_known_to_who_made_the_account(world: World) {
    let admin = world.admin.account.clone().unwrap();
    let first = world.services.now().0;
    let account = made(&world).await;
    let known = (Some(admin.as_str().to_owned()), Some(first));
    assert_eq!(known_to(&world, &account).await, known);
    // Another password of one's own is nobody else's doing.
    world.clock.pass(Span::seconds(60));
    let change = ("mot cau de nho", "mot cau khac nua");
    let anyone = Actor::anyone();
    let changed = world.services.sign_in_new_password(&anyone, "hoa", change);
    changed.await.unwrap();
    assert_eq!(known_to(&world, &account).await, known);
}
on_both_engines!(a_first_password_is_known_to_who_made_the_account);

async fn a_reset_password_works_once(world: World) {
    let account = made(&world).await;
    let services = &world.services;
    let anyone = Actor::anyone();
    let before = services
        .sign_in_account(&anyone, "hoa", "mot cau de nho")
        .await
        .unwrap();
    let signed_in = services.actor(Some(&before.token), None).await.unwrap();
    forbidden(services.reset_password(&signed_in, &account).await);
    let own = world.admin.account.clone().unwrap();
    assert_eq!(
        fields(services.reset_password(&world.admin, &own).await),
        ["account"]
    );
    let once = services
        .reset_password(&world.admin, &account)
        .await
        .unwrap();
    assert!(!format!("{once:?}").contains(&once.password));
    let ended = services.actor(Some(&before.token), None).await.unwrap();
    assert_eq!(ended.account, None, "every session has ended");
    let old = services
        .sign_in_account(&anyone, "hoa", "mot cau de nho")
        .await;
    assert_eq!(rejection(old), Rejection::BadCredentials);
    let only = services
        .sign_in_account(&anyone, "hoa", &once.password)
        .await;
    assert_eq!(fields(only), ["new_password"]);
    for bad in ["ngan", once.password.as_str()] {
        let refused = services.sign_in_new_password(&anyone, "hoa", (&once.password, bad));
        assert_eq!(fields(refused.await), ["new_password"], "{bad}");
    }
    let wrong = services.sign_in_new_password(&anyone, "hoa", ("sai", "mot cau that dai"));
    assert_eq!(rejection(wrong.await), Rejection::BadCredentials);
    let new = services
        .sign_in_new_password(&anyone, " HOA", (&once.password, "mot cau that dai"))
        .await
        .unwrap();
    let actor = services.actor(Some(&new.token), None).await.unwrap();
    assert_eq!(actor.account, Some(account));
    let again = services
        .sign_in_account(&anyone, "hoa", &once.password)
        .await;
    assert_eq!(rejection(again), Rejection::BadCredentials);
    services
        .sign_in_account(&anyone, "hoa", "mot cau that dai")
        .await
        .unwrap();
    let acts = world.acts().await.join(" ");
    let wanted = "create_account change_password reset_password change_password";
    assert_eq!(acts, wanted);
}
on_both_engines!(a_reset_password_works_once);

async fn an_identity_is_changed_but_never_taken_away(world: World) {
    let account = made(&world).await;
    let services = &world.services;
    let empty = services.set_identity(&world.admin, &account, " ").await;
    assert_eq!(fields(empty), ["identity"]);
    services
        .set_identity(&world.admin, &account, "0912 345 678")
        .await
        .unwrap();
    let listed = services.accounts(&world.admin).await.unwrap();
    assert!(listed.iter().any(|a| a.id == account && a.has_identity));
}
on_both_engines!(an_identity_is_changed_but_never_taken_away);

async fn who_once_held_a_role_is_no_way_to_throw_someone_out(mut world: World) {
    let dummy = made(&world).await;
    let code = world.contest(&preset("thua-thien-hue-2022")).await;
    world.fill_bank(&code).await;
    world.roster(&code, 1).await;
    let services = world.services.clone();
    services
        .grant_role(&world.admin, &code, "hoa", Role::Organiser, None)
        .await
        .unwrap();
    world.clock.pass(Span(1));
    let unknown = services
        .commit_round(&world.organiser, &code, "dot-1")
        .await;
    assert_eq!(
        fields(unknown),
        ["roles"],
        "nobody would recognise this member"
    );
    services
        .withdraw_role(&world.admin, &code, &dummy, Role::Organiser)
        .await
        .unwrap();
    world.commit(&code, "dot-1").await;
    let aimed = services
        .set_identity(&world.admin, &dummy, "0912345678")
        .await;
    assert!(matches!(rejection(aimed), Rejection::Phase(_)));
}
on_both_engines!(who_once_held_a_role_is_no_way_to_throw_someone_out);

async fn the_last_of_each_office_stays(mut world: World) {
    world.contest(&preset(HUE)).await;
    world.account("boss", true).await;
    let boss = world.staff("boss").await;
    let services = world.services.clone();
    let (own, other) = (
        boss.account.clone().unwrap(),
        world.admin.account.clone().unwrap(),
    );
    services
        .set_account_closed(&boss, &other, true)
        .await
        .unwrap();
    assert_eq!(
        fields(services.set_account_closed(&boss, &own, true).await),
        ["account"]
    );
    // The organiser whose account is closed runs nothing: the other one is the last.
    let organiser = world.organiser.account.clone().unwrap();
    let last = services
        .withdraw_role(&boss, HUE, &organiser, Role::Organiser)
        .await;
    assert!(matches!(rejection(last), Rejection::Phase(_)));
    services
        .set_account_closed(&boss, &other, false)
        .await
        .unwrap();
    services
        .withdraw_role(&boss, HUE, &organiser, Role::Organiser)
        .await
        .unwrap();
    let twice = services
        .grant_role(&boss, HUE, "secretary", Role::Secretary, None)
        .await;
    assert_eq!(fields(twice), ["role"]);
}
on_both_engines!(the_last_of_each_office_stays);

async fn an_officer_is_moved_to_another_unit(mut world: World) {
    world.contest(&preset(HUE)).await;
    world.roster(HUE, 3).await;
    let units = world.services.units(HUE).await.unwrap();
    let (one, two) = (units[0].id.as_str(), units[1].id.as_str());
    let officer = Role::UnitOfficer;
    let unit = |actor: &Actor| actor.grants[0].unit.clone().unwrap();
    let before = world.with_role(HUE, "dau-moi", officer, Some(one)).await;
    let same = world
        .services
        .grant_role(&world.admin, HUE, "dau-moi", officer, Some(one))
        .await;
    assert_eq!(fields(same), ["role"]);
    world.clock.pass(Span::seconds(1));
    let after = world.with_role(HUE, "dau-moi", officer, Some(two)).await;
    assert_eq!((unit(&before).as_str(), unit(&after).as_str()), (one, two));
    assert_eq!(before.grants[0].granted_at, after.grants[0].granted_at);
}
on_both_engines!(an_officer_is_moved_to_another_unit);

async fn a_contest_is_listed_later_and_never_hidden_while_it_runs(mut world: World) {
    let mut taken = preset(HUE);
    taken.code = "tao".to_owned();
    let refused = world
        .services
        .create_contest(&world.admin, &taken, true)
        .await;
    assert_eq!(fields(refused), ["code"]);
    world.contest(&preset(HUE)).await;
    let services = world.services.clone();
    forbidden(services.set_listed(&world.secretary, HUE, false).await);
    services
        .set_listed(&world.organiser, HUE, false)
        .await
        .unwrap();
    assert!(!services.contest(HUE).await.unwrap().listed);
    services.set_listed(&world.admin, HUE, true).await.unwrap();
    world.fill_bank(HUE).await;
    let opens = services.contest(HUE).await.unwrap().rounds[0].clock.opens;
    world.clock.set(opens);
    let late = services.commit_round(&world.organiser, HUE, "dot-1").await;
    assert!(
        matches!(rejection(late), Rejection::Phase(_)),
        "it would be open at once"
    );
    world.clock.set(opens + Span(-1));
    services
        .commit_round(&world.organiser, HUE, "dot-1")
        .await
        .unwrap();
    world.clock.set(opens);
    let hidden = services.set_listed(&world.organiser, HUE, false).await;
    assert!(matches!(rejection(hidden), Rejection::Phase(_)));
}
on_both_engines!(a_contest_is_listed_later_and_never_hidden_while_it_runs);

async fn a_clock_far_from_the_databases_is_noticed(world: World) {
    let Some(there) = world.services.db().clock().await.unwrap() else {
        assert_eq!(world.services.clock_apart().await.unwrap(), Span(0));
        return;
    };
    for wrong in [-10_000, 600_000] {
        world.clock.set(Moment(there + wrong));
        let apart = world.services.clock_apart().await.unwrap();
        let off = (apart.0 - wrong.abs()).abs();
        assert!(off < 9_000, "{wrong}: {apart:?}");
    }
}
on_both_engines!(a_clock_far_from_the_databases_is_noticed);

/// Requests that come together are looked up together: each must find its own session, as it is then.
async fn many_who_ask_at_once_are_told_apart(mut world: World) {
    world.contest(&preset(HUE)).await;
    let slips = world.roster(HUE, 20).await;
    let services = world.services.clone();
    let mut tokens = Vec::new();
    for slip in &slips {
        let anyone = Actor::anyone();
        let session = services.sign_in_roster(&anyone, HUE, &slip.code, &slip.secret);
        tokens.push(session.await.unwrap().token);
    }
    let whole = services.actor(Some(&tokens[0]), None).await.unwrap();
    services.sign_out(&whole).await.unwrap();
    let ask = |token: String| {
        let services = services.clone();
        tokio::spawn(async move { services.actor(Some(&token), None).await.unwrap() })
    };
    // Three times each, and among them some that are nobody's.
    let asked: Vec<String> = (0..3)
        .flat_map(|round| tokens.iter().cloned().chain([format!("la-{round}")]))
        .collect();
    let answers: Vec<_> = asked.iter().cloned().map(ask).collect();
    let mut seen = std::collections::HashMap::new();
    for (token, answer) in asked.into_iter().zip(answers) {
        let actor = answer.await.unwrap();
        assert_eq!(actor.session.is_none(), actor.person.is_none());
        let gone = token == tokens[0] || token.starts_with("la-");
        assert_eq!(actor.person.is_none(), gone, "{token}");
        let person = actor.person.map(|p| p.id);
        assert_eq!(*seen.entry(token).or_insert_with(|| person.clone()), person);
    }
    let people: std::collections::HashSet<_> = seen.values().flatten().collect();
    assert_eq!(people.len(), slips.len() - 1);
}
on_both_engines!(many_who_ask_at_once_are_told_apart);

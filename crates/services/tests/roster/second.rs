//! The roster while a round runs: two people, one file that nobody keeps.

use crate::fixture::*;
use crate::support::*;
use domain::record::ConfirmRefused;
use domain::time::Span;
use services::Rejection;
use services::people::{PeopleFilter, SecondPerson, UnitInput};

async fn running(world: World) -> World {
    let world = hue(world).await;
    world.fill_bank(HUE).await;
    world.import_roster(HUE, &csv(&[AN, BINH])).await;
    world.clock.pass(Span::seconds(1));
    world.commit(HUE, "dot-1").await;
    world.open_round(HUE, "dot-1").await;
    world
}

async fn another_file_is_another_import(world: World) {
    let world = running(world).await;
    let services = &world.services;
    let (organiser, secretary) = (&world.organiser, &world.secretary);
    let upload = file("them.csv", &csv(&[AN, BINH, CHI]));
    let shown = services
        .preview_roster(organiser, HUE, upload.clone())
        .await;
    let ticket = shown.unwrap().ticket.unwrap();
    let reason = "Bổ sung người mới nhận công tác";
    services
        .propose_roster(organiser, HUE, upload, (&ticket, reason))
        .await
        .unwrap();
    let other = file("khac.csv", &csv(&[AN, CHI]));
    let shown = services
        .preview_roster(secretary, HUE, other.clone())
        .await
        .unwrap();
    assert_eq!(
        shown.second,
        SecondPerson::ToPropose,
        "another file is another import"
    );
    let refused = services
        .import_roster(secretary, HUE, other, &shown.ticket.unwrap())
        .await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
}
on_both_engines!(another_file_is_another_import);

async fn an_import_takes_the_same_file_twice(world: World) {
    let world = running(world).await;
    let services = &world.services;
    let (organiser, secretary) = (&world.organiser, &world.secretary);
    let upload = file("them.csv", &csv(&[AN, BINH, CHI]));
    let preview = |actor| services.preview_roster(actor, HUE, upload.clone());
    let first = preview(organiser).await.unwrap();
    assert_eq!((first.new, first.second), (1, SecondPerson::ToPropose));
    let ticket = first.ticket.unwrap();
    let alone = services
        .import_roster(organiser, HUE, upload.clone(), &ticket)
        .await;
    assert!(matches!(rejection(alone), Rejection::Phase(_)));
    let reason = "Bổ sung người mới nhận công tác";
    let id = services
        .propose_roster(organiser, HUE, upload.clone(), (&ticket, reason))
        .await
        .unwrap();
    let generic = rejection(services.confirm(secretary, id.as_str()).await);
    assert!(
        matches!(generic, Rejection::Phase(_)),
        "the file is not here"
    );
    let own = services
        .import_roster(organiser, HUE, upload.clone(), &ticket)
        .await;
    // The proposal itself is an act: what was previewed before it is previewed again.
    assert!(matches!(
        rejection(own),
        Rejection::Confirm(ConfirmRefused::SamePerson)
    ));

    let second = preview(secretary).await.unwrap();
    let SecondPerson::Proposed {
        may_confirm, by, ..
    } = second.second
    else {
        panic!("{second:?}")
    };
    assert_eq!(
        (may_confirm, by.as_str()),
        (Some(Ok(())), "Cán bộ organiser")
    );
    let done = services
        .import_roster(secretary, HUE, upload.clone(), &second.ticket.unwrap())
        .await
        .unwrap();
    assert_eq!((done.slips.len(), done.left), (1, 0));
    world.sign_in(HUE, &done.slips[0]).await;
    let acts = world.acts().await;
    assert_eq!(
        acts[acts.len() - 2..],
        ["confirm_proposal", "import_roster"]
    );
    let again = preview(secretary).await.unwrap();
    assert_eq!((again.new, again.second), (0, SecondPerson::ToPropose));
}
on_both_engines!(an_import_takes_the_same_file_twice);

async fn striking_off_takes_a_second_person(world: World) {
    let world = running(world).await;
    let services = &world.services;
    let (organiser, secretary) = (&world.organiser, &world.secretary);
    let everyone = PeopleFilter::default();
    let listed = || services.people(organiser, HUE, &everyone);
    let person = listed().await.unwrap().people[0].id.clone();
    let alone = services.strike_off(organiser, HUE, &person, true).await;
    assert!(matches!(rejection(alone), Rejection::Phase(_)));
    let reason = "Chuyển công tác sang tỉnh khác";
    let propose = |off| services.propose_strike_off(organiser, HUE, &person, (off, reason));
    assert!(matches!(
        rejection(propose(false).await),
        Rejection::Phase(_)
    ));
    let id = propose(true).await.unwrap();
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    assert_eq!(preview.consequences.len(), 3);
    services.confirm(secretary, id.as_str()).await.unwrap();
    assert!(listed().await.unwrap().people[0].struck_off);
    let id = propose(false).await.unwrap();
    services.confirm(secretary, id.as_str()).await.unwrap();
    assert!(!listed().await.unwrap().people[0].struck_off);
}
on_both_engines!(striking_off_takes_a_second_person);

async fn a_large_import_is_written_in_chunks(world: World) {
    let mut world = world;
    world.contest(&preset(HUE)).await;
    let slips = world.roster(HUE, 1_203).await;
    assert_eq!(slips.len(), 1_203);
    let page = world
        .services
        .people(&world.organiser, HUE, &PeopleFilter::default())
        .await
        .unwrap();
    assert_eq!(page.total, 1_203);
    for slip in [&slips[0], &slips[600], &slips[1_202]] {
        world.sign_in(HUE, slip).await;
    }
}
on_both_engines!(a_large_import_is_written_in_chunks);

async fn after_the_first_commitment_nobody_alone_changes_a_name(world: World) {
    let world = running(world).await;
    let services = &world.services;
    let organiser = &world.organiser;
    // Between the rounds as well, and after they are over: winners are named from the roster.
    let contest = services.contest(HUE).await.unwrap();
    let over = contest.rounds.iter().map(|r| r.clock.closes).max().unwrap();
    world.clock.set(over + Span::minutes(600));
    world.sweep().await;
    let renamed = AN.replace("An", "Khác");
    let upload = file("doi-ten.csv", &csv(&[&renamed, BINH]));
    let shown = services
        .preview_roster(organiser, HUE, upload.clone())
        .await
        .unwrap();
    assert_eq!(shown.second, SecondPerson::ToPropose);
    let alone = services
        .import_roster(organiser, HUE, upload, &shown.ticket.unwrap())
        .await;
    assert!(matches!(rejection(alone), Rejection::Phase(_)));
}
on_both_engines!(after_the_first_commitment_nobody_alone_changes_a_name);

async fn units_that_stand_in_results_keep_their_names(world: World) {
    let world = hue(world).await;
    world.fill_bank(HUE).await;
    world.import_roster(HUE, &csv(&[AN, BINH])).await;
    world.clock.pass(Span::seconds(1));
    world.commit(HUE, "dot-1").await;
    let services = &world.services;
    let known = services.units(HUE).await.unwrap()[0].clone();
    let unit = |code: &str, name: &str| UnitInput {
        code: code.to_owned(),
        name: name.to_owned(),
        bloc: known.bloc_code.clone().unwrap_or_default(),
        ..UnitInput::default()
    };
    let renamed = services
        .set_units(&world.organiser, HUE, &[unit(&known.code, "Tên khác")])
        .await;
    assert_eq!(fields(renamed), ["units.0.name"]);
    let before = services.units(HUE).await.unwrap().len();
    let added = services
        .set_units(&world.organiser, HUE, &[unit("", "Đơn vị mới lập")])
        .await
        .unwrap();
    assert_eq!(added.len(), before + 1);
    world.open_round(HUE, "dot-1").await;
    let running = services
        .set_units(&world.organiser, HUE, &[unit("", "Đơn vị muộn")])
        .await;
    assert!(matches!(rejection(running), Rejection::Phase(_)));
}
on_both_engines!(units_that_stand_in_results_keep_their_names);

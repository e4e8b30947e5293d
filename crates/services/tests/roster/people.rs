//! Slips, units, and who sees the people.

use crate::fixture::*;
use crate::support::{
    World, fields, file, forbidden, not_found, on_both_engines, preset, rejection,
};
use domain::people::Role;
use domain::time::Span;
use services::people::{Declared, PAGE_SIZE, PeopleFilter, PeopleSort, Reissue, UnitInput};
use services::quiz::StartOn;
use services::{Actor, Rejection, ServiceError};

async fn a_slip_signs_in_and_is_stored_nowhere(world: World) {
    let world = hue(world).await;
    let slips = world.import_roster(HUE, &csv(&[AN, BINH])).await;
    let slip = slips.iter().find(|s| s.code == "CB01").unwrap();
    let bare = slip.secret.replace('-', "").to_lowercase();
    assert_eq!(bare.len(), 11, "55 random bits");
    assert!(!format!("{slips:?}").contains(&slip.secret));
    let actor = world.sign_in(HUE, slip).await;
    assert_eq!(actor.person.unwrap().id, slip.person);
    let other = &slips.iter().find(|s| s.code == "CB02").unwrap().secret;
    let services = &world.services;
    for secret in [other.as_str(), "", "0000-0000-000"] {
        let refused = services
            .sign_in_roster(&Actor::anyone(), HUE, "CB01", secret)
            .await;
        assert_eq!(rejection(refused), Rejection::BadCredentials);
    }
    let mut tx = services.db().read().await.unwrap();
    let contest = store::contest::find_by_code(&mut tx, HUE)
        .await
        .unwrap()
        .unwrap();
    let rows = store::people::people(&mut tx, &contest.id).await.unwrap();
    let stored = format!("{rows:?} {:?}", store::record::all(&mut tx).await.unwrap());
    for text in [slip.secret.as_str(), &bare, "0912345678"] {
        assert!(!stored.contains(text), "{text} is readable in the database");
    }
    assert!(!format!("{:?}", store::record::all(&mut tx).await.unwrap()).contains("Nguyễn Thị An"));
}
on_both_engines!(a_slip_signs_in_and_is_stored_nowhere);

async fn a_new_slip_ends_the_old_one(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let slips = world.import_roster(HUE, &csv(&[AN, BINH, CHI])).await;
    let an = slips.iter().find(|s| s.code == "CB01").unwrap();
    let session = services
        .sign_in_roster(&Actor::anyone(), HUE, "CB01", &an.secret)
        .await
        .unwrap();
    let fresh = services
        .reissue_slips(&world.organiser, HUE, &Reissue::Person(an.person.clone()))
        .await
        .unwrap();
    assert_ne!(fresh[0].secret, an.secret);
    let old = services
        .sign_in_roster(&Actor::anyone(), HUE, "CB01", &an.secret)
        .await;
    assert_eq!(rejection(old), Rejection::BadCredentials);
    let actor = services.actor(Some(&session.token), None).await.unwrap();
    assert_eq!(actor.person, None, "whoever used the old one is out");
    let office = services.units(HUE).await.unwrap();
    let office = office.iter().find(|u| u.code == "VP").unwrap().id.clone();
    let unit = services
        .reissue_slips(&world.organiser, HUE, &Reissue::Unit(office))
        .await
        .unwrap();
    let names: Vec<&str> = unit.iter().map(|s| s.full_name.as_str()).collect();
    assert_eq!(names, ["Nguyễn Thị An", "Lê Văn Bình"]);
    let nobody = Reissue::Person(domain::ids::PersonId::from_text("nobody"));
    not_found(services.reissue_slips(&world.organiser, HUE, &nobody).await);
    forbidden(services.reissue_slips(&world.secretary, HUE, &nobody).await);
}
on_both_engines!(a_new_slip_ends_the_old_one);

async fn the_struck_off_do_not_start_and_can_come_back(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.fill_bank(HUE).await;
    let slips = world.import_roster(HUE, &csv(&[AN, BINH])).await;
    let an = slips.iter().find(|s| s.code == "CB01").unwrap();
    services
        .strike_off(&world.organiser, HUE, &an.person, true)
        .await
        .unwrap();
    let refused = services
        .sign_in_roster(&Actor::anyone(), HUE, "CB01", &an.secret)
        .await;
    assert_eq!(rejection(refused), Rejection::BadCredentials);
    let shown = services
        .preview_roster(&world.organiser, HUE, file("ds.csv", &csv(&[AN, BINH])))
        .await
        .unwrap();
    assert_eq!(
        (shown.returning, shown.unchanged),
        (1, 1),
        "a file brings them back only visibly"
    );
    services
        .strike_off(&world.organiser, HUE, &an.person, false)
        .await
        .unwrap();
    world.commit(HUE, "dot-1").await;
    world.open_round(HUE, "dot-1").await;
    let actor = world.sign_in(HUE, an).await;
    services
        .start_attempt(&actor, HUE, "dot-1", StartOn::default(), services.now())
        .await
        .unwrap();
    let foreign = domain::ids::PersonId::from_text("nobody");
    world.clock.pass(Span::minutes(60 * 24 * 7 * 5));
    let acts = world.acts().await;
    assert!(acts.contains(&"strike_off".to_owned()) && acts.contains(&"take_back".to_owned()));
    forbidden(
        services
            .strike_off(&world.secretary, HUE, &foreign, true)
            .await,
    );
}
on_both_engines!(the_struck_off_do_not_start_and_can_come_back);

async fn people_are_found_sorted_and_paged(world: World) {
    let world = hue(world).await;
    world.import_roster(HUE, &csv(&[AN, BINH, CHI])).await;
    let search = |text: &str| PeopleFilter {
        search: text.into(),
        ..PeopleFilter::default()
    };
    assert_eq!(people(&world, search("le van")).await, ["Lê Văn Bình"]);
    assert_eq!(people(&world, search("cb03")).await, ["Trần Chi"]);
    let by_unit = PeopleFilter {
        sort: PeopleSort::Unit,
        ..PeopleFilter::default()
    };
    assert_eq!(
        people(&world, by_unit).await,
        ["Trần Chi", "Nguyễn Thị An", "Lê Văn Bình"]
    );
    world.roster(HUE, 120).await;
    let page = |page| PeopleFilter {
        page,
        sort: PeopleSort::Code,
        ..PeopleFilter::default()
    };
    let last = world
        .services
        .people(&world.organiser, HUE, &page(99))
        .await
        .unwrap();
    assert_eq!((last.total, last.page, last.pages), (123, 3, 3));
    assert_eq!(last.people.len(), 123 - 2 * PAGE_SIZE);
    assert_eq!(last.people.last().unwrap().code.as_deref(), Some("CB03"));
    let printed = format!(
        "{:?}",
        world
            .services
            .people(&world.organiser, HUE, &page(1))
            .await
            .unwrap()
    );
    assert!(
        !printed.contains("0912345678") && !printed.contains("1990"),
        "no contact data"
    );
}
on_both_engines!(people_are_found_sorted_and_paged);

async fn a_unit_officer_sees_the_own_unit(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.import_roster(HUE, &csv(&[AN, BINH, CHI])).await;
    let units = services.units(HUE).await.unwrap();
    let inspectors = units
        .iter()
        .find(|u| u.name == "Thanh tra")
        .unwrap()
        .id
        .as_str()
        .to_owned();
    let officer = world
        .with_role(HUE, "officer", Role::UnitOfficer, Some(&inspectors))
        .await;
    let page = services
        .people(&officer, HUE, &PeopleFilter::default())
        .await
        .unwrap();
    assert_eq!(
        (page.total, page.people[0].full_name.as_str()),
        (1, "Trần Chi")
    );
    let auditor = world.with_role(HUE, "auditor", Role::Auditor, None).await;
    assert_eq!(
        services
            .people(&auditor, HUE, &PeopleFilter::default())
            .await
            .unwrap()
            .total,
        3
    );
    let judge = world.with_role(HUE, "judge", Role::Judge, None).await;
    forbidden(services.people(&judge, HUE, &PeopleFilter::default()).await);
    world.account("boss", true).await;
    let admin = world.staff("boss").await;
    forbidden(services.people(&admin, HUE, &PeopleFilter::default()).await);
    let outcome = services
        .people(&Actor::anyone(), HUE, &PeopleFilter::default())
        .await;
    assert!(matches!(outcome, Err(ServiceError::SignedOut)));
    for actor in [&officer, &auditor] {
        forbidden(
            services
                .preview_roster(actor, HUE, file("a.csv", HEAD))
                .await,
        );
        forbidden(services.set_units(actor, HUE, &[]).await);
    }
}
on_both_engines!(a_unit_officer_sees_the_own_unit);

async fn a_ward_types_its_neighbourhoods(mut world: World) {
    world.contest(&preset(WARD)).await;
    let services = &world.services;
    let unit = |code: &str, name: &str, bloc: &str| UnitInput {
        code: code.into(),
        name: name.into(),
        bloc: bloc.into(),
        ..UnitInput::default()
    };
    let mut typed: Vec<UnitInput> = (1..=11)
        .map(|n| unit("", &format!("Khu phố {n}"), "khu_pho"))
        .collect();
    typed.push(unit("", "", ""));
    let units = services
        .set_units(&world.organiser, WARD, &typed)
        .await
        .unwrap();
    assert_eq!(units.len(), 11);
    assert_eq!(
        (units[0].code.as_str(), units[0].bloc.as_deref()),
        ("khu-pho-1", Some("Khu phố"))
    );
    let renamed = [
        unit("KHU-PHO-1", "Khu phố Trung Lương", "khu_pho"),
        unit("", "Trường Mầm non", "truong_hoc"),
    ];
    let units = services
        .set_units(&world.organiser, WARD, &renamed)
        .await
        .unwrap();
    assert_eq!(units.len(), 12);
    assert_eq!(services.units(WARD).await.unwrap(), units);
    assert!(
        units
            .iter()
            .any(|u| u.code == "khu-pho-1" && u.name == "Khu phố Trung Lương")
    );
    let wrong = [
        unit("a", "", ""),
        unit("b", "B", "vu_tru"),
        unit("B", "B", ""),
    ];
    assert_eq!(
        fields(services.set_units(&world.organiser, WARD, &wrong).await),
        ["units.0.name", "units.1.bloc", "units.2.code"]
    );
    let declared = world.declared(WARD, "Nguyễn Văn Già").await;
    services
        .sign_in_declared(&Actor::anyone(), WARD, &declared, None)
        .await
        .unwrap();
}
on_both_engines!(a_ward_types_its_neighbourhoods);

async fn a_name_and_a_birthday_are_not_enough_to_be_someone(mut world: World) {
    world.contest(&preset(WARD)).await;
    let services = &world.services;
    let unit = UnitInput {
        code: String::new(),
        name: "Khu phố 1".to_owned(),
        bloc: "khu_pho".to_owned(),
        ..UnitInput::default()
    };
    services
        .set_units(&world.organiser, WARD, &[unit])
        .await
        .unwrap();
    let mine = world.declared(WARD, "Nguyễn Văn Già").await;
    let anyone = Actor::anyone();
    services
        .sign_in_declared(&anyone, WARD, &mine, None)
        .await
        .unwrap();
    // Back on another device: the same person.
    services
        .sign_in_declared(&anyone, WARD, &mine, None)
        .await
        .unwrap();
    let colleague = Declared {
        phone: "0987654321".to_owned(),
        ..mine
    };
    let refused = services
        .sign_in_declared(&anyone, WARD, &colleague, None)
        .await;
    assert_eq!(rejection(refused), Rejection::AlreadyDeclared);
}
on_both_engines!(a_name_and_a_birthday_are_not_enough_to_be_someone);

//! Importing a roster, and when it may not be.

use crate::fixture::*;
use crate::support::{World, fields, file, on_both_engines, preset, rejection};
use services::Rejection;
use services::import::ImportTicket;
use services::people::{PeopleFilter, Reissue, RosterFate};

async fn a_roster_is_shown_then_imported(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let upload = file("ds.csv", &csv(&[AN, BINH, CHI]));
    let shown = services
        .preview_roster(&world.organiser, HUE, upload.clone())
        .await
        .unwrap();
    assert_eq!(
        (shown.new, shown.changed, shown.unchanged, shown.missing),
        (3, 0, 0, 0)
    );
    assert_eq!(shown.units.len(), 2);
    assert_eq!(shown.new_people[0].unit, "Văn phòng");
    assert_eq!(
        people(&world, PeopleFilter::default()).await,
        Vec::<String>::new()
    );
    let ticket = shown.ticket.unwrap();
    let done = services
        .import_roster(&world.organiser, HUE, upload.clone(), &ticket)
        .await
        .unwrap();
    assert_eq!(
        (done.units_new, done.units_changed, done.changed),
        (2, 0, 0)
    );
    assert_eq!(done.slips.len(), 3);
    assert_eq!(
        people(&world, PeopleFilter::default()).await,
        ["Nguyễn Thị An", "Lê Văn Bình", "Trần Chi"]
    );
    let twice = services
        .import_roster(&world.organiser, HUE, upload.clone(), &ticket)
        .await;
    assert_eq!(
        rejection(twice),
        Rejection::Stale,
        "a second click makes no second slips"
    );
    let again = services
        .preview_roster(&world.organiser, HUE, upload)
        .await
        .unwrap();
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 3));
    assert!(again.units.is_empty());
}
on_both_engines!(a_roster_is_shown_then_imported);

async fn a_second_file_changes_what_differs(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let slips = world.import_roster(HUE, &csv(&[AN, BINH, CHI])).await;
    let moved = "CB02;Lê Văn Bình;TTR;Thanh tra Sở;x;;0900000000;NB-7";
    let text = csv(&[
        "CB01;Nguyễn Thị An;VP;Văn phòng;x;21/7/1990;0912345678;",
        moved,
        "CB04;Vũ Dung;VP;;;;;",
    ]);
    let upload = file("ds.csv", &text);
    let shown = services
        .preview_roster(&world.organiser, HUE, upload.clone())
        .await
        .unwrap();
    assert_eq!(
        (shown.new, shown.changed, shown.unchanged, shown.missing),
        (1, 1, 1, 1)
    );
    assert_eq!(
        shown.changed_people[0].columns,
        ["Đơn vị", "Lãnh đạo", "Điện thoại"]
    );
    assert_eq!(shown.missing_people[0].code, "CB03");
    assert_eq!(shown.units[0].name_before.as_deref(), Some("Thanh tra"));
    assert_eq!(
        (shown.units[0].fate, shown.units_unchanged),
        (RosterFate::Changed, 1)
    );
    let ticket = shown.ticket.unwrap();
    let done = services
        .import_roster(&world.organiser, HUE, upload, &ticket)
        .await
        .unwrap();
    assert_eq!((done.slips.len(), done.changed, done.units_new), (1, 1, 0));
    let binh = slips.iter().find(|s| s.code == "CB02").unwrap();
    world.sign_in(HUE, binh).await;
    let in_unit = services.units(HUE).await.unwrap();
    let inspectors = in_unit
        .iter()
        .find(|u| u.name == "Thanh tra Sở")
        .unwrap()
        .id
        .clone();
    let filter = PeopleFilter {
        unit: Some(inspectors),
        ..PeopleFilter::default()
    };
    assert_eq!(
        people(&world, filter).await,
        ["Lê Văn Bình", "Trần Chi"],
        "who is missing stays"
    );
}
on_both_engines!(a_second_file_changes_what_differs);

async fn a_bad_row_stops_everything(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let text = csv(&[
        AN,
        "CB02;;VP;Văn phòng;;;;",
        "CB03;Trần Chi;VP;Văn phòng;có lẽ;;12;",
    ]);
    let upload = file("ds.csv", &text);
    let shown = services
        .preview_roster(&world.organiser, HUE, upload.clone())
        .await
        .unwrap();
    let rows: Vec<(u32, Option<&str>)> = shown
        .problems
        .iter()
        .map(|p| (p.row, p.column.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            (3, Some("Họ và tên")),
            (4, Some("Lãnh đạo")),
            (4, Some("Điện thoại"))
        ]
    );
    assert_eq!(shown.ticket, None);
    let ticket = ImportTicket::from_text("x");
    let outcome = services
        .import_roster(&world.organiser, HUE, upload, &ticket)
        .await;
    assert_eq!(fields(outcome), ["file", "file", "file"]);
    assert_eq!(
        people(&world, PeopleFilter::default()).await,
        Vec::<String>::new()
    );
    assert_eq!(services.units(HUE).await.unwrap(), []);
}
on_both_engines!(a_bad_row_stops_everything);

async fn the_rule_sheet_is_kept(mut world: World) {
    let mut rules = preset(HUE);
    rules.eligibility.min_age = 18;
    world.contest(&rules).await;
    let upload = file("ds.csv", &csv(&[AN, BINH]));
    let shown = world
        .services
        .preview_roster(&world.organiser, HUE, upload)
        .await
        .unwrap();
    assert_eq!(shown.problems.len(), 1);
    assert_eq!(
        (shown.problems[0].row, shown.problems[0].column.as_deref()),
        (3, Some("Ngày sinh"))
    );
    world.contest(&preset(WARD)).await;
    let upload = file("ds.csv", &csv(&[AN]));
    let outcome = world
        .services
        .preview_roster(&world.organiser, WARD, upload)
        .await;
    assert_eq!(fields(outcome), ["file"], "people declare themselves there");
}
on_both_engines!(the_rule_sheet_is_kept);

async fn the_roster_rests_while_a_round_runs(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.fill_bank(HUE).await;
    let slips = world.roster(HUE, 3).await;
    world.commit(HUE, "dot-1").await;
    let upload = file("ds.csv", &csv(&[AN]));
    let ticket = services
        .preview_roster(&world.organiser, HUE, upload.clone())
        .await
        .unwrap()
        .ticket
        .unwrap();
    world.open_round(HUE, "dot-1").await;
    let organiser = &world.organiser;
    let phase = |outcome: Rejection| assert!(matches!(outcome, Rejection::Phase(_)), "{outcome:?}");
    phase(rejection(
        services
            .import_roster(organiser, HUE, upload, &ticket)
            .await,
    ));
    phase(rejection(
        services
            .strike_off(organiser, HUE, &slips[0].person, true)
            .await,
    ));
    phase(rejection(services.set_units(organiser, HUE, &[]).await));
    // Whoever lost the slip must still get in.
    let whose = Reissue::Person(slips[0].person.clone());
    let fresh = services
        .reissue_slips(organiser, HUE, &whose)
        .await
        .unwrap();
    world.sign_in(HUE, &fresh[0]).await;
}
on_both_engines!(the_roster_rests_while_a_round_runs);

async fn a_template_reads_back_as_empty(world: World) {
    let world = hue(world).await;
    let bytes = world.services.roster_template(HUE).await.unwrap();
    let upload = services::import::Upload {
        file_name: "mau.xlsx".into(),
        bytes,
    };
    let shown = world
        .services
        .preview_roster(&world.organiser, HUE, upload)
        .await
        .unwrap();
    assert_eq!(
        (shown.new, shown.problems.len()),
        (0, 1),
        "{:?}",
        shown.problems
    );
}
on_both_engines!(a_template_reads_back_as_empty);

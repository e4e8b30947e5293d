//! Editing one question, who sees keys, the blueprint.

use crate::fixture::*;
use crate::support::{World, bank_file, fields, forbidden, not_found, on_both_engines, rejection};
use domain::people::Role;
use domain::question::{Level, Source};
use domain::time::Span;
use services::question::{ExportFormat, Key, QuestionFilter, QuestionForm};
use services::{Rejection, ServiceError};

async fn keys_are_for_those_who_may_see_them(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    import(&world, &gift(TWO), &[]).await;
    let all = QuestionFilter::default();
    let judge = world.with_role(HUE, "judge", Role::Judge, None).await;
    // A judge may sit a quiz, so must not read its questions beforehand.
    forbidden(services.questions(&judge, HUE, &all).await);
    let auditor = world.with_role(HUE, "auditor", Role::Auditor, None).await;
    let listed = services.questions(&auditor, HUE, &all).await.unwrap();
    assert_eq!(listed.len(), 2);
    let printed = format!("{listed:?}");
    assert!(
        !printed.contains("Luật Thủ đô"),
        "an explanation gives the key away"
    );
    forbidden(services.questions_with_keys(&judge, HUE, &all).await);
    forbidden(services.question_with_key(&judge, HUE, "CH-001").await);
    forbidden(
        services
            .export_questions(&judge, HUE, ExportFormat::Gift)
            .await,
    );
    forbidden(services.preview_questions(&judge, HUE, gift(TWO)).await);
    forbidden(services.edit_question(&judge, HUE, None, &form("x")).await);
    forbidden(services.delete_question(&judge, HUE, "CH-001").await);
    let vetter = world.with_role(HUE, "vetter", Role::Vetter, None).await;
    let with_keys = services
        .questions_with_keys(&vetter, HUE, &all)
        .await
        .unwrap();
    assert_eq!(with_keys[0].key.right, [0]);
    assert!(format!("{with_keys:?}").contains("Key(…)"));
    forbidden(services.edit_question(&vetter, HUE, None, &form("x")).await);
    let officer = world.with_role(HUE, "officer", Role::Auditor, None).await;
    forbidden(services.questions_with_keys(&officer, HUE, &all).await);
    let outcome = services
        .questions(&services::Actor::anyone(), HUE, &all)
        .await;
    assert!(matches!(outcome, Err(ServiceError::SignedOut)));
    not_found(services.question_with_key(&vetter, HUE, "CH-404").await);
}
on_both_engines!(keys_are_for_those_who_may_see_them);

async fn an_edit_never_overwrites_blindly(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let organiser = &world.organiser;
    let code = services
        .edit_question(organiser, HUE, None, &form("Câu  một "))
        .await
        .unwrap();
    assert_eq!(code, "CH-001");
    let first = services
        .question_with_key(organiser, HUE, &code)
        .await
        .unwrap();
    assert_eq!(
        first.question.options,
        ["Một", "Hai", "Ba"],
        "an empty option is dropped"
    );
    assert_eq!(first.key.right, [1], "and the key moves with its text");
    world.clock.pass(Span::seconds(1));
    let based_on = first.question.updated_at;
    let edit = |stem: &str| (form(stem), Some((code.as_str(), based_on)));
    let (better, base) = edit("Câu một, hay hơn");
    services
        .edit_question(organiser, HUE, base, &better)
        .await
        .unwrap();
    let (late, base) = edit("Câu một, của người mở trang trước đó");
    assert_eq!(
        rejection(services.edit_question(organiser, HUE, base, &late).await),
        Rejection::Stale
    );
    services
        .delete_question(organiser, HUE, &code)
        .await
        .unwrap();
    not_found(services.delete_question(organiser, HUE, &code).await);
}
on_both_engines!(an_edit_never_overwrites_blindly);

async fn a_form_is_checked(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let organiser = &world.organiser;
    services
        .edit_question(organiser, HUE, None, &form("Câu một"))
        .await
        .unwrap();
    let wrong = QuestionForm {
        code: "mã có dấu cách".into(),
        topic: "vu_tru".into(),
        options: vec!["Một".into(), "một".into()],
        key: Key::default(),
        source: Source {
            date: "hôm qua".into(),
            ..Source::default()
        },
        ..form("")
    };
    assert_eq!(
        fields(services.edit_question(organiser, HUE, None, &wrong).await),
        ["code"]
    );
    let wrong = QuestionForm {
        code: "ch-001".into(),
        ..wrong
    };
    assert_eq!(
        fields(services.edit_question(organiser, HUE, None, &wrong).await),
        ["code"]
    );
    let wrong = QuestionForm {
        code: String::new(),
        ..wrong
    };
    assert_eq!(
        fields(services.edit_question(organiser, HUE, None, &wrong).await),
        ["question", "question", "question", "topic", "source"]
    );
    let nowhere = QuestionForm {
        rounds: vec!["dot-9".into()],
        ..form("x")
    };
    assert_eq!(
        fields(services.edit_question(organiser, HUE, None, &nowhere).await),
        ["rounds"]
    );
}
on_both_engines!(a_form_is_checked);

async fn the_blueprint_shows_what_is_missing(world: World) {
    let world = hue(world).await;
    import(&world, &bank_file("the_che"), &["dot-1".to_owned()]).await;
    let judge = world.with_role(HUE, "judge", Role::Judge, None).await;
    let status = world.services.blueprint_status(&judge, HUE).await.unwrap();
    assert_eq!(status.topics[0].code, "the_che");
    assert_eq!(status.topics[0].total, status.total);
    assert_eq!(
        status.topics[0].by_level.iter().sum::<usize>(),
        status.total
    );
    assert_eq!(status.without_key, Vec::<String>::new());
    let [first, second] = [&status.rounds[0], &status.rounds[1]];
    assert_eq!((first.questions, second.questions), (status.total, 0));
    assert_eq!(first.cells.len(), 7);
    assert_eq!(
        (first.cells[0].wanted, first.cells[0].have),
        (1, status.total)
    );
    assert_eq!((first.cells[1].wanted, first.cells[1].have), (2, 0));
    assert_eq!(
        (first.shortages.len(), second.shortages.len()),
        (6, 7),
        "{:?}",
        first.shortages
    );
    let refused = world
        .services
        .commit_round(&world.organiser, HUE, "dot-1")
        .await;
    assert_eq!(
        fields(refused).len(),
        6,
        "the same that keeps it from being committed"
    );
}
on_both_engines!(the_blueprint_shows_what_is_missing);

async fn a_filter_finds_without_diacritics(world: World) {
    let world = hue(world).await;
    import(&world, &gift(TWO), &["dot-2".to_owned()]).await;
    let find = |filter: QuestionFilter| {
        let (services, organiser) = (world.services.clone(), world.organiser.clone());
        async move {
            services
                .questions(&organiser, HUE, &filter)
                .await
                .unwrap()
                .len()
        }
    };
    let search = |text: &str| QuestionFilter {
        search: text.into(),
        ..QuestionFilter::default()
    };
    assert_eq!(find(search("thu do")).await, 1);
    assert_eq!(find(search("CAN THO")).await, 1, "in an option");
    assert_eq!(find(search("th-9")).await, 1);
    assert_eq!(find(search("không có")).await, 0);
    let round = |code: &str| QuestionFilter {
        round: Some(code.into()),
        ..QuestionFilter::default()
    };
    assert_eq!(
        (find(round("dot-2")).await, find(round("dot-1")).await),
        (2, 0)
    );
    let topic = QuestionFilter {
        topic: Some("thu_tuc".into()),
        ..QuestionFilter::default()
    };
    assert_eq!(find(topic).await, 0);
    let level = QuestionFilter {
        level: Some(Level::NhanBiet),
        ..QuestionFilter::default()
    };
    assert_eq!(find(level).await, 2);
}
on_both_engines!(a_filter_finds_without_diacritics);

//! Importing and exporting the bank.

use crate::fixture::*;
use crate::support::{World, fields, file, on_both_engines, rejection};
use domain::people::Role;
use domain::question::Level;
use services::Rejection;
use services::import::ImportTicket;
use services::question::{ExportFormat, QuestionFate, QuestionUpload};

async fn a_preview_imports_nothing(world: World) {
    let world = hue(world).await;
    let shown = preview(&world, &gift(TWO)).await;
    assert_eq!(shown.problems, []);
    assert_eq!(
        (shown.new, shown.changed, shown.unchanged, shown.pinned),
        (2, 0, 0, 1)
    );
    let lines: Vec<(&str, bool, &[u8])> = shown
        .questions
        .iter()
        .map(|q| {
            (
                q.question.code.as_str(),
                q.code_given,
                q.key.right.as_slice(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [("CH-001", true, &[0_u8][..]), ("TH-900", false, &[0, 1])]
    );
    assert_eq!(shown.questions[0].question.topic, "the_che");
    assert_eq!(codes(&world).await, Vec::<String>::new());
    assert!(!world.acts().await.contains(&"import_questions".to_owned()));
}
on_both_engines!(a_preview_imports_nothing);

async fn an_import_does_what_was_shown_and_nothing_twice(world: World) {
    let world = hue(world).await;
    import(&world, &gift(TWO), &[]).await;
    assert_eq!(codes(&world).await, ["CH-001", "TH-900"]);
    let again = preview(&world, &gift(TWO)).await;
    assert_eq!(
        (again.new, again.changed, again.unchanged),
        (0, 0, 2),
        "known by code or by stem"
    );
    let other = TWO.replace("=Hà Nội ~Huế", "~Hà Nội =Huế");
    let changed = preview(&world, &gift(&other)).await;
    assert_eq!(
        (changed.new, changed.changed, changed.unchanged),
        (0, 1, 1),
        "another key is a change"
    );
    assert_eq!(changed.questions[0].fate, QuestionFate::Changed);
    import(&world, &gift(&other), &[]).await;
    let kept = world
        .services
        .question_with_key(&world.organiser, HUE, "CH-001")
        .await
        .unwrap();
    assert_eq!(kept.key.right, [1]);
    assert_eq!(kept.key.explanation, "Luật Thủ đô.");
    let acts = world.acts().await;
    assert_eq!(
        acts.iter().filter(|act| *act == "import_questions").count(),
        2
    );
}
on_both_engines!(an_import_does_what_was_shown_and_nothing_twice);

async fn a_ticket_fits_only_what_was_shown(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    let ticket = preview(&world, &gift(TWO)).await.ticket.unwrap();
    let confirm = |actor: &services::Actor, upload: QuestionUpload, ticket: &ImportTicket| {
        let (actor, ticket) = (actor.clone(), ticket.clone());
        async move {
            services
                .import_questions(&actor, HUE, upload, &ticket, &[])
                .await
        }
    };
    let other_file = gift(&TWO.replace("Hà Nội", "Hà Nam"));
    assert_eq!(
        rejection(confirm(&world.organiser, other_file, &ticket).await),
        Rejection::Stale
    );
    let other_level = QuestionUpload {
        level: Some(Level::VanDung),
        ..gift(TWO)
    };
    assert_eq!(
        rejection(confirm(&world.organiser, other_level, &ticket).await),
        Rejection::Stale
    );
    let colleague = world
        .with_role(HUE, "author", Role::QuestionAuthor, None)
        .await;
    assert_eq!(
        rejection(confirm(&colleague, gift(TWO), &ticket).await),
        Rejection::Stale
    );
    let made_up = ImportTicket::from_text("0".repeat(64));
    assert_eq!(
        rejection(confirm(&world.organiser, gift(TWO), &made_up).await),
        Rejection::Stale
    );
    // Someone else's edit makes the outcome another one: CH-001 is taken now.
    services
        .edit_question(&world.organiser, HUE, None, &form("Câu khác"))
        .await
        .unwrap();
    assert_eq!(
        rejection(confirm(&world.organiser, gift(TWO), &ticket).await),
        Rejection::Stale
    );
    let fresh = preview(&world, &gift(TWO)).await;
    assert_eq!(fresh.questions[0].question.code, "CH-002");
    confirm(&world.organiser, gift(TWO), &fresh.ticket.clone().unwrap())
        .await
        .unwrap();
    let twice = confirm(&world.organiser, gift(TWO), &fresh.ticket.unwrap()).await;
    assert_eq!(rejection(twice), Rejection::Stale, "a second click");
    assert_eq!(codes(&world).await.len(), 3);
}
on_both_engines!(a_ticket_fits_only_what_was_shown);

async fn problems_name_their_line_and_stop_the_import(world: World) {
    let world = hue(world).await;
    let bad = "\
$CATEGORY: $course$/top/Vũ trụ

Sao nào gần nhất? {=Mặt Trời ~Hoả Tinh}

$CATEGORY: $course$/top/Cải cách thể chế

Viết cảm nghĩ. {}

Câu tốt? {=Đúng ~Sai}
";
    let shown = preview(&world, &gift(bad)).await;
    let lines: Vec<u32> = shown.problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [3, 7], "{:?}", shown.problems);
    assert!(shown.problems[0].message.contains("Vũ trụ"));
    assert!(shown.problems[1].message.contains("tự luận"));
    assert_eq!((shown.questions.len(), shown.ticket), (1, None));
    let outcome = world
        .services
        .import_questions(
            &world.organiser,
            HUE,
            gift(bad),
            &ImportTicket::from_text("x"),
            &[],
        )
        .await;
    assert_eq!(fields(outcome), ["file", "file"]);
    assert_eq!(codes(&world).await, Vec::<String>::new(), "all or nothing");
    let picture = QuestionUpload {
        file: file("anh.png", "\u{1}PNG"),
        ..QuestionUpload::default()
    };
    let outcome = world
        .services
        .preview_questions(&world.organiser, HUE, picture)
        .await;
    assert_eq!(fields(outcome), ["file"]);
}
on_both_engines!(problems_name_their_line_and_stop_the_import);

async fn what_the_file_leaves_out_is_chosen_beside_it(world: World) {
    let world = hue(world).await;
    let aiken = "Một cộng một bằng mấy?\nA. Hai\nB. Ba\nANSWER: A\n";
    let bare = QuestionUpload {
        file: file("a.txt", aiken),
        ..QuestionUpload::default()
    };
    let shown = preview(&world, &bare).await;
    assert_eq!(shown.problems.len(), 1);
    assert!(shown.problems[0].message.contains("chủ đề"));
    let chosen = QuestionUpload {
        topic: Some("thu_tuc".into()),
        level: Some(Level::VanDung),
        ..bare
    };
    let shown = preview(&world, &chosen).await;
    let question = &shown.questions[0].question;
    assert_eq!(
        (question.topic.as_str(), question.level),
        ("thu_tuc", Level::VanDung)
    );
}
on_both_engines!(what_the_file_leaves_out_is_chosen_beside_it);

async fn what_goes_out_comes_in_again_unchanged(world: World) {
    let world = hue(world).await;
    world.fill_bank(HUE).await;
    for format in [ExportFormat::Gift, ExportFormat::Xlsx] {
        let out = world
            .services
            .export_questions(&world.organiser, HUE, format)
            .await
            .unwrap();
        assert_eq!(out.file_name, format!("cau-hoi-{HUE}.{}", format.ending()));
        let upload = QuestionUpload {
            file: services::import::Upload {
                file_name: out.file_name,
                bytes: out.bytes,
            },
            ..QuestionUpload::default()
        };
        let shown = preview(&world, &upload).await;
        assert_eq!(shown.problems, [], "{format:?}");
        assert_eq!(shown.new, 0, "{format:?}");
        if format == ExportFormat::Xlsx {
            let changed = shown
                .questions
                .iter()
                .find(|q| q.fate != QuestionFate::Unchanged);
            assert!(changed.is_none(), "{changed:?}");
        }
    }
    assert!(world.acts().await.contains(&"export_questions".to_owned()));
    assert!(
        world
            .services
            .question_template()
            .unwrap()
            .starts_with(b"PK")
    );
}
on_both_engines!(what_goes_out_comes_in_again_unchanged);

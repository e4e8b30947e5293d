//! What these stories share.

use crate::support::{World, file, preset};
use domain::question::{Kind, Level, Source};
use services::question::{Key, QuestionFilter, QuestionForm, QuestionPreview, QuestionUpload};

pub(crate) const HUE: &str = "thua-thien-hue-2022";

pub(crate) const TWO: &str = "\
$CATEGORY: $course$/top/Cải cách thể chế

Thủ đô của Việt Nam là thành phố nào? {=Hà Nội ~Huế ~Đà Nẵng ####Luật Thủ đô.}

::TH-900:: Chọn các thành phố trực thuộc trung ương. {~%50%Huế ~%50%Cần Thơ ~%-100%Bồng Sơn ~Cả A và B}
";

pub(crate) fn gift(text: &str) -> QuestionUpload {
    QuestionUpload {
        file: file("cau-hoi.gift", text),
        topic: None,
        level: Some(Level::NhanBiet),
    }
}

pub(crate) async fn hue(mut world: World) -> World {
    world.contest(&preset(HUE)).await;
    world
}

pub(crate) async fn preview(world: &World, upload: &QuestionUpload) -> QuestionPreview {
    world
        .services
        .preview_questions(&world.organiser, HUE, upload.clone())
        .await
        .unwrap()
}

pub(crate) async fn import(world: &World, upload: &QuestionUpload, rounds: &[String]) {
    let ticket = preview(world, upload).await.ticket.unwrap();
    world
        .services
        .import_questions(&world.organiser, HUE, upload.clone(), &ticket, rounds)
        .await
        .unwrap();
}

pub(crate) async fn codes(world: &World) -> Vec<String> {
    let all = QuestionFilter::default();
    let questions = world
        .services
        .questions(&world.organiser, HUE, &all)
        .await
        .unwrap();
    questions.into_iter().map(|q| q.code).collect()
}

pub(crate) fn form(stem: &str) -> QuestionForm {
    QuestionForm {
        code: String::new(),
        topic: "the_che".into(),
        level: Level::ThongHieu,
        kind: Kind::SingleChoice,
        stem: stem.into(),
        options: vec!["Một".into(), String::new(), "Hai".into(), "Ba".into()],
        key: Key {
            right: vec![2],
            explanation: "Vì thế.".into(),
        },
        source: Source::default(),
        rounds: vec![],
    }
}

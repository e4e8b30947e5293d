//! Right answers are shown question by question: as soon as no other round can draw the question.

use crate::fixture::{HUE, ROUND, Stage, contest_with, open, play};
use crate::support::{World, file, on_both_engines};
use domain::question::Level;
use services::question::QuestionUpload;
use std::collections::BTreeMap;

const OWN: &str = "Câu của riêng đợt 1?";
const SHARED: &str = "Câu của cả hai đợt?";

/// A question for these rounds; none means all.
async fn question(world: &World, stem: &str, rounds: &[&str]) {
    let text = format!("{stem} {{=Đúng ~Sai ~Không rõ ####Vì thế.}}\n");
    let upload = QuestionUpload {
        file: file("cau-hoi.gift", &text),
        topic: Some("the_che".to_owned()),
        level: Some(Level::NhanBiet),
    };
    let rounds: Vec<String> = rounds.iter().map(|r| (*r).to_owned()).collect();
    let (services, organiser) = (&world.services, &world.organiser);
    let preview = services.preview_questions(organiser, HUE, upload.clone());
    let ticket = preview.await.unwrap().ticket.unwrap();
    services
        .import_questions(organiser, HUE, upload, &ticket, &rounds)
        .await
        .unwrap();
}

/// Stems of the person's paper, each with whether its answer is shown.
async fn shown(stage: &Stage) -> BTreeMap<String, bool> {
    let services = &stage.world.services;
    let own = services.own_result(&stage.people[0], &stage.attempts[0]);
    let paper = own.await.unwrap().unwrap().paper.into_iter();
    paper.map(|a| (a.stem, a.revealed.is_some())).collect()
}

async fn what_another_round_may_ask_is_not_shown(world: World) {
    let world = contest_with(world, |rules| {
        rules.rounds.truncate(2);
        if let Some(quiz) = &mut rules.quiz {
            quiz.questions = 2;
            quiz.blueprint.clear();
        }
    })
    .await;
    question(&world, OWN, &[ROUND]).await;
    question(&world, SHARED, &[]).await;
    question(&world, "Câu của riêng đợt 2?", &["dot-2"]).await;
    world.clock.pass(domain::time::Span::seconds(1));
    let slips = world.roster(HUE, 1).await;
    let mut stage = open(world, &slips).await;
    let services = stage.world.services.clone();
    stage.world.commit(HUE, "dot-2").await;
    stage.plays(play(0, "1")).await;
    stage.close().await;
    stage.seal().await;
    stage.publish().await;
    let told = |shared| BTreeMap::from([(OWN.to_owned(), true), (SHARED.to_owned(), shared)]);
    assert_eq!(
        shown(&stage).await,
        told(false),
        "the other round is to come"
    );
    stage.world.open_round(HUE, "dot-2").await;
    assert_eq!(shown(&stage).await, told(false), "the other round runs");
    let contest = services.contest(HUE).await.unwrap();
    let closed = contest.round("dot-2").unwrap().clock.closed_from();
    stage.world.clock.set(closed);
    stage.world.sweep().await;
    assert_eq!(
        shown(&stage).await,
        told(false),
        "the other round may be opened again until it is sealed"
    );
    services
        .seal_round(&stage.world.secretary, HUE, "dot-2")
        .await
        .unwrap();
    assert_eq!(shown(&stage).await, told(true), "nobody can be asked again");
}
on_both_engines!(what_another_round_may_ask_is_not_shown);

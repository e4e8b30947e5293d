//! What commitment locks.

use crate::fixture::*;
use crate::support::{World, bank_file, on_both_engines, rejection};
use services::question::{QuestionFilter, QuestionForm};
use services::{Rejection, ServiceError};

async fn a_committed_round_locks_what_it_can_draw(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.fill_bank(HUE).await;
    let second = ["dot-2".to_owned()];
    import(&world, &gift(TWO), &second).await;
    world.commit(HUE, "dot-1").await;
    let before = services
        .blueprint_status(&world.organiser, HUE)
        .await
        .unwrap();
    let drawn = services
        .questions(&world.organiser, HUE, &QuestionFilter::default())
        .await
        .unwrap();
    let locked = drawn.iter().find(|q| q.code == "TH-001").unwrap();
    let free = drawn.iter().find(|q| q.code == "TH-900").unwrap();
    assert!(locked.locked && !free.locked);

    let edit = services
        .edit_question(
            &world.organiser,
            HUE,
            Some(("TH-001", locked.updated_at)),
            &form("Khác"),
        )
        .await;
    assert_eq!(rejection(edit), Rejection::Locked);
    let delete = services
        .delete_question(&world.organiser, HUE, "TH-001")
        .await;
    assert_eq!(rejection(delete), Rejection::Locked);
    let add = services
        .edit_question(&world.organiser, HUE, None, &form("Câu mới"))
        .await;
    assert_eq!(
        rejection(add),
        Rejection::Locked,
        "a question for all rounds would enter its bank"
    );
    let pull_in = QuestionForm {
        rounds: vec!["dot-1".into()],
        ..form("Kéo vào")
    };
    let moved = services
        .edit_question(
            &world.organiser,
            HUE,
            Some(("TH-900", free.updated_at)),
            &pull_in,
        )
        .await;
    assert_eq!(rejection(moved), Rejection::Locked);
    let after = services
        .blueprint_status(&world.organiser, HUE)
        .await
        .unwrap();
    assert_eq!(after.rounds[0], before.rounds[0]);
}
on_both_engines!(a_committed_round_locks_what_it_can_draw);

async fn a_file_cannot_enter_a_committed_bank(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.fill_bank(HUE).await;
    world.commit(HUE, "dot-1").await;
    let upload = gift(TWO);
    let ticket = preview(&world, &upload).await.ticket.unwrap();
    let everywhere = services
        .import_questions(&world.organiser, HUE, upload, &ticket, &[])
        .await;
    assert_eq!(rejection(everywhere), Rejection::Locked);
    assert!(!codes(&world).await.contains(&"TH-900".to_owned()));
}
on_both_engines!(a_file_cannot_enter_a_committed_bank);

async fn other_rounds_stay_open_for_work(world: World) {
    let world = hue(world).await;
    let services = &world.services;
    world.fill_bank(HUE).await;
    world.commit(HUE, "dot-1").await;
    let second = ["dot-2".to_owned()];
    let add = QuestionForm {
        rounds: second.to_vec(),
        ..form("Câu cho đợt 2")
    };
    let code = services
        .edit_question(&world.organiser, HUE, None, &add)
        .await
        .unwrap();
    services
        .delete_question(&world.organiser, HUE, &code)
        .await
        .unwrap();
    // A file that repeats a locked question as it is may come in: that question is passed over.
    let upload = bank_file("the_che");
    let shown = preview(&world, &upload).await;
    assert_eq!((shown.new, shown.changed), (0, 0));
    let ticket = shown.ticket.unwrap();
    services
        .import_questions(&world.organiser, HUE, upload, &ticket, &second)
        .await
        .unwrap();
    let kept = services
        .question_with_key(&world.organiser, HUE, "TH-001")
        .await
        .unwrap();
    assert_eq!(kept.question.rounds, Vec::<String>::new());
    // A changed one is refused by its line.
    let mut upload = bank_file("the_che");
    let text =
        String::from_utf8(upload.file.bytes)
            .unwrap()
            .replacen("correct = [0]", "correct = [1]", 1);
    upload.file.bytes = text.into_bytes();
    let shown = preview(&world, &upload).await;
    assert_eq!(shown.problems.len(), 1);
    assert!(
        shown.problems[0].message.contains("TH-001"),
        "{:?}",
        shown.problems
    );
}
on_both_engines!(other_rounds_stay_open_for_work);

async fn a_commitment_and_an_edit_come_one_after_the_other(world: World) {
    let world = hue(world).await;
    world.fill_bank(HUE).await;
    let other_node = world.another_node().await;
    let organiser = world.organiser.clone();
    let edit = tokio::spawn({
        let organiser = organiser.clone();
        async move {
            other_node
                .edit_question(&organiser, HUE, None, &form("Câu chen vào"))
                .await
        }
    });
    let commit = world
        .services
        .commit_round(&organiser, HUE, "dot-1")
        .await
        .unwrap();
    let edited = edit.await.unwrap();
    let bank = world
        .services
        .blueprint_status(&organiser, HUE)
        .await
        .unwrap();
    match edited {
        Ok(code) => {
            let kept = world
                .services
                .question_with_key(&organiser, HUE, &code)
                .await
                .unwrap();
            assert!(
                kept.question.locked,
                "it came first, so it is in the committed bank"
            );
        }
        Err(ServiceError::Rejected(Rejection::Locked)) => {}
        Err(other) => panic!("{other:?}"),
    }
    let refused = world.services.commit_round(&organiser, HUE, "dot-1").await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
    assert_eq!(
        (commit.bank_hash.len(), bank.rounds[0].committed),
        (64, true)
    );
}
on_both_engines!(a_commitment_and_an_edit_come_one_after_the_other);

/// With questions that are known, a plain hash would be tried against every key: 4^20 is nothing.
async fn a_published_hash_gives_no_key_away(world: World) {
    use sha2::{Digest as _, Sha256};
    let world = hue(world).await;
    world.fill_bank(HUE).await;
    let commit = |round| world.services.commit_round(&world.organiser, HUE, round);
    let (first, second) = (
        commit("dot-1").await.unwrap(),
        commit("dot-2").await.unwrap(),
    );
    assert_ne!(
        first.bank_hash, second.bank_hash,
        "the same bank, and nobody can see that it is the same"
    );
    let contest = world.services.contest(HUE).await.unwrap();
    let mut tx = world.services.db().read().await.unwrap();
    let id = contest.id.as_str();
    let bank = services::question::Bank::load(&mut tx, id, "dot-1")
        .await
        .unwrap();
    let mut keys = scoring::question::AnswerKey::new();
    for (code, right) in store::question::keys(&mut tx, id).await.unwrap() {
        keys.set(code, right.split(',').map(|o| o.parse::<u8>().unwrap()));
    }
    // Even with the right key in hand nothing public can be computed that equals the hash.
    let text = bank.canonical_text(&keys);
    for known in [
        "",
        "hoithi/bank/1\n",
        &first.secret_hash,
        &first.rules_hash,
        id,
    ] {
        let tried = Sha256::digest([known.as_bytes(), text.as_bytes()].concat());
        assert_ne!(domain::quiz::paper::hex(&tried), first.bank_hash, "{known}");
    }
    assert_eq!(first.bank_hash.len(), 64);
}
on_both_engines!(a_published_hash_gives_no_key_away);

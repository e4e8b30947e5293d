//! What changes a result takes two people whose roles are older than the commitment.

use crate::fixture::{HUE, ROUND, Stage, play, stage, void, winners};
use crate::support::{World, fields, forbidden, on_both_engines, rejection};
use domain::people::Role;
use domain::record::{Change, ConfirmRefused, ProposalState};
use services::Rejection;
use services::standings::DiffView;

/// Why a colleague refuses.
const WHY: &str = "Chưa đủ căn cứ để huỷ bài này.";

/// Five perfect entries that predict 5, 4, 3, 7 and 9, closed and sealed: the first wins with distance 0.
async fn planted(world: World) -> Stage {
    let mut stage = stage(world, 6).await;
    for prediction in ["5", "4", "3", "7", "9"] {
        stage.plays(play(0, prediction)).await;
    }
    stage.close().await;
    stage.seal().await;
    stage
}

async fn voiding_an_entry_changes_the_true_number_and_the_winner(world: World) {
    let stage = planted(world).await;
    let services = &stage.world.services;
    let (organiser, secretary) = (&stage.world.organiser, &stage.world.secretary);
    let (first, second) = (stage.name(0).await, stage.name(1).await);
    let before = stage.review(None).await;
    assert_eq!(winners(&before)[0], ("Giải Nhất".to_owned(), first.clone()));

    let id = stage.propose(void(&stage.attempts[4])).await;
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    let diff = preview.diff.unwrap();
    assert_changes_the_winner(&diff, &first, &second);
    assert_eq!(preview.consequences, diff.summary);
    assert!(
        preview.proposal.sentence.contains(&stage.name(4).await),
        "{:?}",
        preview.proposal
    );
    assert_eq!(stage.review(None).await, before, "a preview stores nothing");

    let refused = rejection(services.confirm(organiser, id.as_str()).await);
    assert_eq!(refused, Rejection::Confirm(ConfirmRefused::SamePerson));
    let late = stage.late_organiser().await;
    let refused = rejection(services.confirm(&late, id.as_str()).await);
    assert_eq!(refused, Rejection::Confirm(ConfirmRefused::RoleTooNew));
    let refused = services
        .propose(&late, HUE, ROUND, void(&stage.attempts[3]))
        .await;
    assert_eq!(
        rejection(refused),
        Rejection::Confirm(ConfirmRefused::RoleTooNew)
    );

    let done = services.confirm(secretary, id.as_str()).await.unwrap();
    assert_eq!(done.version, Some(2));
    let after = stage.review(None).await;
    assert_eq!(after.actuals[0].value.as_deref(), Some("4"));
    assert_eq!(winners(&after)[0], ("Giải Nhất".to_owned(), second.clone()));
    let kept = stage.review(Some(1)).await;
    assert_eq!(
        (kept.version, kept.winners),
        (before.version, before.winners)
    );
    let stored = services
        .standings_diff(secretary, HUE, ROUND, 1, 2)
        .await
        .unwrap();
    assert_eq!(stored, diff, "what was shown is what was stored");
    let again = rejection(services.confirm(secretary, id.as_str()).await);
    assert_eq!(again, Rejection::Confirm(ConfirmRefused::NotWaiting));
}

fn assert_changes_the_winner(diff: &DiffView, first: &str, second: &str) {
    assert_eq!(diff.actuals[0].before.as_deref(), Some("5"));
    assert_eq!(diff.actuals[0].after.as_deref(), Some("4"));
    assert_eq!(diff.voided.len(), 1);
    assert!(
        diff.summary
            .contains(&"Số thật đổi từ 5 thành 4.".to_owned()),
        "{:?}",
        diff.summary
    );
    let of = |name: &str| diff.prizes.iter().find(|p| p.who.name == name).unwrap();
    let prize = |won: &Option<services::standings::WonView>| won.as_ref()?.prize.clone();
    assert_eq!(prize(&of(second).after).as_deref(), Some("Giải Nhất"));
    assert_eq!(prize(&of(first).before).as_deref(), Some("Giải Nhất"));
    assert_ne!(prize(&of(first).after).as_deref(), Some("Giải Nhất"));
}

async fn a_void_question_leaves_every_paper(world: World) {
    let stage = planted(world).await;
    let services = &stage.world.services;
    let mut tx = services.db().read().await.unwrap();
    let contest = services.contest(HUE).await.unwrap();
    let codes = store::question::list(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    drop(tx);
    // Whichever question it is, who has it loses one point of the maximum and stays perfect.
    let question = codes[0].code.clone();
    let reason = "Căn cứ đã hết hiệu lực".to_owned();
    let change = Change::VoidQuestion { question, reason };
    let done = stage.change(change.clone()).await;
    assert_eq!(done.version, Some(2));
    let review = stage.review(None).await;
    assert_eq!(review.version.reason, "Huỷ câu hỏi: Căn cứ đã hết hiệu lực");
    assert_eq!(review.actuals[0].value.as_deref(), Some("5"));
    assert!(
        review
            .lines
            .lines
            .iter()
            .all(|l| l.perfect && l.score == l.max_score)
    );
    let organiser = &stage.world.organiser;
    let again = rejection(services.propose(organiser, HUE, ROUND, change).await);
    assert!(matches!(again, Rejection::Phase(_)), "{again:?}");
    let unknown = Change::VoidQuestion {
        question: "KHONG-CO".to_owned(),
        reason: "Căn cứ đã hết hiệu lực".to_owned(),
    };
    assert_eq!(
        fields(services.propose(organiser, HUE, ROUND, unknown).await),
        ["question"]
    );
}

async fn a_proposal_is_listed_dropped_and_never_confirmed_after(world: World) {
    let stage = planted(world).await;
    let services = &stage.world.services;
    let (organiser, secretary) = (&stage.world.organiser, &stage.world.secretary);
    let id = stage.propose(void(&stage.attempts[0])).await;
    let twice = services
        .propose(organiser, HUE, ROUND, void(&stage.attempts[0]))
        .await;
    assert!(matches!(rejection(twice), Rejection::Phase(_)));
    let own = &services.proposals(organiser, HUE).await.unwrap()[0];
    assert_eq!(own.may_confirm, Some(Err(ConfirmRefused::SamePerson)));
    assert!(own.may_drop);
    assert_eq!(own.proposed_by, "Cán bộ organiser");
    let other = &services.proposals(secretary, HUE).await.unwrap()[0];
    assert_eq!(other.may_confirm, Some(Ok(())));
    let name = stage.name(0).await;
    let want = format!("Huỷ bài thi lượt 1 của {name} ở Đợt 1; người này không được thi lại.");
    assert_eq!(other.sentence, want);

    let auditor = stage
        .world
        .with_role(HUE, "auditor", Role::Auditor, None)
        .await;
    assert_eq!(
        services.proposals(&auditor, HUE).await.unwrap()[0].may_confirm,
        None
    );
    forbidden(services.confirm(&auditor, id.as_str()).await);
    forbidden(services.drop_proposal(&auditor, id.as_str(), WHY).await);
    forbidden(
        services
            .propose(&auditor, HUE, ROUND, void(&stage.attempts[1]))
            .await,
    );

    // Who refuses a colleague's proposal says why.
    for reason in [
        "",
        "     \n",
        "abcd",
        "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
        &"x".repeat(501),
    ] {
        let refused = services.drop_proposal(secretary, id.as_str(), reason).await;
        assert_eq!(fields(refused), ["reason"], "{reason}");
    }
    services
        .drop_proposal(secretary, id.as_str(), &format!(" {WHY} "))
        .await
        .unwrap();
    let refused = rejection(services.confirm(secretary, id.as_str()).await);
    assert_eq!(refused, Rejection::Confirm(ConfirmRefused::NotWaiting));
    // Those of one instant stand in no order.
    let all = services.proposals(secretary, HUE).await.unwrap();
    let dropped = all.iter().find(|p| p.id == id).unwrap();
    assert_eq!(dropped.state, ProposalState::Dropped);
    assert_eq!(dropped.refused_because, WHY);
    assert_eq!(dropped.decided_by.as_deref(), Some("Cán bộ secretary"));
    assert_eq!(stage.review(None).await.newest, 1);
}

async fn a_reason_and_an_entry_of_the_round_are_needed(world: World) {
    let stage = planted(world).await;
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let propose = |change| services.propose(organiser, HUE, ROUND, change);
    let Change::VoidEntry { attempt, .. } = void(&stage.attempts[0]) else {
        unreachable!()
    };
    let nameless = Change::VoidEntry {
        attempt: attempt.clone(),
        reason: "  ".to_owned(),
        retake: false,
    };
    assert_eq!(fields(propose(nameless).await), ["reason"]);
    assert_eq!(fields(propose(void("khong-co")).await), ["attempt"]);
    let retake = Change::VoidEntry {
        attempt,
        reason: "Máy hỏng giữa chừng".to_owned(),
        retake: true,
    };
    assert!(matches!(
        rejection(propose(retake).await),
        Rejection::Phase(_)
    ));
    let elsewhere = services
        .propose(organiser, HUE, "dot-2", void(&stage.attempts[0]))
        .await;
    assert!(
        matches!(rejection(elsewhere), Rejection::Phase(_)),
        "not committed yet"
    );
}

async fn two_confirmations_at_once_both_count(world: World) {
    let stage = planted(world).await;
    let first = stage.propose(void(&stage.attempts[3])).await;
    let second = stage.propose(void(&stage.attempts[4])).await;
    let nodes = [
        stage.world.services.clone(),
        stage.world.another_node().await,
    ];
    let mut tasks = Vec::new();
    for (services, id) in nodes.into_iter().zip([first, second]) {
        let secretary = stage.world.secretary.clone();
        tasks.push(tokio::spawn(async move {
            services
                .confirm(&secretary, id.as_str())
                .await
                .unwrap()
                .version
        }));
    }
    let mut versions = Vec::new();
    for task in tasks {
        versions.push(task.await.unwrap());
    }
    versions.sort();
    assert_eq!(versions, [Some(2), Some(3)]);
    let review = stage.review(None).await;
    assert_eq!(review.actuals[0].value.as_deref(), Some("3"));
    assert_eq!(winners(&review)[0].1, stage.name(2).await);
    stage.world.acts().await;
}

async fn whom_a_change_is_about_is_found_without_a_score(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(play(0, "1")).await;
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let name = stage.name(0).await;
    let search = domain::text::fold(&name).to_uppercase();
    let found = services
        .find_entries(organiser, HUE, ROUND, &search)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].name, found[0].attempts.len()), (&name, 1));
    assert_eq!(found[0].attempts[0].attempt.as_str(), stage.attempts[0]);
    assert!(found[0].unit.starts_with("Đơn vị"));
    let by_code = services
        .find_entries(organiser, HUE, ROUND, "cb0000")
        .await
        .unwrap();
    assert_eq!(by_code.len(), 3);
    assert_eq!(by_code.iter().filter(|p| p.attempts.is_empty()).count(), 2);
    assert_eq!(
        services
            .find_entries(organiser, HUE, ROUND, " ")
            .await
            .unwrap(),
        []
    );
    forbidden(
        services
            .find_entries(&stage.people[0], HUE, ROUND, "a")
            .await
            .map_err(signed_out),
    );
}

/// A contestant has no account: for this test the same as lacking the permission.
fn signed_out(error: services::ServiceError) -> services::ServiceError {
    match error {
        services::ServiceError::SignedOut => services::ServiceError::Forbidden,
        other => other,
    }
}

on_both_engines!(two_confirmations_at_once_both_count);
on_both_engines!(whom_a_change_is_about_is_found_without_a_score);
on_both_engines!(voiding_an_entry_changes_the_true_number_and_the_winner);
on_both_engines!(a_void_question_leaves_every_paper);
on_both_engines!(a_proposal_is_listed_dropped_and_never_confirmed_after);
on_both_engines!(a_reason_and_an_entry_of_the_round_are_needed);

async fn nothing_is_published_while_a_decision_waits(world: World) {
    let mut stage = stage(world, 3).await;
    for prediction in ["2", "1"] {
        stage.plays(play(0, prediction)).await;
    }
    stage.close().await;
    stage.seal().await;
    let waiting = stage.propose(void(&stage.attempts[0])).await;
    let standings = stage.review(None).await.version.id.as_str().to_owned();
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let publish = Change::Publish { standings };
    let refused = services
        .propose(organiser, HUE, ROUND, publish.clone())
        .await;
    assert!(matches!(rejection(refused), Rejection::Phase(_)));
    services
        .drop_proposal(organiser, waiting.as_str(), "")
        .await
        .unwrap();
    // The second person sees every name that will be public.
    let review = stage.review(None).await;
    let id = stage.propose(publish).await;
    let secretary = &stage.world.secretary;
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    let persons = preview.honoured.iter().filter(|h| h.unit.is_some());
    let named: Vec<(String, String)> = persons.map(|h| (h.prize.clone(), h.name.clone())).collect();
    assert!(!named.is_empty());
    assert_eq!(named, winners(&review));
    let won = |c: &services::standings::CollectiveView| c.lines.iter().filter(|l| l.won).count();
    let units: usize = review.collective.iter().map(won).sum();
    assert_eq!(preview.honoured.len(), named.len() + units);
    services.confirm(secretary, id.as_str()).await.unwrap();
}
on_both_engines!(nothing_is_published_while_a_decision_waits);

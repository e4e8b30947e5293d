//! What two people change after commitment: the closing of a round, a key, a role.

use crate::fixture::{HUE, Play, ROUND, Stage, play, stage, stage_with};
use crate::support::{World, fields, on_both_engines, rejection};
use domain::contest::RoundPhase;
use domain::people::Role;
use domain::record::{Change, ConfirmRefused};
use domain::time::{Moment, Span};
use services::people::RoleWish;
use services::{Actor, Rejection};

const RUNS: Play = Play {
    wrong: 0,
    prediction: "1",
    sends: false,
};

pub(crate) fn closing(closes: Moment) -> Change {
    Change::MoveClosing {
        closes,
        reason: "Bão số 5 làm mất điện nhiều xã".to_owned(),
    }
}

async fn a_later_closing_moves_phase_and_deadlines(world: World) {
    let mut stage = stage_with(world, 2, |rules| rules.rounds.truncate(1)).await;
    let services = stage.world.services.clone();
    let organiser = stage.world.organiser.clone();
    let before = services.contest(HUE).await.unwrap();
    let stated = before.round(ROUND).unwrap().clock.closes;
    stage.world.clock.set(stated + Span::minutes(-5));
    stage.plays(RUNS).await;
    let deadline = services.own_entries(&stage.people[0]).await.unwrap()[0].deadline;
    assert_eq!(
        deadline, stated,
        "the round closes before the own time is over"
    );
    for wrong in [stated, stated + Span(-1), services.now()] {
        let refused = services
            .propose(&organiser, HUE, ROUND, closing(wrong))
            .await;
        assert_eq!(fields(refused), ["closes"], "{wrong:?}");
    }
    let moved = stated + Span::minutes(10);
    let id = stage.propose(closing(moved)).await;
    let secretary = &stage.world.secretary;
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    assert_eq!(preview.consequences[1], "1 bài đang làm được kéo dài giờ.");
    let done = services.confirm(secretary, id.as_str()).await.unwrap();
    assert_eq!((done.extended, done.reopened, done.version), (1, 0, None));

    let entry = services.own_entries(&stage.people[0]).await.unwrap()[0].clone();
    assert_eq!(
        entry.deadline,
        moved.min(entry.started_at + before.allowed())
    );
    let after = services.contest(HUE).await.unwrap();
    let round = after.round(ROUND).unwrap();
    assert_eq!((round.rule.closes, round.clock.closes), (moved, moved));
    assert_eq!(after.stated_closing(round), Some(stated));
    assert_eq!(after.rules_as_run().rounds[0].closes, moved);
    let told = services.moved_rounds(HUE).await.unwrap();
    assert_eq!(
        (told.len(), told[0].before.1, told[0].after.1),
        (1, stated, moved)
    );
    assert_eq!(round.phase(stated + Span::minutes(5)), RoundPhase::Open);
    assert_eq!(round.phase(round.clock.closed_from()), RoundPhase::Closed);
    // Who had not started yet starts after the closing the rule sheet states.
    stage.world.clock.set(stated + Span::seconds(1));
    stage.plays(play(0, "1")).await;
    stage.close().await;
    let again = services.propose(&organiser, HUE, ROUND, closing(moved + Span::minutes(60)));
    assert!(matches!(rejection(again.await), Rejection::Phase(_)));
    stage.seal().await;
    assert_eq!(stage.review(None).await.counts.persons, 2);
}
on_both_engines!(a_later_closing_moves_phase_and_deadlines);

fn moved(opens: Moment, closes: Moment) -> Change {
    Change::MoveRound {
        round: "dot-2".to_owned(),
        opens,
        closes,
        reason: "Chưa kịp khoá đề trước giờ mở".to_owned(),
    }
}

async fn no_times_but_free_ones_to_come(
    stage: &Stage,
    (opens, closes): (Moment, Moment),
    taken: Moment,
) {
    let (services, organiser) = (&stage.world.services, &stage.world.organiser);
    let now = services.now();
    for (change, field) in [
        (moved(now, closes), "opens"),
        (moved(opens, opens), "closes"),
    ] {
        let said = services.propose(organiser, HUE, ROUND, change).await;
        assert_eq!(fields(said), [field]);
    }
    let over = moved(taken, closes);
    assert!(services.propose(organiser, HUE, ROUND, over).await.is_err());
}

async fn a_round_not_committed_in_time_is_moved_by_two_people_and_runs(world: World) {
    let stage = stage_with(world, 2, |rules| rules.rounds.truncate(2)).await;
    let services = stage.world.services.clone();
    let contest = services.contest(HUE).await.unwrap();
    let (first, second) = (&contest.rounds[0], &contest.rounds[1]);
    // The opening passes before anyone commits: the round is lost as it stands.
    stage
        .world
        .clock
        .set(second.clock.opens + Span::minutes(60));
    let late = services
        .commit_round(&stage.world.organiser, HUE, "dot-2")
        .await;
    assert!(late.is_err());
    let (opens, closes) = (
        second.clock.closes + Span::minutes(60),
        second.clock.closes + Span::minutes(600),
    );
    let organiser = &stage.world.organiser;
    no_times_but_free_ones_to_come(&stage, (opens, closes), first.clock.opens).await;
    let id = stage.propose(moved(opens, closes)).await;
    assert_eq!(
        rejection(services.confirm(organiser, id.as_str()).await),
        Rejection::Confirm(ConfirmRefused::SamePerson)
    );
    services
        .confirm(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    let told = services.moved_rounds(HUE).await.unwrap();
    assert_eq!(
        (told[0].before, told[0].after),
        ((second.clock.opens, second.clock.closes), (opens, closes))
    );
    stage.world.commit(HUE, "dot-2").await;
    let after = services.contest(HUE).await.unwrap();
    let round = after.round("dot-2").unwrap();
    assert_eq!(round.phase(opens + Span(-1)), RoundPhase::Committed);
    assert_eq!(round.phase(opens), RoundPhase::Open);
    assert_eq!(after.rules_as_run().rounds[1].opens, opens);
    stage.world.clock.set(opens);
    let started = services
        .start_attempt(&stage.people[0], HUE, "dot-2", Default::default(), opens)
        .await;
    assert!(started.is_ok(), "{started:?}");
    let again = services
        .propose(organiser, HUE, ROUND, moved(closes, closes + Span(1)))
        .await;
    assert!(
        matches!(rejection(again), Rejection::Phase(_)),
        "what is committed stays"
    );
}
on_both_engines!(a_round_not_committed_in_time_is_moved_by_two_people_and_runs);

/// The first question of an attempt: its code, its right option and a wrong one.
async fn a_question(stage: &Stage, person: usize) -> (String, u8, u8) {
    let services = &stage.world.services;
    let actor = &stage.people[person];
    let sheet = services
        .quiz_sheet(actor, &stage.attempts[person])
        .await
        .unwrap();
    let contest = services.contest(HUE).await.unwrap();
    let mut tx = services.db().read().await.unwrap();
    let rows = store::question::list(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    let row = rows
        .iter()
        .find(|r| r.stem == sheet.questions[0].stem)
        .unwrap();
    let keys = store::question::keys(&mut tx, contest.id.as_str())
        .await
        .unwrap();
    let (_, right) = keys.iter().find(|(code, _)| *code == row.code).unwrap();
    let right: u8 = right.parse().unwrap();
    (row.code.clone(), right, (right + 1) % 4)
}

fn key(question: &str, accepted: String) -> Change {
    Change::ChangeKey {
        question: question.to_owned(),
        accepted,
        reason: "Văn bản mới sửa mức thu".to_owned(),
    }
}

async fn a_key_fits_its_question_and_differs(world: World) {
    let mut stage = stage(world, 1).await;
    stage.plays(play(0, "1")).await;
    let services = stage.world.services.clone();
    let organiser = stage.world.organiser.clone();
    let (question, right, _) = a_question(&stage, 0).await;
    for bad in ["9", "", "x", "0,1"] {
        let refused = services.propose(&organiser, HUE, ROUND, key(&question, bad.to_owned()));
        assert_eq!(fields(refused.await), ["accepted"], "{bad}");
    }
    let same = services.propose(&organiser, HUE, ROUND, key(&question, right.to_string()));
    assert!(matches!(rejection(same.await), Rejection::Phase(_)));
}
on_both_engines!(a_key_fits_its_question_and_differs);

/// What the only entry lacks to a full score, and whether it is perfect.
fn line(review: &services::standings::ReviewView) -> (i64, bool) {
    let line = &review.lines.lines[0];
    (line.max_score.0 - line.score.0, line.perfect)
}

async fn a_changed_key_counts_from_the_next_version(world: World) {
    let mut stage = stage(world, 2).await;
    stage.plays(play(0, "1")).await;
    let services = stage.world.services.clone();
    let secretary = stage.world.secretary.clone();
    let (question, right, wrong) = a_question(&stage, 0).await;
    let auditor = stage
        .world
        .with_role(HUE, "auditor", Role::Auditor, None)
        .await;

    // While the round is open: recorded, marked at sealing, and no letter for who may not see keys.
    let id = stage.propose(key(&question, wrong.to_string())).await;
    let letter = char::from(b'A' + wrong);
    let preview = services.preview(&secretary, id.as_str()).await.unwrap();
    assert!(
        preview.notes[1].ends_with(&format!("{letter}.")),
        "{preview:?}"
    );
    assert_eq!(
        (preview.diff, preview.proposal.sentence.contains(&question)),
        (None, true)
    );
    let hidden = services.preview(&auditor, id.as_str()).await.unwrap();
    assert_eq!(hidden.notes.len(), 1);
    assert_eq!(
        services
            .confirm(&secretary, id.as_str())
            .await
            .unwrap()
            .version,
        None
    );
    stage.close().await;
    stage.seal().await;
    let first = stage.review(None).await;
    assert_eq!(
        line(&first),
        (1_000, false),
        "the committed answer is wrong now"
    );

    // After sealing: a second answer is accepted too, in a version of its own.
    let both = key(
        &question,
        format!("{}|{}", right.min(wrong), right.max(wrong)),
    );
    let id = stage.propose(both).await;
    let preview = services.preview(&secretary, id.as_str()).await.unwrap();
    assert!(preview.diff.is_some());
    let done = services.confirm(&secretary, id.as_str()).await.unwrap();
    assert_eq!(done.version, Some(2));
    assert_eq!(line(&stage.review(None).await), (0, true));
    assert_eq!(
        line(&stage.review(Some(1)).await),
        (1_000, false),
        "version 1 stays"
    );
    stage.publish().await;
    let public = services.public_results(HUE, ROUND).await.unwrap().unwrap();
    assert_eq!(public.key_changes.len(), 1);
    assert_eq!(public.key_changes[0].code, question);
}
on_both_engines!(a_changed_key_counts_from_the_next_version);

async fn held(stage: &Stage, login: &str) -> Vec<Role> {
    let contest = stage.world.services.contest(HUE).await.unwrap();
    let actor: Actor = stage.world.staff(login).await;
    actor.roles_in(&contest.id).collect()
}

async fn roles_take_two_people_after_commitment(world: World) {
    let stage = stage(world, 1).await;
    let services = &stage.world.services;
    let (admin, secretary) = (&stage.world.admin, &stage.world.secretary);
    stage.world.account("moi", false).await;
    let alone = services
        .grant_role(admin, HUE, "moi", Role::Organiser, None)
        .await;
    assert!(matches!(rejection(alone), Rejection::Phase(_)));
    let wish = RoleWish {
        login: " MOI ",
        role: Role::Organiser,
        unit: None,
    };
    let reason = "Thay người nghỉ ốm";
    let id = services
        .propose_grant(admin, HUE, wish, reason)
        .await
        .unwrap();
    assert_eq!(held(&stage, "moi").await, []);
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    assert_eq!(preview.proposal.round, "Cả cuộc thi");
    assert_eq!(
        preview.proposal.sentence,
        "Giao vai trò Ban Tổ chức cho Cán bộ moi (moi)."
    );
    let own = rejection(services.confirm(admin, id.as_str()).await);
    assert_eq!(own, Rejection::Confirm(ConfirmRefused::SamePerson));
    services.confirm(secretary, id.as_str()).await.unwrap();
    assert_eq!(held(&stage, "moi").await, [Role::Organiser]);
    let twice = services.propose_grant(admin, HUE, wish, reason).await;
    assert_eq!(fields(twice), ["role"]);

    // The new organiser's role is younger than the commitment: it can neither propose nor confirm.
    let new = stage.world.staff("moi").await;
    let other = RoleWish {
        role: Role::Judge,
        ..wish
    };
    let refused = rejection(services.propose_grant(&new, HUE, other, reason).await);
    assert_eq!(refused, Rejection::Confirm(ConfirmRefused::RoleTooNew));
    let acts = stage.world.acts().await;
    assert_eq!(acts.last().map(String::as_str), Some("confirm_proposal"));
}
on_both_engines!(roles_take_two_people_after_commitment);

async fn the_last_organiser_stays(world: World) {
    let stage = stage(world, 1).await;
    let services = &stage.world.services;
    let (organiser, secretary) = (&stage.world.organiser, &stage.world.secretary);
    let admin = stage.world.admin.account.clone().unwrap();
    let reason = "Chuyển công tác";
    let withdraw =
        |who| services.propose_withdrawal(organiser, HUE, who, (Role::Organiser, reason));
    let id = withdraw(&admin).await.unwrap();
    services.confirm(secretary, id.as_str()).await.unwrap();
    let own = organiser.account.clone().unwrap();
    assert!(matches!(
        rejection(withdraw(&own).await),
        Rejection::Phase(_)
    ));
    assert!(matches!(
        rejection(withdraw(&admin).await),
        Rejection::Phase(_)
    ));
    assert_eq!(held(&stage, "organiser").await, [Role::Organiser]);
}
on_both_engines!(the_last_organiser_stays);

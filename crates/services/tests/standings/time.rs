//! Time given back: extra time of a person, an outage for everyone, a retake.

use crate::fixture::{HUE, Play, ROUND, Stage, play, stage, stage_with};
use crate::support::{World, fields, on_both_engines, rejection};
use domain::contest::RuleSheet;
use domain::contest::rule_sheet::RankingKey;
use domain::quiz::attempt::AttemptState;
use domain::record::Change;
use domain::time::{Moment, Span};
use exchange::standings::read_entries;
use scoring::standings::{Entry, recount};
use services::Rejection;
use services::quiz::StartOn;
use services::standings::{OwnEntry, entry_of};

const RUNS: Play = Play {
    wrong: 0,
    prediction: "1",
    sends: false,
};

async fn entry(stage: &Stage, person: usize) -> OwnEntry {
    let entries = stage
        .world
        .services
        .own_entries(&stage.people[person])
        .await
        .unwrap();
    entries[0].clone()
}

fn extra(stage: &Stage, person: usize) -> Change {
    Change::GrantExtra {
        person: stage.people[person]
            .person
            .as_ref()
            .unwrap()
            .id
            .as_str()
            .to_owned(),
        seconds: 300,
        reason: "Người khuyết tật vận động".to_owned(),
    }
}

async fn extra_time_moves_the_deadline_of_one(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(RUNS).await;
    stage.plays(RUNS).await;
    let (before, other) = (entry(&stage, 0).await, entry(&stage, 1).await);
    let done = stage.change(extra(&stage, 0)).await;
    assert_eq!((done.extended, done.reopened, done.version), (1, 0, None));
    assert_eq!(
        entry(&stage, 0).await.deadline,
        before.deadline + Span::seconds(300)
    );
    assert_eq!(entry(&stage, 1).await, other);
    // One who has not started yet has it from the start.
    stage.change(extra(&stage, 2)).await;
    stage.plays(RUNS).await;
    let late = entry(&stage, 2).await;
    assert_eq!(late.deadline - late.started_at, Span::seconds(25 * 60));
    stage.close().await;
    let organiser = &stage.world.organiser;
    let closed = stage
        .world
        .services
        .propose(organiser, HUE, ROUND, extra(&stage, 1))
        .await;
    assert!(matches!(rejection(closed), Rejection::Phase(_)));
}

/// What the second person is shown about extra time for someone, and then what came of it: attempts moved and opened
/// again, and the deadlines as the person finds them, oldest attempt first.
async fn foretold(stage: &Stage, person: usize) -> (Vec<String>, (u64, u64), Vec<String>) {
    let id = stage.propose(extra(stage, person)).await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let preview = services.preview(secretary, id.as_str()).await.unwrap();
    assert_eq!((&preview.diff, preview.notes.len()), (&None, 0));
    let done = services.confirm(secretary, id.as_str()).await.unwrap();
    assert_eq!(done.version, None);
    let entries = services.own_entries(&stage.people[person]).await.unwrap();
    let deadlines = entries.iter().rev().map(|e| e.deadline.stamp()).collect();
    (
        preview.consequences,
        (done.extended, done.reopened),
        deadlines,
    )
}

async fn the_preview_of_extra_time_says_what_comes(world: World) {
    let mut stage = stage(world, 4).await;
    // 0 sends, 1 is at it, 2 is closed by the server, 3 has not begun.
    stage.plays(play(0, "1")).await;
    stage.plays(RUNS).await;
    let running = entry(&stage, 1).await.deadline;
    let sent = entry(&stage, 0).await;

    let (told, done, after) = foretold(&stage, 1).await;
    assert_eq!(
        (done, &after[0]),
        ((1, 0), &(running + Span::seconds(300)).stamp())
    );
    let moves = |from: Moment, until: &str| {
        format!(
            "Giờ hết của bài đang làm đổi từ {} thành {until}; không quá giờ đóng của đợt.",
            from.stamp()
        )
    };
    assert_eq!(told, [moves(running, &after[0])]);

    let (told, done, _) = foretold(&stage, 0).await;
    assert_eq!((done, entry(&stage, 0).await), ((0, 0), sent));
    assert_eq!(
        told,
        [
            "Bài của người này đã gửi hoặc đã hết giờ: giờ thêm không đổi bài đó, chỉ tính cho lượt sau nếu còn."
        ]
    );

    stage.plays(RUNS).await;
    let closing = entry(&stage, 2).await.deadline;
    stage.world.clock.set(closing + Span::seconds(60));
    assert!(stage.world.sweep().await > 0);
    assert_eq!(entry(&stage, 2).await.state, AttemptState::Finalised);
    let (told, done, after) = foretold(&stage, 2).await;
    assert_eq!(
        told,
        [format!("Bài máy chủ đã đóng được mở lại đến {}.", after[0])]
    );
    assert_eq!(
        (done, &after[0]),
        ((0, 1), &(closing + Span::seconds(300)).stamp())
    );
    assert_eq!(entry(&stage, 2).await.state, AttemptState::InProgress);

    let (told, done, after) = foretold(&stage, 3).await;
    assert_eq!(
        told,
        ["Người này chưa làm bài: giờ thêm tính vào lần bắt đầu tới."]
    );
    assert_eq!((done, after.len()), ((0, 0), 0));
    stage.plays(RUNS).await;
    let late = entry(&stage, 3).await;
    assert_eq!(late.deadline - late.started_at, Span::seconds(25 * 60));
}

async fn extra_time_is_never_foretold_beyond_the_closing(world: World) {
    let mut stage = stage(world, 2).await;
    let contest = stage.world.services.contest(HUE).await.unwrap();
    let closes = contest.round(ROUND).unwrap().clock.closes;
    // One has the last two minutes cut off by the closing, the other all of the extra time.
    stage.world.clock.set(closes + Span::minutes(-23));
    stage.plays(RUNS).await;
    let before = entry(&stage, 0).await.deadline;
    let (told, done, after) = foretold(&stage, 0).await;
    assert_eq!((done, &after[0]), ((1, 0), &closes.stamp()));
    let want = format!("{} thành {}", before.stamp(), closes.stamp());
    assert!(told[0].contains(&want), "{told:?}");
    stage.world.clock.set(closes + Span::minutes(-10));
    stage.plays(RUNS).await;
    let (told, _, after) = foretold(&stage, 1).await;
    assert_eq!(after[0], closes.stamp());
    let want = format!("{0} thành {0}", closes.stamp());
    assert!(told[0].contains(&want), "{told:?}");
}

async fn an_outage_opens_again_what_the_server_closed(world: World) {
    let mut stage = stage(world, 3).await;
    stage.plays(play(0, "1")).await;
    stage.plays(RUNS).await;
    let services = stage.world.services.clone();
    let down = services.now();
    let before = entry(&stage, 1).await;
    let up = before.deadline + Span::minutes(5);
    stage.world.clock.set(up);
    assert_eq!(stage.world.sweep().await, 1);
    assert_eq!(entry(&stage, 1).await.state, AttemptState::Finalised);
    let outage = |from: Moment, until: Moment| Change::RecordOutage {
        from,
        until,
        reason: "Mất điện tại trung tâm dữ liệu".to_owned(),
    };
    let organiser = &stage.world.organiser;
    let future = services
        .propose(organiser, HUE, ROUND, outage(down, up + Span(1)))
        .await;
    assert_eq!(fields(future), ["until"]);
    let turned = services
        .propose(organiser, HUE, ROUND, outage(up, down))
        .await;
    assert_eq!(fields(turned), ["until"]);

    let id = stage.propose(outage(down, up)).await;
    let preview = services
        .preview(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!(
        preview.consequences[1],
        "1 bài máy chủ đã đóng được mở lại."
    );
    let done = services
        .confirm(&stage.world.secretary, id.as_str())
        .await
        .unwrap();
    assert_eq!((done.extended, done.reopened), (0, 1));
    let after = entry(&stage, 1).await;
    assert_eq!(
        (after.state, after.submitted_at),
        (AttemptState::InProgress, None)
    );
    assert_eq!(after.deadline, before.deadline + (up - down));
    assert_eq!(
        entry(&stage, 0).await.state,
        AttemptState::Submitted,
        "what was sent stays sent"
    );
    assert_eq!(services.apply_outages().await.unwrap(), 0, "once is enough");
    assert_eq!(stage.world.sweep().await, 0);
    stage.world.clock.set(after.deadline + Span::seconds(30));
    assert_eq!(stage.world.sweep().await, 1);
    assert_eq!(entry(&stage, 1).await.submitted_at, Some(after.deadline));
}

async fn a_retake_is_one_more_start(world: World) {
    let mut stage = stage(world, 1).await;
    let first = stage.plays(play(4, "1")).await;
    let services = stage.world.services.clone();
    let again = || {
        services.start_attempt(
            &stage.people[0],
            HUE,
            ROUND,
            StartOn::default(),
            services.now(),
        )
    };
    assert!(matches!(rejection(again().await), Rejection::Start(_)));
    stage
        .change(Change::VoidEntry {
            attempt: first.clone(),
            reason: "Máy ki-ốt hỏng giữa chừng".to_owned(),
            retake: true,
        })
        .await;
    let second = again().await.unwrap();
    assert_ne!(first, second);
    stage.close().await;
    stage.seal().await;
    let review = stage.review(None).await;
    assert_eq!(
        (
            review.counts.entries,
            review.counts.persons,
            review.counts.void
        ),
        (2, 1, 1)
    );
    let lines: Vec<(&str, bool)> = review
        .lines
        .lines
        .iter()
        .map(|l| (l.entry.as_str(), l.counted))
        .collect();
    assert_eq!(lines, [(second.as_str(), true), (first.as_str(), false)]);
}

/// Entries with rank and working time in milliseconds.
type Times = Vec<(String, Option<u32>, Option<i64>)>;

/// What a stranger's recount of the downloaded entries comes to.
async fn recounted(stage: &Stage) -> Times {
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let file = services.export_entries(secretary, HUE, ROUND).await;
    let read = read_entries(&file.unwrap().bytes).unwrap().into_iter();
    let entries: Vec<Entry> = read.map(entry_of).collect();
    let rules = services.contest(HUE).await.unwrap().rules;
    let lines = recount(&rules, &entries).into_iter();
    lines
        .map(|l| {
            let duration = l.duration.map(|d| d.0);
            (l.entry_id.as_str().to_owned(), l.rank, duration)
        })
        .collect()
}

async fn an_outage_counts_in_nobody_s_working_time(world: World) {
    let fastest = |rules: &mut RuleSheet| {
        rules.ranking.keys = vec![RankingKey::Score, RankingKey::Duration];
    };
    let mut stage = stage_with(world, 2, fastest).await;
    // Eight minutes with the server away for five of them are shorter than four.
    stage.begins().await;
    let clock = stage.world.clock.clone();
    clock.pass(Span::minutes(1));
    let down = stage.world.services.now();
    clock.pass(Span::minutes(5));
    let up = stage.world.services.now();
    clock.pass(Span::minutes(2));
    let outage = Change::RecordOutage {
        from: down,
        until: up,
        reason: "Mất điện tại trung tâm dữ liệu".to_owned(),
    };
    stage.change(outage).await;
    let through = stage.plays(play(0, "2")).await;
    stage.begins().await;
    clock.pass(Span::minutes(4));
    let after = stage.plays(play(0, "2")).await;
    stage.close().await;
    stage.seal().await;
    let want = [
        (through, Some(1), Some(Span::minutes(3).0)),
        (after, Some(2), Some(Span::minutes(4).0)),
    ];
    let lines = stage.review(None).await.lines.lines.into_iter();
    let ranked: Times = lines
        .map(|l| {
            let duration = l.duration.map(|d| d.0);
            (l.entry.as_str().to_owned(), l.rank, duration)
        })
        .collect();
    assert_eq!(ranked, want);
    assert_eq!(recounted(&stage).await, want);
}

on_both_engines!(extra_time_moves_the_deadline_of_one);
on_both_engines!(an_outage_counts_in_nobody_s_working_time);
on_both_engines!(the_preview_of_extra_time_says_what_comes);
on_both_engines!(extra_time_is_never_foretold_beyond_the_closing);
on_both_engines!(an_outage_opens_again_what_the_server_closed);
on_both_engines!(a_retake_is_one_more_start);

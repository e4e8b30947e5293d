//! What happened in the demo contests, in the order of the log.

use super::calendar::Calendar;
use super::cast::Cast;
use super::crowd::{Habit, Part, Played, play};
use super::paper::Desk;
use super::people::{self, Player};
use super::{Outcome, StoryClock, bank};
use domain::contest::{RoundPhase, RuleSheet};
use domain::ids::{AttemptId, ContestId};
use domain::people::Role;
use domain::record::Change;
use domain::time::{Moment, Span};
use serde_json::json;
use services::Services;
use services::record::Act;
use services::standings::ReviewQuery;

/// Perfect entries of Huế's first round that are voided: one before sealing, one after.
const VOIDED: i64 = 2;

/// Mistakes of officials on ten questions: six in ten make none, as in the real contest.
const OFFICIALS: &[usize] = &[60, 17, 9, 5, 4, 2, 1, 1, 1];
/// Mistakes of residents on twenty questions.
const RESIDENTS: &[usize] = &[9, 14, 16, 15, 13, 10, 8, 6, 4, 3, 2];

const HOUR: Span = Span::minutes(60);

/// What the acts of the story share.
struct Story<'a> {
    services: &'a Services,
    clock: &'a StoryClock,
    cast: Cast,
    now: Moment,
}

/// Tells everything up to now.
pub(super) async fn tell(
    services: &Services,
    clock: &StoryClock,
    calendar: Calendar,
) -> Outcome<()> {
    let cast = Cast::hire(services).await?;
    let mut story = Story {
        services,
        clock,
        cast,
        now: calendar.now,
    };
    for plan in &calendar.plans {
        story.create(plan).await?;
    }
    let questions = bank::questions()?;
    for sheet in [&calendar.thanh_tri, &calendar.bong_son, &calendar.hue] {
        let contest = story.create(sheet).await?;
        bank::fill(services, &contest, sheet, &questions).await?;
    }
    story.pass(HOUR);
    let hue = story.settle(&calendar.hue).await?;
    let bong_son = story.settle(&calendar.bong_son).await?;
    let thanh_tri = story.settle(&calendar.thanh_tri).await?;
    // Roles must be older than the commitment, so a day passes.
    story.pass(Span::minutes(24 * 60));
    for sheet in [&calendar.hue, &calendar.bong_son, &calendar.thanh_tri] {
        for round in &sheet.rounds {
            let organiser = story.cast.actor("bantochuc")?;
            services
                .commit_round(organiser, &sheet.code, &round.code)
                .await?;
        }
    }
    story.hue(&calendar.hue.code, &hue).await?;
    let ward = Habit {
        turnout: (55, 85),
        mistakes: RESIDENTS,
        timed_out: 6,
        seed: 21,
    };
    story
        .plays((&calendar.bong_son.code, "dot-1"), &bong_son, &[], &ward)
        .await?;
    let district = Habit {
        turnout: (60, 95),
        mistakes: RESIDENTS,
        timed_out: 4,
        seed: 31,
    };
    story
        .plays(
            (&calendar.thanh_tri.code, "dot-1"),
            &thanh_tri,
            &[],
            &district,
        )
        .await?;
    Ok(())
}

impl Story<'_> {
    fn pass(&self, span: Span) {
        self.clock.go_to(self.services.now() + span);
    }

    /// A listed contest with its committee.
    async fn create(&mut self, sheet: &RuleSheet) -> Outcome<ContestId> {
        let by = self.cast.actor("quantri")?.account.clone();
        let mut tx = self.services.db().write().await?;
        let contest = self.services.insert_contest(&mut tx, sheet, true).await?;
        let act = Act {
            contest: Some(contest.as_str()),
            by: by.as_ref().map(|a| a.as_str()),
            act: "create_contest",
        };
        self.services
            .log(&mut tx, act, &json!({ "code": sheet.code }))
            .await?;
        tx.commit().await?;
        self.cast.appoint(self.services, &contest).await?;
        Ok(contest)
    }

    /// Units and people of a contest.
    async fn settle(&mut self, sheet: &RuleSheet) -> Outcome<Vec<Player>> {
        let services = self.services;
        let contest = services.contest(&sheet.code).await?;
        match sheet.code.as_str() {
            "bong-son-2024" => people::settle_bong_son(services, &contest).await,
            "thanh-tri-2023" => people::settle_thanh_tri(services, &contest).await,
            _ => {
                let players = people::settle_hue(services, &contest).await?;
                // The officer's unit is that of the people whose slips are printed.
                let unit = players.first().map(|p| p.unit.clone());
                let role = ("daumoi", Role::UnitOfficer, unit.as_deref());
                self.cast.grant(services, &contest.id, role).await?;
                Ok(players)
            }
        }
    }

    async fn plays(
        &self,
        (contest, round): (&str, &str),
        players: &[Player],
        parts: &[Part],
        habit: &Habit,
    ) -> Outcome<Played> {
        let contest = self.services.contest(contest).await?;
        let round = contest.round(round).ok_or("đợt thi")?;
        let desk = Desk::open(self.services, &contest, round).await?;
        play(&desk, players, parts, habit, self.now).await
    }

    /// Huế: the first round published, the second sealed, the third open.
    async fn hue(&self, code: &str, players: &[Player]) -> Outcome<()> {
        let contest = self.services.contest(code).await?;
        let closes = |n: usize| {
            contest
                .rounds
                .get(n)
                .map(|r| r.clock.closed_from())
                .ok_or("đợt")
        };
        let absent = Part::Absent;
        let first = [
            Part::Winner { voided: VOIDED },
            Part::Sends { wrong: 1 },
            absent,
            Part::Sends { wrong: 0 },
            Part::TimesOut,
        ];
        let habit = Habit {
            turnout: (85, 97),
            mistakes: OFFICIALS,
            timed_out: 3,
            seed: 11,
        };
        let played = self.plays((code, "dot-1"), players, &first, &habit).await?;
        self.clock.go_to(closes(0)? + Span(8 * HOUR.0));
        self.publish_first(code, &played).await?;

        let second = [
            Part::Sends { wrong: 2 },
            absent,
            absent,
            Part::Sends { wrong: 0 },
            absent,
        ];
        let habit = Habit {
            turnout: (80, 95),
            mistakes: OFFICIALS,
            timed_out: 3,
            seed: 12,
        };
        let played = self
            .plays((code, "dot-2"), players, &second, &habit)
            .await?;
        // On the Monday after the round; early that Monday half of the night that has passed.
        let since = Span((self.now - closes(1)?).0 / 2);
        self.clock.go_to(closes(1)? + since.min(Span(9 * HOUR.0)));
        self.seal_second(code, &played).await?;

        let third = [absent, absent, absent, Part::Sends { wrong: 0 }, absent];
        let habit = Habit {
            turnout: (84, 96),
            mistakes: OFFICIALS,
            timed_out: 3,
            seed: 13,
        };
        self.plays((code, "dot-3"), players, &third, &habit).await?;
        Ok(())
    }

    /// Voids an entry, seals, voids another, and publishes what remains.
    async fn publish_first(&self, code: &str, played: &Played) -> Outcome<()> {
        let round = (code, "dot-1");
        let (first, second) = match played.perfect.as_slice() {
            [first, .., second] => (first, second),
            _ => return Err("đợt 1 mẫu không có bài đúng hết".into()),
        };
        let void = |attempt: &AttemptId, reason: &str| Change::VoidEntry {
            attempt: attempt.as_str().to_owned(),
            reason: reason.to_owned(),
            retake: false,
        };
        let change = void(
            &AttemptId::from_text(first),
            "Đăng ký tài khoản không đúng thông tin cá nhân",
        );
        self.decide(round, ("thuky", "bantochuc"), change).await?;
        self.services
            .seal_round(self.cast.actor("thuky")?, code, "dot-1")
            .await?;
        self.pass(HOUR);
        let change = void(
            &AttemptId::from_text(second),
            "Người thi hộ, đơn vị đã xác minh và báo cáo",
        );
        self.decide(round, ("thuky", "phobantochuc"), change)
            .await?;
        let standings = self.newest(round).await?;
        self.decide(
            round,
            ("bantochuc", "phobantochuc"),
            Change::Publish { standings },
        )
        .await
    }

    /// Seals the second round and leaves a proposal waiting.
    async fn seal_second(&self, code: &str, played: &Played) -> Outcome<()> {
        let contest = self.services.contest(code).await?;
        let phase = contest.round("dot-2").map(|r| r.phase(self.services.now()));
        if phase != Some(RoundPhase::Closed) {
            // Loaded within the grace of its last seconds: the secretariat seals it in the browser.
            return Ok(());
        }
        let secretary = self.cast.actor("thuky")?;
        self.services.seal_round(secretary, code, "dot-2").await?;
        if let Some(attempt) = played.perfect.first() {
            let change = Change::VoidEntry {
                attempt: attempt.clone(),
                reason: "Hai bài gửi từ cùng một máy trong một phút, đơn vị đang xác minh"
                    .to_owned(),
                retake: false,
            };
            self.services
                .propose(secretary, code, "dot-2", change)
                .await?;
        }
        Ok(())
    }

    /// One proposes, another confirms.
    async fn decide(
        &self,
        (contest, round): (&str, &str),
        (proposes, confirms): (&str, &str),
        change: Change,
    ) -> Outcome<()> {
        let proposer = self.cast.actor(proposes)?;
        let id = self
            .services
            .propose(proposer, contest, round, change)
            .await?;
        self.pass(Span::minutes(35));
        self.services
            .confirm(self.cast.actor(confirms)?, id.as_str())
            .await?;
        self.pass(Span::minutes(25));
        Ok(())
    }

    /// The newest standings of a round.
    async fn newest(&self, (contest, round): (&str, &str)) -> Outcome<String> {
        let auditor = self.cast.actor("giamsat")?;
        let all = ReviewQuery::default();
        let review = self
            .services
            .standings_review(auditor, contest, round, None, &all)
            .await?;
        Ok(review.version.id.as_str().to_owned())
    }
}

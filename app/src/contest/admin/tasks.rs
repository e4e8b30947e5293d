//! What is to be done, from first set-up to publication: a pure function of what is known.

#[cfg(test)]
mod tests;

use domain::contest::RoundPhase;
use domain::people::permission::Permission;
use domain::units::grouped;

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing left.
    Done,
    /// To be done now.
    Now,
    /// Waits for something else.
    Later,
}

/// A round as the tasks see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoundFact {
    /// Code.
    pub(super) code: String,
    /// Name.
    pub(super) name: String,
    /// Phase.
    pub(super) phase: RoundPhase,
    /// What the bank lacks.
    pub(super) shortages: usize,
    /// Published, and there is a newer version that is not.
    pub(super) revised: bool,
}

/// What is known of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    /// Code of the contest.
    pub(super) contest: String,
    /// Inconsistencies that keep the rule sheet from being committed.
    pub(super) rule_errors: usize,
    /// Whether there is a quiz.
    pub(super) has_quiz: bool,
    /// Questions in the bank.
    pub(super) questions: usize,
    /// Questions without a right answer.
    pub(super) without_key: usize,
    /// Units.
    pub(super) units: usize,
    /// Whether people are on a roster.
    pub(super) needs_roster: bool,
    /// People on it, when the actor may know.
    pub(super) people: Option<usize>,
    /// Rounds.
    pub(super) rounds: Vec<RoundFact>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// What.
    pub(super) title: &'static str,
    /// How far.
    pub(super) state: State,
    /// In a sentence.
    pub(super) text: String,
    /// Where it is done: words and address.
    pub(super) link: Option<(String, String)>,
    /// What one must be allowed to follow the link.
    pub(super) needs: Permission,
}

/// Every task in order.
pub(super) fn tasks(facts: &Facts) -> Vec<Task> {
    let mut all = vec![rules(facts)];
    if facts.has_quiz {
        all.push(questions(facts));
        all.push(people(facts));
    }
    let ready = all.iter().all(|t| t.state == State::Done);
    if facts.has_quiz && !facts.rounds.is_empty() {
        all.extend([
            commit(facts, ready),
            participation(facts),
            seal(facts),
            review(facts),
            publish(facts),
        ]);
    }
    all
}

fn link(facts: &Facts, words: &str, rest: &str) -> Option<(String, String)> {
    Some((words.to_owned(), format!("/admin/{}{rest}", facts.contest)))
}

fn done_or_now(done: bool) -> State {
    if done { State::Done } else { State::Now }
}

fn committed(facts: &Facts) -> bool {
    facts.rounds.iter().any(|r| r.phase != RoundPhase::Draft)
}

fn rules(facts: &Facts) -> Task {
    let text = match (committed(facts), facts.rule_errors) {
        (true, _) => "Đã khoá, không sửa được nữa.".to_owned(),
        (false, 0) => "Không còn chỗ mâu thuẫn. Sửa được cho đến khi khoá.".to_owned(),
        (false, n) => format!("Còn {n} chỗ phải sửa trước khi khoá."),
    };
    Task {
        title: "Thể lệ",
        needs: Permission::SeeContest,
        state: done_or_now(facts.rule_errors == 0 || committed(facts)),
        text,
        link: link(facts, "Mở thể lệ", "/the-le"),
    }
}

fn questions(facts: &Facts) -> Task {
    let short: Vec<&str> = facts
        .rounds
        .iter()
        .filter(|r| r.phase == RoundPhase::Draft && r.shortages > 0)
        .map(|r| r.name.as_str())
        .collect();
    let text = match (facts.questions, facts.without_key, short.is_empty()) {
        (0, ..) => "Chưa có câu hỏi nào.".to_owned(),
        (n, 0, true) => format!("{n} câu, đủ cho ma trận đề."),
        (n, 0, false) => format!("{n} câu, chưa đủ cho ma trận đề của {}.", short.join(", ")),
        (n, k, _) => format!("{n} câu, trong đó {k} câu chưa có đáp án."),
    };
    let done = facts.questions > 0 && facts.without_key == 0 && short.is_empty();
    Task {
        title: "Câu hỏi",
        needs: Permission::SeeKeys,
        state: done_or_now(done),
        text,
        link: link(facts, "Mở ngân hàng câu hỏi", "/cau-hoi"),
    }
}

fn people(facts: &Facts) -> Task {
    let (done, text) = match (facts.units, facts.needs_roster, facts.people) {
        (0, true, _) => (
            false,
            "Chưa có danh sách. Nhập đơn vị và người dự thi từ tệp.".to_owned(),
        ),
        (0, false, _) => (
            false,
            "Chưa có đơn vị để người thi chọn khi khai thông tin.".to_owned(),
        ),
        (n, true, Some(0)) => (false, format!("{n} đơn vị, chưa có người dự thi.")),
        (n, true, Some(people)) => (
            true,
            format!("{n} đơn vị, {} người trong danh sách.", counted(people)),
        ),
        (n, ..) => (true, format!("{n} đơn vị.")),
    };
    Task {
        title: "Người dự thi và đơn vị",
        needs: Permission::SeeParticipation,
        state: done_or_now(done),
        text,
        link: link(facts, "Mở danh sách", "/nguoi-thi"),
    }
}

/// A number as people write it.
fn counted(number: usize) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Names of the rounds in a phase.
fn names(facts: &Facts, phase: RoundPhase) -> String {
    facts
        .rounds
        .iter()
        .filter(|r| r.phase == phase)
        .map(|r| r.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn first(facts: &Facts, phase: RoundPhase) -> Option<&RoundFact> {
    facts.rounds.iter().find(|r| r.phase == phase)
}

fn all_past(facts: &Facts, phase: RoundPhase) -> bool {
    facts.rounds.iter().all(|r| r.phase > phase)
}

fn commit(facts: &Facts, ready: bool) -> Task {
    let next = first(facts, RoundPhase::Draft);
    let (state, text) = match (next, ready) {
        (None, _) => (
            State::Done,
            "Mọi đợt đã khoá. Mã băm đã công bố.".to_owned(),
        ),
        (Some(_), true) => (
            State::Now,
            format!(
                "Chưa khoá: {}. Đợt chưa khoá thì không mở.",
                names(facts, RoundPhase::Draft)
            ),
        ),
        (Some(_), false) => (
            State::Later,
            "Khoá từng đợt sau khi xong các việc trên.".to_owned(),
        ),
    };
    let round = next.filter(|_| ready);
    Task {
        title: "Khoá từng đợt",
        needs: Permission::Commit,
        state,
        text,
        link: round.and_then(|r| {
            link(
                facts,
                &format!("Khoá {}…", r.name),
                &format!("?khoa={}", r.code),
            )
        }),
    }
}

fn participation(facts: &Facts) -> Task {
    let (state, text) = if first(facts, RoundPhase::Open).is_some() {
        (
            State::Now,
            format!("{} đang mở.", names(facts, RoundPhase::Open)),
        )
    } else if all_past(facts, RoundPhase::Open) {
        (State::Done, "Mọi đợt đã đóng.".to_owned())
    } else {
        (
            State::Later,
            "Khi đợt mở, xem đơn vị nào còn ít người dự thi.".to_owned(),
        )
    };
    let link = (state != State::Later)
        .then(|| link(facts, "Xem tham gia", "/tham-gia"))
        .flatten();
    Task {
        title: "Theo dõi tham gia",
        needs: Permission::SeeParticipation,
        state,
        text,
        link,
    }
}

fn seal(facts: &Facts) -> Task {
    let next = first(facts, RoundPhase::Closed);
    let (state, text) = match next {
        Some(_) => (
            State::Now,
            format!(
                "Chờ niêm phong: {}. Chưa niêm phong thì chưa ai biết điểm.",
                names(facts, RoundPhase::Closed)
            ),
        ),
        None if all_past(facts, RoundPhase::Closed) => {
            (State::Done, "Mọi đợt đã niêm phong.".to_owned())
        }
        None => (
            State::Later,
            "Sau khi đợt đóng và máy chủ chốt hết bài.".to_owned(),
        ),
    };
    Task {
        title: "Niêm phong",
        needs: Permission::Seal,
        state,
        text,
        link: next.and_then(|r| {
            link(
                facts,
                &format!("Niêm phong {}…", r.name),
                &format!("?niem-phong={}", r.code),
            )
        }),
    }
}

fn review(facts: &Facts) -> Task {
    let next = first(facts, RoundPhase::Sealed);
    let (state, text) = match next {
        Some(_) => (
            State::Now,
            format!(
                "Đang rà soát: {}. Xem xếp hạng, huỷ bài hoặc câu hỏi không hợp lệ.",
                names(facts, RoundPhase::Sealed)
            ),
        ),
        None if all_past(facts, RoundPhase::Sealed) => {
            (State::Done, "Đã rà soát mọi đợt.".to_owned())
        }
        None => (State::Later, "Sau khi niêm phong.".to_owned()),
    };
    Task {
        title: "Rà soát",
        needs: Permission::SeeStandings,
        state,
        text,
        link: next.and_then(|r| {
            link(
                facts,
                &format!("Rà soát {}", r.name),
                &format!("/ra-soat/{}", r.code),
            )
        }),
    }
}

fn publish(facts: &Facts) -> Task {
    let revised = facts.rounds.iter().find(|r| r.revised);
    let waiting = first(facts, RoundPhase::Sealed).is_some() || revised.is_some();
    let (state, text) = if let Some(round) = revised {
        (
            State::Now,
            format!(
                "{} có bản xếp hạng mới chưa công bố. Một người đề nghị ở trang rà soát, một người khác xác nhận.",
                round.name
            ),
        )
    } else if waiting {
        (
            State::Now,
            "Một người đề nghị ở trang rà soát, một người khác xác nhận.".to_owned(),
        )
    } else if all_past(facts, RoundPhase::Sealed) {
        (State::Done, "Kết quả mọi đợt đã công bố.".to_owned())
    } else {
        (State::Later, "Sau khi rà soát; cần hai người.".to_owned())
    };
    Task {
        title: "Công bố",
        needs: Permission::SeeStandings,
        state,
        text,
        link: match revised {
            Some(round) => link(
                facts,
                &format!("Rà soát {}", round.name),
                &format!("/ra-soat/{}", round.code),
            ),
            None => waiting
                .then(|| link(facts, "Mở đề nghị", "/de-nghi"))
                .flatten(),
        },
    }
}

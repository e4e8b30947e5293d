//! What a proposal does, in one plain sentence.

use super::proposal::Case;
use crate::Result;
use crate::contest::Contest;
use crate::standings::Names;
use domain::contest::rule_sheet::VoidQuestion;
use domain::ids::UnitId;
use domain::record::Change;
use domain::time::{Moment, Span};
use std::collections::HashMap;
use store::Tx;

/// Names a decision lists before it only counts.
const NAMED: usize = 6;

/// What sentences about proposals need to know.
pub(super) struct Told {
    names: Names,
    /// Person and number of attempts.
    attempts: HashMap<String, (String, i64)>,
    /// Numbers of versions by id.
    versions: HashMap<String, i64>,
    /// Names of accounts by id.
    accounts: HashMap<String, String>,
}

impl Told {
    pub(super) async fn load(tx: &mut Tx, contest: &Contest, cases: &[Case]) -> Result<Self> {
        let mut attempts: Vec<String> = Vec::new();
        let mut people: Vec<String> = Vec::new();
        let (mut versions, mut accounts) = (HashMap::new(), HashMap::new());
        for case in cases {
            match &case.change {
                Change::VoidEntry { attempt, .. } => attempts.push(attempt.clone()),
                Change::SettleTie { order, .. } => {
                    // Entries of a round, or persons of the overall ranking.
                    let first = order.iter().take(NAMED);
                    attempts.extend(first.clone().cloned());
                    people.extend(first.cloned());
                }
                Change::GrantExtra { person, .. } => people.push(person.clone()),
                Change::Publish { .. } => {
                    for head in store::standings::heads(tx, case.round.id.as_str()).await? {
                        versions.insert(head.id, head.version);
                    }
                }
                Change::StrikeOff { person, .. } => people.push(person.clone()),
                Change::GrantRole { account, .. } | Change::WithdrawRole { account, .. } => {
                    if let Some(row) = store::people::find_account(tx, account).await? {
                        accounts.insert(row.id, format!("{} ({})", row.full_name, row.login));
                    }
                }
                Change::PublishOverall { .. } => {
                    let contest = contest.id.as_str();
                    for head in store::standings::overall_heads(tx, contest).await? {
                        versions.insert(head.id, head.version);
                    }
                }
                _ => {}
            }
        }
        let rows = store::quiz::persons_of_attempts(tx, &attempts).await?;
        people.extend(rows.iter().map(|(_, person, _)| person.clone()));
        Ok(Self {
            names: Names::of(tx, contest, &people).await?,
            attempts: rows.into_iter().map(|(id, p, n)| (id, (p, n))).collect(),
            versions,
            accounts,
        })
    }

    pub(super) fn sentence(&self, case: &Case) -> String {
        let round = &case.round.rule.name;
        match &case.change {
            Change::VoidEntry {
                attempt, retake, ..
            } => self.void_entry(attempt, *retake, round),
            Change::VoidQuestion { question, .. } => void_question(case, question),
            // Without the letters: who reads a list of proposals may not see keys.
            Change::ChangeKey { question, .. } => {
                format!("Đổi đáp án câu {question} ở {round} cho mọi bài có câu này.")
            }
            Change::MoveClosing { closes, .. } => {
                format!("Dời giờ đóng của {round} về {}.", closes.closing_words())
            }
            Change::GrantRole { .. }
            | Change::WithdrawRole { .. }
            | Change::StrikeOff { .. }
            | Change::ImportRoster { .. }
            | Change::PublishOverall { .. } => self.of_contest(&case.change),
            Change::MoveRound {
                round,
                opens,
                closes,
                ..
            } => moved_round(case, round, (*opens, *closes)),
            Change::GrantExtra {
                person, seconds, ..
            } => {
                let time = Span::seconds(i64::from(*seconds)).words();
                format!(
                    "Cho {} thêm {time} làm bài ở {round}.",
                    self.names.person(person)
                )
            }
            Change::RecordOutage { from, until, .. } => format!(
                "Ghi nhận sự cố ở {round} từ {} đến {}: bù {} cho người đang làm bài.",
                from.stamp(),
                until.stamp(),
                (*until - *from).words()
            ),
            Change::Publish { standings } => {
                let version = self.versions.get(standings).copied().unwrap_or(0);
                let before = case.round.acts.published_at;
                let again = before.is_some_and(|at| at.0 < case.row.proposed_at);
                let how = if again {
                    ", thay cho kết quả đã công bố"
                } else {
                    ""
                };
                format!("Công bố kết quả {round}, phiên bản {version}{how}.")
            }
            Change::SettleTie { order, .. } => self.settle(order, round),
            Change::EnterDraw { number, .. } => {
                format!("Dùng số {number} để bốc thăm cho những người bằng nhau ở {round}.")
            }
        }
    }

    /// A change that concerns the whole contest.
    fn of_contest(&self, change: &Change) -> String {
        match change {
            Change::GrantRole {
                account,
                role,
                unit,
                ..
            } => {
                let unit = unit.as_ref().map(UnitId::from_text);
                let of = unit.map(|u| format!(", {}", self.names.unit(Some(&u))));
                let (role, who) = (role.name(), self.account(account));
                format!("Giao vai trò {role}{} cho {who}.", of.unwrap_or_default())
            }
            Change::WithdrawRole { account, role, .. } => {
                let (role, who) = (role.name(), self.account(account));
                format!("Thu hồi vai trò {role} của {who}.")
            }
            Change::StrikeOff {
                person, off: true, ..
            } => {
                format!("Bỏ {} khỏi danh sách dự thi.", self.names.person(person))
            }
            Change::StrikeOff { person, .. } => {
                format!(
                    "Đưa {} trở lại danh sách dự thi.",
                    self.names.person(person)
                )
            }
            Change::ImportRoster { new, changed, .. } => {
                format!("Nhập danh sách dự thi từ tệp: {new} người mới, {changed} người cập nhật.")
            }
            Change::PublishOverall { standings } => {
                let version = self.versions.get(standings).copied().unwrap_or(0);
                format!("Công bố xếp hạng chung các đợt, phiên bản {version}.")
            }
            _ => change.name().to_owned(),
        }
    }

    fn account(&self, id: &str) -> &str {
        self.accounts.get(id).map_or("", String::as_str)
    }

    fn void_entry(&self, attempt: &str, retake: bool, round: &str) -> String {
        let (who, number) = match self.attempts.get(attempt) {
            Some((person, number)) => (self.names.person(person), *number),
            None => (String::new(), 0),
        };
        let after = if retake {
            "người này được thi lại một lần khi đợt còn mở"
        } else {
            "người này không được thi lại"
        };
        format!("Huỷ bài thi lượt {number} của {who} ở {round}; {after}.")
    }

    fn settle(&self, order: &[String], round: &str) -> String {
        let name = |id: &String| match self.attempts.get(id) {
            Some((person, _)) => self.names.person(person),
            None if self.names.row(id).is_some() => self.names.person(id),
            None => self.names.unit(Some(&UnitId::from_text(id))),
        };
        let named: Vec<String> = order.iter().take(NAMED).map(name).collect();
        let more = order.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" và {more} người nữa")
        } else {
            String::new()
        };
        format!(
            "Xếp thứ tự khi bằng nhau ở {round}: {}{more}.",
            named.join(", ")
        )
    }
}

fn moved_round(case: &Case, round: &str, (opens, closes): (Moment, Moment)) -> String {
    let name = case.contest.round(round).map(|r| r.rule.name.as_str());
    format!(
        "Dời {}: mở {}, đóng {}.",
        name.unwrap_or(round),
        opens.opening_words(),
        closes.closing_words()
    )
}

fn void_question(case: &Case, question: &str) -> String {
    let quiz = case.contest.rules.quiz.as_ref();
    let then = match quiz.map(|q| q.void_question) {
        Some(VoidQuestion::Credited) => "ai có câu này trong đề đều được tính đúng",
        _ => "câu này không tính điểm, điểm tối đa giảm theo",
    };
    format!("Huỷ câu hỏi {question} ở {}: {then}.", case.round.rule.name)
}

//! What a proposal does, in one plain sentence.

use super::proposal::Case;
use crate::Result;
use crate::contest::Contest;
use crate::standings::Names;
use domain::contest::rule_sheet::VoidQuestion;
use domain::record::Change;
use domain::time::Span;
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
}

impl Told {
    pub(super) async fn load(tx: &mut Tx, contest: &Contest, cases: &[Case]) -> Result<Self> {
        let mut attempts: Vec<String> = Vec::new();
        let mut people: Vec<String> = Vec::new();
        let mut versions = HashMap::new();
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
                _ => {}
            }
        }
        let rows = store::quiz::persons_of_attempts(tx, &attempts).await?;
        people.extend(rows.iter().map(|(_, person, _)| person.clone()));
        Ok(Self {
            names: Names::of(tx, contest, &people).await?,
            attempts: rows.into_iter().map(|(id, p, n)| (id, (p, n))).collect(),
            versions,
        })
    }

    pub(super) fn sentence(&self, case: &Case) -> String {
        let round = &case.round.rule.name;
        match &case.change {
            Change::VoidEntry {
                attempt, retake, ..
            } => self.void_entry(attempt, *retake, round),
            Change::VoidQuestion { question, .. } => void_question(case, question),
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
                let again = case.round.acts.published_at.is_some();
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
            None => self.names.unit(Some(&domain::ids::UnitId::from_text(id))),
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

fn void_question(case: &Case, question: &str) -> String {
    let quiz = case.contest.rules.quiz.as_ref();
    let then = match quiz.map(|q| q.void_question) {
        Some(VoidQuestion::Credited) => "ai có câu này trong đề đều được tính đúng",
        _ => "câu này không tính điểm, điểm tối đa giảm theo",
    };
    format!("Huỷ câu hỏi {question} ở {}: {then}.", case.round.rule.name)
}

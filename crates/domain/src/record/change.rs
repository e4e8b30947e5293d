//! What is proposed to a second person: everything that changes a result (DESIGN 4, "People").

use crate::people::Role;
use crate::text;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// What is proposed to a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Change {
    /// Void an entry.
    VoidEntry {
        /// The attempt.
        attempt: String,
        /// Why, in words that will be read aloud.
        reason: String,
        /// Whether the person may start again while the round is open.
        retake: bool,
    },
    /// Void a question of a round.
    VoidQuestion {
        /// Question code.
        question: String,
        /// Why.
        reason: String,
    },
    /// Replace the key of a question in a round.
    ChangeKey {
        /// Question code.
        question: String,
        /// Accepted answers in the stored form of `scoring::question::Accepted`: opaque here, where the browser looks.
        accepted: String,
        /// Why.
        reason: String,
    },
    /// Grant extra working time to a person in a round.
    GrantExtra {
        /// The person.
        person: String,
        /// Seconds.
        seconds: u32,
        /// Why.
        reason: String,
    },
    /// Move the closing of a round to a later instant.
    MoveClosing {
        /// First instant of the round without starts.
        closes: Moment,
        /// Why.
        reason: String,
    },
    /// Move a round that is not committed, once the rule sheet is locked by another.
    MoveRound {
        /// Code of the round.
        round: String,
        /// New opening.
        opens: Moment,
        /// First instant without starts.
        closes: Moment,
        /// Why.
        reason: String,
    },
    /// Record an outage of the service.
    RecordOutage {
        /// First instant.
        from: Moment,
        /// First instant after it.
        until: Moment,
        /// Why.
        reason: String,
    },
    /// Publish a standings version.
    Publish {
        /// The version.
        standings: String,
    },
    /// Publish a version of the overall ranking.
    PublishOverall {
        /// The version.
        standings: String,
    },
    /// Settle a tie by the committee's decision.
    SettleTie {
        /// Attempts in the order decided.
        order: Vec<String>,
        /// Why.
        reason: String,
    },
    /// Enter the public number of the draw.
    EnterDraw {
        /// The number as announced.
        number: String,
        /// Where it was announced.
        reason: String,
    },
    /// Grant a role in the contest, or move a unit officer to another unit.
    GrantRole {
        /// The account.
        account: String,
        /// The role.
        role: Role,
        /// Unit of a unit officer.
        unit: Option<String>,
        /// Why.
        reason: String,
    },
    /// Withdraw a role in the contest.
    WithdrawRole {
        /// The account.
        account: String,
        /// The role.
        role: Role,
        /// Why.
        reason: String,
    },
    /// Strike a person off the roster, or take them back, after the first commitment.
    StrikeOff {
        /// The person.
        person: String,
        /// Whether the person goes (`true`) or comes back.
        off: bool,
        /// Why.
        reason: String,
    },
    /// Import a roster after the first commitment. The file itself is kept nowhere: the second person brings the same one.
    ImportRoster {
        /// SHA-256 of the file, lower-case hexadecimal.
        file: String,
        /// SHA-256 of what the import would do, lower-case hexadecimal: another edit meanwhile makes it another.
        outcome: String,
        /// People it adds.
        new: u64,
        /// People whose data it changes or whom it takes back.
        changed: u64,
        /// Why.
        reason: String,
    },
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerns {
    /// One round.
    Round,
    /// The whole contest. It hangs on the round whose commitment decides who may confirm it.
    Contest,
}

impl Change {
    /// Vietnamese name of the act.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::VoidEntry { .. } => "Huỷ bài thi",
            Self::VoidQuestion { .. } => "Huỷ câu hỏi",
            Self::ChangeKey { .. } => "Đổi đáp án",
            Self::GrantExtra { .. } => "Cho thêm giờ",
            Self::MoveClosing { .. } => "Dời giờ đóng",
            Self::MoveRound { .. } => "Dời đợt thi",
            Self::RecordOutage { .. } => "Ghi nhận sự cố",
            Self::Publish { .. } => "Công bố kết quả",
            Self::PublishOverall { .. } => "Công bố xếp hạng chung",
            Self::SettleTie { .. } => "Quyết định khi bằng nhau",
            Self::EnterDraw { .. } => "Nhập số bốc thăm",
            Self::GrantRole { .. } => "Giao vai trò",
            Self::WithdrawRole { .. } => "Thu hồi vai trò",
            Self::StrikeOff { off: true, .. } => "Bỏ người khỏi danh sách",
            Self::StrikeOff { off: false, .. } => "Đưa người trở lại danh sách",
            Self::ImportRoster { .. } => "Nhập danh sách",
        }
    }

    /// Short code for the log.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::VoidEntry { .. } => "void_entry",
            Self::VoidQuestion { .. } => "void_question",
            Self::ChangeKey { .. } => "change_key",
            Self::GrantExtra { .. } => "grant_extra",
            Self::MoveClosing { .. } => "move_closing",
            Self::MoveRound { .. } => "move_round",
            Self::RecordOutage { .. } => "record_outage",
            Self::Publish { .. } => "publish",
            Self::PublishOverall { .. } => "publish_overall",
            Self::SettleTie { .. } => "settle_tie",
            Self::EnterDraw { .. } => "enter_draw",
            Self::GrantRole { .. } => "grant_role",
            Self::WithdrawRole { .. } => "withdraw_role",
            Self::StrikeOff { off: true, .. } => "strike_off",
            Self::StrikeOff { off: false, .. } => "take_back",
            Self::ImportRoster { .. } => "import_roster",
        }
    }

    /// The reason given; none for a publication, which needs none.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::VoidEntry { reason, .. }
            | Self::VoidQuestion { reason, .. }
            | Self::ChangeKey { reason, .. }
            | Self::GrantExtra { reason, .. }
            | Self::MoveClosing { reason, .. }
            | Self::MoveRound { reason, .. }
            | Self::RecordOutage { reason, .. }
            | Self::SettleTie { reason, .. }
            | Self::EnterDraw { reason, .. }
            | Self::GrantRole { reason, .. }
            | Self::WithdrawRole { reason, .. }
            | Self::StrikeOff { reason, .. }
            | Self::ImportRoster { reason, .. } => Some(reason),
            Self::Publish { .. } | Self::PublishOverall { .. } => None,
        }
    }

    fn reason_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::VoidEntry { reason, .. }
            | Self::VoidQuestion { reason, .. }
            | Self::ChangeKey { reason, .. }
            | Self::GrantExtra { reason, .. }
            | Self::MoveClosing { reason, .. }
            | Self::MoveRound { reason, .. }
            | Self::RecordOutage { reason, .. }
            | Self::SettleTie { reason, .. }
            | Self::EnterDraw { reason, .. }
            | Self::GrantRole { reason, .. }
            | Self::WithdrawRole { reason, .. }
            | Self::StrikeOff { reason, .. }
            | Self::ImportRoster { reason, .. } => Some(reason),
            Self::Publish { .. } | Self::PublishOverall { .. } => None,
        }
    }

    /// What it is about.
    #[must_use]
    pub fn concerns(&self) -> Concerns {
        match self {
            Self::GrantRole { .. }
            | Self::WithdrawRole { .. }
            | Self::StrikeOff { .. }
            | Self::ImportRoster { .. }
            | Self::MoveRound { .. }
            | Self::PublishOverall { .. } => Concerns::Contest,
            _ => Concerns::Round,
        }
    }

    /// Whether it may make other standings of its round, once the round is sealed.
    #[must_use]
    pub fn decides_standings(&self) -> bool {
        matches!(
            self,
            Self::VoidEntry { .. }
                | Self::VoidQuestion { .. }
                | Self::ChangeKey { .. }
                | Self::SettleTie { .. }
                | Self::EnterDraw { .. }
        )
    }

    /// Texts in normal form, and the number of a draw as digits only, so that one number has one form.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        if let Some(reason) = self.reason_mut() {
            *reason = text::tidy(reason);
        }
        if let Self::EnterDraw { number, .. } = &mut self {
            number.retain(|c| !c.is_whitespace() && c != '.');
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_number_has_one_form_and_reasons_one_spacing() {
        let typed = Change::EnterDraw {
            number: " 01 234.5".into(),
            reason: "  Kỳ   quay ".into(),
        };
        let want = Change::EnterDraw {
            number: "012345".into(),
            reason: "Kỳ quay".into(),
        };
        assert_eq!(typed.tidied(), want);
    }

    #[test]
    fn a_stored_change_is_read_again() {
        let change = Change::GrantRole {
            account: "a".into(),
            role: Role::Secretary,
            unit: None,
            reason: "Thay người nghỉ".into(),
        };
        let text = serde_json::to_string(&change).unwrap();
        assert!(text.contains("\"act\":\"grant_role\""), "{text}");
        assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change);
        assert_eq!(change.concerns(), Concerns::Contest);
        assert!(!change.decides_standings());
    }
}

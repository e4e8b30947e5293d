//! People: roles, what each may do, who may compete, what makes a person unique.

mod code;
pub mod eligibility;
pub mod permission;
pub mod staff;

pub use code::code_readings;

use serde::{Deserialize, Serialize};

/// A role, held per contest; the system administrator alone is global.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes part.
    Contestant,
    /// Follows participation of the own unit (`đầu mối`).
    UnitOfficer,
    /// Writes questions.
    QuestionAuthor,
    /// Vets questions.
    Vetter,
    /// Runs the contest (standing office).
    Organiser,
    /// Secretariat: seals, reviews, minutes.
    Secretary,
    /// Marks essays and dossiers.
    Judge,
    /// Heads the judging panel.
    ChiefJudge,
    /// Reads everything that may be read, changes nothing.
    Auditor,
}

impl Role {
    /// All roles of a contest.
    pub const ALL: [Self; 9] = [
        Self::Contestant,
        Self::UnitOfficer,
        Self::QuestionAuthor,
        Self::Vetter,
        Self::Organiser,
        Self::Secretary,
        Self::Judge,
        Self::ChiefJudge,
        Self::Auditor,
    ];

    /// Roles an administrator can grant to an account.
    pub const STAFF: [Self; 8] = [
        Self::UnitOfficer,
        Self::QuestionAuthor,
        Self::Vetter,
        Self::Organiser,
        Self::Secretary,
        Self::Judge,
        Self::ChiefJudge,
        Self::Auditor,
    ];

    /// Vietnamese name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Contestant => "Thí sinh",
            Self::UnitOfficer => "Đầu mối đơn vị",
            Self::QuestionAuthor => "Người soạn câu hỏi",
            Self::Vetter => "Người thẩm định",
            Self::Organiser => "Ban Tổ chức",
            Self::Secretary => "Ban Thư ký",
            Self::Judge => "Giám khảo",
            Self::ChiefJudge => "Trưởng Ban Giám khảo",
            Self::Auditor => "Người giám sát",
        }
    }

    /// Stored form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Contestant => "contestant",
            Self::UnitOfficer => "unit_officer",
            Self::QuestionAuthor => "question_author",
            Self::Vetter => "vetter",
            Self::Organiser => "organiser",
            Self::Secretary => "secretary",
            Self::Judge => "judge",
            Self::ChiefJudge => "chief_judge",
            Self::Auditor => "auditor",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Whether a holder could see a right answer before sealing and so may never compete, whatever the rule sheet says.
    #[must_use]
    pub fn could_see_a_key(self) -> bool {
        matches!(
            self,
            Self::QuestionAuthor | Self::Vetter | Self::Organiser | Self::Secretary | Self::Auditor
        )
    }
}

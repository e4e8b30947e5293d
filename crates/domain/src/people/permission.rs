//! What each role may do in a contest. One table; every use case asks it first.

use super::Role;
use serde::{Deserialize, Serialize};

/// Something a person of the committee can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See the contest's admin pages.
    SeeContest,
    /// Edit the rule sheet.
    EditRules,
    /// See questions with their right answers.
    SeeKeys,
    /// Write and import questions.
    EditQuestions,
    /// Import and edit units and people.
    EditRoster,
    /// See participation by unit while a round is open.
    SeeParticipation,
    /// Commit: lock rule sheet and bank.
    Commit,
    /// Seal a round.
    Seal,
    /// See standings of a sealed round.
    SeeStandings,
    /// Propose what changes a result: void, extra time, publication.
    ProposeChange,
    /// Confirm what another proposed.
    ConfirmChange,
    /// Export lists.
    Export,
    /// Pair and revoke kiosks.
    ManageKiosks,
    /// Grant and withdraw roles.
    ManageRoles,
    /// Read the log of acts.
    SeeLog,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 15] = [
        Self::SeeContest,
        Self::EditRules,
        Self::SeeKeys,
        Self::EditQuestions,
        Self::EditRoster,
        Self::SeeParticipation,
        Self::Commit,
        Self::Seal,
        Self::SeeStandings,
        Self::ProposeChange,
        Self::ConfirmChange,
        Self::Export,
        Self::ManageKiosks,
        Self::ManageRoles,
        Self::SeeLog,
    ];
}

/// Whether a role carries a permission.
///
/// A unit officer sees participation of the own unit only: the use case narrows what this table allows.
#[must_use]
pub fn may(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Contestant => false,
        Role::UnitOfficer => matches!(permission, P::SeeParticipation),
        Role::QuestionAuthor => matches!(permission, P::SeeContest | P::SeeKeys | P::EditQuestions),
        Role::Vetter => matches!(permission, P::SeeContest | P::SeeKeys),
        Role::Organiser => !matches!(permission, P::Seal),
        Role::Secretary => matches!(
            permission,
            P::SeeContest
                | P::SeeKeys
                | P::SeeParticipation
                | P::Seal
                | P::SeeStandings
                | P::ProposeChange
                | P::ConfirmChange
                | P::Export
                | P::SeeLog
        ),
        Role::Judge | Role::ChiefJudge => matches!(permission, P::SeeContest),
        Role::Auditor => {
            matches!(
                permission,
                P::SeeContest | P::SeeParticipation | P::SeeStandings | P::Export | P::SeeLog
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_who_may_compete_sees_a_key_or_participation_of_others() {
        for permission in Permission::ALL {
            assert!(!may(Role::Contestant, permission), "{permission:?}");
        }
        for role in Role::ALL {
            if may(role, Permission::SeeKeys) {
                assert!(
                    role.could_see_a_key(),
                    "{role:?} sees keys and could compete"
                );
            }
        }
    }

    #[test]
    fn the_auditor_changes_nothing() {
        for permission in [
            Permission::EditRules,
            Permission::Seal,
            Permission::ProposeChange,
            Permission::ConfirmChange,
            Permission::EditRoster,
            Permission::ManageRoles,
        ] {
            assert!(!may(Role::Auditor, permission));
        }
    }
}

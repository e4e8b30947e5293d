//! Who may take part: identity, attributes, blocs, tracks.

use serde::{Deserialize, Serialize};

/// How a person proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Official account at an identity provider.
    Sso,
    /// Code and slip secret from an imported roster.
    Roster,
    /// Data entered by the person.
    SelfDeclared,
    /// Data entered by the person, who comes back with a login and a password of their own choice.
    LocalAccount,
}

impl Identity {
    /// Whether people state who they are themselves: there is no roster, hence no rate, and one attribute set tells
    /// one person from another.
    #[must_use]
    pub fn is_declared(self) -> bool {
        matches!(self, Self::SelfDeclared | Self::LocalAccount)
    }
}

/// An attribute a self-declaring person states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Full name, folded to lower case without repeated spaces.
    FullName,
    /// Date of birth.
    BirthDate,
    /// Telephone number in national form.
    Phone,
    /// Unit or neighbourhood.
    Unit,
}

/// Who may enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Ways of identification.
    pub identity: Identity,
    /// Blocs units belong to.
    #[serde(default)]
    pub blocs: Vec<Bloc>,
    /// Least age in full years on the day of the start; 0 means none.
    #[serde(default)]
    pub min_age: u8,
    /// The one attribute set that makes a self-declared person unique.
    #[serde(default)]
    pub unique_by: Vec<Attribute>,
    /// Roles that may not compete.
    #[serde(default)]
    pub excluded_roles: Vec<crate::people::Role>,
    /// Days after the last closing until telephone numbers are erased.
    #[serde(default = "contact_days")]
    pub contact_days: u16,
    /// Whether a clerk may enter for a person at a kiosk.
    #[serde(default)]
    pub assisted_entry: bool,
    /// Whether an assisted entry can win an individual prize.
    #[serde(default)]
    pub assisted_can_win: bool,
}

/// Half a year: long enough to hand prizes over, and for complaints about them.
fn contact_days() -> u16 {
    180
}

/// A bloc (`khối`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bloc {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A track: a group of contestants with its own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Blocs whose people are in this track; empty means it is chosen by the roster's track column.
    #[serde(default)]
    pub blocs: Vec<String>,
}

//! Who may start, and what makes a self-declared person one person.

use super::Role;
use crate::contest::rule_sheet::{Attribute, Eligibility};
use crate::text;
use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// What is known of a person who wants to start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// Date of birth, when known.
    pub birth_date: Option<Day>,
    /// Roles held in this contest by anyone with the same identity attribute.
    pub roles: Vec<Role>,
    /// Track code, when the contest has tracks.
    pub track: Option<String>,
    /// Whether the person is struck off the roster.
    pub struck_off: bool,
}

/// Why a person may not start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Ineligible {
    /// Member of the committee, or could see a key.
    ExcludedRole {
        /// The role that excludes.
        role: Role,
    },
    /// Younger than the rule sheet allows.
    TooYoung {
        /// Least age in full years.
        min_age: u8,
    },
    /// Age is required but the birth date is not known.
    BirthDateUnknown,
    /// The person's track does not take part in this round.
    OtherTrack,
    /// No longer on the roster.
    StruckOff,
}

/// Whether a person may start in a round with these tracks at `now`. Bồng Sơn II.1: committee members may not.
///
/// # Errors
/// The first reason that forbids it.
pub fn check(
    rules: &Eligibility,
    round_tracks: &[String],
    who: &Candidate,
    now: Moment,
) -> Result<(), Ineligible> {
    if who.struck_off {
        return Err(Ineligible::StruckOff);
    }
    if let Some(role) = excluded_role(rules, &who.roles) {
        return Err(Ineligible::ExcludedRole { role });
    }
    if rules.min_age > 0 {
        let born = who.birth_date.ok_or(Ineligible::BirthDateUnknown)?;
        if born.age_on(Day::of(now)) < i16::from(rules.min_age) {
            return Err(Ineligible::TooYoung {
                min_age: rules.min_age,
            });
        }
    }
    let in_round =
        round_tracks.is_empty() || who.track.as_ref().is_some_and(|t| round_tracks.contains(t));
    if in_round {
        Ok(())
    } else {
        Err(Ineligible::OtherTrack)
    }
}

/// The first of these roles that may not compete.
#[must_use]
pub fn excluded_role(rules: &Eligibility, roles: &[Role]) -> Option<Role> {
    roles
        .iter()
        .copied()
        .find(|r| r.could_see_a_key() || rules.excluded_roles.contains(r))
}

/// What a person declares.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declaration {
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Option<Day>,
    /// Telephone in national form.
    pub phone: Option<String>,
    /// Unit id.
    pub unit: Option<String>,
}

/// The text that makes a declared person unique: the attributes the rule sheet names, folded, in a fixed order.
///
/// Never stored as it is: the caller stores its keyed hash. `None` when a named attribute is missing.
#[must_use]
pub fn unique_text(unique_by: &[Attribute], who: &Declaration) -> Option<String> {
    let mut sorted = unique_by.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let parts: Option<Vec<String>> = sorted
        .into_iter()
        .map(|attribute| match attribute {
            Attribute::FullName => Some(format!("name={}", text::fold(&who.full_name))),
            Attribute::BirthDate => who.birth_date.map(|d| format!("birth={}", d.iso())),
            Attribute::Phone => who
                .phone
                .as_deref()
                .and_then(text::phone)
                .map(|p| format!("phone={p}")),
            Attribute::Unit => who.unit.as_ref().map(|u| format!("unit={u}")),
        })
        .collect();
    parts.filter(|p| !p.is_empty()).map(|p| p.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::rule_sheet::Identity;

    fn rules() -> Eligibility {
        Eligibility {
            identity: Identity::SelfDeclared,
            blocs: vec![],
            min_age: 16,
            contact_days: 180,
            unique_by: vec![Attribute::Phone],
            excluded_roles: vec![Role::Judge],
            assisted_entry: false,
            assisted_can_win: false,
        }
    }

    #[test]
    fn excluded_roles_and_age_are_checked() {
        let now = Moment::parse_rfc3339("2024-07-01T07:00:00+07:00").expect("time");
        let adult = Candidate {
            birth_date: Day::parse("2000-01-01"),
            ..Candidate::default()
        };
        assert_eq!(check(&rules(), &[], &adult, now), Ok(()));
        let judge = Candidate {
            roles: vec![Role::Judge],
            ..adult.clone()
        };
        assert_eq!(
            check(&rules(), &[], &judge, now),
            Err(Ineligible::ExcludedRole { role: Role::Judge })
        );
        let vetter = Candidate {
            roles: vec![Role::Vetter],
            ..adult.clone()
        };
        assert!(
            check(&rules(), &[], &vetter, now).is_err(),
            "whoever could see a key"
        );
        let child = Candidate {
            birth_date: Day::parse("2008-07-02"),
            ..Candidate::default()
        };
        assert_eq!(
            check(&rules(), &[], &child, now),
            Err(Ineligible::TooYoung { min_age: 16 })
        );
        let birthday = Candidate {
            birth_date: Day::parse("2008-07-01"),
            ..Candidate::default()
        };
        assert_eq!(check(&rules(), &[], &birthday, now), Ok(()));
        assert_eq!(
            check(&rules(), &["can-bo".into()], &adult, now),
            Err(Ineligible::OtherTrack)
        );
    }

    #[test]
    fn one_person_has_one_unique_text_however_typed() {
        let a = Declaration {
            full_name: "Nguyễn  Văn A".into(),
            phone: Some("+84912345678".into()),
            ..Declaration::default()
        };
        let b = Declaration {
            full_name: "NGUYỄN VĂN A".into(),
            phone: Some("0912 345 678".into()),
            ..Declaration::default()
        };
        let by = [Attribute::Phone, Attribute::FullName];
        assert_eq!(unique_text(&by, &a), unique_text(&by, &b));
        assert_eq!(unique_text(&[Attribute::BirthDate], &a), None);
        assert_eq!(unique_text(&[], &a), None);
    }
}

//! Identifiers: one type per thing, so that a person can never be passed where an attempt is meant.
//!
//! Every id made by the application is 128 random bits written in 26 letters of Crockford's base 32. The random
//! bytes are an argument, never drawn here. Ids are public names, not secrets, but cannot be guessed either.

use serde::{Deserialize, Serialize};

/// Letters of Crockford's base 32: no `i`, `l`, `o`, `u`, so a code read aloud is not misheard.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes bytes in Crockford base 32, most significant bit first, without padding.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[((buffer >> bits) & 31) as usize]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(LETTERS[((buffer << (5 - bits)) & 31) as usize]));
    }
    out
}

/// Reads what a person typed as a base 32 code: folds case, drops spaces and dashes, repairs `o`, `i`, `l`.
///
/// Returns `None` when a letter remains that no code can contain.
#[must_use]
pub fn clean_code(typed: &str) -> Option<String> {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            c if c.is_ascii() && LETTERS.contains(&(c as u8)) => Some(c),
            _ => None,
        })
        .collect()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Makes an id from 128 random bits.
            #[must_use]
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(base32(&bytes))
            }

            /// Takes an id as it is stored or as it came in an address; an unknown one is simply not found.
            #[must_use]
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(/// A contest.
    ContestId);
id!(/// One timed round of a contest.
    RoundId);
id!(/// A unit, bloc member or neighbourhood that committees report on.
    UnitId);
id!(/// A person known to one contest: from its roster, or self-declared.
    PersonId);
id!(/// A sign-in account of this installation.
    AccountId);
id!(/// One attempt of one person in one round.
    AttemptId);
id!(/// A question of a contest's bank.
    QuestionId);
id!(/// A paired kiosk device.
    KioskId);
id!(/// An act proposed by one person that a second must confirm.
    ProposalId);
id!(/// A version of a round's standings.
    StandingsId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bytes_make_twenty_six_letters() {
        assert_eq!(
            AttemptId::from_random([0xff; 16]).as_str(),
            "zzzzzzzzzzzzzzzzzzzzzzzzzw"
        );
        assert_eq!(base32(&[0]), "00");
    }

    #[test]
    fn a_typed_code_is_repaired() {
        assert_eq!(clean_code("O1-iL 7z").as_deref(), Some("01117z"));
        assert_eq!(clean_code("u").as_deref(), None);
        assert_eq!(clean_code("đ").as_deref(), None);
    }
}

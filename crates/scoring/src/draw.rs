//! The draw that anyone can repeat (DESIGN 4, "Ties"; docs/RULES.md, "Draw").
//!
//! ```text
//! commitment = SHA-256("hoithi/draw-nonce/1\n" ‖ nonce)                              published before opening
//! seed       = HMAC-SHA256(nonce, "hoithi/draw/1\n" ‖ contest ‖ "\n" ‖ round ‖ "\n" ‖ entries hash ‖ "\n" ‖ number ‖ "\n")
//! ticket     = HMAC-SHA256(seed, "hoithi/ticket/1\n" ‖ scope ‖ "\n" ‖ id)            the lowest ticket comes first
//! ```
//!
//! A ticket depends on nothing but the seed and its own id: voiding one of the tied never reorders the others.

use domain::quiz::paper::hex;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Version of the procedure.
pub const DRAW_VERSION: u32 = 1;

/// In place of a round code in the draw of the overall ranking.
pub const OVERALL: &str = "*";

/// Everything a draw depends on besides who is tied. Complete only after the named event has taken place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The nonce committed before opening, 64 hexadecimal digits.
    pub nonce: String,
    /// Hash of the sealed entries ([`crate::standings::entries_hash`]), 64 hexadecimal digits.
    pub entries_hash: String,
    /// The public number of the event named before opening: digits only, leading zeros kept.
    pub number: String,
}

/// Why a draw cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadDraw {
    /// Not 64 hexadecimal digits.
    #[error("the nonce is not 64 hexadecimal digits")]
    Nonce,
    /// Not 64 hexadecimal digits.
    #[error("the hash of the entries is not 64 hexadecimal digits")]
    EntriesHash,
    /// Not 1 to 64 digits.
    #[error("the public number is not 1 to 64 digits")]
    Number,
}

impl Draw {
    /// Takes nonce, hash and number; spaces and points in the number are dropped, leading zeros kept.
    ///
    /// # Errors
    /// When one of them is malformed.
    pub fn new(nonce: [u8; 32], entries_hash: &str, number: &str) -> Result<Self, BadDraw> {
        let number: String = number
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '.')
            .collect();
        let draw = Self {
            nonce: hex(&nonce),
            entries_hash: entries_hash.to_ascii_lowercase(),
            number,
        };
        draw.nonce_bytes()?;
        Ok(draw)
    }

    /// Checks the parts, also of a draw read from storage.
    fn nonce_bytes(&self) -> Result<[u8; 32], BadDraw> {
        unhex(&self.entries_hash).ok_or(BadDraw::EntriesHash)?;
        let digits = self.number.bytes().all(|b| b.is_ascii_digit());
        if !digits || !(1..=64).contains(&self.number.len()) {
            return Err(BadDraw::Number);
        }
        unhex(&self.nonce).ok_or(BadDraw::Nonce)
    }

    /// The seed for a contest and round.
    ///
    /// # Errors
    /// When a part is malformed.
    pub fn seed(&self, contest: &str, round: &str) -> Result<[u8; 32], BadDraw> {
        let nonce = self.nonce_bytes()?;
        let text = format!(
            "hoithi/draw/1\n{contest}\n{round}\n{}\n{}\n",
            self.entries_hash, self.number
        );
        Ok(mac(&nonce, text.as_bytes()))
    }
}

/// What is published before opening: nobody can exchange the nonce later.
#[must_use]
pub fn commitment(nonce: &[u8; 32]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"hoithi/draw-nonce/1\n");
    hasher.update(nonce);
    hex(&hasher.finalize())
}

/// The ticket of one of the tied. `scope` is empty for individuals and the prize code for units.
#[must_use]
pub fn ticket(seed: &[u8; 32], scope: &str, id: &str) -> [u8; 32] {
    mac(seed, format!("hoithi/ticket/1\n{scope}\n{id}").as_bytes())
}

/// Indexes of `ids` in the order of their tickets, lowest first.
#[must_use]
pub fn order(seed: &[u8; 32], scope: &str, ids: &[&str]) -> Vec<usize> {
    let mut tickets: Vec<([u8; 32], &str, usize)> = ids
        .iter()
        .enumerate()
        .map(|(i, id)| (ticket(seed, scope, id), *id, i))
        .collect();
    tickets.sort_unstable();
    tickets.into_iter().map(|(_, _, i)| i).collect()
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut out = [0; 32];
    for (slot, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
        let digit = |b: u8| {
            char::from(b)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        *slot = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draw() -> Draw {
        Draw::new([7; 32], &"ab".repeat(32), "01 234.5").expect("well formed")
    }

    #[test]
    fn the_documented_procedure_does_not_change() {
        let draw = draw();
        assert_eq!(draw.number, "012345");
        let seed = draw.seed("hue", "dot-1").expect("seed");
        assert_eq!(hex(&seed), SEED);
        assert_eq!(order(&seed, "", &["a", "b", "c"]), ORDER);
        assert_eq!(commitment(&[7; 32]), COMMITMENT);
    }

    // Computed with Python's hmac and hashlib, not with this code.
    const SEED: &str = "75b3b2edb05ac3380c2063e50f4c3ad93b122b6dce0d4ba1d9f4a7efc4ae19b7";
    const ORDER: [usize; 3] = [2, 1, 0];
    const COMMITMENT: &str = "4bb38189fd4b4a8e2f429b282fd1f369772e2352663125b6105fcb0598a8f2d4";

    #[test]
    fn every_part_changes_the_seed() {
        let seed = draw().seed("hue", "dot-1").expect("seed");
        assert_ne!(draw().seed("hue", "dot-2"), Ok(seed));
        assert_ne!(draw().seed("hue2", "dot-1"), Ok(seed));
        for other in [
            Draw::new([8; 32], &"ab".repeat(32), "012345"),
            Draw::new([7; 32], &"ac".repeat(32), "012345"),
            Draw::new([7; 32], &"ab".repeat(32), "12345"),
        ] {
            assert_ne!(other.expect("draw").seed("hue", "dot-1"), Ok(seed));
        }
    }

    #[test]
    fn malformed_parts_are_refused() {
        let hash = "ab".repeat(32);
        assert_eq!(Draw::new([7; 32], &hash, ""), Err(BadDraw::Number));
        assert_eq!(Draw::new([7; 32], &hash, "12a"), Err(BadDraw::Number));
        assert_eq!(Draw::new([7; 32], "xyz", "1"), Err(BadDraw::EntriesHash));
        let stored = Draw {
            nonce: "00".into(),
            ..draw()
        };
        assert_eq!(stored.seed("hue", "dot-1"), Err(BadDraw::Nonce));
    }

    proptest! {
        #[test]
        fn leaving_one_out_keeps_the_order_of_the_others(ids in proptest::collection::btree_set("[a-z]{1,6}", 2..20), out in 0_usize..20) {
            let seed = draw().seed("hue", "dot-1").expect("seed");
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let out = ids[out % ids.len()];
            let named = |list: &[&str]| -> Vec<String> {
                order(&seed, "", list).into_iter().map(|i| list[i].to_owned()).collect()
            };
            let rest: Vec<&str> = ids.iter().copied().filter(|id| *id != out).collect();
            let without: Vec<String> = named(&ids).into_iter().filter(|id| id != out).collect();
            prop_assert_eq!(without, named(&rest));
        }
    }
}

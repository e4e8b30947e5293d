//! Answers accepted for a question after a change of its key.

use std::collections::BTreeSet;

/// Most options a question has: a letter each.
const MAX_OPTIONS: u8 = 26;

/// One or more sets of options, each a right answer by itself. Never empty, nor is any set in it.
///
/// Stored and proposed as `1|2` or `0,2|1`: options of the bank's own order, 0 first, ascending, sets in order.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted(BTreeSet<BTreeSet<u8>>);

impl Accepted {
    /// One answer; none when it has no option.
    #[must_use]
    pub fn only(right: BTreeSet<u8>) -> Option<Self> {
        (!right.is_empty()).then(|| Self(BTreeSet::from([right])))
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let option = |text: &str| text.parse::<u8>().ok().filter(|o| *o < MAX_OPTIONS);
        let set = |text: &str| {
            text.split(',')
                .map(option)
                .collect::<Option<BTreeSet<u8>>>()
        };
        text.split('|')
            .map(set)
            .collect::<Option<BTreeSet<_>>>()
            .map(Self)
    }

    /// Reads letters as people write them: `B`, `B; C` or `B hoặc C` for alternatives, `A, C` or `AC` for one answer of
    /// several options. `None` when anything else stands there.
    #[must_use]
    pub fn from_letters(text: &str) -> Option<Self> {
        let text = text
            .to_uppercase()
            .replace("HOẶC", ";")
            .replace(['|', '/'], ";");
        let mut sets = BTreeSet::new();
        for part in text.split(';') {
            let letters = part.chars().filter(|c| !c.is_whitespace() && *c != ',');
            let set: BTreeSet<u8> = letters.map(option_of).collect::<Option<_>>()?;
            if set.is_empty() {
                return None;
            }
            sets.insert(set);
        }
        Some(Self(sets))
    }

    /// The stored form.
    #[must_use]
    pub fn text(&self) -> String {
        self.joined("|", ",", |option| option.to_string())
    }

    /// As people read it: `B hoặc C`, `A, C`.
    #[must_use]
    pub fn letters(&self) -> String {
        self.joined(" hoặc ", ", ", |option| {
            char::from(b'A'.saturating_add(option)).to_string()
        })
    }

    fn joined(&self, between: &str, within: &str, name: impl Fn(u8) -> String) -> String {
        let sets = self.0.iter();
        let sets: Vec<String> = sets
            .map(|set| {
                let options: Vec<String> = set.iter().map(|o| name(*o)).collect();
                options.join(within)
            })
            .collect();
        sets.join(between)
    }

    /// Whether these options are a right answer.
    #[must_use]
    pub fn contains(&self, chosen: &BTreeSet<u8>) -> bool {
        self.0.contains(chosen)
    }

    /// Every option of every right answer; some more than once.
    pub fn options(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.iter().flatten().copied()
    }

    /// Whether a question with so many options can be answered so; only one option at once unless it asks for `several`.
    #[must_use]
    pub fn fits(&self, options: usize, several: bool) -> bool {
        let known = self.options().all(|o| usize::from(o) < options);
        known && (several || self.0.iter().all(|set| set.len() == 1))
    }
}

impl std::fmt::Debug for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Accepted(redacted)")
    }
}

fn option_of(letter: char) -> Option<u8> {
    let letter = u8::try_from(letter).ok()?;
    letter
        .is_ascii_uppercase()
        .then(|| letter.saturating_sub(b'A'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_options_and_back() {
        let table = [
            ("B", "1", "B"),
            ("b ; c", "1|2", "B hoặc C"),
            ("C hoặc B", "1|2", "B hoặc C"),
            ("ca", "0,2", "A, C"),
            ("A, C; B", "0,2|1", "A, C hoặc B"),
            ("A/A", "0", "A"),
        ];
        for (typed, stored, shown) in table {
            let accepted = Accepted::from_letters(typed).unwrap();
            assert_eq!(accepted.text(), stored, "{typed}");
            assert_eq!(accepted.letters(), shown, "{typed}");
            assert_eq!(Accepted::parse(stored), Some(accepted), "{typed}");
        }
        for bad in ["", ";", "B;", "1", "Đ", "B và C"] {
            assert_eq!(Accepted::from_letters(bad), None, "{bad}");
        }
        for bad in ["", "|", "1|", "x", "26", "-1", "1;2"] {
            assert_eq!(Accepted::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn it_fits_only_what_the_question_allows() {
        let of = |text| Accepted::parse(text).unwrap();
        assert!(of("1|3").fits(4, false) && !of("4").fits(4, false));
        assert!(of("0,1").fits(4, true) && !of("0,1").fits(4, false));
        assert_eq!(Accepted::only(BTreeSet::from([2])), Some(of("2")));
        assert_eq!(Accepted::only(BTreeSet::new()), None);
        assert_eq!(format!("{:?}", of("1")), "Accepted(redacted)");
    }
}

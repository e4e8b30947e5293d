//! A paper is a pure function of the committed bank, the blueprint and a seed (DESIGN 4, docs/RULES.md "Đề thi").
//!
//! The generator is spelled out so that anyone can redraw a paper: block `i` is HMAC-SHA256(seed, "hoithi/paper/1" ‖ i
//! as 4 bytes, big-endian), read as big-endian 32-bit words; a number below `n` is `word mod n`, words at or above the
//! largest multiple of `n` are skipped. Shuffles are Fisher–Yates from the last place down.

use super::save::{PaperShape, PlaceShape};
use crate::contest::rule_sheet::{Cell, PaperKind, Quiz};
use crate::question::Level;
use crate::question::letters::OptionOrder;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Version of the drawing procedure, stored with each attempt.
pub const DRAW_VERSION: u32 = 1;

/// What the draw needs to know of a question. No stem, no options, no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankQuestion {
    /// Code, unique in the contest; the bank is ordered by its bytes.
    pub code: String,
    /// Topic code.
    pub topic: String,
    /// Level.
    pub level: Level,
    /// Number of options.
    pub options: u8,
    /// Whether several options may be chosen.
    pub several: bool,
    /// How far options may be shuffled.
    pub order: OptionOrder,
}

/// One place of a paper: which question, and which of its options stands at each letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperItem {
    /// Question code.
    pub code: String,
    /// `order[i]` is the bank's option shown at place `i`.
    pub order: Vec<u8>,
}

/// A drawn paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Places in order.
    pub items: Vec<PaperItem>,
    /// Options and kinds by place.
    pub shape: PaperShape,
}

impl Paper {
    /// SHA-256 over `code:o,o,o\n` of every place, in lower-case hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for item in &self.items {
            let order: Vec<String> = item.order.iter().map(u8::to_string).collect();
            hasher.update(format!("{}:{}\n", item.code, order.join(",")));
        }
        hex(&hasher.finalize())
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The seed of an attempt's paper: HMAC-SHA256 of the attempt id under the round secret.
#[must_use]
pub fn seed(round_secret: &[u8], attempt_id: &str) -> [u8; 32] {
    mac(round_secret, &[b"hoithi/seed/1\n", attempt_id.as_bytes()])
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A bank that cannot fill a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Shortage {
    /// A cell of the blueprint wants more questions than there are.
    Cell {
        /// Topic code, if the cell names one.
        topic: Option<String>,
        /// Level, if the cell names one.
        level: Option<Level>,
        /// Wanted.
        wanted: u16,
        /// In the bank.
        have: u16,
    },
    /// The whole bank is too small.
    Bank {
        /// Wanted.
        wanted: u16,
        /// In the bank.
        have: u16,
    },
    /// A form names a question the bank does not have.
    UnknownCode {
        /// The form.
        form: String,
        /// The code.
        code: String,
    },
    /// There is no form.
    NoForms,
}

/// Draws the paper for a seed.
///
/// # Errors
/// When the bank cannot fill the blueprint; [`shortages`] finds that before commitment.
pub fn draw(bank: &[BankQuestion], quiz: &Quiz, seed: &[u8; 32]) -> Result<Paper, Shortage> {
    let mut chance = Chance::new(seed);
    let sorted = sorted(bank);
    let mut chosen = match quiz.paper {
        PaperKind::Drawn => draw_cells(&sorted, quiz, &mut chance)?,
        PaperKind::FixedForms => pick_form(&sorted, quiz, &mut chance)?,
    };
    if quiz.shuffle_questions {
        chance.shuffle(&mut chosen);
    } else if quiz.paper == PaperKind::Drawn {
        chosen.sort_by(|a, b| a.code.cmp(&b.code));
    }
    let items = chosen
        .iter()
        .map(|q| PaperItem {
            code: q.code.clone(),
            order: option_places(q, quiz.shuffle_options, &mut chance),
        })
        .collect();
    let shape = PaperShape(
        chosen
            .iter()
            .map(|q| PlaceShape {
                options: q.options,
                several: q.several,
            })
            .collect(),
    );
    Ok(Paper { items, shape })
}

fn sorted(bank: &[BankQuestion]) -> Vec<&BankQuestion> {
    let mut sorted: Vec<&BankQuestion> = bank.iter().collect();
    sorted.sort_by(|a, b| a.code.as_bytes().cmp(b.code.as_bytes()));
    sorted
}

/// Cells in the order they are drawn: topic and level, then topic alone, then level alone; what the cells leave
/// open is drawn last from the whole bank.
fn cells_in_order(quiz: &Quiz) -> Vec<Cell> {
    let mut cells = quiz.blueprint.clone();
    cells.sort_by_key(|c| match (&c.topic, c.level) {
        (Some(_), Some(_)) => 0,
        (Some(_), None) => 1,
        (None, Some(_)) => 2,
        (None, None) => 3,
    });
    // Wide enough for any draft: a form may hold absurd numbers before it is checked.
    let planned: u32 = cells.iter().map(|c| u32::from(c.count)).sum();
    let open = u32::from(quiz.questions).saturating_sub(planned);
    if open > 0 {
        cells.push(Cell {
            topic: None,
            level: None,
            count: u16::try_from(open).unwrap_or(u16::MAX),
        });
    }
    cells
}

fn fits(cell: &Cell, question: &BankQuestion) -> bool {
    cell.topic.as_ref().is_none_or(|t| *t == question.topic)
        && cell.level.is_none_or(|l| l == question.level)
}

fn draw_cells<'a>(
    bank: &[&'a BankQuestion],
    quiz: &Quiz,
    chance: &mut Chance,
) -> Result<Vec<&'a BankQuestion>, Shortage> {
    let mut left: Vec<&BankQuestion> = bank.to_vec();
    let mut chosen = Vec::with_capacity(usize::from(quiz.questions));
    for cell in cells_in_order(quiz) {
        let mut candidates: Vec<&BankQuestion> =
            left.iter().copied().filter(|q| fits(&cell, q)).collect();
        let wanted = usize::from(cell.count);
        if candidates.len() < wanted {
            return Err(shortage(&cell, candidates.len()));
        }
        for i in 0..wanted {
            let j = i + chance.below(candidates.len() - i);
            candidates.swap(i, j);
        }
        candidates.truncate(wanted);
        left.retain(|q| !candidates.iter().any(|c| c.code == q.code));
        chosen.extend(candidates);
    }
    Ok(chosen)
}

fn shortage(cell: &Cell, have: usize) -> Shortage {
    let have = u16::try_from(have).unwrap_or(u16::MAX);
    if cell.topic.is_none() && cell.level.is_none() {
        return Shortage::Bank {
            wanted: cell.count,
            have,
        };
    }
    Shortage::Cell {
        topic: cell.topic.clone(),
        level: cell.level,
        wanted: cell.count,
        have,
    }
}

fn pick_form<'a>(
    bank: &[&'a BankQuestion],
    quiz: &Quiz,
    chance: &mut Chance,
) -> Result<Vec<&'a BankQuestion>, Shortage> {
    if quiz.forms.is_empty() {
        return Err(Shortage::NoForms);
    }
    let form = &quiz.forms[chance.below(quiz.forms.len())];
    form.questions
        .iter()
        .map(|code| {
            bank.iter()
                .copied()
                .find(|q| q.code == *code)
                .ok_or_else(|| Shortage::UnknownCode {
                    form: form.name.clone(),
                    code: code.clone(),
                })
        })
        .collect()
}

fn option_places(question: &BankQuestion, shuffle: bool, chance: &mut Chance) -> Vec<u8> {
    let natural: Vec<u8> = (0..question.options).collect();
    let pinned: &[u8] = match (&question.order, shuffle) {
        (OptionOrder::Frozen, _) | (_, false) => return natural,
        (OptionOrder::Free, true) => &[],
        (OptionOrder::Pinned(pinned), true) => pinned,
    };
    let mut movable: Vec<u8> = natural
        .iter()
        .copied()
        .filter(|o| !pinned.contains(o))
        .collect();
    chance.shuffle(&mut movable);
    let mut next = movable.into_iter();
    natural
        .iter()
        .map(|place| {
            if pinned.contains(place) {
                *place
            } else {
                next.next().unwrap_or(*place)
            }
        })
        .collect()
}

/// Everything that keeps the bank from filling every paper. Empty means any seed can be drawn.
///
/// Exact, because [`crate::contest::check`] refuses blueprints that mix cells of a level alone with cells of a topic.
#[must_use]
pub fn shortages(bank: &[BankQuestion], quiz: &Quiz) -> Vec<Shortage> {
    match quiz.paper {
        PaperKind::Drawn => cell_shortages(bank, quiz),
        PaperKind::FixedForms => form_shortages(bank, quiz),
    }
}

fn cell_shortages(bank: &[BankQuestion], quiz: &Quiz) -> Vec<Shortage> {
    let cells = cells_in_order(quiz);
    let mut found = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let matching = bank.iter().filter(|q| fits(cell, q)).count();
        let taken: usize = cells[..i]
            .iter()
            .filter(|earlier| overlaps(earlier, cell))
            .map(|earlier| usize::from(earlier.count))
            .sum();
        let have = matching.saturating_sub(taken);
        if have < usize::from(cell.count) {
            found.push(shortage(cell, have));
        }
    }
    found
}

fn overlaps(a: &Cell, b: &Cell) -> bool {
    let same = |x: Option<&str>, y: Option<&str>| x.is_none() || y.is_none() || x == y;
    same(a.topic.as_deref(), b.topic.as_deref())
        && (a.level.is_none() || b.level.is_none() || a.level == b.level)
}

fn form_shortages(bank: &[BankQuestion], quiz: &Quiz) -> Vec<Shortage> {
    if quiz.forms.is_empty() {
        return vec![Shortage::NoForms];
    }
    let unknown = |form: &crate::contest::rule_sheet::Form| {
        let name = form.name.clone();
        form.questions
            .iter()
            .filter(|code| !bank.iter().any(|q| q.code == **code))
            .map(move |code| Shortage::UnknownCode {
                form: name.clone(),
                code: code.clone(),
            })
            .collect::<Vec<_>>()
    };
    quiz.forms.iter().flat_map(unknown).collect()
}

/// The documented generator.
struct Chance {
    seed: [u8; 32],
    block: [u8; 32],
    used: usize,
    counter: u32,
}

impl Chance {
    fn new(seed: &[u8; 32]) -> Self {
        Self {
            seed: *seed,
            block: [0; 32],
            used: 32,
            counter: 0,
        }
    }

    fn word(&mut self) -> u32 {
        if self.used == 32 {
            self.block = mac(
                &self.seed,
                &[b"hoithi/paper/1", &self.counter.to_be_bytes()],
            );
            self.counter += 1;
            self.used = 0;
        }
        let at = self.used;
        self.used += 4;
        u32::from_be_bytes([
            self.block[at],
            self.block[at + 1],
            self.block[at + 2],
            self.block[at + 3],
        ])
    }

    /// A number in `0..n`; `n` is at least 1 and far below 2³².
    fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        let limit = (1_u64 << 32) / n * n;
        loop {
            let word = u64::from(self.word());
            if word < limit {
                return usize::try_from(word % n).unwrap_or(0);
            }
        }
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i + 1);
            list.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests;

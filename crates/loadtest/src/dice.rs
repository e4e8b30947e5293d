//! Choices that look random and are the same in every run of a seed.

/// A seed where none is given.
pub(crate) const SEED: u64 = 0x2545_F491_4F6C_DD1D;

/// Xorshift: enough for spreading moments and choices.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Of a seed; nought would stay nought.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed ^ if seed == 0 { SEED } else { 0 })
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below this one, which is not nought.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }
}

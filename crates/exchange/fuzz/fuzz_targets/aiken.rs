//! Aiken never panics and always says something.
#![no_main]

use exchange::question::{ConvertOptions, Format, convert};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let outcome = convert(bytes, Format::Aiken, ConvertOptions { keep_going: true });
    assert!(!outcome.questions.is_empty() || !outcome.problems.is_empty());
});

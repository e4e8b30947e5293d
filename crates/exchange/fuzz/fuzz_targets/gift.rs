//! What is read from GIFT can be written and is read back the same.
#![no_main]

use exchange::question::{ConvertOptions, Format, convert, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ConvertOptions { keep_going: true };
    let first = convert(bytes, Format::Gift, options);
    assert!(!first.questions.is_empty() || !first.problems.is_empty());
    let written = write::gift(&first.questions);
    let second = convert(written.as_bytes(), Format::Gift, options);
    let stems = |q: &[exchange::question::ImportedQuestion]| q.len();
    assert_eq!(stems(&first.questions), stems(&second.questions));
});

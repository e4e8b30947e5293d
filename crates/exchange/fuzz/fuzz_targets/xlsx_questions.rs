//! Crafted workbooks never panic. Seed the corpus with `template()`.
#![no_main]

use exchange::question::{ConvertOptions, Format, convert};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = convert(bytes, Format::Xlsx, ConvertOptions { keep_going: true });
});

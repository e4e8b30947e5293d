//! A rule sheet that is read can be written and is read back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(sheet) = exchange::contest::parse_rule_sheet(text) {
        let written = exchange::contest::to_toml(&sheet).expect("written");
        assert_eq!(exchange::contest::parse_rule_sheet(&written).expect("read back"), sheet);
    }
});

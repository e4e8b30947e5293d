//! Rosters never panic; no two people share a code.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::HashSet;

const RULES: &str = r#"format = 1
code = "thu"
title = "Hội thi thử"
organiser = "Uỷ ban nhân dân"
who = "Cán bộ"
[eligibility]
identity = "roster"
"#;

const HEADING: &str = "Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Khối;Chức danh/Loại;Lãnh đạo;Ngày sinh;Điện thoại;Số định danh nội bộ;Nhóm thi\n";

fuzz_target!(|bytes: &[u8]| {
    let rules = exchange::contest::parse_rule_sheet(RULES).expect("rules");
    let headed = [HEADING.as_bytes(), bytes].concat();
    for bytes in [bytes, &headed] {
        let preview = exchange::people::read_roster(bytes, &rules);
        let codes: HashSet<String> = preview.people.iter().map(|p| p.code.to_lowercase()).collect();
        assert_eq!(codes.len(), preview.people.len());
    }
});

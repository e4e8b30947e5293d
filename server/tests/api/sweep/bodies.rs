//! What is sent: bodies that are no forms, values nobody types, acts and fields of every form.

/// Content types and bodies that fit none of them.
pub(super) const RAW: [(&str, &[u8]); 18] = [
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"act"),
    ("application/x-www-form-urlencoded", b"&&&=&=&"),
    ("application/x-www-form-urlencoded", b"act=%"),
    ("application/x-www-form-urlencoded", b"act=%zz%4&attempt=%"),
    (
        "application/x-www-form-urlencoded",
        b"act=\xff\xfe&attempt=\xc3\x28",
    ),
    (
        "application/x-www-form-urlencoded",
        b"act=%FF%FE&attempt=%C3%28&key=%00",
    ),
    (
        "application/x-www-form-urlencoded",
        b"act=start&act=luu&act=seal&attempt=a&attempt=b&key=1&key=2",
    ),
    (
        "application/x-www-form-urlencoded",
        b"attempt=x&key=k&slot=abc&value=0&base=-1",
    ),
    (
        "application/x-www-form-urlencoded",
        b"attempt=x&key=k&slot=99999999999999999999&value=0&base=4294967296",
    ),
    (
        "application/json",
        br#"{"attempt":"\ud800","key":1,"slot":null}"#,
    ),
    ("application/json", b"{{{"),
    ("text/plain", b"act=luu"),
    ("text/plain", b"x k -9223372036854775809 4294967296 0"),
    ("text/plain", b"x k 0 0 \x00\xff"),
    ("", b"\x00\x01\x02"),
    ("multipart/form-data", b"--x\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\ncontent-disposition: form-data; name=\"act\"\r\n\r\nluu",
    ),
];

/// Values, percent-encoded as they travel.
pub(super) const HOSTILE: [&str; 14] = [
    "",
    "%00",
    "-1",
    "99999999999999999999999999",
    "1e309",
    "%FF%C3%28",
    "%ED%A0%80",
    "%27%20OR%201%3D1--",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27",
    "%3Dcmd%7C%27%20%2FC%20calc%27!A0",
    "..%2F..%2Fetc%2Fpasswd",
    "2024-02-30T25%3A61",
    "%E2%80%AE%F0%9F%A5%87%0D%0A",
    LONG,
];

/// 1,200 letters.
const LONG: &str = include_str!("long.txt");

/// Parameters of queries.
pub(super) const QUERIES: [&str; 29] = [
    "giup",
    "khoa",
    "luu",
    "ma",
    "niem-phong",
    "sua",
    "thu-hoi",
    "tim",
    "ve",
    "xep",
    "xong",
    "trang",
    "ban",
    "so",
    "bang",
    "loc",
    "lam",
    "bai",
    "nhom",
    "nguoi",
    "chon",
    "chu-de",
    "muc",
    "dot",
    "truoc",
    "kiem",
    "vi-sao",
    "xem",
    "bo",
];

/// Fields of forms.
pub(super) const FIELDS: [&str; 50] = [
    "code",
    "secret",
    "login",
    "password",
    "attempt",
    "key",
    "slot",
    "value",
    "base",
    "reason",
    "question",
    "person",
    "minutes",
    "from",
    "until",
    "standings",
    "number",
    "id",
    "round",
    "unit",
    "label",
    "valid_days",
    "full_name",
    "birth_date",
    "phone",
    "consent",
    "ma",
    "based_on",
    "level",
    "kind",
    "stem",
    "option.0",
    "right.0",
    "topic",
    "rounds",
    "ticket",
    "role",
    "account",
    "identity",
    "toml",
    "title",
    "preset",
    "q0",
    "r0",
    "p",
    "rp",
    "ve",
    "thu-tu-x",
    "kiosk",
    "name",
];

/// Forms, who posts them, and what they can be asked to do.
pub(super) const ACTS: &[(&str, &str, &[&str])] = &[
    ("/dang-nhap", "anyone", &[""]),
    ("/hien-thi", "anyone", &[""]),
    (
        "/cuoc-thi/{contest}/vao-thi/{round}",
        "anyone",
        &["roster", "declare", "declare-clerk", "start", "%00"],
    ),
    ("/kiosk", "kiosk", &["pair", "roster", "declare", "handoff"]),
    ("/kiosk", "kiosk-turn", &["clerk", "handoff"]),
    ("/kiosk/tiep-tuc/{token}", "anyone", &["take"]),
    ("/thi/{attempt}", "person-0", &["save", "check"]),
    ("/thi/{attempt}/kiem-tra", "person-0", &["", "submit"]),
    ("/admin/tao", "quantri", &["tao", "xem", "toml"]),
    ("/admin/tai-khoan", "quantri", &["tao", "khoa", "mo"]),
    ("/admin/{contest}", "bantochuc", &["khoa", "niem-phong"]),
    (
        "/admin/{contest}/the-le",
        "bantochuc",
        &[
            "luu",
            "xem",
            "toml",
            "tai-toml",
            "them:rounds",
            "bo:rounds.99",
            "len:x",
            "bo-tieu-chi:-1",
            "chia-tuan",
        ],
    ),
    (
        "/admin/{contest}/cau-hoi",
        "bantochuc",
        &["xem-truoc", "nhap", "luu", "xoa"],
    ),
    (
        "/admin/{contest}/nguoi-thi",
        "bantochuc",
        &[
            "xem-truoc",
            "nhap",
            "phieu",
            "phieu-don-vi",
            "bo",
            "lay-lai",
            "them-don-vi",
            "sua-don-vi",
        ],
    ),
    ("/admin/{contest}/vai-tro", "quantri", &["giao", "thu-hoi"]),
    ("/admin/{contest}/kiosk", "bantochuc", &["tao", "thu-hoi"]),
    ("/admin/{contest}/de-nghi", "thuky", &["confirm", "drop"]),
    (
        "/admin/{contest}/ra-soat/{round}",
        "thuky",
        &[
            "seal",
            "huy-bai",
            "huy-cau",
            "them-gio",
            "su-co",
            "bang-nhau",
            "boc-tham",
            "cong-bo",
        ],
    ),
];

/// Every byte as `%XX`.
pub(super) fn percent_all(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("%{b:02X}")).collect()
}

/// A value as it would arrive from somebody who encodes nothing.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits = [rest.clone().next(), rest.clone().nth(1)]
            .map(|b| char::from(b.unwrap_or(0)).to_digit(16));
        if let (b'%', [Some(high), Some(low)]) = (byte, digits) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest.nth(1);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Rule sheets that can be read, with a character in them that nobody types.
pub(super) fn odd_sheets() -> [String; 4] {
    let sheet = include_str!("../../../../contests/bong-son-2024.toml");
    assert!(sheet.contains("title = \"") && sheet.contains("code = \"dot-1\""));
    [
        sheet.replacen("title = \"", "title = \"\\u0000", 1),
        sheet.replacen("code = \"dot-1\"", "code = \"dot-\\u00001\"", 1),
        sheet.replacen("code = \"khu_pho\"", "code = \"khu\\u0000pho\"", 1),
        sheet.replacen("name = \"", "name = \"\\u0000", 1),
    ]
}

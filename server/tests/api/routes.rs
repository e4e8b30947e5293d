//! Every declared route, from a list that `tests/policy.rs` holds against the router, and addresses made from it.

use crate::world::{HUE, Story, WARD};

const ROUTES: &str = include_str!("../routes.txt");

/// Paths declared for this method.
pub(crate) fn declared(method: &str) -> Vec<&'static str> {
    let lines = ROUTES.lines();
    lines
        .filter_map(|l| l.strip_prefix(method)?.strip_prefix(' '))
        .collect()
}

/// Contests and their rounds.
pub(crate) const ROUNDS: [(&str, &str); 5] = [
    (HUE, "dot-1"),
    (HUE, "dot-2"),
    (HUE, "dot-3"),
    (HUE, "dot-4"),
    (WARD, "dot-1"),
];

/// Names a download answers to.
fn files() -> Vec<String> {
    let mut files: Vec<String> = ["mau-cau-hoi.xlsx", "mau-danh-sach.xlsx"]
        .map(str::to_owned)
        .into();
    for ending in ["xlsx", "gift", "toml", "json", "txt", "aiken"] {
        files.push(format!("cau-hoi.{ending}"));
    }
    for round in ["dot-1", "dot-2", "dot-3", "tat-ca"] {
        for ending in ["csv", "xlsx"] {
            files.push(format!("tham-gia-{round}.{ending}"));
            files.push(format!("ket-qua-{round}.{ending}"));
        }
        files.push(format!("bai-thi-{round}.csv"));
    }
    for ending in ["csv", "xlsx"] {
        files.push(format!("ket-qua-dot-2.ban-1.{ending}"));
        files.push(format!("xep-hang-chung.ban-1.{ending}"));
    }
    files
}

/// Addresses of a declared path with every real value of its parameters.
pub(crate) fn addresses(path: &str, story: &Story) -> Vec<String> {
    let fill = |paths: Vec<String>, name: &str, values: &[String]| -> Vec<String> {
        let each = |p: String| -> Vec<String> {
            if p.contains(name) {
                values.iter().map(|v| p.replace(name, v)).collect()
            } else {
                vec![p]
            }
        };
        paths.into_iter().flat_map(each).collect()
    };
    let mut paths = vec![path.to_owned()];
    if path.contains("{round}") {
        let both = |(contest, round): &(&str, &str)| {
            path.replace("{contest}", contest).replace("{round}", round)
        };
        paths = ROUNDS.iter().map(both).collect();
    }
    let attempts: Vec<String> = story.attempts.iter().map(|(_, id)| id.clone()).collect();
    paths = fill(paths, "{contest}", &[HUE.to_owned(), WARD.to_owned()]);
    paths = fill(paths, "{attempt}", &attempts);
    paths = fill(paths, "{token}", &["khong-co".to_owned()]);
    fill(paths, "{file}", &files())
}

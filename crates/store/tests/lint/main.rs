//! The portable subset of `docs/adr/0001`, held by reading the migrations and every SQL text of the store.
//!
//! Counting binds matters most: SQLite takes a missing one for NULL without a word.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod calls;
mod schema;
mod statements;

use std::fs;
use std::path::{Path, PathBuf};

/// Files of this ending in and below a folder, with their text, in order.
fn read_all(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(read_all(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs")
}

fn migrations() -> Vec<(PathBuf, String)> {
    read_all(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations"),
        "sql",
    )
}

/// Splits at commas outside brackets and quotes.
fn split_at_commas(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quote) = (vec![String::new()], 0_i32, None);
    let mut previous = ' ';
    for c in text.chars() {
        match (quote, c) {
            (Some(q), _) if c == q && previous != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(String::new());
                previous = c;
                continue;
            }
            (None, _) => {}
        }
        previous = if previous == '\\' { ' ' } else { c };
        parts.last_mut().unwrap().push(c);
    }
    let parts: Vec<String> = parts.iter().map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The text up to the bracket that closes the one just before it.
fn to_closing_bracket(text: &str) -> Option<&str> {
    let (mut depth, mut quoted, mut previous) = (1, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '"' if previous != '\\' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(&text[..at]);
                }
            }
            _ => {}
        }
        previous = if previous == '\\' { ' ' } else { c };
    }
    None
}

/// Words of a SQL text, upper case; quoted texts left out, other characters one by one.
fn words(sql: &str) -> Vec<String> {
    let (mut found, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in sql.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' || c == '$' {
            if !quoted {
                word.push(c.to_ascii_uppercase());
            }
            continue;
        }
        if !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if c == '\'' {
            quoted = !quoted;
        } else if !quoted && !c.is_whitespace() {
            found.push(c.to_string());
        }
    }
    found
}

#[test]
fn the_reader_reads() {
    assert_eq!(
        split_at_commas("a, f(b, c), \"d, \\\" e\", g,"),
        ["a", "f(b, c)", "\"d, \\\" e\"", "g"]
    );
    assert_eq!(to_closing_bracket("a(b) \")\" c) d"), Some("a(b) \")\" c"));
    assert_eq!(to_closing_bracket("a(b"), None);
    assert_eq!(
        words("x = $1 AND y <> 'now()'"),
        ["X", "=", "$1", "AND", "Y", "<", ">"]
    );
}

//! Every public function of the store is called in a story.

use std::fs;
use std::path::Path;

/// Room and name of every `pub async fn` under `src`; the room of `people/roster.rs` is `people`.
fn public_functions() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        None,
        &mut found,
    );
    found
}

fn collect(folder: &Path, room: Option<&str>, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let room = room.unwrap_or(&name);
        if path.is_dir() {
            collect(&path, Some(room), found);
        } else {
            let source = fs::read_to_string(&path).unwrap();
            found.extend(declared(&source).map(|function| (room.to_owned(), function)));
        }
    }
}

fn declared(source: &str) -> impl Iterator<Item = String> {
    source.split("pub async fn ").skip(1).map(|rest| {
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    })
}

/// The stories without their comments.
fn stories() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        text.extend(
            source
                .lines()
                .filter(|line| !line.trim_start().starts_with("//")),
        );
    }
    text
}

fn uncalled(functions: &[(String, String)], stories: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for (room, function) in functions {
        let called = if room == "db" {
            // Methods of `Db` and `Tx`.
            stories.contains(&format!(".{function}("))
                || stories.contains(&format!("::{function}("))
        } else {
            stories.contains(&format!("{room}::{function}("))
        };
        if !called {
            missing.push(format!("{room}::{function}"));
        }
    }
    missing
}

#[test]
fn every_public_function_is_called_in_a_story() {
    let functions = public_functions();
    assert!(
        functions.len() > 80,
        "only {} functions found: look at `declared`",
        functions.len()
    );
    assert_eq!(uncalled(&functions, &stories()), Vec::<String>::new());
}

#[test]
fn a_function_nobody_calls_is_noticed() {
    let source = "pub async fn find(tx: &mut Tx) {}\npub async fn find_all(tx: &mut Tx) {}";
    let functions: Vec<_> = declared(source)
        .map(|name| ("quiz".to_owned(), name))
        .collect();
    // Neither a longer name nor the same name in another room counts as a call.
    let text = "quiz::find_all(&mut tx); people::find(&mut tx);";
    assert_eq!(uncalled(&functions, text), ["quiz::find"]);
}

//! Finds the calls of the store's macros and counts: every `$n` has its bind, every bind its `$n`.

use crate::{sources, split_at_commas, to_closing_bracket};
use std::collections::BTreeSet;

/// A call of `execute!`, `fetch!`, `fetch_in!` or `insert_rows!`.
pub(crate) struct Call {
    pub(crate) place: String,
    macro_name: &'static str,
    arguments: Vec<String>,
    /// SQL texts of the call, literals joined and constants filled in.
    pub(crate) sql: Vec<String>,
}

const MACROS: [&str; 4] = ["execute", "fetch", "fetch_in", "insert_rows"];

/// Every call in a source file, except in the file that defines the macros.
pub(crate) fn calls(place: &str, source: &str) -> Vec<Call> {
    let code: String = source
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                "\n".into()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let mut found = Vec::new();
    for macro_name in MACROS {
        for (at, matched) in code.match_indices(&format!("{macro_name}!(")) {
            let (before, rest) = (&code[..at], &code[at + matched.len()..]);
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let place = format!("{place}:{}", before.lines().count());
            let arguments = split_at_commas(to_closing_bracket(rest).unwrap());
            let sql = texts(macro_name, &arguments)
                .iter()
                .map(|text| {
                    resolve(text, before, &code).unwrap_or_else(|| panic!("{place}: {text}"))
                })
                .collect();
            found.push(Call {
                place,
                macro_name,
                arguments,
                sql,
            });
        }
    }
    found
}

/// The arguments of a call that hold SQL.
fn texts<'a>(macro_name: &str, arguments: &'a [String]) -> Vec<&'a str> {
    let range = match macro_name {
        "execute" => 1..2,
        "fetch" => 3..4,
        "fetch_in" => 2..4,
        _ => 1..3,
    };
    arguments[range].iter().map(String::as_str).collect()
}

/// SQL of an argument: a literal, or a variable that `let` or `const` before it made from one.
fn resolve(argument: &str, before: &str, code: &str) -> Option<String> {
    if argument.starts_with('"') {
        return literal(argument).map(|text| fill_in(&text, code));
    }
    let name = argument
        .strip_prefix("sqlx::AssertSqlSafe(")
        .map_or(argument, |rest| rest.trim_end_matches(')'));
    if code.contains(&format!("const {name}: &str = ")) {
        return Some(fill_in(&format!("{{{name}}}"), code));
    }
    let made = before
        .rfind(&format!("let {name} = "))
        .map(|at| &before[at..])?;
    if made[..made.find(';')?].contains("dialect::") {
        return Some(String::new()); // a fragment of the dialect: never with a placeholder
    }
    literal(&made[made.find('"')?..]).map(|text| fill_in(&text, code))
}

/// The value of a string literal at the start of the text; a line that ends with `\` goes on after the next indent.
fn literal(text: &str) -> Option<String> {
    let (mut value, mut escaped, mut continued) = (String::new(), false, false);
    for c in text.strip_prefix('"')?.chars() {
        match c {
            _ if escaped => {
                escaped = false;
                continued = c == '\n';
                if !continued {
                    value.push(c);
                }
            }
            '\\' => escaped = true,
            '"' => return Some(value),
            _ if continued && c.is_whitespace() => {}
            _ => {
                continued = false;
                value.push(c);
            }
        }
    }
    None
}

/// Puts constants of the file where `{NAME}` stands; other names are fragments of the dialect.
fn fill_in(text: &str, code: &str) -> String {
    let mut filled = text.to_owned();
    while let Some((from, to)) = filled.find('{').zip(filled.find('}')) {
        let name = filled[from + 1..to].to_owned();
        let value = code
            .find(&format!("const {name}: &str = "))
            .map(|at| &code[at..])
            .and_then(|rest| literal(&rest[rest.find('"')?..]))
            .unwrap_or_default();
        filled.replace_range(from..=to, &value);
    }
    filled
}

/// Numbers of the placeholders in a SQL text.
fn placeholders(sql: &str) -> BTreeSet<usize> {
    sql.split('$')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
        })
        .map(|digits| digits.parse().unwrap())
        .collect()
}

/// What is wrong with a call's numbers, in words.
fn miscount(call: &Call) -> Option<String> {
    let sql = call.sql.join(" ");
    match call.macro_name {
        "execute" | "fetch" => {
            let fixed = if call.macro_name == "execute" { 2 } else { 4 };
            let binds = call.arguments.len() - fixed;
            let expected: BTreeSet<usize> = (1..=binds).collect();
            let found = placeholders(&sql);
            (found != expected).then(|| format!("{binds} binds for {found:?}: {sql}"))
        }
        "fetch_in" => (!call.sql[0].ends_with(" IN") || sql.contains('$'))
            .then(|| format!("the list goes after a final IN, and is all that is bound: {sql}")),
        _ => {
            let head = &call.sql[0];
            let named = head
                .find('(')
                .and_then(|at| to_closing_bracket(&head[at + 1..]));
            let named = named.map_or(0, |list| split_at_commas(list).len());
            let stated: usize = call.arguments[3].parse().unwrap_or(0);
            let binds = call.arguments.len() - 5;
            // Rows to be inserted, or rows by which others are changed.
            let changes = head.starts_with("WITH ") && head.ends_with(" AS (VALUES");
            let opens = head.ends_with(" VALUES") || changes;
            let right = named == stated && stated == binds && opens;
            (!right || sql.contains('$'))
                .then(|| format!("{named} columns named, {stated} stated, {binds} bound: {sql}"))
        }
    }
}

/// Every call of the store.
pub(crate) fn all_calls() -> Vec<Call> {
    let mut found = Vec::new();
    for (path, source) in sources() {
        if !path.ends_with("src/run.rs") {
            found.extend(calls(&path.display().to_string(), &source));
        }
    }
    found
}

#[test]
fn every_placeholder_has_its_bind() {
    let calls = all_calls();
    assert!(
        calls.len() > 85,
        "only {} calls found: has a macro another name?",
        calls.len()
    );
    for name in MACROS {
        assert!(
            calls.iter().any(|call| call.macro_name == name),
            "no call of {name}! found"
        );
    }
    let wrong: Vec<String> = calls
        .iter()
        .filter_map(|call| Some(format!("{}: {}", call.place, miscount(call)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_sql_of_the_store_goes_through_the_macros() {
    for (path, source) in sources() {
        let allowed = path.ends_with("src/run.rs");
        let direct = ["sqlx::query", "QueryBuilder", "raw_sql"];
        let found = direct.iter().find(|way| source.contains(**way));
        assert!(allowed || found.is_none(), "{}: {found:?}", path.display());
    }
}

#[test]
fn planted_miscounts_are_caught() {
    let planted = [
        r#"execute!(tx, "UPDATE a SET b = $1 WHERE id = $2", b)?;"#,
        r#"execute!(tx, "UPDATE a SET b = $1 WHERE id = $2", b, c, id)?;"#,
        r#"execute!(tx, "UPDATE a SET b = $1 WHERE id = $3", b, id)?;"#,
        r#"execute!(tx, "DELETE FROM a WHERE id = 'x'", id)?;"#,
        "fetch!(fetch_all, (i64, String), tx, \"SELECT a FROM b \\\n     WHERE c = $1 AND d = $2\", f(c, d))",
        r#"const A: &str = "SELECT a FROM b WHERE c = $1"; fn f() { let sql = format!("{A} AND d = $2"); fetch!(fetch_all, Row, tx, sqlx::AssertSqlSafe(sql), c) }"#,
        r#"fetch_in!(Row, tx, "SELECT a FROM b WHERE c = $1 AND d IN", "", ids)"#,
        r#"fetch_in!(Row, tx, "SELECT a FROM b WHERE d", "", ids)"#,
        r#"insert_rows!(tx, "INSERT INTO a (b, c) VALUES", "", 2, rows, |row| row.b)"#,
        r#"insert_rows!(tx, "INSERT INTO a (b, c) VALUES", "", 3, rows, |row| row.b, row.c)"#,
        r#"insert_rows!(tx, "INSERT INTO a (b) VALUES", "", 2, rows, |row| row.b, row.c)"#,
    ];
    for source in planted {
        let calls = calls("planted.rs", source);
        assert_eq!(calls.len(), 1, "{source}");
        assert!(miscount(&calls[0]).is_some(), "not caught: {source}");
    }
}

#[test]
fn right_counts_pass() {
    let right = [
        r#"execute!(tx, "LOCK TABLE a")?;"#,
        r#"execute!(tx, "UPDATE a SET b = $1 WHERE id = $2", f(b, 1), id,)?;"#,
        r#"const A: &str = "SELECT a FROM b"; fn f() { let sql = format!("{A} WHERE c = $1{lock}"); fetch!(fetch_all, Row, tx, sqlx::AssertSqlSafe(sql), c) }"#,
        r#"fn f() { let tail = dialect::lock_in_id_order(tx); fetch_in!(Row, tx, "SELECT a FROM b WHERE d IN", tail, ids) }"#,
        r#"insert_rows!(tx, "INSERT INTO a (b, c) VALUES", "ON CONFLICT (b) DO NOTHING", 2, rows, |row| row.b, row.c.as_deref())"#,
    ];
    for source in right {
        let calls = calls("right.rs", source);
        assert_eq!(calls.len(), 1, "{source}");
        assert_eq!(miscount(&calls[0]), None);
    }
}

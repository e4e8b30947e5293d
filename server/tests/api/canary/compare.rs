//! Whether two responses are the same but for what every response has of its own: nonce, request id, the clock.

use crate::talk::Page;
use std::collections::BTreeSet;

/// How two responses differ; none where nobody could tell them apart.
pub(super) fn apart(one: &Page, other: &Page) -> Option<String> {
    if one.status != other.status {
        return Some(format!("status {} and {}", one.status, other.status));
    }
    if one.bytes.len() != other.bytes.len() {
        let what = first_difference(&veiled(one), &veiled(other)).unwrap_or_default();
        return Some(format!(
            "sizes {} and {}: {what}",
            one.bytes.len(),
            other.bytes.len()
        ));
    }
    let headers = first_difference(&headers(one), &headers(other));
    headers.or_else(|| first_difference(&veiled(one), &veiled(other)))
}

/// Headers but date and request id, by name.
fn headers(page: &Page) -> String {
    let mut lines: Vec<String> = page
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"))
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    lines.sort();
    without_clock(&without_nonce(page, &lines.join("\n")))
}

/// The body without what is its own.
fn veiled(page: &Page) -> String {
    without_clock(&without_nonce(page, &page.text()))
}

fn without_nonce(page: &Page, text: &str) -> String {
    let nonce = page
        .header("content-security-policy")
        .split("'nonce-")
        .nth(1);
    let nonce = nonce.and_then(|n| n.split('\'').next()).unwrap_or_default();
    let id = page.header("x-request-id");
    let mut text = text.to_owned();
    for own in [nonce, id] {
        if own.len() >= 8 {
            text = text.replace(own, &"*".repeat(own.len()));
        }
    }
    text
}

/// Masks `16:59:58` and instants in milliseconds, digit by digit.
fn without_clock(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let is_clock = |b: &[u8]| {
        b.len() == 8
            && b[2] == b':'
            && b[5] == b':'
            && [0, 1, 3, 4, 6, 7].iter().all(|i| b[*i].is_ascii_digit())
    };
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if bytes[at..].get(..8).is_some_and(is_clock) {
            // With the milliseconds of a receipt, where they stand.
            let end = at
                + if bytes.get(at + 8) == Some(&b'.') {
                    12
                } else {
                    8
                };
            let end = end.min(bytes.len());
            bytes[at..end].fill(b'#');
            at = end;
        } else if digits == 13 {
            bytes[at..at + 13].fill(b'#');
            at += 13;
        } else {
            at += digits.max(1);
        }
    }
    without_countdown(&String::from_utf8_lossy(&bytes))
}

/// Masks the figures of a countdown: a page that is given out again shows those of the second it was made in, however
/// often it is asked for.
fn without_countdown(text: &str) -> String {
    const FIGURE: &str = "class=\"countdown__part\"><b>";
    let mut parts = text.split(FIGURE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        text + FIGURE + &"#".repeat(part.len() - rest.len()) + rest
    })
}

/// Where two texts part, with what stands around.
fn first_difference(one: &str, other: &str) -> Option<String> {
    if one == other {
        return None;
    }
    let same = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |text: &str| {
        text.chars()
            .skip(same.saturating_sub(60))
            .take(140)
            .collect::<String>()
    };
    Some(format!("“{}” and “{}”", around(one), around(other)))
}

/// What a log says, without when and for which request: each line once, because requests are answered in any order.
pub(super) fn log(text: &str) -> BTreeSet<String> {
    let words = |line: &str| {
        let said = line.split_whitespace().skip(1);
        let kept: Vec<&str> = said.filter(|w| !w.contains("127.0.0.1:")).collect();
        let masked: String = kept
            .join(" ")
            .chars()
            .map(|c| if c.is_ascii_digit() { '#' } else { c })
            .collect();
        masked
    };
    text.lines().map(words).collect()
}

/// What metrics count, without how long anything took.
pub(super) fn metrics(text: &str) -> BTreeSet<&str> {
    let timed = |line: &&str| !line.contains("_seconds_bucket{") && !line.contains("_seconds_sum{");
    text.lines().filter(timed).collect()
}

/// What metrics say, without the seconds spent in all: any figure, and so points, can stand in them by chance.
pub(super) fn without_sums(text: &str) -> String {
    let said = |line: &str| match line.rsplit_once(' ') {
        Some((name, _)) if name.contains("_seconds_sum{") => name.to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(said).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderValue};

    fn page(nonce: &'static str, body: &str) -> Page {
        let mut headers = HeaderMap::new();
        let policy = format!("script-src 'nonce-{nonce}'");
        headers.insert(
            "content-security-policy",
            HeaderValue::from_str(&policy).unwrap(),
        );
        Page {
            status: 200,
            headers,
            bytes: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn nonce_and_clock_are_forgiven_and_nothing_else() {
        let one = page(
            "aaaaaaaa",
            "<script nonce=\"aaaaaaaa\"> 16:59:58 1790000000000",
        );
        let same = page(
            "bbbbbbbb",
            "<script nonce=\"bbbbbbbb\"> 17:00:01 1790000000999",
        );
        assert_eq!(apart(&one, &same), None);
        for leak in [
            "<script nonce=\"bbbbbbbb\"> 17:00:01 1790000000999 ",
            "<script nonce=\"bbbbbbbb\"> 17:00:01x1790000000999",
            "<script nonce=\"aaaaaaaa\"> 16:59:58 179000000000",
        ] {
            assert!(apart(&one, &page("bbbbbbbb", leak)).is_some(), "{leak}");
        }
        let mut tagged = same;
        tagged
            .headers
            .insert("etag", HeaderValue::from_static("\"7\""));
        assert!(apart(&one, &tagged).unwrap().contains("etag"));
    }

    #[test]
    fn a_countdown_is_a_clock() {
        let at = |seconds: &str| {
            format!("<span class=\"countdown__part\"><b>{seconds}</b>giây</span> 57 người")
        };
        assert_eq!(without_countdown(&at("57")), without_countdown(&at("56")));
        assert_ne!(without_countdown(&at("57")), without_countdown(&at("5")));
        assert!(without_countdown(&at("57")).ends_with(" 57 người"));
    }

    #[test]
    fn a_count_that_differs_is_seen_and_a_duration_is_not() {
        let one = "hoithi_requests_total{status=\"200\"} 7\nx_seconds_sum{} 0.1";
        let slower = "hoithi_requests_total{status=\"200\"} 7\nx_seconds_sum{} 0.2";
        let more = "hoithi_requests_total{status=\"200\"} 8\nx_seconds_sum{} 0.1";
        assert_eq!(metrics(one), metrics(slower));
        assert_ne!(metrics(one), metrics(more));
    }

    #[test]
    fn a_log_line_that_only_one_server_writes_is_seen() {
        let one = log("2026-11-22T01:00:00Z INFO a 1\n2026-11-22T01:00:01Z INFO b");
        assert_eq!(
            one,
            log("2026-11-22T02:00:00Z INFO b\n2026-11-22T03:00:01Z INFO a 2")
        );
        assert_ne!(
            one,
            log("2026-11-22T02:00:00Z INFO b\n2026-11-22T03:00:01Z INFO a right")
        );
    }
    #[test]
    fn only_the_seconds_spent_are_left_out() {
        let said = "a_seconds_sum{route=\"/2.474\"} 12.474\na_seconds_count{} 7\na_points{} 2.474";
        let expected = "a_seconds_sum{route=\"/2.474\"}\na_seconds_count{} 7\na_points{} 2.474";
        assert_eq!(without_sums(said), expected);
    }
}

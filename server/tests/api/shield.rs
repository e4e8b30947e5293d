//! What protects every route: where a request comes from, headers, limits of size.

use crate::routes::{addresses, declared};
use crate::server::Server;
use crate::talk::{HOST, sent};
use crate::world::{HUE, World};
use reqwest::Method;
use std::collections::HashSet;

#[tokio::test]
async fn no_other_site_can_post_anything() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let here = format!("https://{HOST}");
    let foreign: [&[(&str, &str)]; 7] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &here)],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://hoithi.test.evil.example")],
    ];
    let story = &world.story;
    for who in ["bantochuc", "person-0", "kiosk-turn"] {
        let talk = server.with(story.cast.cookie(who));
        for path in declared("POST") {
            let path = &addresses(path, story)[0];
            for headers in foreign {
                let mut request = talk.bare(Method::POST, path).body("act=submit");
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let page = sent(request).await;
                assert_eq!(page.status, 403, "{who} {path} {headers:?}");
                assert!(page.text().contains("đến từ một trang khác"), "{path}");
                assert!(page.cookies().is_empty());
            }
        }
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let page = sent(server.anyone().bare(method, "/")).await;
        assert_eq!(page.status, 403);
    }
}

/// A server function is never reached by following a link, which carries the cookie from anywhere.
#[tokio::test]
async fn server_functions_answer_no_get() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let talk = server.with(world.story.cast.cookie("person-0"));
    for path in declared("POST")
        .into_iter()
        .filter(|p| p.starts_with("/api/"))
    {
        let page = talk
            .get(&format!("{path}?attempt=x&key=k&slot=0&value=0&base=0"))
            .await;
        assert!((400..500).contains(&page.status), "{path} {}", page.status);
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let talk = server.anyone();
    for (method, path, allowed) in [
        (Method::GET, "/dang-xuat", "POST"),
        (Method::POST, "/", "GET,HEAD"),
        (Method::DELETE, "/dang-nhap", "GET,HEAD,POST"),
    ] {
        let page = sent(talk.request(method.clone(), path)).await;
        assert_eq!(page.status, 405, "{method} {path}");
        assert_eq!(page.header("allow"), allowed, "{method} {path}");
        assert!(page.text().contains("không nhận kiểu yêu cầu"), "{path}");
    }
}

#[tokio::test]
async fn every_response_carries_the_headers() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let talk = server.with(world.story.cast.cookie("bantochuc"));
    let mut paths: Vec<String> = declared("GET")
        .into_iter()
        .map(|p| addresses(p, &world.story)[0].clone())
        .collect();
    paths.extend(
        [
            "/khong-co",
            "/pkg/khong-co.js",
            "/favicon.svg",
            "/fonts/x.woff2",
        ]
        .map(str::to_owned),
    );
    let mut nonces = HashSet::new();
    for path in &paths {
        let page = talk.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{path}");
        }
        assert!(
            page.header("strict-transport-security")
                .starts_with("max-age=")
        );
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
            "{path} {policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}"
        );
        assert_eq!(page.header("x-request-id").len(), 13, "{path}");
        let html = page.header("content-type").starts_with("text/html");
        if html {
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .unwrap()
                .split('\'')
                .next()
                .unwrap();
            assert!(
                nonce.len() >= 20 && nonces.insert(nonce.to_owned()),
                "{path} {nonce}"
            );
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    }
    assert!(nonces.len() > 20, "{}", nonces.len());
}

#[tokio::test]
async fn bodies_have_a_limit_and_say_so() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let form = "application/x-www-form-urlencoded";
    let story = &world.story;
    let small = vec![b'a'; 65 * 1024];
    // No more over the limit than the socket holds: the server answers and stops reading.
    let large = vec![b'a'; 12 * 1024 * 1024 + 1024];
    let sheet = format!("/thi/{}", story.attempt("person-0/dot-3"));
    let bank = format!("/admin/{HUE}/cau-hoi");
    for (who, path, body) in [
        ("anyone", "/dang-nhap", &small),
        ("person-0", sheet.as_str(), &small),
        ("bantochuc", bank.as_str(), &large),
        ("person-0", "/api/quiz/save", &small),
    ] {
        let talk = server.with(story.cast.cookie(who));
        let page = talk.post_raw(path, form, body.clone()).await;
        assert_eq!(page.status, 413, "{path} {}", page.text());
        assert!(page.text().contains("quá lớn"), "{path} {}", page.text());
    }
}

//! Every route, form and server function has a declared policy, and the check that says so can fail.

use axum::http::Method;
use server::middleware::gate::{Verdict, judge};
use server::router::declared_paths;
use services::Actor;

/// Paths without a declared policy.
fn undeclared(paths: &[(Method, String)]) -> Vec<String> {
    paths
        .iter()
        .filter(|(method, path)| {
            let verdict = judge(method, path, &Actor::anyone());
            matches!(verdict, Verdict::Undeclared | Verdict::WrongMethod)
        })
        .map(|(method, path)| format!("{method} {path}"))
        .collect()
}

#[test]
fn every_route_declares_its_policy() {
    let paths = declared_paths();
    assert!(
        paths.len() > 40,
        "the walk found only {} routes",
        paths.len()
    );
    assert!(
        paths.iter().any(|(_, p)| p == "/api/quiz/save"),
        "server functions are walked too"
    );
    assert_eq!(undeclared(&paths), Vec::<String>::new());
}

#[test]
fn the_check_catches_a_planted_route() {
    let mut paths = declared_paths();
    paths.push((Method::GET, "/admin/{contest}/cua-sau".into()));
    paths.push((Method::POST, "/thi/{attempt}/sua-diem".into()));
    paths.push((Method::GET, "/api/quiz/save".into()));
    assert_eq!(
        undeclared(&paths),
        [
            "GET /admin/{contest}/cua-sau",
            "POST /thi/{attempt}/sua-diem",
            "GET /api/quiz/save"
        ]
    );
}

#[test]
fn server_functions_that_change_something_use_post() {
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
    }
}

#[test]
fn only_public_routes_are_open_to_anyone() {
    let open: Vec<String> = declared_paths()
        .iter()
        .filter(|(method, path)| judge(method, path, &Actor::anyone()) == Verdict::Pass)
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    for path in &open {
        assert!(
            !path.contains("/admin") && !path.contains("/unit"),
            "{path} is open to anyone"
        );
        assert!(!path.contains("/thi/{attempt}"), "{path} is open to anyone");
    }
    assert!(open.contains(&"GET /".to_owned()));
}

/// The API tests walk this list without linking the server.
#[test]
fn the_list_of_routes_is_the_router() {
    let mut declared: Vec<String> = declared_paths()
        .into_iter()
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    declared.sort();
    let listed: Vec<&str> = include_str!("routes.txt").lines().collect();
    assert_eq!(listed, declared, "copy the right side to tests/routes.txt");
}

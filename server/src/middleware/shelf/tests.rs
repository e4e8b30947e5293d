use super::*;
use axum::Router;
use axum::routing::get;
use std::sync::atomic::{AtomicUsize, Ordering};

const POLICY: &str = "script-src 'nonce-abc='; style-src 'self' 'nonce-abc='";

fn at(now: i64, news: u64, next: Option<i64>) -> Instant {
    Instant {
        since: Since {
            news,
            at: Moment(now),
        },
        next: next.map(Moment),
    }
}

fn page(body: &'static str) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], body).into_response()
}

async fn text(response: Response) -> String {
    let body = to_bytes(response.into_body(), 9_999).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn what_belongs_to_one_response_is_new_each_time() {
    let body = r#"<script nonce="abc=">1</script><b data-now="17" data-until="99">02</b><b data-now="18">"#;
    let sheet = Sheet::of(page(body), at(0, 0, None)).await.unwrap();
    let given = sheet.given_out("xyz=", Moment(4_000));
    let policy = given.headers()[header::CONTENT_SECURITY_POLICY].clone();
    assert_eq!(
        policy,
        "script-src 'nonce-xyz='; style-src 'self' 'nonce-xyz='"
    );
    let expected = r#"<script nonce="xyz=">1</script><b data-now="4000" data-until="99">02</b><b data-now="4000">"#;
    assert_eq!(text(given).await, expected);
}

#[tokio::test]
async fn a_page_is_given_out_until_something_changes() {
    let sheet = Sheet::of(page("trang"), at(10_000, 3, Some(11_500)))
        .await
        .unwrap();
    for (now, news, fresh) in [
        (10_000, 3, true),
        (11_499, 3, true),
        (11_500, 3, false), // a phase begins
        (10_001, 4, false), // news
        (9_999, 3, false),  // a clock that was moved back
    ] {
        assert_eq!(sheet.is_fresh(at(now, news, None)), fresh, "{now} {news}");
    }
    let sheet = Sheet::of(page("trang"), at(10_000, 3, None)).await.unwrap();
    assert!(sheet.is_fresh(at(11_999, 3, None)));
    assert!(
        !sheet.is_fresh(at(12_000, 3, None)),
        "nothing was heard for too long"
    );
}

#[tokio::test]
async fn what_is_no_plain_page_is_not_kept() {
    let mut sets = page("a");
    let cookie = HeaderValue::from_static("a=b");
    sets.headers_mut().insert(header::SET_COOKIE, cookie);
    let mut missing = page("a");
    *missing.status_mut() = StatusCode::NOT_FOUND;
    for response in [sets, missing, "no policy".into_response()] {
        let kept = Sheet::of(response, at(0, 0, None)).await;
        assert_ne!(text(*kept.unwrap_err()).await, "");
    }
}

/// Keys of requests as the router would match them.
async fn key_of(path: &'static str, request: Request) -> Option<Key> {
    use tower::ServiceExt as _;
    let found = Arc::new(Mutex::new(None));
    let seen = found.clone();
    let layer = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
        *seen.lock().unwrap() = key(&request);
        next.run(request)
    });
    let router: Router = Router::new().route(path, get(|| async {})).layer(layer);
    router.oneshot(request).await.unwrap();
    found.lock().unwrap().take()
}

#[tokio::test]
async fn only_pages_that_say_nothing_of_anybody_are_kept() {
    let asked = |uri: &str, cookie: &str| {
        let request = Request::builder().uri(uri).header("cookie", cookie);
        request.body(Body::empty()).unwrap()
    };
    let contest = "/cuoc-thi/{contest}";
    assert_eq!(
        key_of(contest, asked("/cuoc-thi/a", "")).await.unwrap().0,
        "/cuoc-thi/a"
    );
    assert!(key_of("/", asked("/", "hien-thi=dark.-.-")).await.is_some());
    for (path, uri, cookie) in [
        (contest, "/cuoc-thi/%61", ""),
        ("/", "/", "__Host-hoithi=abc"),
        ("/", "/", "__Host-kiosk=abc"),
        ("/", "/?het-phien=1", ""),
        ("/cua-toi", "/cua-toi", ""),
    ] {
        assert_eq!(
            key_of(path, asked(uri, cookie)).await,
            None,
            "{uri} {cookie}"
        );
    }
}

#[test]
fn every_page_kept_is_a_route() {
    let declared = crate::router::declared_paths();
    for path in PAGES {
        assert!(declared.contains(&(Method::GET, path.to_owned())), "{path}");
    }
}

#[tokio::test]
async fn a_crowd_waits_for_one_page() {
    let shelf = Shelf::default();
    let key = ("/".to_owned(), String::new());
    let made = AtomicUsize::new(0);
    let ask = || {
        let make = async {
            tokio::task::yield_now().await;
            made.fetch_add(1, Ordering::Relaxed);
            page("trang")
        };
        shelf.page(&key, || at(0, 0, None), make)
    };
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(made.load(Ordering::Relaxed), 1);
    // Something changed: made anew, once.
    let again = || shelf.page(&key, || at(1, 1, None), async { page("mới") });
    let sheet = again().await.unwrap();
    assert_eq!(text(sheet.given_out("x", Moment(1))).await, "mới");
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_long_for_a_page_that_does_not_come() {
    let shelf = Shelf::default();
    let key = ("/".to_owned(), String::new());
    let stuck = shelf.page(&key, || at(0, 0, None), std::future::pending());
    let behind = async {
        tokio::task::yield_now().await;
        let own = || shelf.page(&key, || at(0, 0, None), async { page("trang") });
        let begun = tokio::time::Instant::now();
        let both = tokio::join!(own(), own());
        assert!(both.0.is_err() && both.1.is_err(), "each made its own");
        assert!(begun.elapsed() < PATIENCE * 2, "not one after the other");
    };
    tokio::select! {
        _ = stuck => panic!("it never comes"),
        () = behind => {}
    }
}

#[tokio::test]
async fn however_many_addresses_are_asked_for_few_are_kept() {
    let shelf = Shelf::default();
    let key = |n: usize| (format!("/{n}"), String::new());
    let waited_for = shelf.slot(&key(0)).unwrap();
    for n in 1..3 * AT_MOST {
        assert!(shelf.slot(&key(n)).is_some());
    }
    assert!(shelf.0.lock().unwrap().len() <= AT_MOST);
    assert!(Arc::ptr_eq(&waited_for, &shelf.slot(&key(0)).unwrap()));
    // What cannot be kept leaves nothing behind.
    let broken = || async { "no policy".into_response() };
    let missing = key(9_999);
    assert!(
        shelf
            .page(&missing, || at(0, 0, None), broken())
            .await
            .is_err()
    );
    assert!(!shelf.0.lock().unwrap().contains_key(&missing));
}

//! An attempt over HTTP, from two starts at once to its receipt.

use crate::server::Server;
use crate::talk::{Page, Talk};
use crate::world::{HUE, World, on_both_engines};

const SAVE: &str = "/api/quiz/save";
/// What server functions read.
const LINES: &str = "text/plain; charset=utf-8";

async fn save(
    talk: &Talk,
    attempt: &str,
    (key, slot, value, base): (&str, &str, &str, &str),
) -> Page {
    let line = format!("{attempt} {key} {slot} {base} {value}");
    talk.post_raw(SAVE, LINES, line).await
}

on_both_engines!(an_attempt_from_its_start_to_its_receipt);
on_both_engines!(another_persons_things_do_not_exist);
on_both_engines!(a_receipt_our_key_did_not_make_is_none);
on_both_engines!(a_form_in_time_counts_though_the_attempt_was_closed);

async fn an_attempt_from_its_start_to_its_receipt(world: World) {
    let server = Server::of(&world);
    let talk = server.with(world.story.cast.cookie("person-3"));
    let enter = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    // A double tap, and more than that.
    let starts = (0..8).map(|_| {
        let (talk, enter) = (talk.clone(), enter.clone());
        tokio::spawn(async move { talk.post(&enter, &[("act", "start")]).await })
    });
    let starts: Vec<_> = starts.collect();
    let mut led = Vec::new();
    for start in starts {
        led.push(start.await.unwrap().goes_to().to_owned());
    }
    led.dedup();
    assert_eq!(led.len(), 1, "{led:?}");
    let attempt = led[0].strip_prefix("/thi/").unwrap().to_owned();
    assert_eq!(talk.get(&led[0]).await.status, 200);

    for slot in ["-2", "65536"] {
        let none = save(&talk, &attempt, ("k-x", slot, "0", "0")).await;
        assert_eq!(none.status, 404, "{}", none.text());
    }

    // A replay gets the very bytes, also after another save.
    let first = save(&talk, &attempt, ("k-0", "0", "0", "0")).await;
    assert_eq!(first.status, 200);
    assert!(first.text().starts_with("saved 1 "), "{}", first.text());
    let second = save(&talk, &attempt, ("k-1", "0", "1", "1")).await;
    assert_eq!(second.status, 200);
    let replay = save(&talk, &attempt, ("k-0", "0", "0", "0")).await;
    assert_eq!(replay.bytes, first.bytes);
    // Who saves on what is no longer there gets what is.
    let stale = save(&talk, &attempt, ("k-2", "0", "0", "1")).await;
    assert_eq!(stale.status, 200);
    let text = stale.text();
    assert!(
        text.starts_with("newer 2 ") && text.ends_with(" 1"),
        "{text}"
    );

    let check = format!("/thi/{attempt}/kiem-tra");
    let gaps = talk.post(&check, &[("act", "submit")]).await;
    assert_eq!(gaps.status, 422);
    assert!(gaps.text().contains("chọn một đáp án"));
    for slot in 1..10 {
        let slot = slot.to_string();
        let page = save(&talk, &attempt, (&format!("s{slot}"), &slot, "0", "0")).await;
        assert_eq!(page.status, 200, "{}", page.text());
    }
    // The form of the page saves too: the prediction, without JavaScript.
    let form = [("p", "1250"), ("rp", "0"), ("act", "check")];
    assert_eq!(talk.post(&led[0], &form).await.goes_to(), check);
    let receipt = format!("/thi/{attempt}/bien-nhan");
    for _ in 0..2 {
        let sent = talk.post(&check, &[("act", "submit")]).await;
        assert_eq!(sent.goes_to(), receipt, "sending twice is sending once");
    }
    let late = save(&talk, &attempt, ("k-9", "0", "1", "2")).await;
    assert!(late.text().starts_with("refused "), "{}", late.text());

    let own = talk.get(&receipt).await.text();
    assert!(own.contains("Đã nhận bài thi của bạn"));
    assert!(own.contains("1250") || own.contains("1.250"));
    looked_up_by_anyone(&server, &find_code(&own)).await;
}

async fn looked_up_by_anyone(server: &Server, code: &str) {
    let looked_up = server.anyone().get(&format!("/bien-nhan?ma={code}")).await;
    assert_eq!(looked_up.status, 200);
    assert!(looked_up.text().contains("Đợt 3"), "{code}");
    let unknown = server.anyone().get("/bien-nhan?ma=0000-0000-0000").await;
    assert!(!unknown.text().contains("Đợt 3"));
}

/// An entry whose code another key made: neither a receipt nor no such receipt.
async fn a_receipt_our_key_did_not_make_is_none(world: World) {
    let db = store::Db::open(&world.url()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let sent = world.story.attempt("person-0/dot-1");
    let mut row = store::quiz::find_attempt(&mut tx, sent)
        .await
        .unwrap()
        .unwrap();
    row.id = "made-with-another-key".to_owned();
    row.attempt_number += 1;
    row.receipt_hash = services::token_hash(&"7".repeat(26));
    assert!(row.submitted_at.is_some());
    store::quiz::insert_attempts(&mut tx, &[row]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;

    let server = Server::of(&world);
    let code = "7777-".repeat(6) + "77";
    let page = server.anyone().get(&format!("/bien-nhan?ma={code}")).await;
    assert_eq!(page.status, 200);
    let page = page.text();
    assert!(
        page.contains("Chữ ký không khớp") && page.contains("báo Ban Tổ chức"),
        "{page}"
    );
    assert!(
        !page.contains("Không có biên nhận") && !page.contains("Chữ ký của máy chủ"),
        "{page}"
    );
}

/// The code as it is printed, in groups.
fn find_code(html: &str) -> String {
    let group = |word: &str| {
        word.len() >= 26
            && word.contains('-')
            && word.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric())
    };
    let words: Vec<&str> = html.split(['<', '>', ' ', '"']).collect();
    words
        .into_iter()
        .rev()
        .find(|w| group(w))
        .unwrap()
        .to_owned()
}

/// Another node's sweep came first: the fields of a sheet without JavaScript count as the live sheet's saves do.
async fn a_form_in_time_counts_though_the_attempt_was_closed(world: World) {
    let attempt = world.story.attempt("person-0/dot-3").to_owned();
    let db = store::Db::open(&world.url()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let closed = [(attempt.clone(), "finalised", crate::world::now().0)];
    store::quiz::close_attempts(&mut tx, &closed).await.unwrap();
    let ids = [attempt.clone()];
    let held = store::quiz::answers(&mut tx, &ids).await.unwrap();
    tx.commit().await.unwrap();
    let first = held.iter().find(|a| a.slot == 0).unwrap();
    let other = if first.held_value == "0" { "1" } else { "0" };
    let base = first.revision.to_string();

    let server = Server::of(&world);
    let talk = server.with(world.story.cast.cookie("person-0"));
    let path = format!("/thi/{attempt}");
    let form = [("act", "save"), ("q0", other), ("r0", base.as_str())];
    assert_eq!(talk.post(&path, &form).await.status, 303);

    let mut tx = db.read().await.unwrap();
    let held = store::quiz::answers(&mut tx, &ids).await.unwrap();
    let now = held.iter().find(|a| a.slot == 0).unwrap();
    assert_eq!(now.held_value, other);
    assert_eq!(now.revision, first.revision + 1);
    drop(tx);
    db.close().await;
}

#[tokio::test]
async fn what_comes_after_the_end_is_refused() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let talk = server.with(world.story.cast.cookie("person-3"));
    let attempt = world.story.attempt("person-3/dot-2");
    let page = save(&talk, attempt, ("late", "0", "1", "1")).await;
    assert!(
        page.text().starts_with("refused "),
        "{} {}",
        page.status,
        page.text()
    );
    // A round that has closed cannot be started any more, one that has not opened not yet.
    for round in ["dot-2", "dot-4"] {
        let path = format!("/cuoc-thi/{HUE}/vao-thi/{round}");
        let page = server
            .with(world.story.cast.cookie("person-0"))
            .post(&path, &[("act", "start")])
            .await;
        assert_eq!(page.status, 422, "{round}");
    }
}

/// What belongs to someone else looks exactly as what does not exist.
async fn another_persons_things_do_not_exist(world: World) {
    let server = Server::of(&world);
    let talk = server.with(world.story.cast.cookie("person-1"));
    let others = [
        world.story.attempt("person-0/dot-3"),
        world.story.attempt("person-0/dot-1"),
        world.story.attempt("kiosk"),
    ];
    let nothing = "0123456789abcdefghjkmnpqrs";
    for other in others {
        for page in ["", "/kiem-tra", "/bien-nhan", "/ket-qua"] {
            let seen = plain(&talk.get(&format!("/thi/{other}{page}")).await, other);
            let none = plain(&talk.get(&format!("/thi/{nothing}{page}")).await, nothing);
            assert_eq!(seen.0, 404, "{page}");
            assert_eq!(seen, none, "{page}");
        }
        for path in ["/kiem-tra", ""] {
            let form = [("act", "submit"), ("q0", "0")];
            let seen = talk.post(&format!("/thi/{other}{path}"), &form).await;
            let none = talk.post(&format!("/thi/{nothing}{path}"), &form).await;
            assert_eq!(seen.status, 404, "{path}");
            assert_eq!(plain(&seen, other), plain(&none, nothing));
        }
        let seen = save(&talk, other, ("k", "0", "0", "0")).await;
        let none = save(&talk, nothing, ("k2", "0", "0", "0")).await;
        assert_eq!((seen.status, seen.text()), (none.status, none.text()));
        let seen = talk.post_raw("/api/quiz/state", LINES, other).await;
        assert_eq!((seen.status, seen.text()), (404, "not-found".to_owned()));
        let handoff = [("act", "handoff"), ("attempt", other)];
        assert_ne!(talk.post("/kiosk", &handoff).await.status, 200);
    }
}

/// Status and body without nonce and ids.
fn plain(page: &Page, id: &str) -> (u16, String) {
    let policy = page.header("content-security-policy").to_owned();
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|n| n.split('\'').next());
    let text = page.text().replace(id, "");
    let text = text.replace(page.header("x-request-id"), "");
    (
        page.status,
        nonce.map_or(text.clone(), |n| text.replace(n, "")),
    )
}

/// More saves than any finger makes are told to come back, however often somebody signs in for them; whoever else is at it
/// notices nothing.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_the_queue_of_all_others() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let attempt = world.story.attempt("person-0/dot-3").to_owned();
    let (code, secret) = &world.story.slips[0];
    let slip = [("act", "roster"), ("code", code), ("secret", secret)];
    let enter = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let mut devices = Vec::new();
    for _ in 0..8 {
        let cookies = server.anyone().post(&enter, &slip).await.cookies();
        let cookie = cookies.iter().find(|c| c.starts_with("__Host-hoithi="));
        devices.push(server.with(cookie.unwrap().split(';').next().unwrap()));
    }
    let floods = devices.into_iter().map(|talk| {
        let attempt = attempt.clone();
        tokio::spawn(async move {
            let mut refused = None;
            for _ in 0..60 {
                let page = talk
                    .post_raw("/api/quiz/state", LINES, attempt.clone())
                    .await;
                match page.status {
                    200 => {}
                    429 => refused = Some(page),
                    other => panic!("{other} {}", page.text()),
                }
            }
            refused
        })
    });
    let floods: Vec<_> = floods.collect();
    let mut refused = Vec::new();
    for flood in floods {
        refused.extend(flood.await.unwrap());
    }
    let page = refused.first().expect("480 requests without a limit");
    let wait: u32 = page.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(
        page.text(),
        format!("busy {wait}"),
        "what the live sheet understands"
    );
    let other = server.with(world.story.cast.cookie("person-2"));
    let own = world.story.attempt("person-2/dot-3");
    let saved = save(&other, own, ("k-other", "0", "0", "1")).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert!(saved.text().starts_with("saved 2 "), "{}", saved.text());
}

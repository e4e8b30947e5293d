//! What pages hear while they are open, and public pages that are given out again.

use crate::server::Server;
use crate::talk::Talk;
use crate::world::{HUE, World, on_both_engines};
use std::time::Duration;

/// Longer than the server waits between two looks, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream of events.
struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(talk: &Talk, path: &str) -> Self {
        let response = talk.bare(reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"));
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self {
            response,
            text: String::new(),
        }
    }

    /// The next event as it was written; none once the stream has ended.
    async fn event(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(event);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.expect("an event in time").ok().flatten()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The data of the next event that has any.
    async fn data(&mut self) -> Option<Vec<String>> {
        loop {
            let event = self.event().await?;
            let lines = event.lines().filter_map(|l| l.strip_prefix("data: "));
            let data: Vec<String> = lines.map(str::to_owned).collect();
            if !data.is_empty() {
                return Some(data);
            }
        }
    }
}

/// The second round, which has closed, is sealed: an act of one person that public pages show.
async fn seal(server: &Server, world: &World) {
    let review = format!("/admin/{HUE}/ra-soat/dot-2");
    let secretary = server.with(world.story.cast.cookie("thuky"));
    let done = secretary.post(&review, &[("act", "seal")]).await;
    assert_eq!(done.goes_to(), format!("{review}?xong=niem-phong"));
}

/// The word a page was made with.
async fn state(server: &Server, path: &str) -> String {
    let page = server.anyone().get(path).await;
    assert_eq!(page.status, 200, "{path}");
    let text = page.text();
    let (_, rest) = text.split_once("data-state=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

async fn what_is_decided_is_on_public_pages_at_once(world: World) {
    let server = Server::of(&world);
    let contest = format!("/cuoc-thi/{HUE}");
    let result = format!("/cuoc-thi/{HUE}/ket-qua/dot-2");
    let (home, of_one) = (state(&server, "/").await, state(&server, &contest).await);
    let before = server.anyone().get(&result).await.text();
    assert!(before.contains("Đã đóng") && !before.contains("Đang rà soát"));
    seal(&server, &world).await;
    assert!(
        server
            .anyone()
            .get(&result)
            .await
            .text()
            .contains("Đang rà soát")
    );
    assert_ne!(state(&server, &contest).await, of_one);
    assert_ne!(state(&server, "/").await, home);
}
on_both_engines!(what_is_decided_is_on_public_pages_at_once);

/// The nonce of a page's policy.
fn nonce(page: &crate::talk::Page) -> String {
    let policy = page.header("content-security-policy").to_owned();
    let (_, rest) = policy.split_once("'nonce-").unwrap();
    rest.split_once('\'').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_page_given_out_again_has_a_nonce_and_a_clock_of_its_own() {
    let world = World::new().await;
    let server = Server::of(&world);
    let anyone = server.anyone();
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/", "/huong-dan", &format!("/cuoc-thi/{HUE}")] {
        for _ in 0..4 {
            let page = anyone.get(path).await;
            let nonce = nonce(&page);
            assert_eq!(
                page.header("content-security-policy")
                    .matches(&nonce)
                    .count(),
                2
            );
            assert!(
                page.text().contains(&format!("nonce=\"{nonce}\"")),
                "{path}"
            );
            assert!(!page.text().contains("{nonce}"));
            assert!(seen.insert(nonce), "{path}: a nonce came twice");
        }
    }
    // Whoever is signed in gets a page of their own.
    let own = server.with(world.story.cast.cookie("bantochuc"));
    let own = own.get("/").await.text();
    assert!(own.contains("/dang-xuat"));
    assert!(!anyone.get("/").await.text().contains("/dang-xuat"));
}

async fn pages_hear_of_what_another_node_decides(world: World) {
    let (one, other) = (Server::of(&world), Server::of(&world));
    let contest = format!("/cuoc-thi/{HUE}");
    let mut told = Stream::open(&other.anyone(), &format!("/su-kien?cuoc-thi={HUE}")).await;
    let retry = told.event().await.unwrap();
    let wait = retry.lines().find_map(|l| l.strip_prefix("retry: "));
    let wait: u64 = wait.unwrap().parse().unwrap();
    assert!((2_000..10_000).contains(&wait), "{wait}");
    let before = told.data().await.unwrap();
    assert_eq!(
        before[..2],
        ["state".to_owned(), state(&other, &contest).await]
    );

    seal(&one, &world).await;
    let after = told.data().await.unwrap();
    assert_ne!(after[1], before[1]);
    assert!(after[2].ends_with("đã được niêm phong."), "{after:?}");
    assert_eq!(after[1], state(&other, &contest).await);
    let strange = other.anyone().get("/su-kien?cuoc-thi=khong-co").await;
    assert_eq!(strange.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_of_one_server_hear_of_each_other() {
    if let Some(world) = World::on_postgres().await {
        pages_hear_of_what_another_node_decides(world).await;
    }
}

/// Starts the attempt of a person in the round that is open.
async fn begin(server: &Server, world: &World, who: &str) {
    let talk = server.with(world.story.cast.cookie(who));
    let enter = format!("/cuoc-thi/{HUE}/vao-thi/dot-3");
    let led = talk.post(&enter, &[("act", "start")]).await;
    assert!(led.goes_to().starts_with("/thi/"));
}

async fn only_those_who_may_see_it_hear_how_many_take_part(world: World) {
    let server = Server::of(&world);
    let path = format!("/su-kien/{HUE}/dot-3");
    let of = |who: &str| server.with(world.story.cast.cookie(who));
    for who in ["anyone", "person-0", "kiosk-turn"] {
        let told = of(who).get(&path).await;
        assert!(told.goes_to().starts_with("/dang-nhap") || told.goes_to().starts_with("/kiosk"));
    }
    assert_eq!(of("tacgia").get(&path).await.status, 403);
    assert_eq!(
        of("thuky")
            .get(&format!("/su-kien/{HUE}/dot-9"))
            .await
            .status,
        404
    );

    let mut all = Stream::open(&of("thuky"), &path).await;
    let mut unit = Stream::open(&of("daumoi"), &path).await;
    assert_eq!(all.data().await.unwrap(), ["count", "started 3", "sent 1"]);
    let own = unit.data().await.unwrap();
    assert_eq!(own[0], "count");
    assert_ne!(own, ["count", "started 3", "sent 1"], "the own unit only");
    // In public nobody hears it: it would help to predict.
    let mut public = Stream::open(&server.anyone(), &format!("/su-kien?cuoc-thi={HUE}")).await;
    assert_eq!(public.data().await.unwrap()[0], "state");

    begin(&server, &world, "person-3").await;
    let mut told = all.data().await.unwrap();
    while told == ["count", "started 3", "sent 1"] {
        told = all.data().await.unwrap();
    }
    assert_eq!(told, ["count", "started 4", "sent 1"]);

    // Whoever is signed out hears no more.
    of("thuky").post("/dang-xuat", &[]).await;
    while let Some(told) = all.data().await {
        assert_eq!(told, ["count", "started 4", "sent 1"]);
    }
}
on_both_engines!(only_those_who_may_see_it_hear_how_many_take_part);

#[tokio::test]
async fn a_stop_ends_the_streams() {
    let world = World::new().await;
    let mut server = Server::of(&world);
    let mut all = Stream::open(&server.anyone(), "/su-kien").await;
    let of_staff = server.with(world.story.cast.cookie("thuky"));
    let mut counts = Stream::open(&of_staff, &format!("/su-kien/{HUE}/dot-3")).await;
    assert!(all.data().await.is_some() && counts.data().await.is_some());
    server.terminate();
    assert_eq!(all.data().await, None);
    assert_eq!(counts.data().await, None);
    assert_eq!(server.ended().await, Some(0));
    assert!(!server.log().contains("connections that did not end"));
}

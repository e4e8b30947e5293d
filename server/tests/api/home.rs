//! The home page: every round stands in the section of its phase, and in no other.

use crate::server::Server;
use crate::world::{HUE, WARD, World};

/// The section with this heading; empty when the page has none.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let from = format!("aria-labelledby=\"{heading}\"");
    let rest = page.split_once(&from).map_or("", |(_, rest)| rest);
    rest.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn rounds_that_run_come_and_are_over_stand_apart() {
    let world = World::new().await;
    let page = Server::start(world.path()).anyone().get("/").await.text();
    let title = "Hội thi trực tuyến tìm hiểu công tác cải cách hành chính";
    let hue = |round: u8| format!("Đợt {round}: {title}");
    let enter = |contest: &str, round: &str| format!("/cuoc-thi/{contest}/vao-thi/{round}");
    // What opened first is large; the ward has one round, so its title alone names it.
    let large = section(&page, "chinh");
    assert!(large.contains(&enter(WARD, "dot-1")), "{large}");
    assert_eq!(page.matches(&enter(WARD, "dot-1")).count(), 1);
    let open = section(&page, "dang-mo");
    assert!(open.contains(&enter(HUE, "dot-3")), "{open}");
    for (round, own) in [
        (1, "da-xong"),
        (2, "da-xong"),
        (3, "dang-mo"),
        (4, "sap-mo"),
    ] {
        let name = hue(round);
        assert!(
            section(&page, own).contains(&name),
            "{name} is not in {own}"
        );
        assert_eq!(page.matches(&name).count(), 1, "{name} elsewhere too");
    }
    // The latest comes first, and only what is published has a result to open.
    let over = section(&page, "da-xong");
    assert!(over.find(&hue(2)) < over.find(&hue(1)), "{over}");
    let results = |round: &str| format!("/cuoc-thi/{HUE}/ket-qua/{round}");
    assert!(over.contains(&results("dot-1")) && !over.contains(&results("dot-2")));
}

/// What is fixed for a draw is there for anyone to note down: the commitment once locked, the entries once sealed.
#[tokio::test]
async fn what_a_draw_takes_is_public_before_its_number() {
    let world = World::new().await;
    let server = Server::start(world.path());
    let anyone = server.anyone();
    let contest = anyone.get(&format!("/cuoc-thi/{HUE}")).await.text();
    assert_eq!(
        contest.matches("Cam kết của số bí mật để bốc thăm").count(),
        4
    );
    assert_eq!(
        contest
            .matches("Bài thi đã niêm phong, để bốc thăm")
            .count(),
        1
    );
    let waiting = format!("/cuoc-thi/{HUE}/ket-qua/dot-2");
    let waiting = anyone.get(&waiting).await.text();
    assert!(waiting.contains("Cam kết cho việc bốc thăm"), "{waiting}");
    let results = anyone.get(&format!("/cuoc-thi/{HUE}/ket-qua/dot-1")).await;
    let drawn = format!("/cuoc-thi/{HUE}/boc-tham/dot-1");
    let drawn = anyone.get(&drawn).await.text();
    let (first, ids) = drawn.split_once('\n').unwrap();
    let ids: Vec<&str> = ids.lines().filter(|l| !l.starts_with("scope=")).collect();
    assert!(first == "scope=" && ids.len() >= 2, "{drawn}");
    for id in ids {
        assert!(results.text().contains(id), "{id}");
    }
    for (contest, round) in [(HUE, "dot-2"), (HUE, "toan-cuoc"), (WARD, "dot-9")] {
        let file = format!("/cuoc-thi/{contest}/boc-tham/{round}");
        assert_eq!(
            anyone.get(&file).await.status,
            404,
            "nothing was drawn: {file}"
        );
    }
}

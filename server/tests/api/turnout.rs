//! Who reads how many take part.

use crate::server::Server;
use crate::world::{HUE, WARD, World};

/// The heading of the section on the page of a contest.
const SECTION: &str = "id=\"tham-gia\"";

#[tokio::test]
async fn totals_are_on_the_page_only_where_they_help_nobody_to_predict() {
    let world = World::new().await;
    let server = Server::start(world.path());
    // Huế asks for a prediction and its third round is open; the ward asks for none.
    for who in [
        "anyone",
        "person-0",
        "person-3",
        "kiosk-turn",
        "daumoi",
        "bantochuc",
    ] {
        let talk = server.with(world.story.cast.cookie(who));
        let hue = talk.get(&format!("/cuoc-thi/{HUE}")).await;
        assert_eq!(hue.status, 200, "{who}");
        assert!(!hue.text().contains(SECTION), "{who}");
        let ward = talk.get(&format!("/cuoc-thi/{WARD}")).await.text();
        assert!(ward.contains(SECTION), "{who}");
        assert!(
            ward.contains("dưới 5"),
            "one person of a unit is not told: {who}"
        );
    }
}

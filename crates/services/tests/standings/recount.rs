//! What the committee downloads is enough to recount a round.

use crate::fixture::{HUE, Play, ROUND, Stage, play, stage, void};
use crate::support::{World, forbidden, on_both_engines, rejection};
use domain::contest::RuleSheet;
use domain::people::Role;
use domain::quiz::prediction::Predicted;
use exchange::standings::read_entries;
use scoring::standings::{Entry, recount};
use services::Rejection;
use services::standings::entry_of;

fn name_of(rules: &RuleSheet, prize: &str) -> String {
    let mut prizes = rules.prizes.individual.iter();
    let found = prizes.find(|p| p.code == prize);
    found.unwrap().name.clone()
}

/// The recount comes to what the review shows: rank, score, times, distance, prize.
async fn ranks_alike(stage: &Stage, entries: &[Entry]) {
    let rules = stage.world.services.contest(HUE).await.unwrap().rules;
    let theirs: Vec<_> = recount(&rules, entries)
        .into_iter()
        .map(|l| {
            let distance = l.distance.map(|d| Predicted(d).format());
            let prize = l.prize.map(|code| name_of(&rules, &code));
            (
                (l.entry_id, l.rank, l.counted, l.score),
                (l.duration, l.submitted_at, distance, prize),
            )
        })
        .collect();
    let review = stage.review(None).await;
    let ours: Vec<_> = review
        .lines
        .lines
        .into_iter()
        .map(|l| {
            (
                (l.entry, l.rank, l.counted, l.score),
                (l.duration, l.submitted_at, l.distance, l.prize),
            )
        })
        .collect();
    assert_eq!(theirs.len(), 7);
    assert_eq!(
        theirs.iter().filter(|l| l.0.1.is_none()).count(),
        1,
        "the void one"
    );
    assert_eq!(theirs, ours);
    let prizes = ours.iter().filter(|l| l.1.3.is_some()).count();
    assert!(prizes >= 2, "{prizes} prizes compared");
    assert!(entries.iter().any(|e| e.right == 9), "one wrong answer");
}

async fn a_stranger_with_two_files_ranks_as_the_product_does(world: World) {
    let mut stage = stage(world, 12).await;
    for (wrong, prediction) in [(0, "3"), (0, "2"), (1, "3"), (4, "7"), (0, "9"), (2, "1")] {
        stage.plays(play(wrong, prediction)).await;
        stage.world.clock.pass(domain::time::Span::seconds(7));
    }
    stage
        .plays(Play {
            sends: false,
            ..play(3, "5")
        })
        .await;
    let (services, secretary) = (&stage.world.services, &stage.world.secretary);
    let early = services.export_entries(secretary, HUE, ROUND).await;
    assert!(matches!(rejection(early), Rejection::Phase(_)));
    stage.close().await;
    stage.seal().await;
    stage.change(void(&stage.attempts[1])).await;
    let file = services
        .export_entries(secretary, HUE, ROUND)
        .await
        .unwrap();
    let text = String::from_utf8(file.bytes).unwrap();
    for name in ["Nguyễn", "CB0", "Đơn vị"] {
        assert!(!text.contains(name), "{name} in the file");
    }
    let entries: Vec<Entry> = read_entries(text.as_bytes())
        .unwrap()
        .into_iter()
        .map(entry_of)
        .collect();
    ranks_alike(&stage, &entries).await;
    let author = stage
        .world
        .with_role(HUE, "author", Role::QuestionAuthor, None)
        .await;
    forbidden(services.export_entries(&author, HUE, ROUND).await);
}
on_both_engines!(a_stranger_with_two_files_ranks_as_the_product_does);

/// On SQLite, where a node hears of its own acts alone and at once.
#[tokio::test]
async fn an_act_that_changes_no_page_is_not_announced() {
    let mut stage = stage(World::new().await, 12).await;
    stage.plays(play(0, "3")).await;
    stage.close().await;
    let services = stage.world.services.clone();
    let news = || services.since().news;
    let before = news();
    stage.seal().await;
    let sealed = news();
    assert!(sealed > before, "pages say what was decided");
    let secretary = &stage.world.secretary;
    let file = services.export_entries(secretary, HUE, ROUND).await;
    assert!(!file.unwrap().bytes.is_empty());
    assert_eq!(news(), sealed, "nothing on any page has changed");
}

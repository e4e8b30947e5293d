//! What the committee downloads is enough to recount a round.

use crate::fixture::{HUE, Play, ROUND, play, stage, void};
use crate::support::{World, forbidden, on_both_engines, rejection};
use domain::people::Role;
use exchange::standings::read_entries;
use scoring::standings::{Entry, recount};
use services::Rejection;
use services::standings::entry_of;

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
    let rules = services.contest(HUE).await.unwrap().rules;
    let theirs: Vec<_> = recount(&rules, &entries)
        .into_iter()
        .map(|l| (l.entry_id, l.rank, l.counted, l.score, l.duration))
        .collect();
    let review = stage.review(None).await;
    let ours: Vec<_> = review
        .lines
        .lines
        .into_iter()
        .map(|l| (l.entry, l.rank, l.counted, l.score, l.duration))
        .collect();
    assert_eq!(theirs.len(), 7);
    assert_eq!(
        theirs.iter().filter(|l| l.1.is_none()).count(),
        1,
        "the void one"
    );
    assert_eq!(theirs, ours);
    let author = stage
        .world
        .with_role(HUE, "author", Role::QuestionAuthor, None)
        .await;
    forbidden(services.export_entries(&author, HUE, ROUND).await);
}
on_both_engines!(a_stranger_with_two_files_ranks_as_the_product_does);

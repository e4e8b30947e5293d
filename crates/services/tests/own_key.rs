//! The master key of a database: the first one stays, and another one is noticed.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

use services::{KeyFit, Services, Vault};
use std::sync::Arc;
use support::{World, node_with_key, on_both_engines, preset};

const HUE: &str = "thua-thien-hue-2022";

async fn of_many_nodes_with_keys_of_their_own_one_has_its_way(world: World) {
    let nodes: Vec<Services> = (0..8)
        .map(|n| node_with_key(&world, Vault::new([n; 32])))
        .collect();
    let start = Arc::new(tokio::sync::Barrier::new(nodes.len()));
    let mut tasks = tokio::task::JoinSet::new();
    for node in &nodes {
        let (node, start) = (node.clone(), start.clone());
        tasks.spawn(async move {
            start.wait().await;
            node.take_key().await.unwrap()
        });
    }
    let fit = tasks.join_all().await;
    assert_eq!(fit.iter().filter(|fit| **fit).count(), 1, "{fit:?}");
    let mut ours = 0;
    for node in &nodes {
        let fits = node.key_is_ours().await.unwrap();
        assert_eq!(node.take_key().await.unwrap(), fits, "asked again");
        ours += usize::from(fits);
    }
    assert_eq!(ours, 1);
}
on_both_engines!(of_many_nodes_with_keys_of_their_own_one_has_its_way);

/// A database from before keys had a proof says by what is sealed in it which key it belongs to.
async fn what_is_sealed_says_whose_it_is(mut world: World) {
    let other = node_with_key(&world, Vault::new([8; 32]));
    assert_eq!(
        other.key_fit().await.unwrap(),
        KeyFit::Unsaid,
        "nothing is there"
    );
    world.contest(&preset(HUE)).await;
    world.fill_bank(HUE).await;
    world.commit(HUE, "dot-1").await;
    assert_eq!(other.key_fit().await.unwrap(), KeyFit::Others);
    assert!(!other.take_key().await.unwrap());
    assert!(
        !world.services.key_is_ours().await.unwrap(),
        "nobody took it"
    );
    assert!(world.services.take_key().await.unwrap());
    assert!(world.services.key_is_ours().await.unwrap());
    assert_eq!(other.key_fit().await.unwrap(), KeyFit::Others);
}
on_both_engines!(what_is_sealed_says_whose_it_is);

//! What these stories share.

use crate::support::{World, preset};
use domain::contest::rule_sheet::Identity;
use domain::quiz::save::{Save, SaveReply, Slot};
use domain::time::{Moment, Span};
use services::quiz::StartOn;
use services::{Actor, Services};

pub(crate) const HUE: &str = "thua-thien-hue-2022";

pub(crate) const ROUND: &str = "dot-1";

/// Working time of the preset.
pub(crate) const ALLOWED: Span = Span::minutes(20);

pub(crate) const GRACE: Span = Span::seconds(30);

/// The province contest with its first round open and so many people on the roster.
pub(crate) async fn province(mut world: World, people: usize) -> (World, Vec<Actor>) {
    let rules = preset(HUE);
    assert_eq!(rules.eligibility.identity, Identity::Roster);
    world.contest(&rules).await;
    world.fill_bank(HUE).await;
    let slips = world.roster(HUE, people).await;
    world.commit(HUE, ROUND).await;
    world.open_round(HUE, ROUND).await;
    let mut actors = Vec::new();
    for slip in &slips {
        actors.push(world.sign_in(HUE, slip).await);
    }
    (world, actors)
}

pub(crate) async fn start(services: &Services, actor: &Actor) -> services::Result<String> {
    services
        .start_attempt(actor, HUE, ROUND, StartOn::default(), services.now())
        .await
}

pub(crate) fn choice(place: u16, value: &str, base_revision: u32) -> Save {
    Save {
        slot: Slot::Question(place),
        value: value.into(),
        base_revision,
    }
}

pub(crate) fn prediction(value: &str) -> Save {
    Save {
        slot: Slot::Prediction,
        value: value.into(),
        base_revision: 0,
    }
}

pub(crate) async fn save(
    services: &Services,
    actor: &Actor,
    attempt: &str,
    key: &str,
    save: Save,
) -> SaveReply {
    services
        .save_answer(actor, attempt, key, save, services.now())
        .await
        .unwrap()
}

/// Answers every question and the prediction.
pub(crate) async fn answer_all(services: &Services, actor: &Actor, attempt: &str, option: &str) {
    answer_all_at(services, actor, attempt, option, services.now()).await;
}

/// The same, received at an instant.
pub(crate) async fn answer_all_at(
    services: &Services,
    actor: &Actor,
    attempt: &str,
    option: &str,
    at: Moment,
) {
    let answers = (0..10).map(|place| (format!("all-{place}"), choice(place, option, 0)));
    for (key, answer) in answers.chain([("all-p".to_owned(), prediction("14492"))]) {
        let reply = services.save_answer(actor, attempt, &key, answer, at).await;
        assert!(
            matches!(reply, Ok(SaveReply::Saved { revision: 1, .. })),
            "{reply:?}"
        );
    }
}

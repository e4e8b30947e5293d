//! Units above units: what a prize counted a level up and an officer of several units rest on.

use crate::support::{World, fields, on_both_engines, preset};
use services::people::UnitInput;

const HUE: &str = "thua-thien-hue-2022";
const WARD: &str = "bong-son-2024";

fn unit(code: &str, parent: &str) -> UnitInput {
    UnitInput {
        code: code.to_owned(),
        name: format!("Đơn vị {code}"),
        parent: parent.to_owned(),
        ..UnitInput::default()
    }
}

async fn a_prize_counted_a_level_up_needs_that_level(mut world: World) {
    let mut rules = preset(HUE);
    rules.prizes.collective = preset(WARD).prizes.collective;
    rules.prizes.collective[0].roll_up = 1;
    world.contest(&rules).await;
    world.fill_bank(HUE).await;
    let (services, organiser) = (&world.services, &world.organiser);
    let flat = [unit("so", ""), unit("phong-a", ""), unit("phong-b", "")];
    services.set_units(organiser, HUE, &flat).await.unwrap();
    let refused = services.commit_round(organiser, HUE, "dot-1").await;
    assert_eq!(fields(refused), ["units"]);

    // Named in the same list, and a circle is told at its line.
    let tree = [unit("phong-a", "SO"), unit("phong-c", "so")];
    let units = services.set_units(organiser, HUE, &tree).await.unwrap();
    let above: Vec<(&str, Option<&str>)> = units
        .iter()
        .map(|u| (u.code.as_str(), u.parent.as_deref()))
        .collect();
    assert_eq!(
        above,
        [
            ("phong-a", Some("so")),
            ("phong-b", None),
            ("phong-c", Some("so")),
            ("so", None)
        ]
    );
    let wrong = [unit("phong-b", "khong-co"), unit("so", "phong-a")];
    let refused = services.set_units(organiser, HUE, &wrong).await;
    assert_eq!(fields(refused), ["units.0.parent", "units.1.parent"]);
    assert_eq!(services.units(HUE).await.unwrap(), units);
    // One left by itself would compete against whole groups: not locked, not added later, not imported later.
    let refused = services.commit_round(organiser, HUE, "dot-1").await;
    assert_eq!(fields(refused), ["units"]);
    let last = [unit("phong-b", "so")];
    services.set_units(organiser, HUE, &last).await.unwrap();
    services
        .commit_round(organiser, HUE, "dot-1")
        .await
        .unwrap();
    let refused = services.set_units(organiser, HUE, &[unit("moi", "")]).await;
    assert_eq!(fields(refused), ["units.0.parent"]);
    let added = services
        .set_units(organiser, HUE, &[unit("moi", "so")])
        .await;
    assert_eq!(added.unwrap().len(), 5);
}
on_both_engines!(a_prize_counted_a_level_up_needs_that_level);

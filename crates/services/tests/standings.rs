//! From the closed round to the published result: sealing, versions, changes by two people, what each may see.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod support;

#[path = "standings/assisted.rs"]
mod assisted;
#[path = "standings/changes.rs"]
mod changes;
#[path = "standings/exclusion.rs"]
mod exclusion;
#[path = "standings/fixture.rs"]
mod fixture;
#[path = "standings/later.rs"]
mod later;
#[path = "standings/overall.rs"]
mod overall;
#[path = "standings/participation.rs"]
mod participation;
#[path = "standings/public.rs"]
mod public;
#[path = "standings/races.rs"]
mod races;
#[path = "standings/recount.rs"]
mod recount;
#[path = "standings/reveal.rs"]
mod reveal;
#[path = "standings/seal.rs"]
mod seal;
#[path = "standings/shapes.rs"]
mod shapes;
#[path = "standings/ties.rs"]
mod ties;
#[path = "standings/time.rs"]
mod time;
#[path = "standings/two_people.rs"]
mod two_people;

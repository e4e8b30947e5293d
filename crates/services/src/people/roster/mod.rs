//! The roster: units and people of a contest, imported from a file or, for units alone, typed in; slips with secrets.

mod import;
mod list;
mod plan;
mod slip;
mod unit;

pub use import::{RosterImported, RosterPreviewView};
pub use list::{PAGE_SIZE, PeopleFilter, PeoplePage, PeopleSort, PersonView};
pub use plan::{ChangedPerson, PersonLine, UnitLine};
pub use slip::{Reissue, Slip};
pub use unit::{UnitInput, UnitView};

use crate::contest::Contest;
use crate::{Rejection, Result};
use domain::contest::RoundPhase;
use domain::time::Moment;

/// Whether an entry of the roster adds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterFate {
    /// Not known yet.
    New,
    /// Known, with other data.
    Changed,
    /// Known, struck off, and back in the file.
    Returning,
    /// Known as it is.
    Unchanged,
}

/// Refuses edits of the roster between opening and sealing: they would change denominators and who may take part.
fn roster_may_change(contest: &Contest, now: Moment) -> Result<()> {
    let running = contest
        .rounds
        .iter()
        .any(|round| matches!(round.phase(now), RoundPhase::Open | RoundPhase::Closed));
    if running {
        return Err(Rejection::Phase(
            "Đang có đợt thi mở hoặc chưa chốt bài. Danh sách chỉ sửa được trước giờ mở hoặc sau khi chốt bài.",
        )
        .into());
    }
    Ok(())
}

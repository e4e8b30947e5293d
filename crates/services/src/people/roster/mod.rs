//! The roster: units and people of a contest, imported from a file or, for units alone, typed in; slips with secrets.

mod import;
mod list;
mod plan;
mod preview;
mod second;
mod slip;
pub(crate) mod tree;
mod unit;
mod write;

pub use import::RosterImported;
pub use list::{PAGE_SIZE, PeopleFilter, PeoplePage, PeopleSort, PersonView};
pub use plan::{ChangedPerson, PersonLine, UnitLine};
pub use preview::RosterPreviewView;
pub use second::SecondPerson;
pub use slip::{Reissue, Slip};
pub use unit::{UnitInput, UnitView};

use crate::contest::Contest;
use crate::{Rejection, Result};
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

/// Refuses edits of the roster by one person from the first commitment on: they would change denominators, who may take
/// part, and whose name stands at a prize.
fn roster_may_change(contest: &Contest, now: Moment) -> Result<()> {
    if contest.roster_needs_two(now) {
        return Err(Rejection::Phase(
            "Thể lệ đã khoá nên sửa danh sách cần hai người. Ghi lý do rồi gửi đề nghị.",
        )
        .into());
    }
    Ok(())
}

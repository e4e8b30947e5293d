//! Who took part, unit by unit. No score is in here, so it exists while a round runs.

use domain::contest::RoundPhase;
use domain::ids::UnitId;
use domain::time::Moment;

/// Participation in a round, for the committee and for unit officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipationView {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Round code, for links.
    pub round_code: String,
    /// Round.
    pub round: String,
    /// Phase.
    pub phase: RoundPhase,
    /// When it was counted.
    pub counted_at: Moment,
    /// Whether there is a roster: without one there is no rate.
    pub has_roster: bool,
    /// Share of each unit the rule sheet demands, in per cent.
    pub target: Option<u8>,
    /// Whether only the asking officer's unit is shown.
    pub own_unit_only: bool,
    /// Units by code.
    pub units: Vec<UnitParticipation>,
    /// All units shown together.
    pub total: Turnout,
    /// Starts by hour; empty for a unit officer.
    pub starts: Vec<HourOfStarts>,
}

/// Starts within an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourOfStarts {
    /// First instant of the hour.
    pub from: Moment,
    /// Starts.
    pub starts: i64,
}

/// Participation of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitParticipation {
    /// Unit.
    pub unit: UnitId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its bloc.
    pub bloc: String,
    /// Numbers.
    pub turnout: Turnout,
    /// Leaders who have not started, by name; empty without a roster.
    pub leaders_missing: Vec<String>,
    /// Whether the rate is below what the rule sheet demands.
    pub below_target: bool,
}

/// Numbers of a unit, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turnout {
    /// People on the roster; none without one.
    pub roster: Option<i64>,
    /// People who started.
    pub started: i64,
    /// People whose entry is final: sent, or closed by the server.
    pub sent: i64,
    /// Leaders on the roster; none without one.
    pub leaders: Option<i64>,
    /// Leaders who started; none without a roster.
    pub leaders_started: Option<i64>,
}

impl Turnout {
    /// Those who started in per cent of the roster, as `69,1 %`.
    #[must_use]
    pub fn rate(&self) -> Option<String> {
        domain::units::percent(self.started, self.roster?)
    }
}

/// Participation anyone may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicParticipation {
    /// Contest code, for links.
    pub contest_code: String,
    /// Contest.
    pub contest: String,
    /// Rounds that have opened, in order.
    pub rounds: Vec<PublicRoundParticipation>,
}

/// Participation in a round anyone may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRoundParticipation {
    /// Round code.
    pub code: String,
    /// Round.
    pub name: String,
    /// People who took part.
    pub participants: i64,
    /// Their share of the roster.
    pub rate: Option<String>,
    /// Units by code.
    pub units: Vec<PublicUnitParticipation>,
}

/// Fewer people than this are not told apart in public.
pub const FEW: i64 = 5;

/// Participation of a unit anyone may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUnitParticipation {
    /// Name.
    pub name: String,
    /// People who took part; none means fewer than [`FEW`].
    pub participants: Option<i64>,
    /// Their share of the roster; none without a roster, and with fewer than [`FEW`].
    pub rate: Option<String>,
}

impl PublicUnitParticipation {
    /// The number as it is shown: `124`, or `dưới 5`.
    #[must_use]
    pub fn shown(&self) -> String {
        self.participants
            .map_or_else(|| format!("dưới {FEW}"), domain::units::grouped)
    }
}

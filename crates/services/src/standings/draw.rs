//! What anyone needs of a draw: what is fixed before it, and afterwards everything to repeat it (`docs/RULES.md`, 7).

use super::names::Names;
use super::public_view::DrawView;
use super::round_record::draw_nonce;
use super::version::Version;
use crate::contest::{Contest, RoundState};
use crate::{Result, ServiceError, Services};
use domain::contest::RoundPhase;
use domain::contest::rule_sheet::Unresolved;
use scoring::draw::commitment;
use scoring::standings::{CollectiveResult, TieGroup, TieOutcome};
use std::collections::BTreeMap;
use store::Tx;

/// What is fixed for the draw of a round, before its number exists. None of it depends on a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedDraw {
    /// Code of the round.
    pub round: String,
    /// Commits the nonce, from commitment on.
    pub commitment: String,
    /// Hash of the entries as the draw takes it, from sealing on.
    pub entries_hash: Option<String>,
}

/// A tie that a draw ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnTie {
    /// The list or the collective prize it is about, as a person reads it; empty for the one list.
    pub of: String,
    /// What the tickets take: empty for individuals, else the code of the collective prize.
    pub scope: String,
    /// First prize place they occupy.
    pub first_place: u32,
    /// The tied in the order drawn.
    pub tied: Vec<DrawnId>,
}

/// One of the tied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnId {
    /// Entry, person (overall ranking) or unit: what the ticket is made of.
    pub id: String,
    /// Name of a winner; nobody else is named.
    pub winner: Option<String>,
}

impl Services {
    /// What is fixed for the draws of a contest, round by round; nothing where ties are settled otherwise, and nothing
    /// of a round before its commitment.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such a contest.
    pub async fn fixed_draws(&self, contest_code: &str) -> Result<Vec<FixedDraw>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let mut fixed = Vec::new();
        if contest.rules.ranking.unresolved != Some(Unresolved::Draw) {
            return Ok(fixed);
        }
        for round in &contest.rounds {
            let phase = round.phase(self.now());
            if phase < RoundPhase::Committed {
                continue;
            }
            let entries_hash = if phase >= RoundPhase::Sealed {
                Some(self.sealed_entries_hash(&mut tx, &contest, round).await?)
            } else {
                None
            };
            fixed.push(FixedDraw {
                round: round.rule.code.clone(),
                commitment: commitment(&draw_nonce(&self.round_secret(round)?)),
                entries_hash,
            });
        }
        Ok(fixed)
    }

    /// Everything needed to repeat the draw, where the published version used one.
    pub(super) async fn public_draw(
        &self,
        tx: &mut Tx,
        (contest, names): (&Contest, &Names),
        round: &RoundState,
        version: &Version,
    ) -> Result<Option<DrawView>> {
        let standings = &version.standings;
        let winners = standings.winners();
        let winners = winners.map(|l| (l.entry_id.as_str(), names.person(l.person_id.as_str())));
        let ties = drawn(&standings.ties, &standings.collective, winners, names);
        let Some(number) = round.row.draw_number.clone().filter(|_| !ties.is_empty()) else {
            return Ok(None);
        };
        let nonce = draw_nonce(&self.round_secret(round)?);
        Ok(Some(DrawView {
            event: contest.rules.ranking.draw_event.clone(),
            number,
            nonce: domain::quiz::paper::hex(&nonce),
            commitment: commitment(&nonce),
            entries_hash: self.sealed_entries_hash(tx, contest, round).await?,
            ties,
        }))
    }

    /// The hash of the entries as a draw takes it, noted in the log at sealing.
    pub(super) async fn sealed_entries_hash(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        round: &RoundState,
    ) -> Result<String> {
        let acts = store::record::of_kind(tx, contest.id.as_str(), "seal_round").await?;
        let noted = acts.iter().find_map(|a| {
            let detail: serde_json::Value = serde_json::from_str(&a.detail).ok()?;
            let own = detail.get("round")?.as_str()? == round.rule.code;
            own.then(|| detail.get("entries")?.as_str().map(str::to_owned))
                .flatten()
        });
        noted.ok_or_else(|| ServiceError::internal("a sealed round without its act"))
    }
}

/// Ties a draw ended: of individuals, whose winners are given by id and name, then of units.
pub(super) fn drawn<'a>(
    own: &[TieGroup],
    collective: &[CollectiveResult],
    winners: impl Iterator<Item = (&'a str, String)>,
    names: &Names,
) -> Vec<DrawnTie> {
    let is_drawn = |tie: &&TieGroup| tie.outcome == TieOutcome::Drawn;
    let named: BTreeMap<&str, String> = winners.collect();
    let individual = own.iter().filter(is_drawn).map(|tie| {
        let list = tie.list.as_deref().map(|code| names.track(code));
        view(tie, list.unwrap_or_default(), "", &named)
    });
    let units = collective.iter().flat_map(|result| {
        let won = result.lines.iter().filter(|l| l.won);
        let named: BTreeMap<&str, String> = won
            .map(|l| (l.unit_id.as_str(), names.unit(Some(&l.unit_id))))
            .collect();
        let of = names.prize(&result.prize);
        let ties = result.ties.iter().filter(is_drawn);
        ties.map(move |tie| view(tie, of.clone(), &result.prize, &named))
            .collect::<Vec<_>>()
    });
    individual.chain(units).collect()
}

fn view(tie: &TieGroup, of: String, scope: &str, named: &BTreeMap<&str, String>) -> DrawnTie {
    let tied = |id: &String| DrawnId {
        id: id.clone(),
        winner: named.get(id.as_str()).cloned(),
    };
    DrawnTie {
        of,
        scope: scope.to_owned(),
        first_place: tie.first_place,
        tied: tie.ids.iter().map(tied).collect(),
    }
}

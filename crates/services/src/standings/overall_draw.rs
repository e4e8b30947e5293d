//! The draw of the overall ranking: it takes nonce and number of the last declared round, over the entries of all.

use super::draw::drawn;
use super::names::Names;
use super::overall_version::declared;
use super::public_view::DrawView;
use super::round_record::draw_nonce;
use crate::contest::{Contest, RoundState};
use crate::{Result, Services};
use scoring::draw::{Draw, commitment};
use scoring::standings::{OverallStandings, overall_entries_hash};
use store::Tx;

/// Everything needed to repeat a draw of the overall ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverallDrawView {
    /// As in a round; the hash is that of the entries of all rounds.
    pub draw: DrawView,
    /// Code of the round whose nonce and number it takes.
    pub round: String,
    /// Code of each round added up, with the hash of its entries: what the hash of all comes from.
    pub entries: Vec<(String, String)>,
}

impl Services {
    /// The draw, once its number is known.
    pub(super) async fn overall_draw(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        declared: &[&RoundState],
    ) -> Result<Option<Draw>> {
        let Some(last) = declared.last() else {
            return Ok(None);
        };
        let Some(number) = &last.row.draw_number else {
            return Ok(None);
        };
        let (_, hash) = self.overall_entries(tx, contest, declared).await?;
        Ok(Draw::new(draw_nonce(&self.round_secret(last)?), &hash, number).ok())
    }

    /// Hashes of the sealed entries by round, and the hash over them.
    async fn overall_entries(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        declared: &[&RoundState],
    ) -> Result<(Vec<(String, String)>, String)> {
        let mut hashes = Vec::with_capacity(declared.len());
        for round in declared {
            let hash = self.sealed_entries_hash(tx, contest, round).await?;
            hashes.push((round.rule.code.clone(), hash));
        }
        let all = overall_entries_hash(hashes.iter().map(|(c, h)| (c.as_str(), h.as_str())));
        Ok((hashes, all))
    }

    /// Everything needed to repeat the draw, where the published version used one.
    pub(super) async fn public_overall_draw(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        (standings, names): (&OverallStandings, &Names),
    ) -> Result<Option<OverallDrawView>> {
        let winners = standings.winners();
        let winners = winners.map(|l| (l.person_id.as_str(), names.person(l.person_id.as_str())));
        let ties = drawn(&standings.ties, &standings.collective, winners, names);
        let rounds = declared(contest).filter(|_| !ties.is_empty());
        let Some((rounds, last)) = rounds.and_then(|r| r.last().copied().map(|last| (r, last)))
        else {
            return Ok(None);
        };
        let Some(number) = last.row.draw_number.clone() else {
            return Ok(None);
        };
        let nonce = draw_nonce(&self.round_secret(last)?);
        let (entries, entries_hash) = self.overall_entries(tx, contest, &rounds).await?;
        Ok(Some(OverallDrawView {
            draw: DrawView {
                event: contest.rules.ranking.draw_event.clone(),
                number,
                nonce: domain::quiz::paper::hex(&nonce),
                commitment: commitment(&nonce),
                entries_hash,
                ties,
            },
            round: last.rule.code.clone(),
            entries,
        }))
    }
}

//! The review: one version with names, searched and sorted.

use super::exclusion::is_outdated;
use super::names::{Names, counts};
use super::round_record::round_ties;
use super::version::{Version, head_view};
use super::view::{
    DiffView, LINES_PER_PAGE, LinePage, LineView, ReviewQuery, ReviewView, Show, Sort, TieView,
};
use crate::contest::{Contest, RoundState};
use crate::{Actor, Result, ServiceError, Services, require};
use domain::people::permission::Permission;
use domain::text;
use scoring::standings::{Line, Tied};

impl Services {
    /// Codes of published rounds whose newest version is not the published one, or no longer right.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn revised_rounds(&self, actor: &Actor, contest_code: &str) -> Result<Vec<String>> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::SeeStandings)?;
        let mut revised = Vec::new();
        for round in contest
            .rounds
            .iter()
            .filter(|r| r.acts.published_at.is_some())
        {
            let heads = store::standings::heads(&mut tx, round.id.as_str()).await?;
            let newest = heads.first().map(|h| h.id.as_str());
            // Most often the heads tell; a version is megabytes.
            let mut differs = round.row.published_standings.as_deref() != newest;
            if !differs {
                let version = self.version_numbered(&mut tx, round, None).await?;
                differs = is_outdated(&mut tx, &contest, &version).await?;
            }
            if differs {
                revised.push(round.rule.code.clone());
            }
        }
        Ok(revised)
    }

    /// The review of a version, the newest where none is named. Never before sealing, whoever asks.
    ///
    /// # Errors
    /// [`crate::Rejection::Phase`] before sealing, [`ServiceError::NotFound`] without such a version.
    pub async fn standings_review(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        version: Option<i64>,
        query: &ReviewQuery,
    ) -> Result<ReviewView> {
        let mut tx = self.db().read().await?;
        let seen = (actor, Permission::SeeStandings);
        let (contest, round) = self
            .sealed_round(&mut tx, seen, contest_code, round_code)
            .await?;
        let heads = store::standings::heads(&mut tx, round.id.as_str()).await?;
        let newest = heads.first().ok_or(ServiceError::NotFound)?.version;
        let version = self.version_numbered(&mut tx, &round, version).await?;
        let names = Names::all(&mut tx, &contest).await?;
        let latest = self.version_numbered(&mut tx, &round, None).await?;
        let outdated = is_outdated(&mut tx, &contest, &latest).await?;
        drop(tx);
        let view = self.review(&contest, &round, &version, (newest, &names), query);
        Ok(ReviewView { outdated, ..view })
    }

    fn review(
        &self,
        contest: &Contest,
        round: &RoundState,
        version: &Version,
        (newest, names): (i64, &Names),
        query: &ReviewQuery,
    ) -> ReviewView {
        let standings = &version.standings;
        let wins = |l: &&Line| l.prize.is_some() || l.pending;
        let tracks = &contest.rules.tracks;
        let tracks = tracks.iter().filter(|_| standings.by_track);
        ReviewView {
            contest_code: contest.rules.code.clone(),
            contest: contest.rules.title.clone(),
            round_code: round.rule.code.clone(),
            round: round.rule.name.clone(),
            phase: round.phase(self.now()),
            version: head_view(&version.head, round),
            newest,
            outdated: false,
            record_hash: round.row.entries_hash.clone().unwrap_or_default(),
            counts: counts(standings.counts),
            actuals: standings.actuals.iter().map(|a| names.actual(a)).collect(),
            ties: ties(version, names),
            winners: standings
                .lines
                .iter()
                .filter(wins)
                .map(|l| names.line(l))
                .collect(),
            collective: standings
                .collective
                .iter()
                .map(|c| names.collective(c))
                .collect(),
            pending: standings.is_pending(),
            tracks: tracks.map(|t| (t.code.clone(), t.name.clone())).collect(),
            lines: page(version, names, query),
        }
    }

    /// What changed from one version of a round to another.
    ///
    /// # Errors
    /// As [`Services::standings_review`].
    pub async fn standings_diff(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        before: i64,
        after: i64,
    ) -> Result<DiffView> {
        let mut tx = self.db().read().await?;
        let seen = (actor, Permission::SeeStandings);
        let (contest, round) = self
            .sealed_round(&mut tx, seen, contest_code, round_code)
            .await?;
        let before = self.version_numbered(&mut tx, &round, Some(before)).await?;
        let after = self.version_numbered(&mut tx, &round, Some(after)).await?;
        let names = Names::all(&mut tx, &contest).await?;
        Ok(super::diff::view(
            &names,
            &before.standings,
            &after.standings,
        ))
    }
}

fn ties(version: &Version, names: &Names) -> Vec<TieView> {
    let person_of = |id: &str| version.line(id).map(|l| (&l.person_id, l.unit_id.as_ref()));
    let view = |(of, tie)| match of {
        Tied::List(_) => names.tie(tie, None, person_of),
        Tied::Collective(code) => names.tie(tie, Some(&code), person_of),
    };
    round_ties(&version.standings)
        .into_iter()
        .map(view)
        .collect()
}

fn page(version: &Version, names: &Names, query: &ReviewQuery) -> LinePage {
    let search = text::fold(&query.search);
    let lines = version.standings.lines.iter();
    let mut found: Vec<&Line> = lines
        .filter(|l| shown(query, l) && matches(names, &search, l))
        .collect();
    sort(&mut found, names, query.sort);
    let pages = found.len().div_ceil(LINES_PER_PAGE).max(1);
    let page = usize::try_from(query.page).unwrap_or(pages).clamp(1, pages);
    let lines: Vec<LineView> = found
        .iter()
        .skip((page - 1) * LINES_PER_PAGE)
        .take(LINES_PER_PAGE)
        .map(|l| names.line(l))
        .collect();
    LinePage {
        lines,
        total: found.len(),
        page,
        pages,
    }
}

fn shown(query: &ReviewQuery, line: &Line) -> bool {
    let kind = match query.show {
        Show::All => true,
        Show::Winners => line.prize.is_some() || line.pending,
        Show::Perfect => line.counted && line.perfect,
        Show::Void => line.void.is_some(),
    };
    kind && query
        .track
        .as_ref()
        .is_none_or(|t| line.track.as_ref() == Some(t))
}

/// Whether what was searched for is in the name, the roster code or the unit's name.
fn matches(names: &Names, search: &str, line: &Line) -> bool {
    if search.is_empty() {
        return true;
    }
    let own = names.row(line.person_id.as_str()).is_some_and(|row| {
        let code = row.code.as_deref().map(text::fold);
        row.name_folded.contains(search) || code.is_some_and(|c| c.contains(search))
    });
    own || text::fold(&names.unit(line.unit_id.as_ref())).contains(search)
}

fn sort(lines: &mut [&Line], names: &Names, sort: Sort) {
    match sort {
        Sort::Rank => {}
        Sort::Name => {
            lines.sort_by_cached_key(|l| text::name_order(&names.person(l.person_id.as_str())))
        }
        Sort::Unit => lines.sort_by_cached_key(|l| text::fold(&names.unit(l.unit_id.as_ref()))),
        Sort::SubmittedAt => lines.sort_by_key(|l| (l.submitted_at.is_none(), l.submitted_at)),
        Sort::Duration => lines.sort_by_key(|l| (l.duration.is_none(), l.duration)),
    }
}

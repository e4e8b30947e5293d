//! Tables the committee downloads.

use super::TableFormat;
use super::names::Names;
use super::participation_view::UnitParticipation;
use crate::question::ExportedFile;
use crate::record::Act;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::ids::PersonId;
use domain::people::permission::Permission;
use domain::quiz::prediction::Predicted;
use exchange::WriteError;
use exchange::standings::{ParticipationRow, StandingRow};
use scoring::standings::{Line, OverallLine};
use serde_json::json;
use std::collections::HashMap;
use store::Tx;

impl Services {
    /// Standings of a sealed round as a file: every entry with its name, prize winners with their telephone. The download is noted in the log.
    ///
    /// # Errors
    /// [`crate::Rejection::Phase`] before sealing.
    pub async fn export_standings(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        version: Option<i64>,
        format: TableFormat,
    ) -> Result<ExportedFile> {
        let mut tx = self.db().read().await?;
        let seen = (actor, Permission::Export);
        let (contest, round) = self
            .sealed_round(&mut tx, seen, contest_code, round_code)
            .await?;
        let account = require(actor, &contest.id, Permission::SeeStandings)?;
        let version = self.version_numbered(&mut tx, &round, version).await?;
        let names = Names::all(&mut tx, &contest).await?;
        // Of an older version nobody is told: who won there may have been voided since.
        let newest = self.version_numbered(&mut tx, &round, None).await?;
        let newest = newest.head.version == version.head.version;
        let lines = version.standings.lines.iter();
        let winners = lines.filter(|l| newest && l.prize.is_some());
        let winners = winners.map(|l| &l.person_id);
        let phones = self.phones(&mut tx, winners).await?;
        drop(tx);
        let number = version.head.version;
        let (title, round_code) = (round.rule.name.clone(), round.rule.code.clone());
        let name = format!("ket-qua-{}-{round_code}-v{number}", contest.rules.code);
        let file = file(name, format, move |csv| {
            let rows: Vec<StandingRow> = version
                .standings
                .lines
                .iter()
                .map(|l| row(&names, &phones, l))
                .collect();
            if csv {
                Ok(exchange::standings::standings_csv(&title, &rows))
            } else {
                exchange::standings::standings_xlsx(&title, &rows)
            }
        })
        .await?;
        let mut tx = self.db().write().await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "export_standings",
        };
        let detail = json!({ "round": round_code, "version": number });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(file)
    }

    /// A stored version of the overall ranking as a file: everyone with the name. The download is noted in the log.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] before a version is stored.
    pub async fn export_overall(
        &self,
        actor: &Actor,
        contest_code: &str,
        version: Option<i64>,
        format: TableFormat,
    ) -> Result<ExportedFile> {
        let mut tx = self.db().read().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        require(actor, &contest.id, Permission::Export)?;
        let account = require(actor, &contest.id, Permission::SeeStandings)?;
        let version = self.overall_numbered(&mut tx, &contest, version).await?;
        let names = Names::all(&mut tx, &contest).await?;
        let newest = self.overall_numbered(&mut tx, &contest, None).await?;
        let newest = newest.head.version == version.head.version;
        let lines = version.standings.lines.iter();
        let winners = lines.filter(|l| newest && l.prize.is_some());
        let winners = winners.map(|l| &l.person_id);
        let phones = self.phones(&mut tx, winners).await?;
        drop(tx);
        let number = version.head.version;
        let name = format!("ket-qua-{}-toan-cuoc-v{number}", contest.rules.code);
        let title = "Xếp hạng chung";
        let file = file(name, format, move |csv| {
            let lines = version.standings.lines.iter();
            let rows: Vec<StandingRow> = lines.map(|l| overall_row(&names, &phones, l)).collect();
            if csv {
                Ok(exchange::standings::standings_csv(title, &rows))
            } else {
                exchange::standings::standings_xlsx(title, &rows)
            }
        })
        .await?;
        let mut tx = self.db().write().await?;
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(account.as_str()),
            act: "export_standings",
        };
        self.log(&mut tx, act, &json!({ "version": number }))
            .await?;
        tx.commit().await?;
        Ok(file)
    }

    /// Telephones of these persons, where they gave one that is not erased yet.
    async fn phones(&self, tx: &mut Tx, people: impl Iterator<Item = &PersonId>) -> Result<Phones> {
        let mut phones = Phones::new();
        for id in people {
            let row = store::people::find_person(tx, id.as_str()).await?;
            if let Some(sealed) = row.and_then(|r| r.contact_sealed) {
                let phone = self.contact(id.as_str(), &sealed)?;
                phones.insert(id.as_str().to_owned(), phone);
            }
        }
        Ok(phones)
    }

    /// Participation in a round as a file: what [`Services::participation`] shows this actor.
    ///
    /// # Errors
    /// As there.
    pub async fn export_participation(
        &self,
        actor: &Actor,
        contest_code: &str,
        round_code: &str,
        format: TableFormat,
    ) -> Result<ExportedFile> {
        let view = self.participation(actor, contest_code, round_code).await?;
        let name = format!("tham-gia-{}-{}", view.contest_code, view.round_code);
        file(name, format, move |csv| {
            let row = |u: &UnitParticipation| participation_row(&view.round, u);
            let rows: Vec<ParticipationRow> = view.units.iter().map(row).collect();
            if csv {
                Ok(exchange::standings::participation_csv(&view.round, &rows))
            } else {
                exchange::standings::participation_xlsx(&view.round, &rows)
            }
        })
        .await
    }
}

/// Writes a file off the threads that serve requests; `write` is told whether CSV is wanted.
async fn file(
    name: String,
    format: TableFormat,
    write: impl FnOnce(bool) -> std::result::Result<Vec<u8>, WriteError> + Send + 'static,
) -> Result<ExportedFile> {
    let csv = format == TableFormat::Csv;
    let written = tokio::task::spawn_blocking(move || write(csv)).await;
    let bytes = written
        .map_err(ServiceError::internal)?
        .map_err(ServiceError::internal)?;
    Ok(ExportedFile {
        file_name: format!("{name}.{}", format.ending()),
        media_type: format.media_type(),
        bytes,
    })
}

/// Telephones by person.
type Phones = HashMap<String, String>;

fn row(names: &Names, phones: &Phones, line: &Line) -> StandingRow {
    let not_counted = (!line.counted).then(|| "Không phải lượt được tính".to_owned());
    StandingRow {
        rank: line.rank,
        name: names.person(line.person_id.as_str()),
        code: names.code(line.person_id.as_str()),
        phone: phones
            .get(line.person_id.as_str())
            .cloned()
            .unwrap_or_default(),
        unit: names.unit(line.unit_id.as_ref()),
        track: line
            .track
            .as_deref()
            .map(|t| names.track(t))
            .unwrap_or_default(),
        score: line.score,
        prediction: line.prediction,
        distance: line.distance.map(Predicted),
        duration: line.duration,
        submitted_at: line.submitted_at,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
        note: line.void.clone().or(not_counted).unwrap_or_default(),
    }
}

fn overall_row(names: &Names, phones: &Phones, line: &OverallLine) -> StandingRow {
    let track = line.track.as_deref().map(|t| names.track(t));
    StandingRow {
        rank: line.rank,
        name: names.person(line.person_id.as_str()),
        code: names.code(line.person_id.as_str()),
        phone: phones
            .get(line.person_id.as_str())
            .cloned()
            .unwrap_or_default(),
        unit: names.unit(line.unit_id.as_ref()),
        track: track.unwrap_or_default(),
        score: line.score,
        prediction: None,
        distance: line.distance.map(Predicted),
        duration: Some(line.duration),
        submitted_at: None,
        prize: line.prize.as_deref().map(|p| names.prize(p)),
        amount: line.amount,
        note: format!("{} đợt", line.rounds),
    }
}

fn participation_row(round: &str, unit: &UnitParticipation) -> ParticipationRow {
    ParticipationRow {
        round: round.to_owned(),
        unit_code: unit.code.clone(),
        unit: unit.name.clone(),
        bloc: unit.bloc.clone(),
        roster: unit.turnout.roster,
        participants: unit.turnout.started,
        leaders: unit.turnout.leaders,
        leaders_in: unit.turnout.leaders_started,
    }
}

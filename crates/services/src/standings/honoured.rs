//! Whom a publication will name, shown to the second person before it is confirmed.

use super::names::Names;
use crate::contest::Contest;
use crate::{Result, Services};
use domain::ids::UnitId;
use domain::record::Change;
use scoring::standings::CollectiveResult;
use store::Tx;

/// A person or unit a publication names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Honoured {
    /// Who.
    pub name: String,
    /// Their unit; none for a unit.
    pub unit: Option<String>,
    /// Prize.
    pub prize: String,
    /// Track, where each has a list of its own.
    pub track: Option<String>,
}

/// A winning line of a round, or of all rounds together.
struct Winner<'a> {
    person: &'a str,
    unit: Option<&'a UnitId>,
    prize: Option<&'a str>,
    list: Option<&'a str>,
}

impl Services {
    /// Who is named when this change is carried out; nobody unless it publishes something.
    pub(crate) async fn honoured(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        change: &Change,
    ) -> Result<Vec<Honoured>> {
        match change {
            Change::Publish { standings } => {
                let version = self.version(tx, standings).await?;
                let all = &version.standings;
                let winners = all.winners().map(|l| Winner {
                    person: l.person_id.as_str(),
                    unit: l.unit_id.as_ref(),
                    prize: l.prize.as_deref(),
                    list: all.list(l),
                });
                named(tx, contest, winners.collect(), &all.collective).await
            }
            Change::PublishOverall { standings } => {
                let version = self.overall_version(tx, standings).await?;
                let all = &version.standings;
                let winners = all.winners().map(|l| Winner {
                    person: l.person_id.as_str(),
                    unit: l.unit_id.as_ref(),
                    prize: l.prize.as_deref(),
                    list: all.list(l),
                });
                named(tx, contest, winners.collect(), &all.collective).await
            }
            _ => Ok(Vec::new()),
        }
    }
}

async fn named(
    tx: &mut Tx,
    contest: &Contest,
    winners: Vec<Winner<'_>>,
    collective: &[CollectiveResult],
) -> Result<Vec<Honoured>> {
    let people: Vec<String> = winners.iter().map(|w| w.person.to_owned()).collect();
    let names = Names::of(tx, contest, &people).await?;
    let persons = winners.iter().map(|winner| Honoured {
        name: names.person(winner.person),
        unit: Some(names.unit(winner.unit)),
        prize: winner.prize.map(|p| names.prize(p)).unwrap_or_default(),
        track: winner.list.map(|code| names.track(code)),
    });
    let won = collective
        .iter()
        .flat_map(|c| c.lines.iter().filter(|l| l.won).map(move |l| (c, l)));
    let units = won.map(|(of, line)| Honoured {
        name: names.unit(Some(&line.unit_id)),
        unit: None,
        prize: names.prize(&of.prize),
        track: None,
    });
    Ok(persons.chain(units).collect())
}

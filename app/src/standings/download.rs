//! Files the committee downloads with a plain link: exports and templates.

use crate::forms::Done;
use services::standings::TableFormat;
use services::{Actor, ServiceError, Services, question};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a file name asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted<'a> {
    QuestionTemplate,
    RosterTemplate,
    Questions(question::ExportFormat),
    Participation(&'a str, TableFormat),
    /// Round, version, format; without a version the newest.
    Standings(&'a str, Option<i64>, TableFormat),
    /// Entries of a round for a recount.
    Entries(&'a str),
    /// The overall ranking: version and format.
    Overall(i64, TableFormat),
}

/// Reads `ket-qua-dot-1.csv`, `ket-qua-dot-1.ban-2.xlsx`, `mau-cau-hoi.xlsx` and the like.
fn wanted(name: &str) -> Option<Wanted<'_>> {
    match name {
        "mau-cau-hoi.xlsx" => return Some(Wanted::QuestionTemplate),
        "mau-danh-sach.xlsx" => return Some(Wanted::RosterTemplate),
        _ => {}
    }
    let (stem, ending) = name.rsplit_once('.')?;
    if stem == "cau-hoi" {
        return question::ExportFormat::parse(ending).map(Wanted::Questions);
    }
    if let (Some(round), "csv") = (stem.strip_prefix("bai-thi-"), ending) {
        return Some(Wanted::Entries(round));
    }
    let format = TableFormat::parse(ending)?;
    if let Some(round) = stem.strip_prefix("tham-gia-") {
        return Some(Wanted::Participation(round, format));
    }
    if let Some(version) = stem.strip_prefix("xep-hang-chung.ban-") {
        return Some(Wanted::Overall(version.parse().ok()?, format));
    }
    let rest = stem.strip_prefix("ket-qua-")?;
    match rest.rsplit_once(".ban-") {
        Some((round, version)) => Some(Wanted::Standings(
            round,
            Some(version.parse().ok()?),
            format,
        )),
        None => Some(Wanted::Standings(rest, None, format)),
    }
}

/// The file of this name in a contest.
///
/// # Errors
/// [`ServiceError::NotFound`] for an unknown name; what the use cases refuse.
pub async fn file(
    services: &Services,
    actor: &Actor,
    contest: &str,
    name: &str,
) -> Result<Done, ServiceError> {
    let made = match wanted(name).ok_or(ServiceError::NotFound)? {
        Wanted::QuestionTemplate => return Ok(template(name, services.question_template()?)),
        Wanted::RosterTemplate => {
            return Ok(template(name, services.roster_template(contest).await?));
        }
        Wanted::Questions(format) => services.export_questions(actor, contest, format).await?,
        Wanted::Participation(round, format) => {
            services
                .export_participation(actor, contest, round, format)
                .await?
        }
        Wanted::Entries(round) => services.export_entries(actor, contest, round).await?,
        Wanted::Overall(version, format) => {
            services
                .export_overall(actor, contest, Some(version), format)
                .await?
        }
        Wanted::Standings(round, version, format) => {
            services
                .export_standings(actor, contest, round, version, format)
                .await?
        }
    };
    Ok(Done::File {
        name: made.file_name,
        mime: made.media_type,
        bytes: made.bytes,
    })
}

fn template(name: &str, bytes: Vec<u8>) -> Done {
    Done::File {
        name: name.to_owned(),
        mime: WORKBOOK,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_read_or_refused() {
        let table = [
            (
                "tham-gia-dot-1.csv",
                Some(Wanted::Participation("dot-1", TableFormat::Csv)),
            ),
            (
                "ket-qua-dot-1.xlsx",
                Some(Wanted::Standings("dot-1", None, TableFormat::Xlsx)),
            ),
            (
                "ket-qua-dot-1.ban-2.csv",
                Some(Wanted::Standings("dot-1", Some(2), TableFormat::Csv)),
            ),
            ("ket-qua-dot-1.ban-x.csv", None),
            ("bai-thi-dot-1.csv", Some(Wanted::Entries("dot-1"))),
            ("bai-thi-dot-1.xlsx", None),
            (
                "xep-hang-chung.ban-3.csv",
                Some(Wanted::Overall(3, TableFormat::Csv)),
            ),
            ("xep-hang-chung.ban-x.csv", None),
            ("mau-cau-hoi.xlsx", Some(Wanted::QuestionTemplate)),
            ("mau-danh-sach.xlsx", Some(Wanted::RosterTemplate)),
            (
                "cau-hoi.gift",
                Some(Wanted::Questions(question::ExportFormat::Gift)),
            ),
            ("cau-hoi.csv", None),
            ("ket-qua-dot-1.pdf", None),
            ("../bi-mat", None),
            ("", None),
        ];
        for (name, want) in table {
            assert_eq!(wanted(name), want, "{name}");
        }
    }
}

//! Questions out of the house, with their keys: a logged act.

use super::{BankEntry, entry, load_keys};
use crate::record::Act;
use crate::{Actor, Result, ServiceError, Services, require};
use domain::people::permission::Permission;
use domain::question::Kind;
use exchange::question::{ImportedKind, ImportedOption, ImportedQuestion, Weight, template, write};
use scoring::question::AnswerKey;
use serde_json::json;

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Moodle's GIFT.
    Gift,
    /// The workbook of the template.
    Xlsx,
    /// The JSON of `hoithi questions convert`.
    Json,
}

impl ExportFormat {
    /// Reads the ending of a file name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "gift" => Self::Gift,
            "xlsx" => Self::Xlsx,
            "json" => Self::Json,
            _ => return None,
        })
    }

    /// The ending of a file name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Gift => "text/plain; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }
}

/// A file to be downloaded.
#[derive(Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Name to save it under.
    pub file_name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for ExportedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportedFile")
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

impl Services {
    /// The workbook people fill in with questions.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn question_template(&self) -> Result<Vec<u8>> {
        template().map_err(ServiceError::internal)
    }

    /// The whole bank with its keys as a file.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] without [`Permission::SeeKeys`].
    pub async fn export_questions(
        &self,
        actor: &Actor,
        contest_code: &str,
        format: ExportFormat,
    ) -> Result<ExportedFile> {
        let mut tx = self.db().write().await?;
        let contest = self.contest_in(&mut tx, contest_code).await?;
        let by = require(actor, &contest.id, Permission::SeeKeys)?;
        let keys = load_keys(&mut tx, contest.id.as_str()).await?;
        let mut questions = Vec::new();
        for row in store::question::list(&mut tx, contest.id.as_str()).await? {
            questions.push(as_imported(&entry(&row)?, &keys));
        }
        let act = Act {
            contest: Some(contest.id.as_str()),
            by: Some(by.as_str()),
            act: "export_questions",
        };
        let detail = json!({ "format": format.ending(), "questions": questions.len() });
        self.log(&mut tx, act, &detail).await?;
        tx.commit().await?;
        Ok(ExportedFile {
            file_name: format!("cau-hoi-{}.{}", contest.rules.code, format.ending()),
            media_type: format.media_type(),
            bytes: bytes(&questions, format)?,
        })
    }
}

fn bytes(questions: &[ImportedQuestion], format: ExportFormat) -> Result<Vec<u8>> {
    match format {
        ExportFormat::Gift => Ok(write::gift(questions).into_bytes()),
        ExportFormat::Xlsx => write::xlsx(questions).map_err(ServiceError::internal),
        ExportFormat::Json => write::json(questions)
            .map(String::into_bytes)
            .map_err(ServiceError::internal),
    }
}

/// An entry as the exchange contract has it. Right options share the points evenly.
pub(super) fn as_imported(entry: &BankEntry, keys: &AnswerKey) -> ImportedQuestion {
    let none = std::collections::BTreeSet::new();
    let right = keys.right(&entry.code).unwrap_or(&none);
    let option = |(text, place): (&String, u8)| {
        let correct = right.contains(&place);
        ImportedOption {
            text: text.clone(),
            correct,
            weight: if correct {
                Weight::each_of(right.len())
            } else {
                Weight::ZERO
            },
        }
    };
    ImportedQuestion {
        kind: match entry.wording.kind {
            Kind::SingleChoice => ImportedKind::SingleChoice,
            Kind::MultipleChoice => ImportedKind::MultipleChoice,
            Kind::TrueFalse => ImportedKind::TrueFalse,
        },
        stem: entry.wording.stem.clone(),
        options: entry
            .wording
            .options
            .iter()
            .zip(0_u8..)
            .map(option)
            .collect(),
        explanation: Some(entry.explanation.clone()).filter(|e| !e.is_empty()),
        topic: Some(entry.topic.clone()).filter(|t| !t.is_empty()),
        level: Some(entry.level),
        source: Some(entry.source.clone()).filter(|s| *s != Default::default()),
        line: None,
        code: Some(entry.code.clone()),
    }
}

//! `hoithi rank`: a recount from two files and nothing else (docs/RULES.md).

use super::{CommandResult, print, read_file};
use clap::{Args, ValueEnum};
use domain::quiz::prediction::Predicted;
use exchange::LineProblem;
use exchange::standings::{RankRow, rank_csv, rank_json, read_entries};
use scoring::standings::{Entry, RecountLine, recount};
use services::standings::entry_of;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to recount.
#[derive(Debug, Args)]
pub(super) struct RankArgs {
    /// Tệp thể lệ (TOML).
    #[arg(long)]
    rules: PathBuf,
    /// Tệp bài thi (CSV).
    #[arg(long)]
    entries: PathBuf,
    /// In ra dạng nào.
    #[arg(long, value_enum, default_value_t = RankFormat::Csv)]
    format: RankFormat,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RankFormat {
    /// Phân cách bằng dấu phẩy.
    Csv,
    /// Một mảng JSON.
    Json,
}

pub(super) fn run(args: &RankArgs) -> CommandResult {
    let rules = read_file(&args.rules)?;
    let rules = String::from_utf8(rules)
        .map_err(|_| format!("{}: thể lệ phải là văn bản UTF-8", args.rules.display()))?;
    let rules = match exchange::contest::parse_rule_sheet(&rules) {
        Ok(rules) => rules,
        Err(problems) => return Ok(tell(&args.rules, &problems)),
    };
    let rows = match read_entries(&read_file(&args.entries)?) {
        Ok(rows) => rows,
        Err(problems) => return Ok(tell(&args.entries, &problems)),
    };
    let entries: Vec<Entry> = rows.into_iter().map(entry_of).collect();
    let lines: Vec<RankRow> = recount(&rules, &entries).into_iter().map(row).collect();
    let text = match args.format {
        RankFormat::Csv => rank_csv(&lines),
        RankFormat::Json => format!("{}\n", rank_json(&lines)?),
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Two files are read, so each fault is told with its file.
fn tell(file: &Path, problems: &[LineProblem]) -> ExitCode {
    for problem in problems {
        eprintln!("{}: {problem}", file.display());
    }
    ExitCode::FAILURE
}

fn row(line: RecountLine) -> RankRow {
    RankRow {
        rank: line.rank,
        entry_id: line.entry_id.as_str().to_owned(),
        counted: line.counted,
        score: line.score,
        distance: line.distance.map(Predicted),
        duration_ms: line.duration.map(|d| d.0),
        submitted_at: line.submitted_at,
        prize: line.prize,
    }
}

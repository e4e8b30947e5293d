//! `hoithi questions convert`: a file of questions as JSON, faults by line.

use super::{CommandResult, print, read_file};
use clap::Subcommand;
use exchange::question::{ConvertOptions, Format, convert};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Formats of the contract that are not read yet.
const PLANNED: [&str; 3] = ["moodle-xml", "qti", "docx"];

/// Acts on questions.
#[derive(Debug, Subcommand)]
pub(super) enum QuestionsCommand {
    /// Đổi một tệp câu hỏi thành mảng JSON; chỗ sai được báo theo dòng.
    Convert {
        /// Tệp câu hỏi.
        file: PathBuf,
        /// Định dạng: gift, aiken, xlsx, csv hoặc toml; không ghi thì đoán.
        #[arg(long)]
        from: Option<String>,
        /// In những câu đúng dù có câu sai.
        #[arg(long)]
        keep_going: bool,
    },
}

pub(super) fn run(act: QuestionsCommand) -> CommandResult {
    let QuestionsCommand::Convert {
        file,
        from,
        keep_going,
    } = act;
    let bytes = read_file(&file)?;
    let format = format(&file, &bytes, from.as_deref())?;
    let outcome = convert(&bytes, format, ConvertOptions { keep_going });
    for warning in &outcome.warnings {
        eprintln!("Lưu ý – {warning}");
    }
    for problem in &outcome.problems {
        eprintln!("{problem}");
    }
    let mut json = serde_json::to_vec_pretty(&outcome.questions)?;
    json.push(b'\n');
    print(&json)?;
    Ok(if outcome.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn format(file: &Path, bytes: &[u8], from: Option<&str>) -> Result<Format, String> {
    const READ: &str = "Dùng gift, aiken, xlsx, csv hoặc toml.";
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let Some(from) = from else {
        let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        return Format::detect(&name, bytes).ok_or_else(|| match ending.as_deref() {
            Some("docx" | "xml") => {
                format!("chưa đọc được tệp .{}. {READ}", ending.unwrap_or_default())
            }
            _ => format!("không nhận ra định dạng của “{name}”. Thêm --from. {READ}"),
        });
    };
    Format::parse(from).ok_or_else(|| {
        let wanted = from.trim().to_ascii_lowercase();
        if PLANNED.contains(&wanted.as_str()) {
            format!("chưa hỗ trợ định dạng {wanted}. {READ}")
        } else {
            format!("không có định dạng “{from}”. {READ}")
        }
    })
}

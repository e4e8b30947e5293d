//! `hoithi backup` and `hoithi restore`: the embedded database in one file.

use super::because::root;
use super::{CommandResult, is_sqlite, open_database, say};
use crate::config::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::backup;

/// Said after every backup: without the key nobody can open round secrets and contact data.
const KEY_APART: &str = "Bản sao không có khoá chủ (master.key). Cất khoá ở nơi khác bản sao: thiếu khoá thì không mở \
                         được bí mật đợt thi và số điện thoại, để chung thì ai lấy được bản sao đọc được hết.";

pub(super) async fn backup(file: &Path) -> CommandResult {
    let config = Config::from_env()?;
    if !is_sqlite(&config) {
        return Err(postgres(
            "pg_dump --format=custom --file=hoithi.dump \"$DATABASE_URL\"",
        ));
    }
    let source = backup::file_of(&config.database_url.0)?;
    if !source.exists() {
        return Err(format!(
            "chưa có cơ sở dữ liệu {}. Chạy hoithi migrate trước.",
            source.display()
        )
        .into());
    }
    if file.exists() {
        return Err(format!("tệp {} đã có. Đặt tên khác.", file.display()).into());
    }
    let db = open_database(&config).await?;
    let copied = backup::write(&db, file).await;
    db.close().await;
    let copied = copied.map_err(|error| {
        format!(
            "không sao lưu được vào {}: {}",
            file.display(),
            root(&error)
        )
    })?;
    if let Some(fault) = copied.faults.first() {
        return Err(format!("bản sao bị hỏng nên đã bỏ: {fault}. Chạy hoithi doctor.").into());
    }
    say(&format!(
        "Đã sao lưu {} cuộc thi vào {} và kiểm tra lại bản sao.",
        copied.contests,
        file.display()
    ));
    say(KEY_APART);
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(file: &Path, force: bool) -> CommandResult {
    let config = Config::from_env()?;
    if !is_sqlite(&config) {
        return Err(postgres(
            "pg_restore --clean --if-exists --dbname=\"$DATABASE_URL\" hoithi.dump",
        ));
    }
    let target = backup::file_of(&config.database_url.0)?;
    let checked = match readable(file) {
        Ok(()) => backup::check(file).await,
        Err(why) => return Err(why.into()),
    };
    let checked = checked.map_err(|error| no_copy(file, &root(&error)))?;
    if let Some(fault) = checked.faults.first() {
        return Err(format!(
            "bản sao {} bị hỏng: {fault}. Dùng bản sao khác.",
            file.display()
        )
        .into());
    }
    if target.exists() && !force {
        let why = format!(
            "đã có cơ sở dữ liệu {}. Dừng máy chủ rồi thêm --force: tệp cũ được đổi tên, không bị xoá.",
            target.display()
        );
        return Err(why.into());
    }
    if let Some(folder) = target.parent().filter(|p| !p.as_os_str().is_empty()) {
        super::private_folder(folder)?;
    }
    let aside: Option<PathBuf> = backup::restore(file, &target).await.map_err(|e| match e {
        store::StoreError::Unavailable(_) => {
            "cơ sở dữ liệu đang được dùng. Dừng máy chủ rồi chạy lại.".to_owned()
        }
        other => format!("không ghi được {}: {}", target.display(), root(&other)),
    })?;
    say(&format!(
        "Đã khôi phục {} cuộc thi vào {}.",
        checked.contests,
        target.display()
    ));
    if let Some(aside) = aside {
        say(&format!("Tệp cũ được giữ ở {}.", aside.display()));
    }
    say(
        "Đặt lại đúng khoá chủ (master.key) của bản sao này, chạy hoithi doctor, rồi hoithi serve.",
    );
    Ok(ExitCode::SUCCESS)
}

/// Looks whether there is a file to restore from at all: the engine would only say that it cannot open it.
fn readable(file: &Path) -> Result<(), String> {
    let name = file.display();
    match std::fs::File::open(file).and_then(|opened| opened.metadata()) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => Err(format!("{name} không phải tệp. Ghi tên tệp sao lưu.")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(format!(
            "không có tệp {name}. Kiểm tra tên và thư mục của bản sao lưu."
        )),
        Err(error) => Err(format!("không đọc được tệp {name}: {error}.")),
    }
}

/// Says why a file is no backup.
fn no_copy(file: &Path, why: &str) -> String {
    let reason = if why.contains("file is not a database") {
        "tệp không phải cơ sở dữ liệu SQLite"
    } else if why.contains("no such table") {
        "tệp là SQLite nhưng không có dữ liệu của Hội Thi, hoặc trống"
    } else {
        why
    };
    format!(
        "{} không phải bản sao lưu của Hội Thi: {reason}. Dùng tệp do hoithi backup tạo.",
        file.display()
    )
}

fn postgres(tool: &str) -> Box<dyn std::error::Error> {
    format!("cơ sở dữ liệu là PostgreSQL: dùng công cụ của PostgreSQL, thí dụ {tool}").into()
}

//! `hoithi doctor`: what is in order here, what is not, and what to do about it.

mod building;

use super::{CommandResult, open_database, say};
use crate::clock::{SteadyClock, SystemChance};
use crate::config::Config;
use crate::secrets::holds_something;
use services::{Purpose, Services};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::{Db, backup};

/// What was found, line by line.
#[derive(Debug, Default)]
struct Findings {
    wrong: u32,
}

impl Findings {
    fn good(&self, what: &str) {
        say(&format!("✓ {what}"));
    }

    fn note(&self, what: &str) {
        say(&format!("· {what}"));
    }

    /// Something wrong, and what to do.
    fn wrong(&mut self, what: &str, to_do: &str) {
        self.wrong += 1;
        say(&format!("✗ {what}. → {to_do}"));
    }
}

pub(super) async fn run() -> CommandResult {
    let mut findings = Findings::default();
    match Config::from_env() {
        Ok(config) => {
            address(&mut findings, &config);
            data_folder(&mut findings, &config.data_dir);
            let has_key = master_key(&mut findings, &config);
            database(&mut findings, &config, has_key).await;
        }
        Err(error) => findings.wrong(
            &format!("Cấu hình: {error}"),
            "Sửa biến môi trường *_FILE này",
        ),
    }
    site(&mut findings);
    building::building(&findings);
    if findings.wrong == 0 {
        say("\nMọi thứ sẵn sàng: hoithi serve");
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("\n{} điều cần sửa.", findings.wrong));
    Ok(ExitCode::FAILURE)
}

fn address(findings: &mut Findings, config: &Config) {
    match config.addr.to_socket_addrs() {
        Ok(_) => findings.good(&format!("Địa chỉ phục vụ {}", config.addr)),
        Err(_) => findings.wrong(
            &format!("HOITHI_ADDR “{}” không phải địa chỉ", config.addr),
            "Đặt như 127.0.0.1:3000",
        ),
    }
    let Some(private) = &config.metrics_addr else {
        return;
    };
    match private.to_socket_addrs().map(|mut all| all.all(is_private)) {
        Ok(true) => findings.good(&format!("Số liệu vận hành ở {private}, địa chỉ riêng")),
        Ok(false) => findings.wrong(
            &format!("HOITHI_METRICS_ADDR “{private}” không phải địa chỉ riêng"),
            "Đặt như 127.0.0.1:9464: số người đang làm bài không dành cho người dự thi",
        ),
        Err(_) => findings.wrong(
            &format!("HOITHI_METRICS_ADDR “{private}” không phải địa chỉ"),
            "Đặt như 127.0.0.1:9464",
        ),
    }
}

/// Whether only this machine or its own network reaches an address.
fn is_private(address: SocketAddr) -> bool {
    match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

fn data_folder(findings: &mut Findings, folder: &Path) {
    let name = folder.display();
    if !folder.is_dir() {
        findings.wrong(
            &format!("Chưa có thư mục dữ liệu {name}"),
            "Chạy hoithi migrate",
        );
        return;
    }
    let probe = folder.join(".doctor");
    let writable = std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe));
    if writable.is_err() {
        findings.wrong(
            &format!("Không ghi được vào thư mục dữ liệu {name}"),
            "Trao thư mục cho người dùng chạy hoithi (chown) và kiểm tra dung lượng đĩa",
        );
    } else if open_to_others(folder) {
        findings.wrong(
            &format!("Người dùng khác trên máy đọc được thư mục dữ liệu {name}"),
            &format!("chmod 700 {name}"),
        );
    } else {
        findings.good(&format!("Thư mục dữ liệu {name}"));
    }
}

/// Whether the group or others may do anything with a file.
#[cfg(unix)]
fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_path: &Path) -> bool {
    false
}

/// Looks at the master key without making one; says whether there is one that can be read.
fn master_key(findings: &mut Findings, config: &Config) -> bool {
    let file = config.data_dir.join("master.key");
    let name = file.display();
    if config.master_key.is_none() {
        if !file.exists() {
            findings.note(&format!(
                "Chưa có khoá chủ {name}: lần chạy đầu sẽ tạo. Sao lưu khoá riêng với dữ liệu."
            ));
            return false;
        }
        if open_to_others(&file) {
            findings.wrong(
                &format!("Người dùng khác đọc được khoá chủ {name}"),
                &format!("chmod 600 {name}"),
            );
        }
    }
    match crate::secrets::vault(config, &SystemChance) {
        Ok(_) => {
            findings.good("Khoá chủ đọc được");
            true
        }
        Err(error) => {
            findings.wrong(
                &format!("Khoá chủ: {error}"),
                "Đặt lại khoá từ bản cất giữ; đừng tạo khoá mới",
            );
            false
        }
    }
}

async fn database(findings: &mut Findings, config: &Config, has_key: bool) {
    let url = &config.database_url.0;
    let missing = |file: PathBuf| url.starts_with("sqlite:") && !file.exists();
    if backup::file_of(url).is_ok_and(missing) {
        findings.wrong("Chưa có cơ sở dữ liệu SQLite", "Chạy hoithi migrate");
        return;
    }
    let db = match open_database(config).await {
        Ok(db) => db,
        Err(error) => {
            let to_do = "Kiểm tra DATABASE_URL, máy chủ cơ sở dữ liệu và quyền truy cập";
            findings.wrong(&format!("Không mở được cơ sở dữ liệu: {error}"), to_do);
            return;
        }
    };
    if engine(findings, &db).await {
        content(findings, config, &db, has_key).await;
    }
    db.close().await;
}

/// Engine and schema; says whether the content can be looked at.
async fn engine(findings: &mut Findings, db: &Db) -> bool {
    let settings = match backup::settings(db).await {
        Ok(settings) => settings,
        Err(error) => {
            findings.wrong(
                &format!("Cơ sở dữ liệu không trả lời: {error}"),
                "Xem nhật ký của máy chủ cơ sở dữ liệu",
            );
            return false;
        }
    };
    let version = settings
        .version
        .split([',', '('])
        .next()
        .unwrap_or_default();
    findings.good(&format!("Cơ sở dữ liệu {} {}", db.engine(), version.trim()));
    match settings.journal_mode.as_deref() {
        Some("wal") => findings.good("SQLite ghi trước (WAL)"),
        Some(mode) => findings.wrong(
            &format!("SQLite ở chế độ {mode}, không phải WAL"),
            "Đặt thư mục dữ liệu trên đĩa trong máy, không phải ổ mạng, rồi chạy hoithi migrate",
        ),
        None => {}
    }
    if !settings.unknown.is_empty() {
        let what = format!(
            "Cơ sở dữ liệu mới hơn chương trình (có bước {:?})",
            settings.unknown
        );
        findings.wrong(&what, "Dùng phiên bản hoithi mới hơn");
        return false;
    }
    if !settings.missing.is_empty() {
        let what = format!(
            "Cơ sở dữ liệu thiếu {} bước nâng cấp",
            settings.missing.len()
        );
        findings.wrong(&what, "Sao lưu (hoithi backup) rồi chạy hoithi migrate");
        return false;
    }
    findings.good("Cơ sở dữ liệu đúng phiên bản");
    true
}

/// Log and round secrets.
async fn content(findings: &mut Findings, config: &Config, db: &Db, has_key: bool) {
    let sealed = match sealed_secret(db).await {
        Ok(sealed) => sealed,
        Err(error) => {
            findings.wrong(
                &format!("Không đọc được các đợt thi: {error}"),
                "Khôi phục từ bản sao lưu",
            );
            return;
        }
    };
    if !has_key {
        let to_do = "Đặt lại master.key (hoặc HOITHI_MASTER_KEY) của hệ thống này từ bản cất giữ";
        if sealed.is_some() {
            findings.wrong("Có đợt thi đã khoá đề mà không có khoá chủ", to_do);
        } else if holds_something(db).await {
            findings.wrong("Cơ sở dữ liệu đã có dữ liệu mà không có khoá chủ", to_do);
        }
        return;
    }
    let Ok(vault) = crate::secrets::vault(config, &SystemChance) else {
        return;
    };
    if let Some((round, sealed)) = sealed {
        match vault.open(Purpose::RoundSecret, &round, &sealed) {
            Ok(_) => findings.good("Khoá chủ mở được bí mật đợt thi"),
            Err(_) => findings.wrong(
                "Khoá chủ không phải của cơ sở dữ liệu này",
                "Đặt lại master.key đã dùng khi khoá đề, hoặc khôi phục đúng bản sao lưu",
            ),
        }
    }
    let services = Services::start(
        db.clone(),
        vault,
        Arc::new(SteadyClock::start()),
        Arc::new(SystemChance),
    );
    match services.check_log().await {
        Ok(None) => findings.good("Nhật ký không bị sửa, không thiếu dòng"),
        Ok(Some(line)) => findings.wrong(
            &format!("Nhật ký bị sửa hoặc thiếu từ dòng {line}"),
            "Giữ nguyên hiện trạng, báo Ban Tổ chức và đối chiếu với bản sao lưu",
        ),
        Err(error) => findings.wrong(
            &format!("Không đọc được nhật ký: {error}"),
            "Khôi phục từ bản sao lưu",
        ),
    }
}

/// A committed round and its encrypted secret, where there is one.
async fn sealed_secret(db: &Db) -> store::Result<Option<(String, String)>> {
    let mut tx = db.read().await?;
    let rounds = store::contest::all_rounds(&mut tx).await?;
    Ok(rounds
        .into_iter()
        .find_map(|r| Some((r.id, r.secret_sealed?))))
}

/// Files the browser needs.
fn site(findings: &mut Findings) {
    let site = match super::serve::site() {
        Ok((site, _)) => site,
        Err(error) => {
            let to_do = "Bỏ hoặc sửa các biến LEPTOS_*, hoặc chép lại chương trình";
            findings.wrong(&format!("Tệp của trang web: {error}"), to_do);
            return;
        }
    };
    let lacks = [".wasm", ".js", ".css"].into_iter().find(|e| !site.has(e));
    match lacks {
        Some(ending) => findings.wrong(
            &format!("Trang web thiếu tệp {ending} trong {}", site.origin),
            "Đặt LEPTOS_SITE_ROOT vào thư mục site đã dựng, hoặc dựng lại bằng make run",
        ),
        None => findings.good(&format!("Tệp của trang web trong {}", site.origin)),
    }
}

//! `hoithi doctor`: what is in order here, what is not, and what to do about it.

mod building;
mod key;

use super::because::{Closed, root};
use super::{CommandResult, is_sqlite, say};
use crate::clock::{SteadyClock, SystemChance};
use crate::config::Config;
use crate::secrets::holds_something;
use key::{Holds, Key};
use services::{Services, Vault};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::Path;
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
            // With PostgreSQL and a key from elsewhere nothing is ever written there.
            if is_sqlite(&config) || config.master_key.is_none() {
                data_folder(&mut findings, &config);
            }
            let key = key::look(&mut findings, &config);
            let holds = database(&mut findings, &config, key.vault()).await;
            if matches!(key, Key::Missing) {
                key::none(&mut findings, &config, holds);
            }
        }
        Err(error) => findings.wrong(&format!("Cấu hình: {error}"), &error.to_do()),
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

fn data_folder(findings: &mut Findings, config: &Config) {
    let folder = &config.data_dir;
    let name = folder.display();
    if !folder.is_dir() {
        findings.note(&format!(
            "Chưa có thư mục dữ liệu {name}: hoithi migrate hoặc lần chạy đầu sẽ tạo."
        ));
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

async fn database(findings: &mut Findings, config: &Config, key: Option<&Vault>) -> Holds {
    let url = &config.database_url.0;
    if let Some(file) = backup::file_of(url).ok().filter(|_| is_sqlite(config))
        && !file.exists()
    {
        findings.wrong(
            &format!("Chưa có cơ sở dữ liệu SQLite {}", file.display()),
            "Chạy hoithi migrate",
        );
        return Holds::Nothing;
    }
    // Not as a command that works opens it: nothing is made here, no folder either.
    let db = match Db::open(url).await {
        Ok(db) => db,
        Err(error) => {
            let closed = Closed::of(config, &error);
            let what = format!("Không mở được cơ sở dữ liệu: {}", closed.why);
            findings.wrong(&what, &closed.to_do);
            return Holds::Unknown;
        }
    };
    let holds = engine(findings, &db).await;
    if holds.is_none()
        && let Some(vault) = key
    {
        content(findings, config, &db, vault).await;
    }
    let holds = match holds {
        Some(holds) => holds,
        None if holds_something(&db).await => Holds::Something,
        None => Holds::Nothing,
    };
    db.close().await;
    holds
}

/// Engine and schema. Where the content cannot be looked at, what there may be.
async fn engine(findings: &mut Findings, db: &Db) -> Option<Holds> {
    let settings = match backup::settings(db).await {
        Ok(settings) => settings,
        Err(error) => {
            findings.wrong(
                &format!("Cơ sở dữ liệu không trả lời: {}", root(&error)),
                "Xem nhật ký của máy chủ cơ sở dữ liệu",
            );
            return Some(Holds::Unknown);
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
        return Some(Holds::Something);
    }
    if settings.applied == 0 {
        findings.wrong("Cơ sở dữ liệu còn trống", "Chạy hoithi migrate");
        return Some(Holds::Nothing);
    }
    if !settings.missing.is_empty() {
        let what = format!(
            "Cơ sở dữ liệu thiếu {} bước nâng cấp",
            settings.missing.len()
        );
        let to_do = match db {
            Db::Sqlite { .. } => "Sao lưu (hoithi backup TỆP) rồi chạy hoithi migrate",
            Db::Postgres { .. } => "Sao lưu bằng pg_dump rồi chạy hoithi migrate",
        };
        findings.wrong(&what, to_do);
        let something = holds_something(db).await;
        return Some(if something {
            Holds::Something
        } else {
            Holds::Unknown
        });
    }
    findings.good("Cơ sở dữ liệu đúng phiên bản");
    None
}

/// The key, round secrets and the log.
async fn content(findings: &mut Findings, config: &Config, db: &Db, vault: &Vault) {
    let services = Services::start(
        db.clone(),
        vault.clone(),
        Arc::new(SteadyClock::start()),
        Arc::new(SystemChance),
    );
    key::fits(findings, config, &services).await;
    match services.check_log().await {
        Ok(None) => findings.good("Nhật ký không bị sửa, không thiếu dòng"),
        Ok(Some(line)) => findings.wrong(
            &format!("Nhật ký bị sửa hoặc thiếu từ dòng {line}"),
            "Giữ nguyên hiện trạng, báo Ban Tổ chức và đối chiếu với bản sao lưu",
        ),
        Err(error) => findings.wrong(
            &format!("Không đọc được nhật ký: {}", root(&error)),
            "Khôi phục từ bản sao lưu",
        ),
    }
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
    match super::serve::lack(&site) {
        Some((lack, to_do)) => findings.wrong(&lack, to_do),
        None => findings.good(&format!("Tệp của trang web trong {}", site.origin)),
    }
}

//! `hoithi admin create`: the first account of an installation.

use super::{CommandResult, open_services, say};
use crate::clock::SteadyClock;
use crate::config::{Config, secret};
use clap::Subcommand;
use services::people::NewAccount;
use services::{Rejection, ServiceError};
use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

/// Acts on accounts.
#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Tạo một quản trị viên hệ thống. Mật khẩu lấy từ `HOITHI_ADMIN_PASSWORD`, hoặc được hỏi.
    Create {
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
        /// Tên hiển thị.
        #[arg(long, default_value = "Quản trị hệ thống")]
        name: String,
        /// Số điện thoại hoặc số nội bộ, để nhận ra nếu người này dự thi.
        #[arg(long, default_value = "")]
        identity: String,
    },
}

pub(super) async fn run(act: AdminCommand) -> CommandResult {
    let AdminCommand::Create {
        login,
        name,
        identity,
    } = act;
    let config = Config::from_env()?;
    let password = match secret("HOITHI_ADMIN_PASSWORD")? {
        Some(password) => password,
        None => prompt()?,
    };
    let services = open_services(&config, Arc::new(SteadyClock::start())).await?;
    let new = NewAccount {
        login: login.clone(),
        full_name: name,
        password,
        is_admin: true,
        identity,
    };
    match services.insert_account(None, &new).await {
        Ok(_) => {
            say(&format!("Đã tạo quản trị viên “{login}”."));
            Ok(ExitCode::SUCCESS)
        }
        Err(ServiceError::Rejected(Rejection::Fields(problems))) => {
            problems
                .iter()
                .for_each(|p| eprintln!("{}: {}", p.field, p.message));
            Ok(ExitCode::FAILURE)
        }
        Err(other) => Err(other.into()),
    }
}

fn prompt() -> std::io::Result<String> {
    eprint!("Mật khẩu (ít nhất 10 ký tự): ");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

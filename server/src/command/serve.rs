//! `hoithi serve`.

use super::{CommandResult, open_services};
use crate::config::Config;
use crate::{AppState, background, router};
use leptos::config::get_configuration;
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

pub(super) async fn serve() -> CommandResult {
    let config = Config::from_env()?;
    start_logs(config.json_logs);
    let services = open_services(&config).await?;
    services.db().migrate().await?;
    let reopened = services.apply_outages().await?;
    if reopened > 0 {
        tracing::info!(
            reopened,
            "attempts given back the time of a recorded outage"
        );
    }
    let sweeper = tokio::spawn(background::sweeper(services.clone()));
    let leptos_options = get_configuration(None)?.leptos_options;
    let state = AppState {
        services: services.clone(),
        leptos_options,
        limiter: Arc::default(),
    };
    let listener = tokio::net::TcpListener::bind(&config.addr).await?;
    let address = listener.local_addr()?;
    tracing::info!(%address, engine = services.db().engine(), "serving");
    println!("Hội Thi đang chạy ở http://{address}");
    axum::serve(listener, router(state))
        .with_graceful_shutdown(stop_signal())
        .await?;
    sweeper.abort();
    services.db().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn start_logs(json: bool) {
    let filter =
        EnvFilter::try_from_env("HOITHI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if json {
        logs.json().init()
    } else {
        logs.init()
    }
}

/// Waits for SIGTERM or Ctrl+C; running requests are finished then.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

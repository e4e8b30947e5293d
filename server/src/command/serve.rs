//! `hoithi serve`.

use super::{CommandResult, open_services, say};
use crate::clock::SteadyClock;
use crate::config::Config;
use crate::listen::Place;
use crate::live::{self, Live};
use crate::metrics;
use crate::middleware::shelf::Shelf;
use crate::router::Shared;
use crate::site::Site;
use crate::{AppState, background, listen, router};
use leptos::config::{LeptosOptions, get_configuration};
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tracing_subscriber::EnvFilter;

pub(super) async fn serve() -> CommandResult {
    let config = Config::from_env()?;
    let place = Place::take("HOITHI_ADDR", &config.addr).await?;
    serve_at(config, place).await
}

/// Serves at an address that was taken before.
pub(super) async fn serve_at(config: Config, place: Place) -> CommandResult {
    start_logs(&config)?;
    let clock = Arc::new(SteadyClock::start());
    let services = open_services(&config, clock.clone()).await?;
    crate::secrets::claim(&config, &services).await?;
    let reopened = services.apply_outages().await?;
    if reopened > 0 {
        tracing::info!(
            reopened,
            "attempts given back the time of a recorded outage"
        );
    }
    let (site, leptos_options) = site()?;
    if let Some((lack, to_do)) = lack(&site) {
        say(&format!(
            "Lưu ý: {lack}: trang hiện ra không có định dạng và không tự lưu câu trả lời. → {to_do}."
        ));
    }
    let state = AppState::new(Shared {
        services: services.clone(),
        leptos_options,
        site,
        limiter: Arc::default(),
        under_way: Arc::default(),
        metrics: Arc::default(),
        leaving: AtomicBool::new(false),
        live: Live::default(),
        shelf: Shelf::default(),
        on_time: AtomicBool::new(true),
    });
    let watched = serve_metrics(config.metrics_addr.as_deref(), &state).await?;
    background::look(&state, &clock).await;
    let jobs = [
        tokio::spawn(background::watch(state.clone(), clock)),
        tokio::spawn(background::sweeper(state.clone())),
        tokio::spawn(live::run(state.clone())),
        tokio::spawn(background::news(services.clone())),
        tokio::spawn(background::eraser(services.clone())),
    ];
    let listener = place.open()?;
    let address = listener.local_addr()?;
    tracing::info!(%address, engine = services.db().engine(), "serving");
    say(&format!("Hội Thi đang chạy ở http://{address}"));
    let stop = drained(state.clone(), config.drain);
    listen::serve(listener, router(state), stop).await;
    jobs.iter().chain(&watched).for_each(JoinHandle::abort);
    if let Err(error) = services.leave_jobs().await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "other nodes wait a while"
        );
    }
    services.db().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Serves `/metrics` beside the program, where that is wished.
///
/// # Errors
/// When the address cannot be used.
async fn serve_metrics(
    address: Option<&str>,
    state: &AppState,
) -> Result<Option<JoinHandle<()>>, Box<dyn std::error::Error>> {
    let Some(address) = address else {
        return Ok(None);
    };
    let listener = Place::take("HOITHI_METRICS_ADDR", address).await?.open()?;
    say(&format!(
        "Số liệu vận hành ở http://{}/metrics",
        listener.local_addr()?
    ));
    let page = metrics::router(state.clone());
    let until_aborted = std::future::pending();
    Ok(Some(tokio::spawn(listen::serve(
        listener,
        page,
        until_aborted,
    ))))
}

/// The files of the site, and how pages name them: those of the folder `LEPTOS_SITE_ROOT` names, else those the program
/// carries, else those of the last build.
///
/// # Errors
/// When they or the configuration cannot be read.
pub(super) fn site() -> Result<(Site, LeptosOptions), Box<dyn std::error::Error>> {
    let mut options = get_configuration(None)?.leptos_options;
    let built = || Site::in_folder(Path::new(options.site_root.as_ref()));
    let site = match std::env::var_os("LEPTOS_SITE_ROOT") {
        Some(_) => built()?,
        None => Site::carried()?.map_or_else(built, Ok)?,
    };
    options.hash_files = false;
    options.site_pkg_dir = site.scripts().into();
    Ok((site, options))
}

/// What browsers would miss, and what to do; nothing where all is there.
pub(super) fn lack(site: &Site) -> Option<(String, &'static str)> {
    let ending = [".wasm", ".js", ".css"]
        .into_iter()
        .find(|e| !site.has(e))?;
    let what = format!("Trang web thiếu tệp {ending} trong {}", site.origin);
    let to_do = "Dựng bằng make run (hoặc tools/build.sh) rồi chạy target/dist/hoithi, hoặc đặt LEPTOS_SITE_ROOT vào \
                 thư mục site đã dựng";
    Some((what, to_do))
}

fn start_logs(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log);
    let filter = filter.map_err(|_| {
        format!(
            "HOITHI_LOG “{}” không đọc được. Đặt như info,sqlx=warn",
            config.log
        )
    })?;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Colours are for a terminal, not for a journal.
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if config.json_logs {
        logs.json().init();
    } else {
        logs.init();
    }
    Ok(())
}

/// Waits for the signal to stop, then says at `/readyz` that nobody should come here any more, and stops a while after. A
/// second signal ends the while.
async fn drained(state: AppState, respite: Duration) {
    stop_signal().await;
    state.leaving.store(true, Ordering::Relaxed);
    if respite > Duration::ZERO {
        tracing::info!(seconds = respite.as_secs(), "leaving");
        tokio::select! { () = tokio::time::sleep(respite) => {}, () = stop_signal() => {} }
    }
    state.live.end();
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

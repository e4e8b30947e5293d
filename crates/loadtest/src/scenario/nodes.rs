//! Two nodes on one PostgreSQL behind HAProxy: one is killed while everybody saves, comes back, and then the other. What
//! any of them acknowledged is there once.

use super::{Act, COMING, NEWCOMERS, Setting, WIDTH, compare, kept_after};
use crate::figures::Gauge;
use crate::place::{Place, free_port};
use crate::server::{Server, tail};
use crate::stage::Times;
use crate::{Cli, Engine, Outcome};
use serde_json::json;
use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// One round: whole, then with one node, then whole again.
const ROUND: Duration = Duration::from_secs(4);
/// When in a round a node is killed.
const KILLED: Duration = Duration::from_secs(1);
/// Longest wait for the load balancer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs it: 1,000 people, ten kills.
pub(crate) async fn run(cli: &Cli) -> Outcome<()> {
    if cli.database == Engine::Sqlite {
        return Err("SQLite has one node. Use --database postgres".into());
    }
    let (people, times) = (cli.people.unwrap_or(1_000), cli.times.unwrap_or(10));
    let crowd = (people, NEWCOMERS);
    let place = Place::make(cli).await?;
    let mut setting = Setting::among(place, cli, "nodes", crowd, Times::open_long()).await?;
    let addresses = [setting.server.address.clone(), free().await?];
    let mut other = Server::start_at(cli, &setting.place, &addresses[1]).await?;
    let (_balancer, front) = balancer(&setting, &addresses).await?;
    setting.surge = setting.surge.moved_to(&front)?;
    setting.all("sign_ins", Act::SignIn).await?;
    setting.all("starts", Act::Start).await?;
    let (mut acknowledged, mut interrupted) = (0, 0);
    for n in 0..usize::try_from(times)? {
        let gauge = Arc::new(Gauge::new()?);
        let until = Instant::now() + ROUND;
        let saving = setting.surge.most_until(Act::Save, WIDTH, until, &gauge);
        let coming = setting.surge.come_and_go(COMING, until, &gauge);
        let node = if n % 2 == 0 {
            &mut setting.server
        } else {
            &mut other
        };
        let killing = async {
            tokio::time::sleep(KILLED).await;
            node.kill().await
        };
        let (saved, came, killed) = tokio::join!(saving, coming, killing);
        saved.and(came)?;
        killed?;
        gauge.nobody_refused()?;
        acknowledged += gauge.count();
        interrupted += gauge.failures();
        let verdict = compare(&setting.place, &setting.surge).await?;
        kept_after(&format!("kill {}", n + 1), &verdict.broken)?;
        *node = Server::start_at(cli, &setting.place, &addresses[n % 2]).await?;
        in_service(&front).await?;
    }
    if acknowledged == 0 {
        return Err("nothing was acknowledged: nothing was tried".into());
    }
    let told = json!({
        "kills": times, "acknowledged": acknowledged, "interrupted": interrupted,
        "came_and_sent": setting.surge.gone().await,
    });
    setting.report.tell("surges", told);
    setting.all("saves_afterwards", Act::Save).await?;
    other.kill().await?;
    setting.close(cli).await
}

/// An address nobody listens on.
async fn free() -> Outcome<String> {
    Ok(format!("127.0.0.1:{}", free_port().await?))
}

/// HAProxy before these nodes, and its address: the very file a committee's machine runs.
async fn balancer(setting: &Setting, nodes: &[String; 2]) -> Outcome<(Child, String)> {
    let front = free().await?;
    let file = setting.place.file("haproxy.cfg");
    std::fs::write(&file, without_tls(&front, descriptors())?)?;
    let path = std::env::var("PATH").unwrap_or_default();
    let log = setting.place.file("haproxy.log");
    let words = File::create(&log)?;
    let mut child = Command::new("haproxy")
        .env("PATH", format!("{path}:/usr/sbin"))
        // No root to give up, as in a container.
        .env("HOITHI_CONTAINER", "1")
        .env("HOITHI_NODE1", &nodes[0])
        .env("HOITHI_NODE2", &nodes[1])
        .arg("-f")
        .arg(&file)
        .stdout(words.try_clone()?)
        .stderr(words)
        .kill_on_drop(true)
        .spawn()
        .map_err(|e| format!("haproxy: {e}"))?;
    let mut serves = in_service(&front).await;
    if let Some(status) = child.try_wait()? {
        serves = Err(format!("the load balancer ended by itself: {status}").into());
    }
    serves.map_err(|e| format!("{e}. HAProxy's last words:\n{}", tail(&log)))?;
    Ok((child, front))
}

/// The configuration of `deploy/`, listening here and without TLS, which the people of a trial do not speak, for as many
/// connections as `descriptors` allow: HAProxy takes two for each and does not start without them.
fn without_tls(front: &str, descriptors: usize) -> Outcome<String> {
    let here = format!("    bind {front}\n");
    let room = descriptors.saturating_sub(SPARE) / 2;
    let mut lines = 0;
    let mut text = String::with_capacity(DEPLOYED.len());
    for line in DEPLOYED.split_inclusive('\n') {
        let told = line.trim();
        if told == "bind :80" {
            lines += 1;
            text.push_str(&here);
        } else if told.starts_with("bind :443 ") || told.ends_with("unless { ssl_fc }") {
            lines += 1;
        } else if let Some(wished) = told.strip_prefix("maxconn ") {
            lines += 1;
            // Those of `public` cause others inside: two of five, as in the file.
            let share = if lines == 1 { room } else { room * 2 / 5 };
            let connections = wished.parse::<usize>()?.min(share);
            text.push_str(&format!("    maxconn {connections}\n"));
        } else {
            text.push_str(line);
        }
    }
    if lines == 5 {
        Ok(text)
    } else {
        Err("deploy/haproxy/haproxy.cfg listens otherwise than this trial knows".into())
    }
}

/// Descriptors HAProxy takes beside those of connections.
const SPARE: usize = 200;

/// As many descriptors as a process started here may have.
fn descriptors() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find_map(|l| l.strip_prefix("Max open files"));
    let hard = line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok());
    hard.unwrap_or(usize::MAX)
}

const DEPLOYED: &str = include_str!("../../../../deploy/haproxy/haproxy.cfg");

/// Waits until the load balancer takes connections and its checks had the time to see both nodes.
async fn in_service(front: &str) -> Outcome<()> {
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(front).await.is_err() {
        if Instant::now() > until {
            return Err("the load balancer does not answer".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deployed_file_is_tried_with_what_this_machine_has() {
        let text = |descriptors| without_tls("127.0.0.1:7", descriptors).unwrap();
        let all = text(usize::MAX);
        assert!(all.contains("    maxconn 50000\n") && all.contains("    maxconn 20000\n"));
        assert!(all.contains("    bind 127.0.0.1:7\n"));
        for tls in ["bind :443", "ssl_fc", "bind :80"] {
            assert!(!all.contains(tls), "{tls}");
        }
        let few = text(20_000);
        assert!(few.contains("    maxconn 9900\n") && few.contains("    maxconn 3960\n"));
    }
}

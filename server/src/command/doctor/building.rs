//! What building from source needs on this machine.

use super::Findings;
use std::path::{Path, PathBuf};

/// How the packages of a family of distributions are installed: the program that does it, and the command.
const MANAGERS: [(&str, &str); 3] = [
    ("apt-get", "apt-get install"),
    ("dnf", "dnf install"),
    ("pacman", "pacman -S"),
];

/// Programs a build needs, with their package on Debian, Fedora and Arch and on what is made from these.
const BUILD_TOOLS: [(&str, [&str; 3]); 7] = [
    ("cc", ["build-essential", "gcc", "base-devel"]),
    ("git", ["git", "git", "git"]),
    ("curl", ["curl", "curl", "curl"]),
    ("node", ["nodejs", "nodejs", "nodejs"]),
    ("npm", ["npm", "npm", "npm"]),
    ("chromium", ["chromium", "chromium", "chromium"]),
    ("initdb", ["postgresql", "postgresql-server", "postgresql"]),
];

/// What installs these programs with a package manager that is here, or with each of the three.
fn install_commands(missing: &[&str], here: &dyn Fn(&str) -> bool) -> Vec<String> {
    let any = MANAGERS.iter().any(|(program, _)| here(program));
    let wanted = MANAGERS
        .iter()
        .enumerate()
        .filter(|(_, (program, _))| !any || here(program));
    wanted
        .map(|(at, (_, command))| {
            let tools = BUILD_TOOLS.iter().filter(|(t, _)| missing.contains(t));
            let packages: Vec<&str> = tools.map(|(_, names)| names[at]).collect();
            format!("{command} {}", packages.join(" "))
        })
        .collect()
}

/// What building from source needs; serving does not, so nothing here is wrong.
pub(super) fn building(findings: &Findings) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let here = |tool: &str| folders.iter().any(|f| f.join(tool).is_file());
    // Debian keeps the server programs of PostgreSQL out of the path.
    let postgres = Path::new("/usr/lib/postgresql").is_dir();
    let found = |tool: &str| here(tool) || (tool == "initdb" && postgres);
    let missing: Vec<&str> = BUILD_TOOLS
        .iter()
        .map(|(tool, _)| *tool)
        .filter(|tool| !found(tool))
        .collect();
    if !missing.is_empty() {
        for command in install_commands(&missing, &here) {
            findings.note(&format!("Chỉ khi dựng và kiểm thử từ mã nguồn: {command}"));
        }
    }
    if !here("cargo") {
        findings.note("Chỉ khi dựng từ mã nguồn: cài Rust bằng rustup (https://rustup.rs)");
    }
}

#[cfg(test)]
mod tests {
    use super::install_commands;

    #[test]
    fn packages_are_named_as_the_distribution_calls_them() {
        let missing = ["cc", "initdb"];
        let with = |manager: &'static str| install_commands(&missing, &move |p| p == manager);
        assert_eq!(
            with("apt-get"),
            ["apt-get install build-essential postgresql"]
        );
        assert_eq!(with("dnf"), ["dnf install gcc postgresql-server"]);
        assert_eq!(with("pacman"), ["pacman -S base-devel postgresql"]);
        assert_eq!(with("apk").len(), 3, "elsewhere all of them, to go by");
    }
}

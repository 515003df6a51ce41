//! Running other programs. Each command is printed before it runs, so that a developer can follow a log and repeat it.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{Error, Repository};

/// `cargo` with these arguments, in the repository.
pub(crate) fn cargo<const N: usize>(repository: &Repository, arguments: [&str; N]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(repository.root());
    command
}

/// The program in the repository, built from it.
///
/// It is built together with xtask, so that cargo builds each dependency once, with the features that both need.
pub(crate) fn acslint(repository: &Repository) -> Result<Command, Error> {
    run(&mut cargo(repository, ["build", "--quiet", "--package", "acslint", "--package", "xtask"]))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let mut command = Command::new(repository.root().join(target).join("debug/acslint"));
    command.current_dir(repository.root());
    Ok(command)
}

/// Another program with these arguments, in the repository.
pub(crate) fn program<const N: usize>(repository: &Repository, name: &str, arguments: [&str; N]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(repository.root());
    command
}

/// Prints the command, runs it, and prints how long it took.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    let shown = shown(command);
    println!("$ {shown}");
    let began = Instant::now();
    let status = command.stdin(Stdio::null()).status();
    let status = status.map_err(|source| Error::Start { command: shown.clone(), source })?;
    if !status.success() {
        return Err(Error::Command { command: shown, status });
    }
    println!("  took {:.1} s\n", began.elapsed().as_secs_f64());
    Ok(())
}

/// The output of the command, as JSON.
pub(crate) fn json(command: &mut Command) -> Result<serde_json::Value, Error> {
    let bytes = output(command)?;
    serde_json::from_slice(&bytes).map_err(|source| Error::Output { command: shown(command), source })
}

/// The output of the command; bytes that are not UTF-8 are replaced.
pub(crate) fn text(command: &mut Command) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&output(command)?).into_owned())
}

fn output(command: &mut Command) -> Result<Vec<u8>, Error> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|source| Error::Start { command: shown.clone(), source })?;
    if !output.status.success() {
        return Err(Error::Command { command: shown, status: output.status });
    }
    Ok(output.stdout)
}

/// Returns true if the command starts and succeeds; its output is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Returns true if the program can be started.
pub(crate) fn is_there(program: &str) -> bool {
    // Go has a command for it.
    let version = if program == "go" { "version" } else { "--version" };
    succeeds(Command::new(program).arg(version))
}

/// The command as typed in a shell.
pub(crate) fn shown(command: &Command) -> String {
    let settings = command.get_envs().filter_map(|(name, value)| {
        let value = value?.to_string_lossy();
        let quote = if value.contains(' ') { "\"" } else { "" };
        Some(format!("{}={quote}{value}{quote}", name.to_string_lossy()))
    });
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words =
        std::iter::once(program).chain(command.get_args()).map(|word| word.to_string_lossy().into_owned());
    settings.chain(words).collect::<Vec<_>>().join(" ")
}

/// Option with which `apt-get` waits for another package manager.
const WAIT: [&str; 2] = ["--option", "DPkg::Lock::Timeout=600"];

/// File that is locked during an installation, below the repository.
const INSTALLING: &str = "target/installing";

/// Installs packages of the system if no permission is needed: as root, where `apt-get` exists.
///
/// Two steps may need packages at the same time, and `apt-get update` does not wait for another one: a lock makes it.
pub(crate) fn install(repository: &Repository, packages: &[&str]) -> Result<(), Error> {
    if !is_root() || !is_there("apt-get") {
        return Ok(());
    }
    let _lock = lock(&repository.root().join(INSTALLING))?;
    run(program(repository, "apt-get", ["update", "--quiet"]).args(WAIT))?;
    let mut install =
        program(repository, "apt-get", ["install", "--yes", "--quiet", "--no-install-recommends"]);
    install.args(WAIT);
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Locks a file until the lock is dropped. Another step, which is another process, waits meanwhile.
pub(crate) fn lock(path: &Path) -> Result<File, Error> {
    // With `CARGO_TARGET_DIR`, cargo has not made the directory.
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let lock = made.and_then(|()| File::create(path)).and_then(|file| file.lock().map(|()| file));
    lock.map_err(|source| Error::File { path: path.to_owned(), source })
}

fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout.trim_ascii() == b"0") && env::consts::FAMILY == "unix"
}

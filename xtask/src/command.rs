//! Running other programs, each said before it runs, so that a log can be followed and repeated by hand.

use std::{
    env,
    path::Path,
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

/// Another program with these arguments, in the repository.
pub(crate) fn program<const N: usize>(repository: &Repository, name: &str, arguments: [&str; N]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(repository.root());
    command
}

/// Says what runs, runs it, and says how long it took.
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

/// What the command prints, as JSON.
pub(crate) fn json(command: &mut Command) -> Result<serde_json::Value, Error> {
    let bytes = output(command)?;
    serde_json::from_slice(&bytes).map_err(|source| Error::Output { command: shown(command), source })
}

/// What the command prints; bytes that are no text are replaced.
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

/// Whether the command can be started and succeeds; what it prints is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether a program can be started at all.
pub(crate) fn is_there(program: &str) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

/// The command as one would type it.
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

/// Installs packages of the system where that needs nobody's leave: as root, where there is `apt-get`.
pub(crate) fn install(repository: &Repository, packages: &[&str]) -> Result<(), Error> {
    if !is_root() || !is_there("apt-get") {
        return Ok(());
    }
    run(&mut program(repository, "apt-get", ["update", "--quiet"]))?;
    let mut install =
        program(repository, "apt-get", ["install", "--yes", "--quiet", "--no-install-recommends"]);
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout.trim_ascii() == b"0") && env::consts::FAMILY == "unix"
}

//! Conditions of the measurements besides the programs: the machine, its system, the compilers and interpreters.

use std::{fs, process::Command};

use super::{context::Context, results::Machine};

/// The vector instructions by which parsers select their code.
const VECTORS: [&str; 6] = ["sse4_2", "avx2", "avx512f", "avx512vbmi2", "neon", "asimd"];

/// The current machine.
pub(super) fn machine(context: &Context<'_>) -> Machine {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let flags = field(&about, "flags").or_else(|| field(&about, "Features")).unwrap_or_default();
    Machine {
        date: said("date", &["-u", "+%F"]),
        build: build(context),
        processor: field(&about, "model name").unwrap_or_else(|| said("uname", &["-m"])),
        vectors: VECTORS
            .into_iter()
            .filter(|vector| flags.split(' ').any(|flag| flag == *vector))
            .map(str::to_owned)
            .collect(),
        cores: context.cores(),
        memory: memory(),
        system: said("uname", &["-sr"]),
        pinned: context.can_pin(),
        versions: versions(context),
    }
}

/// Commit and profile of the program, unless it was given.
fn build(context: &Context<'_>) -> String {
    if context.is_given() {
        return "a program that was given".to_owned();
    }
    let root = context.repository().root().to_string_lossy();
    let commit = said("git", &["-C", &root, "describe", "--always", "--dirty"]);
    format!("commit `{commit}`, built with the `dist` profile")
}

fn memory() -> Option<u64> {
    let about = fs::read_to_string("/proc/meminfo").ok()?;
    let kibibytes = field(&about, "MemTotal")?.trim_end_matches(" kB").parse::<u64>().ok()?;
    Some(kibibytes * 1024)
}

fn versions(context: &Context<'_>) -> Vec<(String, String)> {
    let acslint = context.acslint().to_string_lossy().into_owned();
    let python = context.place("python/bin/python").to_string_lossy().into_owned();
    let programs = [
        ("acslint", acslint.as_str(), "--version"),
        ("rustc", "rustc", "--version"),
        ("node", "node", "--version"),
        ("python", python.as_str(), "--version"),
        ("g++", "g++", "-dumpfullversion"),
    ];
    let version = |(name, program, argument): (&str, &str, &str)| {
        let said = said(program, &[argument]);
        let words: Vec<&str> = said.split(' ').filter(|word| !word.eq_ignore_ascii_case(name)).collect();
        (name.to_owned(), words.join(" "))
    };
    programs.into_iter().map(version).collect()
}

/// The value of a line such as `model name : …`.
fn field(about: &str, name: &str) -> Option<String> {
    let mut fields = about.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// The first line of a program's output, or a note that there is none.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.ok().filter(|output| output.status.success());
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let line = text.as_deref().and_then(|text| text.lines().next()).unwrap_or_default().trim();
    if line.is_empty() { "not known".to_owned() } else { line.to_owned() }
}

//! The console blocks of `README.md` show what the program really does.
//!
//! A block holds commands, each a line that begins with `$ `, and what they print, both streams together. `[..]` stands
//! for anything within a line and a line of `...` for any lines. Commands run in the root of the repository with the
//! `acslint` that the workspace builds; `$?` is the exit code of the command before. With `ACSLINT_BLESS` set, a block
//! that differs is rewritten.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use snapbox::{Assert, IntoData};
use xtask::Repository;

/// How the README runs the program from a clone.
const FROM_A_CLONE: &str = "cargo run --release -p acslint --";

struct Example<'a> {
    /// Line of the command, from 1.
    line: usize,
    command: &'a str,
    expected: Vec<&'a str>,
}

/// The examples of all console blocks, each block on its own.
fn blocks(readme: &str) -> Vec<Vec<Example<'_>>> {
    let mut blocks = Vec::new();
    let mut lines = (1..).zip(readme.lines());
    while lines.by_ref().any(|(_, line)| line == "```console") {
        let mut block: Vec<Example<'_>> = Vec::new();
        for (number, line) in lines.by_ref().take_while(|(_, line)| *line != "```") {
            if let Some(command) = line.strip_prefix("$ ") {
                block.push(Example { line: number, command, expected: Vec::new() });
            } else {
                let example = block.last_mut();
                example.expect("a console block begins with a command").expected.push(line);
            }
        }
        blocks.push(block);
    }
    blocks
}

/// The directory of the `acslint` that the workspace builds.
fn built() -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--package", "acslint"]).env("CARGO_TARGET_DIR", target);
    let build = build.current_dir(Repository::here().root()).output().unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    target.join("debug")
}

/// What a command prints and its exit code, after a command that ended with `before`.
fn run(command: &str, before: i32, built: &Path) -> (String, i32) {
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([built.to_owned()].into_iter().chain(env::split_paths(&path))).unwrap();
    let command = command.replace(FROM_A_CLONE, "acslint");
    let script = format!("exec 2>&1\n(exit {before})\n{command}\n");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script]).env("PATH", path).env("COLUMNS", "100").env_remove("ACSLINT_BLESS");
    let output = shell.current_dir(Repository::here().root()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (text, output.status.code().unwrap_or(-1))
}

#[test]
fn console_blocks_show_what_is_printed() {
    let built = built();
    let readme = Repository::here().text("README.md").unwrap();
    let assert = Assert::new().normalize_paths(false);
    let mut mended: Vec<String> = readme.lines().map(str::to_owned).collect();
    let mut failures = Vec::new();
    let mut ran_from_a_clone = false;
    // From the last to the first, so that a mended block moves no line that is still to be looked at.
    for block in blocks(&readme).iter().rev() {
        let mut before = 0;
        let mut results = Vec::new();
        for example in block {
            let (actual, code) = run(example.command, before, &built);
            before = code;
            ran_from_a_clone |= example.command.starts_with(FROM_A_CLONE);
            results.push((example, actual));
        }
        for (example, actual) in results.into_iter().rev() {
            let expected = [example.expected.as_slice(), &[""]].concat().join("\n");
            let name = format!("README.md:{}: {}", example.line, example.command);
            let (actual, expected) = assert.normalize(actual.into_data(), expected.into_data());
            if let Err(error) = assert.try_eq(Some(&name), actual.clone(), expected) {
                failures.push(format!("{name}\n{error}"));
                // Normalized, so that what was elided and still matches stays so.
                let text = actual.render().unwrap();
                let lines = example.line..example.line + example.expected.len();
                mended.splice(lines, text.lines().map(str::to_owned));
            }
        }
    }
    assert!(ran_from_a_clone, "README.md has no console block with `{FROM_A_CLONE}`");
    if env::var_os("ACSLINT_BLESS").is_some() && !failures.is_empty() {
        fs::write(Repository::here().root().join("README.md"), mended.join("\n") + "\n").unwrap();
    } else {
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

#[test]
fn blocks_are_commands_and_what_they_print() {
    let readme = "text\n```console\n$ a\n1\n\n2\n$ b\n```\n```sh\n$ c\n```\n```console\n$ d\n```\n";
    let shown: Vec<Vec<_>> = blocks(readme)
        .iter()
        .map(|block| {
            block.iter().map(|example| (example.line, example.command, example.expected.clone())).collect()
        })
        .collect();
    assert_eq!(shown, [vec![(3, "a", vec!["1", "", "2"]), (7, "b", vec![])], vec![(13, "d", vec![])]]);
}

#[test]
fn an_exit_code_reaches_the_next_command() {
    let (text, code) = run("echo $?; exit 3", 7, Path::new("/"));
    assert_eq!((text.as_str(), code), ("7\n", 3));
}

//! The console blocks of `README.md` and of the documents below `docs/` show the real output of the program.
//!
//! A block contains commands, each a line that begins with `$ `, and their output, both streams together. `[..]` stands
//! for any text within a line, and a line of `...` for any lines. Commands run with the `acslint` that the workspace
//! builds; `$?` is the exit code of the previous command. They run in the root of the repository. Those of a guide
//! write files, so they run one block after the other in an empty directory. With `ACSLINT_BLESS` set, a block that
//! differs is rewritten.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use snapbox::{Assert, IntoData};
use xtask::Repository;

/// The command by which the README runs the program from a clone.
const FROM_A_CLONE: &str = "cargo run --release -p acslint --";

/// Directory of documents whose commands run in a directory of their own.
const GUIDES: &str = "docs/guides/";

struct Example<'a> {
    /// Line of the command, from 1.
    line: usize,
    command: &'a str,
    expected: Vec<&'a str>,
}

/// The examples of all console blocks, grouped by block.
fn blocks(document: &str) -> Vec<Vec<Example<'_>>> {
    let mut blocks = Vec::new();
    let mut lines = (1..).zip(document.lines());
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
pub(crate) fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "acslint"]).env("CARGO_TARGET_DIR", target);
        let build = build.current_dir(Repository::here().root()).output().unwrap();
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        target.join("debug")
    })
}

/// Output and exit code of a command, in a directory, after a command that ended with `before`.
fn run(command: &str, before: i32, directory: &Path, built: &Path) -> (String, i32) {
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([built.to_owned()].into_iter().chain(env::split_paths(&path))).unwrap();
    let command = command.replace(FROM_A_CLONE, "acslint");
    let script = format!("exec 2>&1\n(exit {before})\n{command}\n");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script]).env("PATH", path).env("COLUMNS", "100");
    shell.env_remove("ACSLINT_BLESS").env_remove("GITHUB_STEP_SUMMARY");
    // What a service tells about its checkout is not of the blocks.
    for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY", "AGENT_TEMPDIRECTORY"] {
        shell.env_remove(variable);
    }
    let output = shell.current_dir(directory).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (text, output.status.code().unwrap_or(-1))
}

/// The documents with console blocks.
fn documents(repository: &Repository) -> Vec<String> {
    let mut files = repository.files().unwrap();
    let is_document = |file: &str| Path::new(file).extension().is_some_and(|ending| ending == "md");
    files.retain(|file| file == "README.md" || (file.starts_with("docs/") && is_document(file)));
    files
}

/// Differences in a document; with `ACSLINT_BLESS`, it is rewritten.
fn check(repository: &Repository, file: &str) -> Vec<String> {
    let document = repository.text(file).unwrap();
    let own = file.starts_with(GUIDES).then(|| tempfile::tempdir().unwrap());
    let directory = own.as_ref().map_or(repository.root(), |own| own.path());
    let assert = Assert::new().normalize_paths(false);
    let mut lines: Vec<String> = document.lines().map(str::to_owned).collect();
    let mut failures = Vec::new();
    let mut mended = Vec::new();
    for block in blocks(&document) {
        let mut before = 0;
        for example in block {
            let (actual, code) = run(example.command, before, directory, built());
            before = code;
            let expected = [example.expected.as_slice(), &[""]].concat().join("\n");
            let name = format!("{file}:{}: {}", example.line, example.command);
            let (actual, expected) = assert.normalize(actual.into_data(), expected.into_data());
            if let Err(error) = assert.try_eq(Some(&name), actual.clone(), expected) {
                failures.push(format!("{name}\n{error}"));
                // Normalized, so that elided text that still matches stays elided.
                let place = example.line..example.line + example.expected.len();
                mended.push((place, actual.render().unwrap()));
            }
        }
    }
    if env::var_os("ACSLINT_BLESS").is_none() || failures.is_empty() {
        return failures;
    }
    // From the last to the first, because a rewrite moves the lines after it.
    for (place, text) in mended.into_iter().rev() {
        lines.splice(place, text.lines().map(str::to_owned));
    }
    repository.write(file, &(lines.join("\n") + "\n")).unwrap();
    Vec::new()
}

#[test]
fn console_blocks_show_what_is_printed() {
    let repository = Repository::here();
    let documents = documents(&repository);
    let failures: Vec<String> = documents.iter().flat_map(|file| check(&repository, file)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_readme_runs_the_program_from_a_clone() {
    let readme = Repository::here().text("README.md").unwrap();
    let mut commands = blocks(&readme).into_iter().flatten().map(|example| example.command);
    assert!(commands.any(|command| command.starts_with(FROM_A_CLONE)));
}

#[test]
fn blocks_are_commands_and_what_they_print() {
    let document = "text\n```console\n$ a\n1\n\n2\n$ b\n```\n```sh\n$ c\n```\n```console\n$ d\n```\n";
    let shown: Vec<Vec<_>> = blocks(document)
        .iter()
        .map(|block| {
            block.iter().map(|example| (example.line, example.command, example.expected.clone())).collect()
        })
        .collect();
    assert_eq!(shown, [vec![(3, "a", vec!["1", "", "2"]), (7, "b", vec![])], vec![(13, "d", vec![])]]);
}

#[test]
fn an_exit_code_reaches_the_next_command() {
    let (text, code) = run("echo $?; exit 3", 7, Path::new("/"), Path::new("/"));
    assert_eq!((text.as_str(), code), ("7\n", 3));
}

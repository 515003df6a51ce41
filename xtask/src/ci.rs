//! `cargo xtask ci`: all checks, the fastest to fail first. It stops at the first failure.
//!
//! Each check is a step with a name: `--only` runs one step, `--from` runs a step and all later ones. Steps at the end that
//! mostly wait for another program run two at a time, and each prints its output when it has ended.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::{
    Error, Repository, command, conformance, consumers, dist, generate, html, integrations, python, suites,
    targets, toolchain,
};

/// Number of steps that run side by side. Each uses about one processor, and CI has two.
const SIDE_BY_SIDE: usize = 2;

/// Directory for the output of steps that run side by side.
const OUTPUT: &str = "target/ci";

/// One check.
#[derive(Debug)]
pub(crate) struct Step {
    name: &'static str,
    run: fn(&Repository) -> Result<(), Error>,
    /// True if it may run side by side with other such steps.
    is_independent: bool,
}

impl Step {
    /// Step that runs alone.
    pub(crate) const fn alone(name: &'static str, run: fn(&Repository) -> Result<(), Error>) -> Self {
        Self { name, run, is_independent: false }
    }

    const fn independent(name: &'static str, run: fn(&Repository) -> Result<(), Error>) -> Self {
        Self { name, run, is_independent: true }
    }
}

pub(crate) const FORMAT: Step = Step::alone("format", format);
pub(crate) const GENERATED: Step = Step::alone("generated", generate::check_drift);
pub(crate) const CLIPPY: Step = Step::alone("clippy", clippy);
pub(crate) const SUITES: Step = Step::alone("suites", suites::fetch);

/// Every step, in the order in which they run.
static STEPS: &[Step] = &[
    FORMAT,
    GENERATED,
    CLIPPY,
    SUITES,
    Step::alone("test", test),
    Step::alone("doc", doc),
    Step::independent("html", html::check),
    Step::independent("integrations", integrations::check),
    Step::independent("dist", dist::check),
    Step::independent("python", python::check),
    Step::independent("wasm", wasm),
    Step::independent("plain", plain),
    Step::independent("consumers", consumers::check),
    Step::independent("targets", targets::check),
    Step::independent("conformance", |repository| conformance::run(repository, &[])),
    Step::independent("ajv", check_schemas_with_ajv),
];

/// Runs the verb, and ends with a table of the seconds that each step took.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    run_steps(repository, chosen(arguments)?)
}

/// Runs steps in their order up to the first that fails, and prints a table of the seconds that each took.
pub(crate) fn run_steps(repository: &Repository, steps: &[Step]) -> Result<(), Error> {
    let began = Instant::now();
    let mut seconds = Vec::new();
    let mut result = Ok(());
    for steps in steps.chunk_by(|one, next| one.is_independent && next.is_independent) {
        result = match steps {
            [step] => run_alone(repository, step, &mut seconds),
            steps => run_side_by_side(repository, steps, &mut seconds),
        };
        if result.is_err() {
            break;
        }
    }
    println!("\n{}", table(&seconds, began.elapsed()));
    result
}

/// Seconds of the steps that have ended.
type Seconds = Vec<(&'static str, Duration)>;

fn run_alone(repository: &Repository, step: &Step, seconds: &mut Seconds) -> Result<(), Error> {
    println!("\n# {}", step.name);
    let began = Instant::now();
    let result = (step.run)(repository);
    seconds.push((step.name, began.elapsed()));
    result
}

/// Runs steps as processes of their own, the first ones first.
fn run_side_by_side(repository: &Repository, steps: &[Step], seconds: &mut Seconds) -> Result<(), Error> {
    let directory = repository.root().join(OUTPUT);
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    let program = own_copy(&directory)?;
    side_by_side(steps, seconds, |step| {
        let output = directory.join(step.name);
        let result = run_process(repository, &program, step, &output);
        println!("\n# {}\n{}", step.name, fs::read_to_string(&output).unwrap_or_default());
        result
    })
}

/// Runs a function for each step, in [`SIDE_BY_SIDE`] threads. After a failure, no further step begins.
fn side_by_side(
    steps: &[Step],
    seconds: &mut Seconds,
    run: impl Fn(&Step) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let waiting = Mutex::new(steps.iter());
    let ended = Mutex::new((seconds, Ok(())));
    let work = || {
        loop {
            // The lock must not outlive this statement: the step takes long.
            let next = lock(&waiting).next();
            let Some(step) = next else { break };
            let began = Instant::now();
            let result = run(step);
            let mut ended = lock(&ended);
            ended.0.push((step.name, began.elapsed()));
            if result.is_err() {
                ended.1 = result;
                lock(&waiting).by_ref().for_each(drop);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(work);
        }
    });
    ended.into_inner().unwrap_or_else(PoisonError::into_inner).1
}

/// Copies this program, since a step may build it again while others run.
fn own_copy(directory: &Path) -> Result<PathBuf, Error> {
    let copy = directory.join("xtask");
    let copied = std::env::current_exe().and_then(|program| fs::copy(program, &copy));
    copied.map(|_| copy.clone()).map_err(|source| Error::File { path: copy, source })
}

/// Runs a step as `cargo xtask ci --only STEP`, with its output in a file.
fn run_process(repository: &Repository, program: &Path, step: &Step, output: &Path) -> Result<(), Error> {
    let command = format!("cargo xtask ci --only {}", step.name);
    let file = |source| Error::File { path: output.to_owned(), source };
    let out = File::create(output).map_err(file)?;
    let err = out.try_clone().map_err(file)?;
    let mut process = Command::new(program);
    process.args(["ci", "--only", step.name]).current_dir(repository.root());
    let status = process.stdin(Stdio::null()).stdout(out).stderr(err).status();
    let status = status.map_err(|source| Error::Start { command: command.clone(), source })?;
    if status.success() { Ok(()) } else { Err(Error::Command { command, status }) }
}

/// Locks; a panic of the other thread ends the scope with a panic anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The steps that the arguments name; all of them without arguments.
fn chosen(arguments: &[String]) -> Result<&'static [Step], Error> {
    let names = || STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
    let find = |name: &String| {
        let unknown = || Error::Usage(format!("unknown step `{name}`; the steps are {}", names()));
        STEPS.iter().position(|step| step.name == name).ok_or_else(unknown)
    };
    match arguments {
        [] => Ok(STEPS),
        [option, name] if option == "--only" => find(name).map(|step| &STEPS[step..=step]),
        [option, name] if option == "--from" => find(name).map(|step| &STEPS[step..]),
        _ => Err(Error::Usage(format!(
            "usage: cargo xtask ci [--only STEP | --from STEP]\nthe steps are {}",
            names()
        ))),
    }
}

/// The seconds of each step, and the elapsed ones of all.
fn table(seconds: &[(&str, Duration)], elapsed: Duration) -> String {
    let line = |(name, taken): &(&str, Duration)| format!("{name:<14}{:>8.1} s", taken.as_secs_f64());
    let lines: Vec<String> = seconds.iter().chain([&("total", elapsed)]).map(line).collect();
    lines.join("\n")
}

fn format(repository: &Repository) -> Result<(), Error> {
    command::run(&mut command::cargo(repository, ["fmt", "--all", "--check"]))
}

fn clippy(repository: &Repository) -> Result<(), Error> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    command::run(&mut command::cargo(repository, clippy))
}

fn test(repository: &Repository) -> Result<(), Error> {
    command::run(&mut command::cargo(repository, ["test", "--workspace"]))
}

fn doc(repository: &Repository) -> Result<(), Error> {
    let mut doc = command::cargo(repository, ["doc", "--workspace", "--no-deps"]);
    command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Builds the check for a target that has neither files nor threads.
fn wasm(repository: &Repository) -> Result<(), Error> {
    let target = "wasm32-unknown-unknown";
    command::run(&mut command::program(repository, "rustup", ["target", "add", target]))?;
    let check = ["check", "--package", "acslint-check", "--target", target];
    command::run(&mut command::cargo(repository, check))
}

/// Builds the program without its optional features, as the first command of the README does; all else has them.
fn plain(repository: &Repository) -> Result<(), Error> {
    command::run(&mut command::cargo(repository, ["check", "--package", "acslint"]))
}

/// A second validator, from another ecosystem, must accept the schemas too.
fn check_schemas_with_ajv(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", "xtask/tools/ajv"];
    command::run(&mut command::program(repository, "npm", npm))?;
    command::run(&mut command::program(repository, "node", ["xtask/tools/ajv/check.mjs", "schemas"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Result<Vec<&'static str>, String> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let steps = chosen(&arguments).map_err(|error| error.to_string())?;
        Ok(steps.iter().map(|step| step.name).collect())
    }

    const NAMES: [&str; 4] = ["a", "b", "c", "d"];

    fn independent() -> [Step; 4] {
        NAMES.map(|name| Step::independent(name, |_| Ok(())))
    }

    #[test]
    fn two_steps_run_at_the_same_time() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let receiver = Mutex::new(receiver);
        let mut seconds = Vec::new();
        side_by_side(&independent(), &mut seconds, |step| {
            match step.name {
                // It ends when the second one has begun.
                "a" => lock(&receiver).recv_timeout(Duration::from_secs(60)).unwrap(),
                "b" => sender.send(()).unwrap(),
                _ => {}
            }
            Ok(())
        })
        .unwrap();
        let mut ran: Vec<&str> = seconds.iter().map(|(name, _)| *name).collect();
        ran.sort_unstable();
        assert_eq!(ran, NAMES);
    }

    #[test]
    fn no_step_begins_after_a_failure() {
        let mut seconds = Vec::new();
        let failure = side_by_side(&independent(), &mut seconds, |step| {
            Err(Error::Usage(format!("{} fails", step.name)))
        });
        assert!(failure.unwrap_err().to_string().ends_with("fails"));
        assert!((1..=SIDE_BY_SIDE).contains(&seconds.len()), "{seconds:?}");
    }

    #[test]
    fn arguments_choose_steps() {
        assert_eq!(names(&[]).map(|names| names.len()), Ok(STEPS.len()));
        assert_eq!(names(&["--only", "html"]), Ok(vec!["html"]));
        assert_eq!(names(&["--from", "conformance"]), Ok(vec!["conformance", "ajv"]));
        let unknown = names(&["--only", "htm"]).unwrap_err();
        assert!(
            unknown.starts_with("unknown step `htm`; the steps are format, generated, clippy,"),
            "{unknown}"
        );
        assert!(names(&["--only"]).unwrap_err().starts_with("usage: cargo xtask ci ["));
    }

    #[test]
    fn the_table_has_each_step_and_the_elapsed_time() {
        let seconds = [("format", Duration::from_millis(1500)), ("test", Duration::from_secs(100))];
        let expected = "format             1.5 s\ntest             100.0 s\ntotal             90.0 s";
        assert_eq!(table(&seconds, Duration::from_secs(90)), expected);
    }
}

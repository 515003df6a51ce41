//! One program on one input: its result, from a trial run, and its cost, measured any number of times.

use std::{
    io::{self, Read},
    process::{ChildStderr, ChildStdout, Command, Stdio},
    thread,
};

use serde_json::Value;

use super::{
    context::Context,
    results::{Cost, Verdict},
};
use crate::{Error, command};

/// A command that can be measured.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// Its name in the tables.
    pub(super) name: String,
    /// The command, word by word.
    pub(super) words: Vec<String>,
    /// Format of its result.
    pub(super) says: Says,
    /// Number of cores it runs on.
    pub(super) cores: usize,
}

/// Format of a program's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// `{"valid": …, "invalid": …}` on the last line.
    Verdict,
    /// `{"summary": …}` on the last line, as acslint prints.
    Summary,
    /// `… validated, … passed, … failed` on the standard error stream.
    Totals,
    /// The number on its last line.
    Lines,
    /// `{"bytes": …}`, without records.
    Bytes,
    /// No result.
    Nothing,
}

/// Result of a trial run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial {
    /// The exit code.
    pub(super) code: i32,
    /// Its verdict.
    pub(super) verdict: Option<Verdict>,
}

/// Maximum length of the last line of any program, with room to spare.
const TAIL: usize = 64 * 1024;

impl Program {
    /// acslint on a file, with findings in a format for programs.
    pub(super) fn acslint(context: &Context<'_>, file: String, threads: usize) -> Self {
        let mut words = vec![context.acslint().to_string_lossy().into_owned(), "check".to_owned(), file];
        words.extend(["--format".to_owned(), "jsonl".to_owned()]);
        if context.has_threads() {
            words.extend(["--threads".to_owned(), threads.to_string()]);
        }
        Self { name: "acslint".to_owned(), words, says: Says::Summary, cores: threads }
    }

    /// Runs the program once for its result; this also brings the input into the system's cache.
    pub(super) fn try_once(&self, context: &Context<'_>) -> Result<Trial, Error> {
        let words = [context.pin(self.cores), self.words.clone()].concat();
        let mut command = command_of(&words);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let start = |source| Error::Start { command: words.join(" "), source };
        let mut child = command.spawn().map_err(start)?;
        let (stdout, stderr) = tails(child.stdout.take(), child.stderr.take()).map_err(start)?;
        let status = child.wait().map_err(start)?;
        let code = status.code().ok_or_else(|| self.failure(&format!("ended by {status}"), &stderr))?;
        if self.says == Says::Nothing {
            return Ok(Trial { code, verdict: None });
        }
        let verdict = self.says.read(&stdout, &stderr);
        let unclear = || self.failure(&format!("ended with {status} without a result"), &stderr);
        Ok(Trial { code, verdict: Some(verdict.ok_or_else(unclear)?) })
    }

    /// Runs the program once for its cost; it must end like its trial run.
    pub(super) fn cost(&self, context: &Context<'_>, code: i32) -> Result<Cost, Error> {
        let measure = context.place("peers/release/measure").to_string_lossy().into_owned();
        let words = [vec![measure], context.pin(self.cores), self.words.clone()].concat();
        let mut cost = command::json(&mut command_of(&words))?;
        if cost["code"].take() != code {
            return Err(self.failure(&format!("did not end with exit code {code} again"), ""));
        }
        if let Some(cost) = cost.as_object_mut() {
            cost.remove("code");
        }
        serde_json::from_value(cost).map_err(|source| Error::Output { command: words.join(" "), source })
    }

    fn failure(&self, why: &str, stderr: &str) -> Error {
        let last = stderr.trim_end().lines().next_back().unwrap_or_default();
        let behind = if last.is_empty() { String::new() } else { format!(": {last}") };
        Error::Unmeasurable { what: self.name.clone(), why: format!("{why}{behind}") }
    }
}

impl Says {
    /// The verdict in the last lines of both streams.
    fn read(self, stdout: &str, stderr: &str) -> Option<Verdict> {
        let last = stdout.trim_end().lines().next_back().unwrap_or_default();
        let line = || serde_json::from_str::<Value>(last).ok();
        match self {
            Self::Verdict => serde_json::from_str(last).ok(),
            Self::Summary => {
                let summary = line()?["summary"].take();
                let invalid = summary["records_with_findings"].as_u64()?;
                Some(Verdict { valid: summary["records"].as_u64()?.checked_sub(invalid)?, invalid })
            }
            Self::Totals => totals(stderr),
            Self::Lines => Some(Verdict { valid: first_number(last)?, invalid: 0 }),
            Self::Bytes => Some(Verdict { valid: line()?["bytes"].as_u64()?, invalid: 0 }),
            Self::Nothing => None,
        }
    }
}

/// `7 validated, 5 passed, 2 failed`.
fn totals(stderr: &str) -> Option<Verdict> {
    let line = stderr.lines().rev().find(|line| line.contains(" validated, "))?;
    let mut numbers = line.split(", ").map(first_number);
    let [_, valid, invalid] = [numbers.next()??, numbers.next()??, numbers.next()??];
    Some(Verdict { valid, invalid })
}

fn first_number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

fn command_of(words: &[String]) -> Command {
    let (program, arguments) = words.split_first().map_or(("", [].as_slice()), |(first, rest)| (first, rest));
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// The ends of both streams, read concurrently: a program that waits for a reader of one stream would not end.
fn tails(stdout: Option<ChildStdout>, stderr: Option<ChildStderr>) -> io::Result<(String, String)> {
    thread::scope(|scope| {
        let stderr = scope.spawn(|| stderr.map_or_else(|| Ok(String::new()), tail));
        let stdout = stdout.map_or_else(|| Ok(String::new()), tail)?;
        let stderr = stderr.join().unwrap_or_else(|_| Ok(String::new()))?;
        Ok((stdout, stderr))
    })
}

fn tail(mut stream: impl Read) -> io::Result<String> {
    let mut kept = Vec::new();
    let mut piece = vec![0; TAIL];
    loop {
        match stream.read(&mut piece)? {
            0 => return Ok(String::from_utf8_lossy(&kept).into_owned()),
            read => kept.extend_from_slice(&piece[..read]),
        }
        let surplus = kept.len().saturating_sub(TAIL);
        kept.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(says: Says, stdout: &str, stderr: &str, expected: Option<(u64, u64)>) {
        let expected = expected.map(|(valid, invalid)| Verdict { valid, invalid });
        assert_eq!(says.read(stdout, stderr), expected, "{says:?}: {stdout}{stderr}");
    }

    #[test]
    fn each_way_to_say_a_verdict_is_understood() {
        check(Says::Verdict, "an error\n{\"valid\": 5, \"invalid\": 2}\n", "", Some((5, 2)));
        let summary = "{\"rule\": \"a\"}\n{\"summary\": {\"records\": 7, \"records_with_findings\": 2}}\n";
        check(Says::Summary, summary, "", Some((5, 2)));
        check(Says::Totals, "", "fail\n\n7 validated, 5 passed, 2 failed\nwarning\n", Some((5, 2)));
        check(Says::Lines, "  7 some/file\n", "", Some((7, 0)));
        check(Says::Bytes, "{\"bytes\": 7}\n", "", Some((7, 0)));
        check(Says::Nothing, "7\n", "", None);
    }

    #[test]
    fn what_says_nothing_is_no_verdict() {
        for says in [Says::Verdict, Says::Summary, Says::Totals, Says::Lines, Says::Bytes] {
            check(says, "", "", None);
            check(says, "no such file\n", "no such file\n", None);
        }
        check(Says::Verdict, "{\"valid\": 5}\n", "", None);
        check(Says::Verdict, "{\"valid\": 5, \"invalid\": 2}\nkilled\n", "", None);
        check(Says::Summary, "{\"summary\": {\"records\": 1, \"records_with_findings\": 2}}\n", "", None);
    }

    #[test]
    fn the_end_of_a_long_output_is_kept() {
        let long = "x".repeat(3 * TAIL) + "\nlast";
        let kept = tail(long.as_bytes()).unwrap();
        assert_eq!((kept.len(), kept.ends_with("x\nlast")), (TAIL, true));
        assert_eq!(tail(&b"short"[..]).unwrap(), "short");
    }
}

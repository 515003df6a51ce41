//! Helper that runs the program in a directory of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A record of a known category without any finding.
pub(crate) const CLEAN: &str = r#"{"TimeGenerated":"2023-06-30T12:00:00Z","OperationName":"Usage","OperationVersion":"1.0","Category":"Usage","CorrelationId":"c","RecordId":"r","UsageType":"sms","UnitType":"count","Quantity":1,"Type":"ACSBillingUsage"}"#;

/// A record with one finding: an error of `wrong-type` in line 1, column 192.
pub(crate) fn wrong() -> String {
    CLEAN.replace("\"Quantity\":1", "\"Quantity\":\"1\"") + "\n"
}

/// Variables of services that affect paths and annotations.
const SERVICES: [&str; 8] = [
    "AGENT_TEMPDIRECTORY",
    "BUILD_SOURCESDIRECTORY",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_PROJECT_DIR",
    "GITHUB_BASE_REF",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_WORKSPACE",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
];

/// A working directory with files, to run the program in.
pub(crate) struct World {
    directory: TempDir,
}

/// Result of a run of the program.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl World {
    /// Creates an empty directory.
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// Writes a file, and creates its directories.
    pub(crate) fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    /// The program with these arguments, isolated from the environment of the tests.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_acslint")));
        command
            .args(args)
            .current_dir(self.directory.path())
            .env_remove("NO_COLOR")
            .env_remove("TERM")
            .env_remove("COLUMNS")
            .env_remove("ACSLINT_THREADS")
            .stdin(Stdio::null());
        for variable in SERVICES {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.command(args).output().unwrap())
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ran {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program ended by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs git in a directory; it must succeed.
#[track_caller]
pub(crate) fn git(directory: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

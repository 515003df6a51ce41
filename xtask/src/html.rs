//! `cargo xtask html`: tests the HTML report and the documentation site in a browser, and takes its picture for `README.md`.
//!
//! The browser is a package of the system: not every network allows the download of Playwright's own.

use std::env;
use std::path::Path;

use crate::{Error, Repository, command, reports, site, toolchain};

/// The picture, below the repository.
const PICTURE: &str = "docs/report.png";

/// Program names of the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => check(repository),
        [option] if option == "--picture" => picture(repository),
        [other, ..] => {
            Err(Error::Usage(format!("`{other}` is not an option; the only option is `--picture`")))
        }
    }
}

/// Tests the report: it loads, filters, counts as the JSON report does, and is accessible.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    let browser = prepare(repository)?;
    let reports = reports::write(repository)?;
    let mut check = command::program(repository, "node", ["--test", "xtask/tools/html/check.mjs"]);
    command::run(check.env("ACSLINT_CHROMIUM", &browser).env("ACSLINT_REPORTS", reports))?;
    let site = site::build(repository, site::BASE)?;
    let mut check = command::program(repository, "node", ["--test", "xtask/tools/html/site.mjs"]);
    command::run(check.env("ACSLINT_CHROMIUM", browser).env("ACSLINT_SITE", site.directory))
}

fn picture(repository: &Repository) -> Result<(), Error> {
    let browser = prepare(repository)?;
    let directory = reports::write(repository)?.join("picture");
    let directory = directory.to_string_lossy().into_owned();
    let [sampled, spread, page] =
        ["sampled.jsonl", "logs.jsonl", "page.html"].map(|name| format!("{directory}-{name}"));
    let mut sample = command::acslint(repository)?;
    let options = [
        "--shape",
        "table",
        "--count",
        "6000",
        "--defects",
        "3%",
        "--labels",
        &format!("{directory}-labels"),
    ];
    command::run(sample.arg("sample").args(options).args(CATEGORIES).args(["--output", &sampled]))?;
    let node = |arguments: [&str; 3]| {
        let mut node = command::program(repository, "node", ["xtask/tools/html/picture.mjs"]);
        node.args(arguments).env("ACSLINT_CHROMIUM", &browser);
        node
    };
    command::run(&mut node(["records", &sampled, &spread]))?;
    let mut check = command::acslint(repository)?;
    reports::run(check.args(["check", &spread, "--format", "html", "--output", &page]), 1)?;
    command::run(&mut node(["picture", &page, PICTURE]))
}

/// The categories in the picture.
const CATEGORIES: [&str; 8] = [
    "--category",
    "CallSummary",
    "--category",
    "SMSOperational",
    "--category",
    "EmailStatusUpdateOperational",
    "--category",
    "ChatOperational",
];

/// Installs the required programs, and returns the path of the browser.
fn prepare(repository: &Repository) -> Result<String, Error> {
    toolchain::need_node(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", "xtask/tools/html"];
    command::run(&mut command::program(repository, "npm", npm))?;
    if find().is_none() {
        command::install(repository, &["chromium"])?;
    }
    let advice = "install Chromium from your system's packages";
    find().ok_or(Error::Missing { program: "chromium", advice })
}

fn find() -> Option<String> {
    let path = env::var_os("PATH")?;
    let directories: Vec<_> = env::split_paths(&path).collect();
    let in_directories = |browser: &str| {
        let paths = directories.iter().map(|directory| directory.join(browser));
        paths.into_iter().find(|path| Path::is_file(path))
    };
    let found = BROWSERS.iter().find_map(|browser| in_directories(browser));
    found.map(|path| path.to_string_lossy().into_owned())
}

//! Untrusted checkouts: limits of found configurations, and of repositories that git reads.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::Command;

use flate2::{Compression, GzBuilder};
use serde_json::Value;

use crate::run::{CLEAN, Ran, World, git, wrong};

/// Runs the program outside of continuous integration, without `sudo`.
fn run(world: &World, args: &[&str]) -> Ran {
    run_in(world, "repository", args, &[])
}

fn run_in(world: &World, directory: &str, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = world.command(args);
    command.current_dir(world.path(directory)).env_remove("CI").env_remove("TF_BUILD").env_remove("SUDO_UID");
    Ran::from(command.envs(variables.iter().copied()).output().unwrap())
}

/// A repository with an input, and a confidential file beside it.
fn repository() -> World {
    let world = World::new();
    world
        .file("repository/.git/config", "[core]\n")
        .file("repository/in.json", CLEAN)
        .file("repository/.env", "PASSWORD=hunter2\n")
        .file("outside/secret", "PASSWORD=hunter2\n");
    world
}

/// Asserts that a run ends before any check, states the reason, and quotes only configurations and schemas.
#[track_caller]
fn refuses(ran: &Ran, why: &str) {
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    let unwrapped = ran.stderr.replace("\n  │ ", " ");
    assert!(unwrapped.contains(why), "`{why}` is not in: {}", ran.stderr);
    for secret in ["hunter2", "root:", "HOME="] {
        assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
    }
}

fn report_to(output: &str) -> String {
    format!("[[reports]]\nformat = \"json\"\noutput = \"{output}\"\n")
}

fn schema_at(path: &str) -> String {
    format!("[categories.Audit]\nschema = \"{path}\"\n")
}

const OUT: &str = "leads out of the repository";
const IN_GIT: &str = "is in `.git`";

/// Every path that leads out of a repository or into `.git`, with the reason for its refusal.
fn escapes(world: &World) -> Vec<(String, &'static str)> {
    let outside = world.path("outside");
    symlink(&outside, world.path("repository/directory")).unwrap();
    symlink(outside.join("secret"), world.path("repository/file")).unwrap();
    symlink(outside.join("absent"), world.path("repository/dangling")).unwrap();
    symlink(world.path("repository/.git"), world.path("repository/inner")).unwrap();
    symlink("loop", world.path("repository/loop")).unwrap();
    world.file("repository/module/.git/config", "").file("repository/sub/kept", "");
    let absolute = |path: &str| outside.join(path).display().to_string();
    vec![
        ("../outside/secret".to_owned(), OUT),
        ("../outside/absent".to_owned(), OUT),
        ("sub/../../outside/secret".to_owned(), OUT),
        (absolute("secret"), OUT),
        (absolute("absent"), OUT),
        ("/proc/self/environ".to_owned(), OUT),
        ("/etc/passwd".to_owned(), OUT),
        ("directory/secret".to_owned(), OUT),
        ("directory/absent".to_owned(), OUT),
        ("directory/../sub/kept".to_owned(), OUT),
        ("file".to_owned(), OUT),
        ("dangling".to_owned(), OUT),
        ("loop".to_owned(), OUT),
        (".git/config".to_owned(), IN_GIT),
        (".git/hooks/pre-commit".to_owned(), IN_GIT),
        (".GIT/config".to_owned(), IN_GIT),
        ("./sub/../.git/config".to_owned(), IN_GIT),
        ("module/.git/config".to_owned(), IN_GIT),
        ("inner/config".to_owned(), IN_GIT),
    ]
}

#[test]
fn a_found_configuration_writes_within_its_repository_only() {
    let world = repository();
    // If the protection is broken, the test must not write there.
    let harmless = |path: &str| !path.starts_with("/etc") && !path.starts_with("/proc");
    for (path, why) in escapes(&world).into_iter().filter(|(path, _)| harmless(path)) {
        world.file("repository/acslint.toml", report_to(&path));
        let ran = run(&world, &["check"]);
        refuses(&ran, &format!("`{path}` {why}"));
        assert!(ran.stderr.contains("[acslint.toml:3:10]"), "{}", ran.stderr);
        assert!(ran.stderr.contains("`--config acslint.toml`"), "{}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(world.path("outside/secret")).unwrap(), "PASSWORD=hunter2\n");
    assert_eq!(fs::read_to_string(world.path("repository/.git/config")).unwrap(), "[core]\n");
    assert!(!world.path("outside/absent").exists() && !world.path("repository/.git/hooks").exists());
    // From a subdirectory too.
    world.file("repository/acslint.toml", report_to("../outside/report.json"));
    refuses(&run_in(&world, "repository/sub", &["check", "../in.json"], &[]), OUT);
    // Files inside are written, also through a link and from below.
    symlink("sub", world.path("repository/link")).unwrap();
    world.file("repository/acslint.toml", report_to("link/report.json"));
    assert_eq!(run(&world, &["check", "in.json"]).code, 0);
    assert!(world.path("repository/sub/report.json").exists());
    world.file("repository/sub/acslint.toml", report_to("../other.json"));
    assert_eq!(run_in(&world, "repository/sub", &["check", "../in.json"], &[]).code, 0);
    assert!(world.path("repository/other.json").exists());
    // A configuration named by the user is trusted.
    world.file("repository/acslint.toml", report_to("../outside/report.json"));
    let ran = run(&world, &["check", "in.json", "--config", "acslint.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(world.path("outside/report.json").exists());
}

#[test]
fn a_found_configuration_without_a_repository_stays_in_its_directory() {
    let world = World::new();
    world.file("a/b/in.json", CLEAN).file("a/b/acslint.toml", report_to("../out.json"));
    let ran = run_in(&world, "a/b", &["check"], &[]);
    refuses(&ran, "`../out.json` leads out of the directory of the configuration");
    world.file("a/b/acslint.toml", report_to("./out.json"));
    assert_eq!(run_in(&world, "a/b", &["check"], &[]).code, 0);
    assert!(world.path("a/b/out.json").exists());
}

/// A worktree and a submodule have a `.git` file, which names the directory of the repository.
#[test]
fn where_git_keeps_a_worktree_is_of_git_too() {
    let world = World::new();
    world.file("repository/.git", "gitdir: kept\n").file("repository/kept/config", "[core]\n");
    world.file("repository/in.json", CLEAN);
    for path in [".git", "kept/config", "kept/hooks/pre-commit"] {
        world.file("repository/acslint.toml", report_to(path));
        refuses(&run(&world, &["check"]), &format!("`{path}` {IN_GIT}"));
    }
    world.file("repository/sub/x.json", CLEAN).file("repository/sub/acslint.toml", report_to("../a.json"));
    assert_eq!(run_in(&world, "repository/sub", &["check"], &[]).code, 0, "the file `.git` makes a root");
}

#[test]
fn a_found_configuration_overwrites_nothing_but_a_report() {
    let world = repository();
    world.file("repository/acslint.toml", report_to("kept"));
    let refusal = "`kept` exists and is not a report in the format `json`";
    for text in ["notes\n", "{}", "{\"version\":1,\"findings\":[]}\n", "\n"] {
        world.file("repository/kept", text);
        refuses(&run(&world, &["check", "in.json"]), refusal);
        assert_eq!(fs::read_to_string(world.path("repository/kept")).unwrap(), text);
    }
    fs::remove_file(world.path("repository/kept")).unwrap();
    pipe(&world, "repository/kept");
    refuses(&run(&world, &["check", "in.json"]), refusal);
    fs::remove_file(world.path("repository/kept")).unwrap();
    // Nothing, an empty file, and its own previous report.
    world.file("repository/kept", "");
    for _ in 0..2 {
        assert_eq!(run(&world, &["check", "in.json"]).code, 0);
        assert!(fs::read_to_string(world.path("repository/kept")).unwrap().starts_with("{\"version\":1,"));
    }
    // In every format.
    for format in [
        "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure",
        "rdjson", "markdown", "html",
    ] {
        let output = format!("report-{format}");
        let report = format!("[[reports]]\nformat = \"{format}\"\noutput = \"{output}\"\n");
        world.file("repository/acslint.toml", report);
        for _ in 0..2 {
            let ran = run(&world, &["check", "in.json"]);
            assert_eq!(ran.code, 0, "{format}: {}", ran.stderr);
        }
        assert!(fs::metadata(world.path("repository").join(output)).unwrap().len() > 0, "{format}");
    }
    // A report in another format is protected.
    world.file("repository/acslint.toml", report_to("kept").replace("json", "sarif"));
    refuses(&run(&world, &["check", "in.json"]), "is not a report in the format `sarif`");
    // A file named by the user is overwritten.
    world.file("repository/kept", "notes\n");
    assert_eq!(run(&world, &["check", "in.json", "--format", "json", "--output", "kept"]).code, 0);
}

fn pipe(world: &World, path: &str) {
    assert!(Command::new("mkfifo").arg(world.path(path)).status().unwrap().success());
}

#[test]
fn a_found_configuration_reads_schemas_within_its_repository_only() {
    let world = repository();
    world.file("repository/schemas/root.json", "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{}}}");
    for (path, why) in escapes(&world) {
        world.file("repository/acslint.toml", schema_at(&path));
        refuses(&run(&world, &["check"]), &format!("`{path}` {why}"));
        // A URI has no directory that `..` leads out of.
        if path.starts_with("directory/..") {
            continue;
        }
        let uri = match path.strip_prefix('/') {
            Some(path) => format!("file:///{path}"),
            None => format!("../{path}"),
        };
        world.file("repository/schemas/refers.json", format!("{{\"$ref\":\"{uri}\"}}"));
        world.file("repository/acslint.toml", schema_at("schemas/refers.json"));
        let ran = run(&world, &["check"]);
        refuses(&ran, &format!("it {why}"));
        assert!(ran.stderr.contains("[schemas/refers.json:1:9]"), "{}", ran.stderr);
    }
    world.file("repository/schemas/refers.json", "{\"$ref\":\"root.json\"}");
    assert_eq!(run(&world, &["check", "in.json"]).code, 0, "a reference within the repository");
}

#[test]
fn a_schema_is_a_regular_file_of_a_bounded_size() {
    let world = repository();
    pipe(&world, "repository/pipe.json");
    fs::create_dir(world.path("repository/directory.json")).unwrap();
    fs::File::create(world.path("repository/large.json")).unwrap().set_len((32 << 20) + 1).unwrap();
    for (path, why) in [
        ("pipe.json", "it is not a regular file"),
        ("directory.json", "it is not a regular file"),
        ("large.json", "it is larger than 33.6 MB"),
    ] {
        world.file("repository/acslint.toml", schema_at(path));
        refuses(&run(&world, &["check"]), why);
        world.file("repository/refers.json", format!("{{\"$ref\":\"{path}\"}}"));
        world.file("repository/acslint.toml", schema_at("refers.json"));
        refuses(&run(&world, &["check"]), why);
    }
}

/// Errors quote no other files, even if the user named the configuration.
#[test]
fn errors_quote_schemas_only() {
    let world = repository();
    world.file("repository/outcome.json", "{\"type\":\"hunter2\",\"project_id\":\"hunter2\"}");
    world.file("repository/list.json", "[\"hunter2\"]");
    for (path, place) in [
        (".env", "line 1, column 1"),
        ("outcome.json", "line 1, column 9"),
        ("list.json", "line 1, column 1"),
        ("../outside/secret", "line 1, column 1"),
        ("/etc/passwd", "line 1, column 1"),
        ("/proc/self/environ", "line 1, column 1"),
    ] {
        world.file("repository/named.toml", schema_at(path));
        let ran = run(&world, &["check", "--config", "named.toml"]);
        refuses(&ran, "is not a JSON Schema");
        assert!(ran.stderr.contains(place), "{}", ran.stderr);
        if !path.contains('/') {
            world.file("repository/acslint.toml", schema_at(path));
            refuses(&run(&world, &["check"]), "is not a JSON Schema");
        }
    }
    // Errors of a schema show its text.
    for (text, quoted) in
        [("{\"type\":\"txt\"}", "{\"type\":\"txt\"}"), ("{\"$id\":\"a\",}", "{\"$id\":\"a\",}")]
    {
        world.file("repository/schema.json", text);
        world.file("repository/acslint.toml", schema_at("schema.json"));
        let ran = run(&world, &["check"]);
        assert!(ran.stderr.contains(quoted), "{}", ran.stderr);
    }
}

#[test]
fn a_found_configuration_reads_a_baseline_within_its_repository_only() {
    let world = repository();
    let baseline = |path: &str| format!("baseline = \"{path}\"\n");
    for (path, why) in escapes(&world) {
        world.file("repository/acslint.toml", baseline(&path));
        refuses(&run(&world, &["check"]), &format!("`{path}` {why}"));
    }
    pipe(&world, "repository/pipe");
    fs::File::create(world.path("repository/large")).unwrap().set_len((256 << 20) + 1).unwrap();
    world.file("repository/outcome.json", "{\"type\":\"hunter2\",\"hunter2\":\"hunter2\"}");
    for (path, why) in [
        (".env", "`.env` is not a baseline"),
        ("outcome.json", "`outcome.json` is not a baseline"),
        ("pipe", "it is not a regular file"),
        ("large", "it is larger than 268.4 MB"),
    ] {
        world.file("repository/acslint.toml", baseline(path));
        refuses(&run(&world, &["check"]), why);
        refuses(&run(&world, &["check", "--prune-baseline"]), why);
    }
    assert_eq!(fs::read_to_string(world.path("repository/.env")).unwrap(), "PASSWORD=hunter2\n");
    world.file("repository/acslint.toml", baseline("known.json"));
    world.file("repository/in.json", wrong());
    assert_eq!(run(&world, &["check", "in.json", "--write-baseline", "known.json"]).code, 0);
    assert_eq!(run(&world, &["check", "in.json"]).code, 0);
}

#[test]
fn the_search_ends_at_the_root_of_the_repository() {
    let world = repository();
    world.file("acslint.toml", "[levels]\nwrong-type = \"allow\"\n").file("x.json", wrong());
    world.file("repository/a/b/in.json", wrong());
    assert_eq!(run_in(&world, "", &["check", "x.json"], &[]).code, 0, "it counts beside the repository");
    for (directory, input) in [("repository/a/b", "in.json"), ("", "repository/a/b/in.json")] {
        assert_eq!(run_in(&world, directory, &["check", input], &[]).code, 1, "{directory}");
    }
    let shown = run(&world, &["config", "show"]).stdout;
    assert!(shown.starts_with(".: no configuration file\n"), "{shown}");
    // The file `.git` of a submodule marks the root of a repository too.
    world.file("repository/acslint.toml", "[levels]\nwrong-type = \"allow\"\n");
    assert_eq!(run(&world, &["check", "a/b/in.json"]).code, 0);
    world.file("repository/a/.git", "gitdir: ../.git/modules/a\n");
    assert_eq!(run(&world, &["check", "a/b/in.json"]).code, 1);
}

/// Gives a file to another user; only root can.
fn give_away(path: &Path) -> bool {
    chown(path, Some(12_345), None).is_ok()
}

#[test]
fn the_configuration_of_another_user_is_not_trusted_outside_a_continuous_integration() {
    let world = repository();
    world.file("repository/acslint.toml", "fail-on = \"never\"\n").file("repository/in.json", wrong());
    if !give_away(&world.path("repository/acslint.toml")) {
        return;
    }
    let refusal = "error: `acslint.toml` is not trusted: it belongs to another user, 12345; if you trust it, pass \
                   `--config acslint.toml`, or else `--no-config`\n";
    for args in [&["check"][..], &["config", "show"], &["watch"], &["infer", "in.json"]] {
        let ran = run(&world, args);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", refusal), "{args:?}");
    }
    // For an input in another directory too.
    world.file("other/in.json", CLEAN);
    let ran = run_in(&world, "other", &["check", "in.json", "../repository/in.json"], &[]);
    refuses(&ran, "is not trusted: it belongs to another user, 12345");
    let code = |args: &[&str], variables: &[(&str, &str)]| {
        run_in(&world, "repository", &[&["check", "in.json"], args].concat(), variables).code
    };
    assert_eq!(code(&["--config", "acslint.toml"], &[]), 0);
    assert_eq!(code(&["--no-config"], &[]), 1);
    assert_eq!(code(&[], &[("CI", "true")]), 0);
    assert_eq!(code(&[], &[("TF_BUILD", "True")]), 0);
    assert_eq!(code(&[], &[("SUDO_UID", "12345")]), 0);
    assert_eq!(code(&[], &[("SUDO_UID", "12346")]), 2);
    // The owner of a directory may replace the files in it.
    assert!(chown(world.path("repository/acslint.toml"), Some(0), None).is_ok());
    assert!(give_away(&world.path("repository")));
    let directory = world.path("repository").display().to_string();
    refuses(
        &run(&world, &["check"]),
        &format!("is not trusted: `{directory}` belongs to another user, 12345"),
    );
    assert!(chown(world.path("repository"), Some(0), None).is_ok());
    assert_eq!(code(&[], &[]), 0);
    // A link of another user is that user's choice.
    fs::remove_file(world.path("repository/acslint.toml")).unwrap();
    world.file("repository/mine/acslint.toml", "");
    symlink("mine/acslint.toml", world.path("repository/acslint.toml")).unwrap();
    assert_eq!(run(&world, &["check", "in.json"]).code, 1);
    std::os::unix::fs::lchown(world.path("repository/acslint.toml"), Some(12_345), None).unwrap();
    assert_eq!(run(&world, &["check", "in.json"]).code, 2);
}

#[test]
fn what_everybody_may_write_is_not_trusted_outside_a_continuous_integration() {
    let world = repository();
    world.file("repository/a/acslint.toml", "").file("repository/a/in.json", CLEAN);
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(world.path(path), Permissions::from_mode(mode)).unwrap();
    };
    let code = |variables: &[(&str, &str)]| run_in(&world, "repository/a", &["check"], variables).code;
    assert_eq!(code(&[]), 0);
    for (path, open, why) in [
        ("repository/a/acslint.toml", 0o666, "anyone can write to it"),
        ("repository/a", 0o777, "anyone can write to `"),
        ("repository", 0o777, "anyone can write to `"),
    ] {
        let before = fs::metadata(world.path(path)).unwrap().mode();
        mode(path, open);
        refuses(&run_in(&world, "repository/a", &["check"], &[]), &format!("is not trusted: {why}"));
        assert_eq!(code(&[("CI", "1")]), 0);
        mode(path, before);
    }
    // In a sticky directory, users can change only their own entries.
    mode("repository/a", 0o1777);
    assert_eq!(code(&[]), 0);
}

#[test]
fn a_found_configuration_is_a_regular_file_of_a_bounded_size() {
    let world = repository();
    let path = world.path("repository/acslint.toml");
    let secret = world.path("outside/secret");
    for (target, why) in [
        (secret.as_path(), "is not trusted: it leads out of the repository"),
        (Path::new("/proc/self/environ"), "is not trusted: it leads out of the repository"),
        (Path::new(".env"), "is not trusted: it is a link to a file of another name"),
        (Path::new(".git/config"), "is not trusted: it is in `.git`"),
        (Path::new("absent"), "is not trusted: it leads out of the repository"),
    ] {
        symlink(target, &path).unwrap();
        refuses(&run(&world, &["check"]), why);
        fs::remove_file(&path).unwrap();
    }
    pipe(&world, "repository/acslint.toml");
    refuses(&run(&world, &["check"]), "cannot read `acslint.toml`: it is not a regular file");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refuses(&run(&world, &["check"]), "cannot read `acslint.toml`: it is not a regular file");
    fs::remove_dir(&path).unwrap();
    fs::write(&path, "# \n".repeat(400_000)).unwrap();
    refuses(&run(&world, &["check"]), "cannot read `acslint.toml`: it is larger than 1.0 MB");
    let named = run(&world, &["check", "--config", "acslint.toml"]);
    refuses(&named, "cannot read `acslint.toml`: it is larger than 1.0 MB");
    fs::remove_file(&path).unwrap();
    // One file for several directories.
    world.file("repository/acslint.toml", "").file("repository/a/in.json", CLEAN);
    symlink("../acslint.toml", world.path("repository/a/acslint.toml")).unwrap();
    assert_eq!(run(&world, &["check", "a"]).code, 0);
}

#[test]
fn show_says_whether_a_configuration_was_found_or_named() {
    let world = repository();
    world.file("repository/acslint.toml", "").file("repository/a/acslint.toml", "");
    let shown = |args: &[&str]| {
        let text = run(&world, &[&["config", "show"], args].concat()).stdout;
        let json = run(&world, &[&["config", "show", "--format", "json"], args].concat()).stdout;
        let json: Value = serde_json::from_str(&json).unwrap();
        let origins = ["file", "file_origin", "run_file", "run_file_origin"].map(|key| json[key].to_string());
        (text.split("\n\n").next().unwrap().to_owned(), origins.join(" "))
    };
    assert_eq!(
        shown(&[]),
        (".: acslint.toml (found)".to_owned(), r#""acslint.toml" "found" "acslint.toml" "found""#.to_owned())
    );
    assert_eq!(
        shown(&["a"]),
        (
            "a: a/acslint.toml (found)\nsettings of the run: acslint.toml (found)".to_owned(),
            r#""a/acslint.toml" "found" "acslint.toml" "found""#.to_owned()
        )
    );
    assert_eq!(
        shown(&["--config", "a/acslint.toml"]),
        (
            ".: a/acslint.toml (named)".to_owned(),
            r#""a/acslint.toml" "named" "a/acslint.toml" "named""#.to_owned()
        )
    );
    assert_eq!(
        shown(&["--no-config"]),
        (".: no configuration file".to_owned(), "null null null null".to_owned())
    );
}

#[test]
fn init_writes_through_no_link() {
    let world = repository();
    symlink(world.path("outside/secret"), world.path("repository/acslint.toml")).unwrap();
    for args in [&["init"][..], &["init", "--force"]] {
        refuses(&run(&world, args), "`./acslint.toml` is a link");
    }
    assert_eq!(fs::read_to_string(world.path("outside/secret")).unwrap(), "PASSWORD=hunter2\n");
}

/// A program that records its run, and then runs the original.
fn recorder(world: &World, name: &str, then: &str) -> String {
    let path = world.path(name);
    let ran = world.path("ran");
    fs::write(&path, format!("#!/bin/sh\necho {name} >> '{}'\n{then}\n", ran.display())).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

/// Recorded runs since the last call.
fn recorded(world: &World) -> String {
    let text = fs::read_to_string(world.path("ran")).unwrap_or_default();
    let _ = fs::remove_file(world.path("ran"));
    text
}

/// A repository with two versions of a schema, and a blobless clone of it, which lacks the first version.
fn partial_clone() -> World {
    let world = World::new();
    let origin = world.path("origin");
    world.file("origin/schemas/a.schema.json", "{\"type\":\"object\"}");
    git(&origin, &["init", "--quiet"]);
    git(&origin, &["config", "uploadpack.allowFilter", "true"]);
    git(&origin, &["add", "."]);
    git(&origin, &["commit", "--quiet", "--message", "one"]);
    world.file("origin/schemas/a.schema.json", "{\"type\":\"string\"}");
    git(&origin, &["commit", "--quiet", "--all", "--message", "two"]);
    let url = format!("file://{}", origin.display());
    git(&world.path(""), &["clone", "--quiet", "--filter=blob:none", &url, "repository"]);
    world
}

#[test]
fn schema_diff_never_fetches() {
    let world = partial_clone();
    let clone = world.path("repository");
    let remote = recorder(&world, "remote", "exec git-upload-pack \"$@\"");
    git(&clone, &["config", "remote.origin.uploadpack", &remote]);
    let refusal = "error: `HEAD~1:schemas/a.schema.json` is not in this partial clone, and acslint fetches nothing; \
                   fetch it with `git ";
    let mut remedies = Vec::new();
    for (old, new) in [
        ("HEAD~1", "schemas"),
        ("HEAD~1:schemas", "schemas"),
        ("HEAD~1:schemas/a.schema.json", "schemas/a.schema.json"),
        ("HEAD:schemas", "HEAD~1:schemas"),
    ] {
        let ran = run(&world, &["schema", "diff", old, new]);
        refuses(&ran, refusal);
        remedies.push(ran.stderr.rsplit('`').nth(1).unwrap().to_owned());
    }
    assert_eq!(recorded(&world), "", "the remote was contacted");
    assert_eq!(remedies[3], "git cat-file -e HEAD~1:schemas/a.schema.json");
    // Existing objects are compared; git itself, run as the message suggests, does contact the remote.
    assert_eq!(run(&world, &["schema", "diff", "HEAD", "schemas"]).code, 0);
    git(&clone, &remedies[0].split(' ').skip(1).collect::<Vec<_>>());
    assert_eq!(recorded(&world), "remote\n");
    assert_eq!(run(&world, &["schema", "diff", "HEAD~1", "schemas"]).code, 1);
    assert_eq!(recorded(&world), "");
    // A clone without trees does not know which objects it lacks.
    let url = format!("file://{}", world.path("origin").display());
    git(&world.path(""), &["clone", "--quiet", "--filter=tree:0", &url, "treeless"]);
    git(&world.path("treeless"), &["config", "remote.origin.uploadpack", &remote]);
    let ran = run_in(&world, "treeless", &["schema", "diff", "HEAD~1:schemas", "schemas"], &[]);
    refuses(&ran, "error: `HEAD~1:schemas` is not in this partial clone");
    assert_eq!(recorded(&world), "");
}

#[test]
fn schema_diff_runs_nothing_that_a_repository_names() {
    let world = partial_clone();
    let clone = world.path("repository");
    let program = recorder(&world, "program", "exit 1");
    let settings = [
        "alias.cat-file",
        "alias.ls-tree",
        "alias.rev-parse",
        "core.alternateRefsCommand",
        "core.askPass",
        "core.editor",
        "core.fsmonitor",
        "core.gitProxy",
        "core.pager",
        "core.sshCommand",
        "credential.helper",
        "diff.a.command",
        "diff.a.textconv",
        "diff.external",
        "filter.a.clean",
        "filter.a.process",
        "filter.a.smudge",
        "gpg.program",
        "pager.cat-file",
        "pager.ls-tree",
        "remote.origin.receivepack",
        "remote.origin.uploadpack",
        "sequence.editor",
        "uploadpack.packObjectsHook",
    ];
    for setting in settings {
        let program = if setting.starts_with("alias") { format!("!{program}") } else { program.clone() };
        git(&clone, &["config", setting, &program]);
    }
    for (setting, value) in
        [("protocol.allow", "always"), ("protocol.ext.allow", "always"), ("pager.rev-parse", "true")]
    {
        git(&clone, &["config", setting, value]);
    }
    world.file("repository/.git/info/attributes", "* filter=a diff=a\n");
    for hook in ["post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction"] {
        fs::create_dir_all(world.path("repository/.git/hooks")).unwrap();
        symlink(&program, world.path("repository/.git/hooks").join(hook)).unwrap();
    }
    for url in ["ssh://localhost/x", "git://localhost/x", &format!("ext::{program}"), "file:///nowhere"] {
        git(&clone, &["config", "remote.origin.url", url]);
        assert_eq!(run(&world, &["schema", "diff", "HEAD", "schemas"]).code, 0);
        assert_eq!(run(&world, &["schema", "diff", "HEAD~1:schemas", "HEAD:schemas"]).code, 2);
        assert_eq!(recorded(&world), "", "{url}");
    }
    // A git without these settings does run it in the same repository.
    git(&clone, &["config", "remote.origin.url", &format!("ext::{program}")]);
    let asked = Command::new("git")
        .args(["-C", &clone.display().to_string(), "cat-file", "-e", "HEAD~1:schemas/a.schema.json"])
        .output()
        .unwrap();
    assert!(!asked.status.success());
    assert_eq!(recorded(&world), "program\n");
}

#[test]
fn schema_diff_reads_regular_files_within_the_repository_only() {
    let world = repository();
    world.file("repository/schemas/a.schema.json", "{\"type\":\"object\"}");
    world.file("outside/b.schema.json", "{\"title\":\"hunter2\"}");
    let linked = world.path("repository/schemas/b.schema.json");
    symlink(world.path("outside/b.schema.json"), &linked).unwrap();
    let diff = |old: &str, new: &str| run(&world, &["schema", "diff", old, new]);
    refuses(
        &diff("schemas", "schemas"),
        "cannot read `schemas/b.schema.json`: it leads out of the repository",
    );
    fs::remove_file(&linked).unwrap();
    pipe(&world, "repository/schemas/b.schema.json");
    refuses(&diff("schemas", "schemas"), "cannot read `schemas/b.schema.json`: it is not a regular file");
    // The target of a reference is not waited for either.
    world.file("repository/refers.json", "{\"$ref\":\"schemas/b.schema.json\"}");
    refuses(&diff("refers.json", "refers.json"), "not found beside it; acslint fetches nothing");
    fs::remove_file(&linked).unwrap();
    symlink("../kept.schema.json", &linked).unwrap();
    world.file("repository/kept.schema.json", "{\"type\":\"object\"}");
    assert_eq!(diff("schemas", "schemas").code, 0, "a link within the repository");
    assert_eq!(diff("refers.json", "refers.json").code, 0);
    // A link to a named directory is followed.
    symlink(world.path("repository/schemas"), world.path("link")).unwrap();
    assert_eq!(run_in(&world, "", &["schema", "diff", "link", "repository/schemas"], &[]).code, 0);
}

/// A gzip file may contain a file name, and a record may name any file: neither is written.
#[test]
fn an_archive_writes_nothing() {
    let world = repository();
    let mut archive =
        GzBuilder::new().filename("../outside/unpacked.json").write(Vec::new(), Compression::fast());
    archive.write_all(CLEAN.as_bytes()).unwrap();
    world.file("repository/in.json.gz", archive.finish().unwrap());
    let before = files(&world.path(""));
    assert_eq!(run(&world, &["check", "in.json.gz"]).code, 0);
    assert_eq!(files(&world.path("")), before);
}

#[test]
fn members_of_an_archive_write_nothing() {
    let world = repository();
    let mut tar = Vec::new();
    for name in ["../outside/unpacked.json", "/tmp/unpacked.json", "in/a.json"] {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..136].copy_from_slice(format!("{:011o}\0", CLEAN.len()).as_bytes());
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend(header);
        tar.extend(CLEAN.as_bytes());
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.extend([0; 1024]);
    world.file("repository/in.tar", tar);
    let before = files(&world.path(""));
    let ran = run(&world, &["check", "in.tar", "--format", "json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("\"records\":1,"), "{}", ran.stdout);
    assert_eq!(files(&world.path("")), before);
    assert!(!Path::new("/tmp/unpacked.json").exists());
}

/// All files below a directory.
fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    found
}

/// Every byte in keys and values, and the terminators of texts and elements of other formats.
#[test]
fn reports_in_json_are_json_whatever_the_records_hold() {
    let world = repository();
    let mut records = Vec::new();
    for byte in 0..=u8::MAX {
        let value =
            [&b"{\"Category\":\"Usage\",\"Quantity\":\"\"\\u0000]]></script>\\ud800"[..], &[byte], b"\"}\n"];
        let key = [&b"{\"Category\":\"Usage\",\""[..], &[byte], b"\\u202e\":1}\n"];
        records.extend([value.concat(), key.concat()].concat());
    }
    world.file("repository/in.jsonl", records);
    for format in ["json", "jsonl", "sarif", "gitlab", "rdjson"] {
        let ran = run(&world, &["check", "in.jsonl", "--format", format]);
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{format}");
        let values = serde_json::Deserializer::from_str(&ran.stdout).into_iter::<Value>();
        let values: Result<Vec<_>, _> = values.collect();
        let count = values.unwrap_or_else(|error| panic!("{format}: {error}")).len();
        assert!(if format == "jsonl" { count > 500 } else { count == 1 }, "{format}: {count}");
    }
}

#[test]
fn the_page_loads_nothing() {
    let world = repository();
    world.file("repository/in.json", wrong());
    let page = run(&world, &["check", "in.json", "--format", "html"]).stdout;
    assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "), "{page}");
    for loads in ["src=", "<link", "<iframe", "<object", "<embed", "href=\"http", "url(", "@import", "fetch("]
    {
        assert!(!page.contains(loads), "{loads}");
    }
}

/// Names of imported functions in an ELF file of 64 bits.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn imports(elf: &[u8]) -> Vec<String> {
    let number = |at: usize, bytes: usize| {
        elf[at..at + bytes].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let section = |index: usize| number(0x28, 8) + index * number(0x3A, 2);
    let dynamic_symbols = 11;
    let sections = (0..number(0x3C, 2)).map(section);
    let table = sections.clone().find(|section| number(section + 4, 4) == dynamic_symbols).unwrap();
    let (start, size) = (number(table + 0x18, 8), number(table + 0x20, 8));
    let names = number(section(number(table + 0x28, 4)) + 0x18, 8);
    let imported = (start..start + size).step_by(24).filter(|symbol| number(symbol + 6, 2) == 0);
    let name = |symbol| {
        let name = &elf[names + number(symbol, 4)..];
        String::from_utf8_lossy(name.split(|byte| *byte == 0).next().unwrap()).into_owned()
    };
    imported.map(name).collect()
}

/// A connection needs one of these functions; the program imports none.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn the_program_has_no_means_to_reach_a_network() {
    let imports = imports(&fs::read(env!("CARGO_BIN_EXE_acslint")).unwrap());
    let imports = |name: &str| imports.iter().any(|import| import == name);
    assert!(imports("read") && imports("write"), "the names of imports are found");
    for name in ["socket", "connect", "getaddrinfo", "gethostbyname", "bind", "listen", "sendto"] {
        assert!(!imports(name), "{name}");
    }
}

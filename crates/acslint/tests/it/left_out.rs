//! Selection of inputs in a directory, and the summary of the skipped files.

use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

/// Checked inputs, and the skipped files in the JSON report.
#[track_caller]
fn check(world: &World, args: &[&str]) -> (Vec<String>, Value, Value) {
    let ran = world.run(&[&["check", "-v", "--format", "json"], args].concat());
    let read = ran.stderr.lines().filter_map(|line| line.split_once(": 1 record,"));
    let read = read.map(|(name, _)| name.to_owned()).collect();
    let report: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    let summary = &report["summary"];
    (read, summary["ignored"].clone(), summary["skipped"].clone())
}

fn left_out(entries: &[(&str, &str)]) -> Value {
    let mut reasons = serde_json::Map::new();
    for (_, reason) in entries {
        let count = reasons.get(*reason).and_then(Value::as_u64).unwrap_or(0);
        reasons.insert((*reason).to_owned(), json!(count + 1));
    }
    let entry = |(path, reason): &(&str, &str)| json!({ "path": path, "reason": reason });
    json!({ "count": entries.len(), "reasons": reasons, "entries": entries.iter().map(entry).collect::<Vec<_>>() })
}

#[test]
fn what_is_ignored_is_counted_and_a_directory_counts_as_one() {
    let world = World::new();
    for path in [
        "a.json",
        "b.json",
        ".c.json",
        ".d/x.json",
        ".git/x.json",
        "build/x.json",
        "build/y/z.json",
        "e/f.json",
        "e/g.json",
        "notes.txt",
        ".notes",
        "old/h.json",
    ] {
        world.file(path, CLEAN);
    }
    world
        .file(".gitignore", "/b.json\nbuild/\n*.txt\n")
        .file("e/.gitignore", "g.json\n!b.json\n")
        .file("acslint.toml", "exclude = [\"old/\"]\n");
    let (read, ignored, skipped) = check(&world, &["--output", "r.json", "--format", "json"]);
    assert_eq!(read, ["a.json", "e/f.json"]);
    let expected = [
        (".c.json", "hidden"),
        (".d", "hidden"),
        ("b.json", "gitignore"),
        ("build", "gitignore"),
        ("e/g.json", "gitignore"),
        ("old", "exclude"),
    ];
    assert_eq!(ignored, left_out(&expected));
    assert_eq!(skipped, left_out(&[]));
    // A named file is an input, and so not skipped. The previous report does not count as content of the
    // directory.
    let (read, ignored, _) =
        check(&world, &[".", "b.json", ".c.json", "build", "--output", "r.json", "--format", "json"]);
    assert_eq!(read, [".c.json", "a.json", "b.json", "build/x.json", "build/y/z.json", "e/f.json"]);
    let expected = [(".d", "hidden"), ("build", "gitignore"), ("e/g.json", "gitignore"), ("old", "exclude")];
    assert_eq!(ignored, left_out(&expected));
}

#[test]
fn every_summary_says_what_was_left_out() {
    let world = World::new();
    world.file("a.json", CLEAN).file(".b.json", CLEAN).file("c/d.json", CLEAN).file(".gitignore", "c/\n");
    let phrase = "ignored: 1 by `.gitignore`, 1 hidden";
    for format in ["concise", "grouped", "github", "azure", "markdown", "html"] {
        let ran = world.run(&["check", "--format", format]);
        let told =
            (ran.stdout + &ran.stderr).replace("<code>", "`").replace("</code>", "`").replace('\\', "");
        assert!(told.contains(phrase) || told.contains("ignored: by `.gitignore`"), "{format}: {told}");
    }
    let ran = world.run(&["check"]);
    let lines = "\nleft out\n  ignored: by `.gitignore`  1\n  ignored: hidden           1\n";
    assert!(ran.stdout.contains(lines), "{}", ran.stdout);
}

/// Ignore files above the repository, and those of the machine or the user, have no effect.
#[test]
fn only_gitignore_files_of_the_repository_hide_inputs() {
    let world = World::new();
    for path in ["up/repo/in/a.json", "up/repo/in/b.json", "up/repo/in/c.json"] {
        world.file(path, CLEAN);
    }
    world
        .file("up/.gitignore", "*.json\n")
        .file("up/repo/.gitignore", "c.json\n")
        .file("up/repo/.ignore", "a.json\n")
        .file("up/repo/in/.ignore", "a.json\n")
        .file("up/repo/.rgignore", "a.json\n")
        .file("up/repo/.git/info/exclude", "a.json\n")
        .file("home/.config/git/ignore", "a.json\n")
        .file("home/.gitconfig", "[core]\n\texcludesFile = ~/.config/git/ignore\n");
    let read = |args: &[&str]| {
        let args = [&["check", "-v", "--format", "concise"], args].concat();
        let home = world.path("home");
        let output = world
            .command(&args)
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let names = stderr.lines().filter_map(|line| line.split_once(": 1 record,"));
        names.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(read(&["up/repo/in"]), ["up/repo/in/a.json", "up/repo/in/b.json"]);
    assert_eq!(read(&["up/repo"]), ["up/repo/in/a.json", "up/repo/in/b.json"]);
    // From above, its own `.gitignore` counts too, since it lies in the searched directory.
    assert_eq!(read(&["up"]), [""; 0]);
    std::fs::remove_dir_all(world.path("up/repo/.git")).unwrap();
    // Without a repository, patterns are relative to the searched directory.
    assert_eq!(read(&["up/repo/in"]), ["up/repo/in/a.json", "up/repo/in/b.json", "up/repo/in/c.json"]);
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::{check, left_out};
    use crate::run::{CLEAN, World, wrong};

    fn link(world: &World, target: &str, name: &str) {
        symlink(target, world.path(name)).unwrap();
    }

    #[test]
    fn a_link_to_a_file_in_the_directory_or_its_repository_is_followed() {
        let world = World::new();
        world
            .file("repo/.git/HEAD", "")
            .file("repo/.git/x.json", CLEAN)
            .file("repo/data/one", CLEAN)
            .file("repo/logs/two.txt", CLEAN)
            .file("repo/logs/sub/three.json", CLEAN)
            .file("other/four.json", CLEAN)
            .file("alone/five.txt", CLEAN);
        link(&world, "two.txt", "repo/logs/a.json");
        link(&world, "../data/one", "repo/logs/b.json");
        link(&world, "../../other/four.json", "repo/logs/c.json");
        link(&world, "../.git/x.json", "repo/logs/d.json");
        link(&world, "nowhere", "repo/logs/e.json");
        link(&world, "sub", "repo/logs/f");
        link(&world, "g.json", "repo/logs/g.json");
        link(&world, "../data/one", "repo/logs/unwanted.txt");
        link(&world, "/dev/null", "repo/logs/h.json");
        link(&world, "../other", "alone/i");
        link(&world, "five.txt", "alone/j.json");
        link(&world, "../repo/data/one", "alone/k.json");
        let (read, ignored, skipped) = check(&world, &["repo/logs"]);
        assert_eq!(read, ["repo/logs/a.json", "repo/logs/b.json", "repo/logs/sub/three.json"]);
        assert_eq!(ignored, left_out(&[]));
        let expected = [
            ("repo/logs/c.json", "link-outside"),
            ("repo/logs/d.json", "link-outside"),
            ("repo/logs/e.json", "broken-link"),
            ("repo/logs/f", "link-to-directory"),
            ("repo/logs/g.json", "broken-link"),
            ("repo/logs/h.json", "not-a-file"),
        ];
        assert_eq!(skipped, left_out(&expected));
        let (read, _, skipped) = check(&world, &["repo/logs/*.json"]);
        assert_eq!(read, ["repo/logs/a.json", "repo/logs/b.json"]);
        assert_eq!(skipped["count"], 5);
        // Without a repository, links must stay in the searched directory.
        let (read, _, skipped) = check(&world, &["alone"]);
        assert_eq!(read, ["alone/j.json"]);
        assert_eq!(skipped, left_out(&[("alone/i", "link-to-directory"), ("alone/k.json", "link-outside")]));
        // With `--follow`, links may lead to any file.
        let (read, _, skipped) = check(&world, &["repo/logs", "alone", "--follow"]);
        assert_eq!(
            read,
            [
                "alone/i/four.json",
                "alone/j.json",
                "alone/k.json",
                "repo/logs/a.json",
                "repo/logs/d.json",
                "repo/logs/sub/three.json"
            ]
        );
        let expected = [
            ("repo/logs/b.json", "same-file"),
            ("repo/logs/c.json", "same-file"),
            ("repo/logs/e.json", "broken-link"),
            ("repo/logs/f", "same-directory"),
            ("repo/logs/g.json", "broken-link"),
            ("repo/logs/h.json", "not-a-file"),
        ];
        assert_eq!(skipped, left_out(&expected));
    }

    #[test]
    fn links_may_lead_in_circles() {
        let world = World::new();
        // Each directory has two links to the next: 2 to the power of 40 paths in total.
        for level in 0..40 {
            world.file(&format!("d{level}/x.json"), CLEAN);
            for way in ["a", "b"] {
                link(&world, &format!("../d{}", (level + 1) % 40), &format!("d{level}/{way}"));
            }
        }
        let (read, _, skipped) = check(&world, &["d0", "--follow"]);
        assert_eq!(read.len(), 40);
        assert_eq!(read[0], format!("d0{}/x.json", "/a".repeat(39)));
        assert_eq!(skipped["reasons"], serde_json::json!({ "same-directory": 41 }));
    }

    /// A file is checked once: under its own name rather than a link, and under the first of several links.
    #[test]
    fn a_file_is_checked_once() {
        let world = World::new();
        world.file("d/m.json", wrong());
        link(&world, "m.json", "d/a.json");
        link(&world, "d/m.json", "outer.json");
        fs::hard_link(world.path("d/m.json"), world.path("d/z.json")).unwrap();
        let (read, _, skipped) = check(&world, &["."]);
        assert_eq!(read, ["d/m.json"]);
        let expected = [("d/a.json", "same-file"), ("d/z.json", "same-file"), ("outer.json", "same-file")];
        assert_eq!(skipped, left_out(&expected));
        let path = world.path("d/m.json");
        for args in [
            &["d/m.json", "./d/m.json", "d/../d/m.json", "outer.json", "d/a.json", "d/z.json"][..],
            &["d/m.json", ".", "d", "d/*.json", "*.json"],
            &["d/m.json", path.to_str().unwrap()],
        ] {
            let ran = world.run(&[&["check", "--format", "json", "-v"], args].concat());
            let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            assert_eq!((ran.code, &report["summary"]["files"]), (1, &serde_json::json!(1)), "{args:?}");
            assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{args:?}");
            assert_eq!(report["findings"][0]["file"], "d/m.json", "{args:?}");
        }
        // Named files are not reported as skipped, since the user knows them.
        assert_eq!(check(&world, &["d/m.json", "outer.json"]).2["count"], 0);
    }

    /// The pipe has no writer: opening it would block forever.
    #[test]
    fn a_pipe_in_a_directory_is_skipped_and_named() {
        let world = World::new();
        world.file("d/a.json", CLEAN).file("d/e/b.json", CLEAN);
        for pipe in ["d/p.json", "d/e/.gitignore"] {
            assert!(Command::new("mkfifo").arg(world.path(pipe)).status().unwrap().success());
        }
        link(&world, "p.json", "d/q.json");
        let (read, _, skipped) = check(&world, &["d"]);
        assert_eq!(read, ["d/a.json", "d/e/b.json"]);
        let expected = [
            ("d/e/.gitignore", "unreadable-gitignore"),
            ("d/p.json", "not-a-file"),
            ("d/q.json", "not-a-file"),
        ];
        assert_eq!(skipped, left_out(&expected));
        let ran = world.run(&["check", "d", "--format", "concise"]);
        let note = "warning: skipped `d/p.json`: not a regular file\n";
        assert!(ran.stderr.contains(note), "{}", ran.stderr);
        let ran = world.run(&["check", "d"]);
        assert!(ran.stdout.contains("  skipped `d/p.json`: not a regular file\n"), "{}", ran.stdout);
        assert_eq!(ran.stderr, "");
    }
}

#[test]
fn a_report_of_ours_in_a_directory_is_no_input() {
    let world = World::new();
    world.file("d/a.json", CLEAN).file("d/b.json", "{\"category\": \"Usage\", \"time\": \"yesterday\"}\n");
    for (format, name) in [("json", "d/r.json"), ("jsonl", "d/r.jsonl")] {
        world.run(&["check", "d", "--format", format, "-o", name]);
    }
    // A record that has the keys of a finding besides its own is one.
    let finding = std::fs::read_to_string(world.path("d/r.jsonl")).expect("the report was written");
    let finding = finding.lines().next().expect("it has a finding");
    world.file(
        "d/record.jsonl",
        format!("{},\"time\":\"2024-06-18T13:27:58Z\"}}\n", finding.trim_end_matches('}')),
    );
    let (read, _, skipped) = check(&world, &["d"]);
    assert_eq!(read, ["d/a.json", "d/b.json", "d/record.jsonl"]);
    assert_eq!(skipped, left_out(&[("d/r.json", "report"), ("d/r.jsonl", "report")]));
    let ran = world.run(&["check", "d"]);
    assert!(ran.stdout.contains("skipped: report of acslint  2"), "{}", ran.stdout);
}

/// A directory with a log, and with documents that acslint and package managers write.
fn documents(world: &World) -> Vec<(&'static str, &'static str)> {
    world.file("logs/a.json", CLEAN).file("broken.json", wrong()).file("d/notes.txt", "");
    for (format, name) in [
        ("json", "d/r.json"),
        ("jsonl", "d/r.jsonl"),
        ("sarif", "d/s.json"),
        ("gitlab", "d/g.json"),
        ("rdjson", "d/rd.json"),
        ("concise", "d/c.json"),
    ] {
        world.run(&["check", "broken.json", "--format", format, "-o", name]);
    }
    world.run(&["check", "broken.json", "--write-baseline", "d/baseline.json"]);
    world.run(&["infer", "logs", "-o", "d/draft.json"]);
    let sample = ["sample", "--count", "20", "--defects", "1", "--labels", "d/labels.jsonl", "-o", "s.jsonl"];
    assert_eq!(world.run(&sample).code, 0);
    world
        .file("d/package.json", "{\n  \"name\": \"x\",\n  \"version\": \"1.0.0\",\n  \"scripts\": {}\n}\n")
        .file("d/package-lock.json", "{\"name\":\"x\",\"lockfileVersion\":3,\"packages\":{}}\n")
        .file(
            "d/tsconfig.json",
            "{\"$schema\":\"https://json.schemastore.org/tsconfig\",\"compilerOptions\":{}}\n",
        );
    vec![
        ("d/baseline.json", "baseline"),
        ("d/c.json", "report"),
        ("d/draft.json", "schema"),
        ("d/g.json", "report"),
        ("d/labels.jsonl", "labels"),
        ("d/package-lock.json", "package"),
        ("d/package.json", "package"),
        ("d/r.json", "report"),
        ("d/r.jsonl", "report"),
        ("d/rd.json", "report"),
        ("d/s.json", "report"),
        ("d/tsconfig.json", "document"),
    ]
}

#[test]
fn documents_in_a_directory_or_of_a_pattern_are_left_out_and_counted() {
    let world = World::new();
    let documents = documents(&world);
    world.file("d/log.json", CLEAN);
    for path in ["d", "d/*.json*"] {
        let (read, ignored, skipped) = check(&world, &[path]);
        assert_eq!(read, ["d/log.json"], "{path}");
        assert_eq!((ignored, skipped), (left_out(&[]), left_out(&documents)), "{path}");
    }
    let ran = world.run(&["check", "d"]);
    assert_eq!(ran.code, 0);
    for line in ["skipped: JSON Schema", "skipped: baseline of acslint", "skipped: file of a package manager"]
    {
        assert!(ran.stdout.contains(line), "{}", ran.stdout);
    }
}

#[test]
fn a_document_given_by_name_is_an_error_that_says_what_it_is_unless_it_is_skipped() {
    let world = World::new();
    for (document, reason) in documents(&world) {
        let phrase = match reason {
            "baseline" => "baseline of acslint",
            "report" => "report of acslint",
            "schema" => "JSON Schema",
            "labels" => "file of labels by `acslint sample`",
            "package" => "file of a package manager",
            _ => "document with a `$schema`",
        };
        let ran = world.run(&["check", "logs/a.json", document]);
        assert_eq!(ran.code, 2, "{document}");
        let said = format!(
            "  {document}: not a log, but a {phrase}; leave it out, or pass `--force-exclude` to skip such files\n"
        );
        assert!(ran.stdout.contains(&said), "{document}: {}", ran.stdout);
        let args = ["check", "logs/a.json", document, "--force-exclude", "--format", "concise"];
        let ran = world.run(&args);
        assert_eq!(ran.code, 0, "{document}");
        assert_eq!(ran.stderr.lines().next(), Some(format!("note: skipped `{document}`: {phrase}").as_str()));
    }
    // The baseline of the run is not an input, and so no mistake.
    let ran = world.run(&["check", "logs/a.json", "d/baseline.json", "--baseline", "d/baseline.json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn a_document_that_is_left_out_is_not_overwritten_either() {
    let world = World::new();
    documents(&world);
    for document in ["d/package.json", "d/tsconfig.json", "d/baseline.json", "d/labels.jsonl", "d/draft.json"]
    {
        let before = std::fs::read(world.path(document)).unwrap();
        let ran = world.run(&["check", "d", "--format", "json", "--output", document]);
        assert_eq!(ran.code, 2, "{document}: {}", ran.stdout);
        assert!(ran.stderr.contains("is not a report by acslint"), "{document}: {}", ran.stderr);
        assert_eq!(std::fs::read(world.path(document)).unwrap(), before);
    }
    assert_eq!(world.run(&["check", "logs", "d", "--format", "json", "--output", "d/r.json"]).code, 0);
}

#[test]
fn records_of_a_custom_category_are_never_documents() {
    let world = World::new();
    let event = "{\"$schema\": \"https://example.com/audit.schema.json\", \"who\": \"x\"}\n";
    world.file("logs/a.json", event).file("logs/b.json", CLEAN);
    let (read, _, skipped) = check(&world, &["logs"]);
    assert_eq!((read, skipped), (vec!["logs/b.json".to_owned()], left_out(&[("logs/a.json", "document")])));
    world.file("schemas/audit.json", "{\"required\": [\"who\"]}").file(
        "acslint.toml",
        "[categories.Audit]\nschema = 'schemas/audit.json'\n[categories.Audit.discriminator]\npointer = '/$schema'\nvalue = 'https://example.com/audit.schema.json'\n",
    );
    let (read, _, skipped) = check(&world, &["logs"]);
    assert_eq!((read, skipped), (vec!["logs/a.json".to_owned(), "logs/b.json".to_owned()], left_out(&[])));
}

#[test]
fn exclude_counts_for_named_files_with_force_exclude_only() {
    let world = World::new();
    for path in ["a.json", "old/b.json", "sub/c.json", "sub/old/d.json", "sub/own/e.json"] {
        world.file(path, CLEAN);
    }
    world
        .file("acslint.toml", "exclude = [\"old/\"]\n")
        .file("sub/own/acslint.toml", "exclude = [\"e.json\"]\n");
    let named = ["a.json", "old/b.json", "sub/c.json", "sub/old/d.json", "sub/own/e.json"];
    let (read, ignored, _) = check(&world, &named);
    assert_eq!((read, ignored), (named.map(str::to_owned).to_vec(), left_out(&[])));
    let (read, ignored, _) = check(&world, &[&named[..], &["--force-exclude"]].concat());
    assert_eq!(read, ["a.json", "sub/c.json"]);
    let excluded = [("old/b.json", "exclude"), ("sub/old/d.json", "exclude"), ("sub/own/e.json", "exclude")];
    assert_eq!(ignored, left_out(&excluded));
    // A directory or the match of a pattern is named as well.
    let (read, ignored, _) = check(&world, &["sub/old", "sub/*.json", "old/*.json", "--force-exclude"]);
    assert_eq!(
        (read, ignored),
        (vec!["sub/c.json".to_owned()], left_out(&[("old/b.json", "exclude"), ("sub/old", "exclude")]))
    );
    // From another directory, with an absolute path.
    let mut command = world.command(&["check", "--force-exclude", "--allow-empty", "--format", "json"]);
    let output = command.arg(world.path("sub/old/d.json")).current_dir(world.path("sub")).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["summary"]["ignored"]["count"]), (Some(0), &json!(1)));
    assert_eq!(world.run(&["check", "old/b.json", "--force-exclude"]).code, 3);
}

#[test]
fn patterns_of_the_option_add_to_those_of_the_file() {
    let world = World::new();
    for path in ["a.json", "old/b.json", "new/c.json", "new/d.json"] {
        world.file(path, CLEAN);
    }
    world.file("acslint.toml", "exclude = [\"old/\"]\n");
    let (read, ignored, _) = check(&world, &["--exclude", "/a.json", "--exclude", "d.*"]);
    assert_eq!(read, ["new/c.json"]);
    assert_eq!(ignored, left_out(&[("a.json", "exclude"), ("new/d.json", "exclude"), ("old", "exclude")]));
    let (read, ..) = check(&world, &["**/*.json", "--exclude", "new/"]);
    assert_eq!(read, ["a.json", "old/b.json"]);
    let (read, ..) = check(&world, &["new/c.json", "--exclude", "new/"]);
    assert_eq!(read, ["new/c.json"]);
    let (read, ..) = check(&world, &["new/c.json", "a.json", "--exclude", "new/", "--force-exclude"]);
    assert_eq!(read, ["a.json"]);
    // Outside of the working directory, a pattern without a `/` applies.
    let mut command =
        world.command(&["check", "..", "--exclude", "d.json", "--no-config", "--format", "json"]);
    let output = command.current_dir(world.path("old")).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["summary"]["files"], &report["summary"]["ignored"]["count"]), (&json!(3), &json!(1)));
    let ran = world.run(&["check", "--exclude", "["]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("invalid pattern"), "{}", ran.stderr);
    let shown = world.run(&["config", "show", "--exclude", "new/"]).stdout;
    assert!(
        shown.contains("exclude  acslint.toml:1\n    [\"old/\"]\n\nexclude  --exclude\n    [\"new/\"]\n"),
        "{shown}"
    );
}

#[test]
fn files_that_are_not_read_by_their_names_are_counted_by_extension() {
    let world = World::new();
    for path in [
        "in/a.json",
        "in/b.parquet",
        "in/c/d.PARQUET",
        "in/e.txt",
        "in/f.csv.gz",
        "in/README",
        "in/ignored.txt",
        "in/.hidden.txt",
        "in/old/g.txt",
        "in/h.md",
        "in/i.xml",
        "in/.git/x.txt",
    ] {
        world.file(path, CLEAN);
    }
    world.file("in/.gitignore", "ignored.*\n").file("in/acslint.toml", "exclude = [\"old/\"]\n");
    let run = |args: &[&str]| world.run(&[&["check", "in"], args].concat());
    let report: Value = serde_json::from_str(&run(&["--format", "json"]).stdout).unwrap();
    let expected = json!({ "count": 7, "extensions": {
        "": 1, ".csv.gz": 1, ".md": 1, ".parquet": 2, ".txt": 1, ".xml": 1
    } });
    assert_eq!(report["summary"]["unread"], expected);
    let phrase = "2 .parquet, 1 without an extension, 1 .csv.gz, 1 .md, 1 .txt, 1 others not read";
    let ran = run(&[]);
    assert!(ran.stdout.contains("\nleft out\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("  {phrase}\n")) && ran.stderr.is_empty(), "{}", ran.stdout);
    for format in ["concise", "grouped", "markdown"] {
        let ran = run(&["--format", format]);
        let told = (ran.stdout + &ran.stderr).replace(['\\', '`'], "");
        assert!(told.contains(phrase), "{format}: {told}");
    }
    let ran = run(&["--quiet"]);
    let note = format!("note: {phrase}; name a file, or select such files with `include`, to read it\n");
    assert_eq!(ran.stderr, note);
    // A file that the user names is read, a file that the run writes is not counted, and no file counts twice.
    let ran = run(&["in", "in/c", "in/e.txt", "--format", "json", "--output", "in/report.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(world.path("in/report.txt")).unwrap()).unwrap();
    let expected = json!({ "count": 6, "extensions": {
        "": 1, ".csv.gz": 1, ".md": 1, ".parquet": 2, ".xml": 1
    } });
    assert_eq!(report["summary"]["unread"], expected);
    // What cannot hold records is not worth a note.
    world.file("code/a.json", CLEAN).file("code/a.rs", "").file("code/b.md", "");
    assert_eq!(world.run(&["check", "code", "--quiet"]).stderr, "");
}

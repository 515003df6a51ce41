//! Outputs that would destroy an input of the run, under any name: refused before anything is written.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::run::{CLEAN, Ran, World, wrong};

/// Content of a directory: files by their bytes, links by their targets.
pub(crate) fn tree(world: &World) -> BTreeMap<String, Vec<u8>> {
    fn collect(directory: &Path, prefix: &str, tree: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                tree.insert(name, target.into_os_string().into_encoded_bytes());
            } else if kind.is_dir() {
                collect(&entry.path(), &format!("{name}/"), tree);
            } else if kind.is_file() {
                tree.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut tree = BTreeMap::new();
    collect(&world.path("."), "", &mut tree);
    tree
}

/// Names of a file. The links lie in a separate directory that is not checked.
const ALIASES: [fn(&World, &str) -> String; 6] = [
    |_, file| file.to_owned(),
    |_, file| format!("./{file}"),
    |world, file| world.path(file).display().to_string(),
    |world, file| {
        fs::create_dir_all(world.path("names")).unwrap();
        symlink(Path::new("..").join(file), world.path("names/link")).unwrap();
        "names/link".to_owned()
    },
    |world, file| {
        fs::create_dir_all(world.path("names")).unwrap();
        fs::hard_link(world.path(file), world.path("names/hard")).unwrap();
        "names/hard".to_owned()
    },
    |world, file| {
        symlink(".", world.path("here")).unwrap();
        format!("here/{file}")
    },
];

const SCHEMA: &str =
    r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"part.schema.json"}"#;
const PART: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}"#;
const CONFIG: &str = "[categories.Orders]\nschema = \"schemas/orders.schema.json\"\n";

/// A directory with every kind of file that a run reads.
fn world() -> World {
    let world = World::new();
    // A repository: a found configuration must not lead out of it.
    fs::create_dir(world.path(".git")).unwrap();
    world
        .file("in.json", wrong())
        .file("logs/a.json", wrong())
        .file("logs/acslint.toml", CONFIG.replace("schemas/", "../nested/"))
        .file("nested/orders.schema.json", PART)
        .file("schemas/orders.schema.json", SCHEMA)
        .file("schemas/part.schema.json", PART)
        .file("other.toml", CONFIG)
        .file("acslint.toml", CONFIG)
        .file("known.json", "{\"version\":1,\"findings\":[]}");
    world
}

/// Asserts that a command with an alias of a file instead of `OUT` fails with a message, and changes nothing.
#[track_caller]
fn refuses(file: &str, command: &[&str], messages: [&str; 2]) {
    for (number, alias) in ALIASES.into_iter().enumerate() {
        let world = world();
        let out = alias(&world, file);
        let args: Vec<&str> = command.iter().map(|arg| if *arg == "OUT" { &*out } else { *arg }).collect();
        let before = tree(&world);
        let ran = world.run(&args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}: {}", ran.stderr);
        let message = messages[usize::from(number > 0)].replace("OUT", &out);
        assert_eq!(ran.stderr, format!("error: {message}\n"), "{args:?}");
        assert_eq!(tree(&world), before, "{args:?}");
    }
}

/// Message if an output is an input of the run, by the same name or by others.
fn used(kind: &str, article: &str, name: &str) -> [String; 2] {
    [
        format!("`OUT` is {article} {kind}; name another file for the output"),
        format!("`OUT` is the same file as the {kind} `{name}`; name another file for the output"),
    ]
}

#[track_caller]
fn refuses_used(file: &str, command: &[&str], kind: &str, article: &str, name: &str) {
    let messages = used(kind, article, name);
    refuses(file, command, [&messages[0], &messages[1]]);
}

#[test]
fn no_output_is_an_input() {
    for command in ["check", "watch"] {
        refuses_used("in.json", &[command, "in.json", "-o", "OUT"], "input", "an", "in.json");
        refuses_used(
            "in.json",
            &[command, "logs", "in.json", "--format", "concise", "--format", "sarif", "-o", "OUT"],
            "input",
            "an",
            "in.json",
        );
    }
    refuses_used("in.json", &["check", "in.json", "--write-baseline", "OUT"], "input", "an", "in.json");
    refuses_used("in.json", &["infer", "in.json", "-o", "OUT"], "input", "an", "in.json");
    let schema = "schemas/part.schema.json";
    refuses_used(schema, &["schema", "lint", schema, "-o", "OUT"], "input", "an", schema);
}

#[test]
fn no_output_is_a_configuration_or_a_schema_in_use() {
    let check = |options: &[&'static str]| -> Vec<&'static str> {
        [&["check", "logs/a.json"][..], options, &["--format", "json", "-o", "OUT"]].concat()
    };
    refuses_used("other.toml", &check(&["--config", "other.toml"]), "configuration file", "a", "other.toml");
    let with_config = check(&["--config", "other.toml"]);
    for schema in ["schemas/orders.schema.json", "schemas/part.schema.json"] {
        refuses_used(schema, &with_config, "schema", "a", schema);
        refuses_used(schema, &["infer", "in.json", "-o", "OUT"], "schema", "a", schema);
        refuses_used(schema, &["check", "in.json", "--write-baseline", "OUT"], "schema", "a", schema);
    }
    // Configuration file beside the input.
    let nested = "logs/../nested/orders.schema.json";
    for alias in ALIASES {
        let world = world();
        let out = alias(&world, "nested/orders.schema.json");
        let before = tree(&world);
        let ran = world.run(&["check", "logs/a.json", "-o", &out]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{out}");
        let message = format!("error: `{out}` is the same file as the schema `{nested}`; name another");
        assert!(ran.stderr.starts_with(&message), "{out}: {}", ran.stderr);
        assert_eq!(tree(&world), before, "{out}");
    }
}

/// Refused even if the run does not read it.
#[test]
fn no_output_is_a_file_of_the_name_of_a_configuration() {
    for command in [
        &["check", "in.json", "--no-config", "-o", "OUT"][..],
        &["check", "in.json", "--no-config", "--write-baseline", "OUT"],
        &["watch", "in.json", "-o", "OUT"],
        &["infer", "in.json", "-o", "OUT"],
        &["sample", "--output", "OUT"],
        &["sample", "--defects", "1", "--labels", "OUT"],
        &["schema", "lint", "schemas", "-o", "OUT"],
    ] {
        for alias in ALIASES {
            let world = world();
            let out = alias(&world, "acslint.toml");
            let args: Vec<&str> =
                command.iter().map(|arg| if *arg == "OUT" { &*out } else { *arg }).collect();
            // Another name of the same file is recognized only in a run that reads it.
            if out == "names/hard" && !matches!(command[0], "infer" | "watch") {
                continue;
            }
            let before = tree(&world);
            let ran = world.run(&args);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
            assert!(ran.stderr.contains("configuration file"), "{args:?}: {}", ran.stderr);
            assert_eq!(tree(&world), before, "{args:?}");
        }
    }
}

#[test]
fn no_output_is_a_baseline_that_is_compared_with_or_another_output() {
    refuses_used(
        "known.json",
        &["check", "in.json", "--baseline", "known.json", "-o", "OUT"],
        "baseline",
        "a",
        "known.json",
    );
    for alias in ALIASES {
        for options in [
            &["--baseline", "known.json", "--prune-baseline", "-o", "OUT"][..],
            &["--write-baseline", "known.json", "-o", "OUT"],
        ] {
            let world = world();
            let out = alias(&world, "known.json");
            let args: Vec<&str> = ["check", "in.json"].iter().chain(options).copied().collect();
            let args: Vec<&str> =
                args.into_iter().map(|arg| if arg == "OUT" { &*out } else { arg }).collect();
            let before = tree(&world);
            let ran = world.run(&args);
            assert_eq!(ran.code, 2, "{args:?}");
            let same = if out == "known.json" { "already" } else { "the same file as" };
            assert_eq!(
                ran.stderr,
                format!("error: `known.json` is {same} the output `{out}`; name another file\n")
            );
            assert_eq!(tree(&world), before, "{args:?}");
        }
    }
    for alias in &ALIASES[1..] {
        let world = world();
        let out = alias(&world, "known.json");
        for args in [
            &["check", "in.json", "--format", "json", "-o", "known.json", "--format", "junit", "-o", &out][..],
            &["sample", "--defects", "1", "--output", "known.json", "--labels", &out],
            &[
                "schema",
                "lint",
                "schemas",
                "--format",
                "json",
                "-o",
                "known.json",
                "--format",
                "junit",
                "-o",
                &out,
            ],
        ] {
            let before = tree(&world);
            let ran = world.run(args);
            assert_eq!(ran.code, 2, "{args:?}");
            let message =
                format!("error: `{out}` is the same file as the output `known.json`; name another file\n");
            assert_eq!(ran.stderr, message, "{args:?}");
            assert_eq!(tree(&world), before, "{args:?}");
        }
    }
}

/// A missing file has no inode, but its place is the same.
#[test]
fn two_outputs_that_are_not_there_yet_are_told_by_their_place() {
    let world = world();
    symlink(".", world.path("here")).unwrap();
    symlink("new.json", world.path("link")).unwrap();
    for other in ["./new.json", "here/new.json", "link", "logs/../new.json"] {
        let ran = world.run(&[
            "check", "in.json", "--format", "json", "-o", "new.json", "--format", "junit", "-o", other,
        ]);
        assert_eq!(ran.code, 2, "{other}");
        assert!(ran.stderr.contains("is the same file as the output `new.json`"), "{}", ran.stderr);
        let ran = world.run(&["check", "new.json", "-o", other]);
        assert!(ran.stderr.contains("is the same file as the input `new.json`"), "{}", ran.stderr);
        assert!(!world.path("new.json").exists());
    }
}

#[test]
fn a_configured_report_is_refused_alike() {
    for (output, message) in [
        (
            "../in.json",
            "`conf/../in.json` is the same file as the input `in.json`; name another file for the output",
        ),
        ("other.json", "`conf/other.json` would be replaced, and is not a report by acslint"),
        ("acslint.toml", "`conf/acslint.toml` is a configuration file"),
        ("own.schema", "`conf/own.schema` is a schema"),
        ("known.json", "`conf/known.json` is a baseline"),
    ] {
        let world = world();
        let config = format!(
            "baseline = \"known.json\"\n[[reports]]\nformat = \"json\"\noutput = \"{output}\"\n[categories.O]\nschema = \"own.schema\"\n"
        );
        world
            .file("conf/acslint.toml", config)
            .file("conf/other.json", CLEAN)
            .file("conf/own.schema", PART)
            .file("conf/known.json", "{\"version\":1,\"findings\":[]}");
        let before = tree(&world);
        let ran = world.run(&["check", "in.json", "conf", "--config", "conf/acslint.toml"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{output}");
        assert!(ran.stderr.starts_with(&format!("error: {message}")), "{output}: {}", ran.stderr);
        assert_eq!(tree(&world), before, "{output}");
    }
}

#[test]
fn an_input_below_a_directory_is_replaced_only_by_its_like() {
    let report = "a report by acslint";
    for (command, kind) in [
        (&["check", "logs", "-o", "OUT"][..], report),
        (&["check", "logs/*.json", "--format", "json", "-o", "OUT"], report),
        (&["watch", "logs", "-o", "OUT"], report),
        (&["check", "logs", "--write-baseline", "OUT"], "a baseline"),
        (&["infer", "logs", "-o", "OUT"], "a draft by `acslint infer`"),
    ] {
        let message = format!(
            "`OUT` would be replaced, and is not {kind}; name another file for the output, or move this one away"
        );
        refuses("logs/a.json", command, [&message, &message]);
    }
    let message = "`OUT` would be replaced, and is not a report by acslint; name another file for the output, or move this one away";
    refuses("schemas/part.schema.json", &["schema", "lint", "schemas", "-o", "OUT"], [message, message]);
}

/// As in the provided setups: the previous report lies below the checked directory.
#[test]
fn a_report_replaces_a_report_and_is_no_input() {
    let world = World::new();
    world.file("logs/a.json", wrong());
    let count = |ran: &Ran| (ran.code, ran.stderr.clone());
    let formats = [
        "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure",
        "rdjson", "markdown", "html",
    ];
    for before in formats {
        for after in [before, "json"] {
            for format in [before, after] {
                let ran = world.run(&["check", ".", "-q", "--format", format, "-o", "logs/out.json"]);
                assert_eq!(count(&ran), (1, String::new()), "{before} {after}");
            }
            let shown = world.run(&["check", "logs/a.json", "-q", "--format", "json"]).stdout;
            if after == "json" {
                assert_eq!(fs::read_to_string(world.path("logs/out.json")).unwrap(), shown, "{before}");
            }
        }
    }
    // An empty file, or one that is not an input, may be overwritten.
    world.file("logs/out.json", "").file("logs/notes.txt", "mine");
    for output in ["logs/out.json", "logs/notes.txt"] {
        assert_eq!(world.run(&["check", "logs", "-q", "-o", output]).code, 1, "{output}");
    }
    // A baseline replaces a baseline, and a draft a draft.
    for args in
        [&["check", ".", "--write-baseline", "logs/known.json"][..], &["infer", ".", "-o", "logs/draft.json"]]
    {
        let world = World::new();
        world.file("logs/a.json", wrong());
        for _ in 0..2 {
            let ran = world.run(args);
            assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
        }
        assert_eq!(tree(&world).len(), 2, "{args:?}");
    }
}

#[test]
fn the_streams_of_the_process_are_known_too() {
    let world = world();
    let run = |args: &[&str], input: Option<&str>, output: Option<&str>| {
        let mut command = world.command(args);
        if let Some(input) = input {
            command.stdin(File::open(world.path(input)).unwrap());
        }
        if let Some(output) = output {
            command.stdout(File::options().append(true).create(true).open(world.path(output)).unwrap());
        }
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let before = tree(&world);
    let (code, stderr) = run(&["check", "-", "-o", "./in.json"], Some("in.json"), None);
    assert_eq!(code, 2);
    assert_eq!(
        stderr,
        "error: `./in.json` is the same file as the input `-`; name another file for the output\n"
    );
    let (code, stderr) = run(&["check", "in.json"], None, Some("in.json"));
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: standard output or standard error goes to the input"), "{stderr}");
    assert_eq!(tree(&world), before);
    // A report that the shell writes below the directory is not checked.
    let (code, _) = run(&["check", "logs", "--format", "json"], None, Some("logs/out.json"));
    assert_eq!(code, 1);
    let report = fs::read(world.path("logs/out.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["summary"]["files"], 1);
}

#[test]
fn what_is_open_already_is_written_as_it_is() {
    let world = World::new();
    world.file("a.json", wrong());
    let shown = world.run(&["check", "a.json", "--format", "concise", "-q"]).stdout;
    for output in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        let script = format!("echo before; \"$0\" check a.json --format concise -q -o {output}; echo behind");
        // Into a pipe, and into a file, which a second opening would overwrite.
        for redirection in ["", " > out.txt; cat out.txt"] {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("{{ {script}; }}{redirection}"), env!("CARGO_BIN_EXE_acslint")]);
            let output = shell.current_dir(world.path(".")).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(text, format!("before\n{shown}behind\n"), "{script}{redirection}");
        }
    }
    let ran = world.run(&["check", "a.json", "-q", "-o", "/dev/null"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
}

/// Creates an obstacle for an export.
type Prepare = fn(&World);

#[test]
fn an_export_stays_in_its_directory() {
    let message = |path: &str, what: &str| {
        format!(
            "error: `{path}` is {what}: an export does not replace it; move it away, or choose another directory\n"
        )
    };
    let cases: [(Prepare, &str, &str); 6] = [
        (|world| symlink("../precious", world.path("out/table")).unwrap(), "out/table", "a link"),
        (
            |world| symlink("../precious/index.html", world.path("out/index.html")).unwrap(),
            "out/index.html",
            "a link",
        ),
        (
            |world| {
                fs::remove_file(world.path("out/.acslint-export")).unwrap();
                symlink("../precious/list", world.path("out/.acslint-export")).unwrap();
            },
            "out/.acslint-export",
            "a link",
        ),
        // Files in the list of an earlier export, which are removed.
        (
            |world| {
                symlink("../precious", world.path("out/resource-log")).unwrap();
                world.file("out/.acslint-export", "resource-log/old.schema.json\n");
            },
            "out/resource-log",
            "a link",
        ),
        (|world| fs::create_dir(world.path("out/catalog.json")).unwrap(), "out/catalog.json", "not a file"),
        (|world| fs::write(world.path("out/table"), "mine").unwrap(), "out/table", "not a directory"),
    ];
    for (prepare, path, what) in cases {
        for force in [&[][..], &["--force"]] {
            let world = World::new();
            world
                .file("precious/index.html", "mine")
                .file("precious/list", "index.html\n")
                .file("precious/old.schema.json", "mine")
                .file("precious/Usage.schema.json", "mine")
                .file("out/.acslint-export", "index.html\n");
            prepare(&world);
            let before = tree(&world);
            let ran = world.run(&[&["schema", "export", "out", "--shape", "table"], force].concat());
            // The list of an earlier export outweighs the option.
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{path}");
            assert_eq!(ran.stderr, message(path, what));
            assert_eq!(tree(&world), before, "{path}");
        }
    }
}

/// The list is not trusted: files that no export writes stay, even if it names them.
#[test]
fn an_export_removes_only_what_an_export_can_have_written() {
    let world = World::new();
    world
        .file("precious.schema.json", "mine")
        .file("out/notes.txt", "mine")
        .file("out/src/a.schema.json", "mine")
        .file("out/old.schema.json", "{}")
        .file(
            "out/.acslint-export",
            "../precious.schema.json\nnotes.txt\nsrc/a.schema.json\ntable/../../precious.schema.json\nold.schema.json\n",
        );
    let ran = world.run(&["schema", "export", "out"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let tree = tree(&world);
    for file in ["precious.schema.json", "out/notes.txt", "out/src/a.schema.json"] {
        assert_eq!(tree[file], b"mine", "{file}");
    }
    assert!(!tree.contains_key("out/old.schema.json"));
}

/// Files that a linted schema refers to are protected, under any name and through any reference.
#[test]
fn no_output_is_what_a_linted_schema_refers_to() {
    for (reference, target) in [
        ("other.json", "other.json"),
        ("./other.json#/$defs/a", "other.json"),
        ("parts/o%74her.json", "parts/other.json"),
        ("../beside/other.txt", "../beside/other.txt"),
        // Through another schema.
        ("between.json", "far.json"),
    ] {
        for keyword in ["$ref", "$dynamicRef"] {
            for linted in ["own/s.schema.json", "own"] {
                let world = World::new();
                world
                    .file("own/s.schema.json", format!("{{\"items\":{{\"{keyword}\":\"{reference}\"}}}}"))
                    .file("own/between.json", r#"{"allOf":[{"$ref":"far.json"}]}"#)
                    // An empty file below a directory may be overwritten, unless it is in use.
                    .file(&format!("own/{target}"), "");
                let output = world.path("own").join(target).display().to_string();
                let before = tree(&world);
                let ran = world.run(&["schema", "lint", linted, "-o", &output]);
                assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{reference} {linted}: {}", ran.stderr);
                assert_eq!(
                    ran.stderr,
                    format!(
                        "error: `{output}` is the same file as the schema `own/{target}`; name another file for the output\n"
                    ),
                    "{reference} {linted}"
                );
                assert_eq!(tree(&world), before, "{reference} {linted}");
            }
        }
    }
    let world = World::new();
    world.file("s.schema.json", r#"{"$ref":"other.json"}"#).file("other.json", PART).file("alone.json", PART);
    let ran = world.run(&["schema", "lint", "s.schema.json", "-o", "other.json"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (2, "error: `other.json` is a schema; name another file for the output\n")
    );
    // A file without references may be overwritten.
    let ran = world.run(&["schema", "lint", "s.schema.json", "-q", "-o", "alone.json"]);
    assert_ne!((ran.code, fs::read_to_string(world.path("alone.json")).unwrap()), (2, PART.to_owned()));
}

/// The same for a file that is not a schema by its name, and so is not linted.
#[test]
fn a_report_on_the_schemas_of_a_directory_replaces_only_a_report() {
    for content in [PART, CLEAN, "{\"a\":1}", "mine"] {
        let world = World::new();
        world.file("s.schema.json", PART).file("t.json", content);
        let before = tree(&world);
        let ran = world.run(&["schema", "lint", ".", "-o", "t.json"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{content}: {}", ran.stderr);
        assert_eq!(
            ran.stderr,
            "error: `t.json` would be replaced, and is not a report by acslint; name another file for the output, or move this one away\n"
        );
        assert_eq!(tree(&world), before, "{content}");
    }
    let world = World::new();
    world.file("s.schema.json", PART).file("t.json", "");
    for format in ["json", "concise", "sarif"] {
        let ran = world.run(&["schema", "lint", ".", "-q", "--format", format, "-o", "t.json"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn a_manual_page_replaces_only_a_manual_page() {
    let cases: [(Prepare, &str); 4] = [
        (|world| symlink("../precious", world.path("man/acslint-check.1")).unwrap(), "a link"),
        (|world| symlink("../absent", world.path("man/acslint-check.1")).unwrap(), "a link"),
        (|world| fs::create_dir(world.path("man/acslint-check.1")).unwrap(), "not a file"),
        (
            |world| fs::write(world.path("man/acslint-check.1"), ".TH other 1\n.SH NAME\n").unwrap(),
            "not a manual page of acslint",
        ),
    ];
    for (prepare, what) in cases {
        let world = World::new();
        world.file("precious", "mine").file("man/other.1", "mine");
        prepare(&world);
        let before = tree(&world);
        let ran = world.run(&["man", "--directory", "man"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{what}");
        assert_eq!(
            ran.stderr,
            format!(
                "error: `man/acslint-check.1` is {what}: a manual page does not replace it; move it away, or choose another directory\n"
            )
        );
        assert_eq!(tree(&world), before, "{what}");
    }
    // Pages of acslint itself are replaced, also those of an earlier version.
    let world = World::new();
    assert_eq!(world.run(&["man", "--directory", "man"]).code, 0);
    let pages = tree(&world);
    let page = String::from_utf8(pages["man/acslint-check.1"].clone()).unwrap();
    world
        .file("man/acslint-check.1", page.replace("\"acslint 0.", "\"acslint 99."))
        .file("man/acslint.1", "");
    let ran = world.run(&["man", "--directory", "man"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(tree(&world), pages);
}

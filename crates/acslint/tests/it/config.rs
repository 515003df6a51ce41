//! Configuration files: their scope and precedence.

use std::fs;

use serde_json::Value;

use crate::run::{CLEAN, World, wrong};

/// Line of `concise` about the record of [`wrong`], at this level.
fn line(file: &str, level: &str) -> String {
    format!("{file}:1:192: {level}[wrong-type] `Quantity` is a string, but must be a number\n")
}

#[track_caller]
fn finds(world: &World, args: &[&str], expected: &[String]) {
    let ran = world.run(&[&["check", "--format", "concise", "-q"], args].concat());
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (expected.concat().as_str(), ""));
}

const INFO: &str = "[levels]\nwrong-type = \"info\"\n";
const WARNING: &str = "[levels]\nwrong-type = \"warning\"\n";

#[test]
fn the_nearest_file_counts_for_each_input() {
    let world = World::new();
    world.file("a/b/x.json", wrong()).file("a/x.json", wrong()).file("x.json", wrong());
    world.file("a/acslint.toml", WARNING).file("a/b/acslint.toml", INFO);
    let expected = [line("a/b/x.json", "info"), line("a/x.json", "warning"), line("x.json", "error")];
    finds(&world, &["."], &expected);
    finds(&world, &["a/b/../x.json"], &[line("a/b/../x.json", "warning")]);
    // It is not merged with those above it.
    world.file("a/b/acslint.toml", "");
    finds(&world, &["a/b/x.json"], &[line("a/b/x.json", "error")]);
}

/// Every report counts a rule at each of its levels in different files.
#[test]
fn what_has_two_levels_is_of_two_kinds() {
    let world = World::new();
    world.file("a/x.json", wrong()).file("x.json", wrong()).file("a/acslint.toml", WARNING);
    let ran = world.run(&["check", "."]);
    let counts = "findings\n  error    wrong-type  1\n  warning  wrong-type  1\n";
    assert!(ran.stdout.contains(counts), "{}", ran.stdout);
    let ran = world.run(&["check", ".", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let groups = report["groups"].as_array().unwrap();
    let said: Vec<String> = groups
        .iter()
        .map(|group| ["rule", "level", "count"].map(|key| group[key].to_string()).join(" "))
        .collect();
    assert_eq!(said, [r#""wrong-type" "warning" 1"#, r#""wrong-type" "error" 1"#]);
    let ran = world.run(&["check", ".", "--format", "junit"]);
    assert!(ran.stdout.contains("failures=\"1\""), "{}", ran.stdout);
}

#[test]
fn a_file_above_the_working_directory_counts() {
    let world = World::new();
    world.file("acslint.toml", INFO).file("a/b/x.json", wrong());
    let ran = world.command(&["check", "--format", "concise", "-q"]).current_dir(world.path("a/b")).output();
    assert_eq!(String::from_utf8(ran.unwrap().stdout).unwrap(), line("x.json", "info"));
    let ran = world.run_with(&["check", "-", "--format", "concise", "-q"], wrong().as_bytes());
    assert_eq!(ran.stdout, line("<stdin>", "info"));
}

#[test]
fn one_file_for_all_or_none() {
    let world = World::new();
    world.file("acslint.toml", INFO).file("other.toml", WARNING).file("a/x.json", wrong());
    world.file("a/acslint.toml", "this is not read");
    finds(&world, &["--no-config", "a"], &[line("a/x.json", "error")]);
    finds(&world, &["--config", "other.toml", "a"], &[line("a/x.json", "warning")]);
    let both = world.run(&["check", "--config", "other.toml", "--no-config", "a"]);
    assert_eq!(both.code, 2);
    assert!(both.stderr.contains("'--config <FILE>' cannot be used with '--no-config'"), "{}", both.stderr);
    let absent = world.run(&["check", "--config", "absent.toml", "a"]);
    let message = "error: cannot read `absent.toml`: No such file or directory (os error 2)\n";
    assert_eq!((absent.code, absent.stdout.as_str(), absent.stderr.as_str()), (2, "", message));
}

#[cfg(unix)]
#[test]
fn a_linked_directory_has_what_is_above_the_link() {
    let world = World::new();
    world.file("there/x.json", wrong()).file("acslint.toml", INFO).file("here/acslint.toml", WARNING);
    std::os::unix::fs::symlink(world.path("there"), world.path("here/link")).unwrap();
    finds(&world, &["here/link/x.json"], &[line("here/link/x.json", "warning")]);
    // The system resolves the directory before `..`.
    finds(&world, &["here/link/../there/x.json"], &[line("here/link/../there/x.json", "info")]);
}

#[test]
fn the_command_line_outweighs_the_file() {
    let world = World::new();
    world.file("a.json", wrong());
    world.file(
        "acslint.toml",
        "fail-on = \"warning\"\nmax-findings = 0\n[levels]\nwrong-type = \"warning\"\n\
         [[reports]]\nformat = \"concise\"\n",
    );
    let ran = world.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", "1 finding in 1 record of 1 file (1 not shown): 1 finding at or above `warning`\n")
    );
    let ran = world.run(&["check", "--max-findings", "1", "--fail-on", "error"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, line("a.json", "warning").as_str()));
    let ran = world.run(&["check", "--level", "correctness=info", "--max-findings", "1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, line("a.json", "info").as_str()));
    let ran = world.run(&["check", "--format", "json"]);
    assert!(ran.stdout.starts_with("{\"version\":1,"), "{}", ran.stdout);
}

#[test]
fn a_rule_outweighs_its_group_and_both_the_preset() {
    let world = World::new();
    let extra = CLEAN.replace("\"Quantity\":1", "\"Quantity\":1,\"Colour\":2") + "\n";
    world.file("a.json", extra);
    let level = |config: &str| {
        world.file("acslint.toml", config);
        let ran = world.run(&["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        report["findings"][0]["level"].as_str().map(str::to_owned)
    };
    assert_eq!(level("").as_deref(), Some("warning"));
    assert_eq!(level("preset = 'strict'").as_deref(), Some("error"));
    assert_eq!(level("preset = 'lenient'"), None);
    assert_eq!(level("preset = 'strict'\n[levels]\nsuspicious = 'info'").as_deref(), Some("info"));
    let both = "preset = 'strict'\n[levels]\nunknown-field = 'warning'\nsuspicious = 'info'";
    assert_eq!(level(both).as_deref(), Some("warning"));
}

#[test]
fn patterns_are_relative_to_the_file() {
    let world = World::new();
    for file in ["acslint.toml", "a/acslint.toml"] {
        world.file(file, "include = [\"*.log\", \"/top/*.json\"]\nexclude = [\"old/\", \"/a/skip.log\"]\n");
    }
    for file in [
        "x.log",
        "x.json",
        "top/x.json",
        "a/skip.log",
        "a/x.log",
        "a/x.json",
        "a/top/x.json",
        "a/old/x.log",
        "old/x.log",
        "a/a/skip.log",
    ] {
        world.file(file, CLEAN);
    }
    // Excluded directories are not read.
    world.file("old/acslint.toml", "this is not read");
    let ran = world.run(&["check", "--verbose"]);
    let read: Vec<&str> = ran.stderr.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(read, ["a/skip.log", "a/top/x.json", "a/x.log", "top/x.json", "x.log"], "{}", ran.stderr);
    // A file given by name is always read.
    assert_eq!(world.run(&["check", "a/old/x.log", "a/x.json"]).code, 0);
}

#[test]
fn a_file_that_cannot_be_read_ends_the_run() {
    let world = World::new();
    world.file("a.json", CLEAN);
    fs::create_dir(world.path("acslint.toml")).unwrap();
    let ran = world.run(&["check"]);
    let message = "error: cannot read `acslint.toml`: it is not a regular file\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", message));
}

#[test]
fn a_wrong_file_ends_the_run_before_anything_is_checked() {
    let world = World::new();
    world.file("a.json", wrong()).file("b/x.json", wrong());
    world.file("b/acslint.toml", "\u{FEFF}# two lines\r\nfail_on = \"error\"\r\n");
    let ran = world.run(&["check", "--format", "concise", "--output", "report"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr,
        "error: unknown key `fail_on`; did you mean `fail-on`?
   ╭─[b/acslint.toml:2:1]
 1 │ # two lines
 2 │ fail_on = \"error\"
   · ───────
   ╰────
"
    );
    assert!(!world.path("report").exists());
}

#[test]
fn what_is_about_the_run_counts_in_the_file_for_the_working_directory_only() {
    let world = World::new();
    world.file("b/x.json", wrong()).file("b/acslint.toml", "\nfail-on = \"never\"\n");
    let ran = world.run(&["check", "--format", "concise", "-q"]);
    assert_eq!((ran.code, ran.stdout), (1, line("b/x.json", "error")));
    assert_eq!(
        ran.stderr,
        "warning: b/acslint.toml:2: `fail-on` is a setting of the whole run, which only the file for the working directory \
         can set; pass `--config b/acslint.toml` to apply it\n"
    );
    assert_eq!(world.run(&["check", "--config", "b/acslint.toml"]).code, 0);
}

#[test]
fn overrides_are_for_their_paths() {
    let world = World::new();
    world
        .file("a/x.json", wrong())
        .file("b/x.json", wrong())
        .file("b/old/x.json", wrong())
        .file("c/b/x.json", wrong());
    world.file(
        "acslint.toml",
        "[[overrides]]\npaths = [\"/b/\"]\nlevels.correctness = \"warning\"\n\
         [[overrides]]\npaths = [\"old/\"]\nlevels.wrong-type = \"info\"\n",
    );
    let lines = [
        line("a/x.json", "error"),
        line("b/old/x.json", "info"),
        line("b/x.json", "warning"),
        line("c/b/x.json", "error"),
    ];
    finds(&world, &[], &lines);
    finds(&world, &["--threads", "4", "--piece-size", "64"], &lines);
    let all = ["a/x.json", "b/old/x.json", "b/x.json", "c/b/x.json"].map(|file| line(file, "info"));
    finds(&world, &["--level", "wrong-type=info"], &all);
    // Configuration files do not apply to standard input, except that of the run.
    let ran = world.run_with(&["check", "-", "--format", "concise", "-q"], wrong().as_bytes());
    assert_eq!(ran.stdout, line("<stdin>", "error"));
}

#[test]
fn overrides_are_for_their_categories_and_fields() {
    let world = World::new();
    world.file("x.json", wrong());
    for (said, level) in [
        ("categories = [\"Usage\"]", Some("info")),
        ("categories = [\"ACSBillingUsage\"]", Some("info")),
        ("categories = [\"SMSOperational\"]", Some("error")),
        ("fields = [\"Quantity\"]", Some("info")),
        ("fields = [\"UnitType\"]", Some("error")),
        ("categories = [\"Usage\"]\nfields = [\"Quantity\", \"UnitType\"]", Some("info")),
    ] {
        world.file("acslint.toml", format!("[[overrides]]\n{said}\nlevels.wrong-type = \"info\"\n"));
        finds(&world, &[], &level.map(|level| line("x.json", level)).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn an_unknown_field_can_be_allowed_by_its_name() {
    let world = World::new();
    world.file("x.json", CLEAN.replace("\"Quantity\":1", "\"Quantity\":1,\"Colour\":2,\"Size\":3") + "\n");
    world.file("acslint.toml", "[[overrides]]\nfields = [\"Colour\"]\nlevels.unknown-field = \"allow\"\n");
    finds(&world, &[], &["x.json:1:205: warning[unknown-field] unknown field `Size`\n".to_owned()]);
}

#[test]
fn hints_are_for_their_paths_and_the_command_line_outweighs_them() {
    let world = World::new();
    let nameless = CLEAN.replace("\"Category\":\"Usage\",", "").replace(",\"Type\":\"ACSBillingUsage\"", "");
    world.file("a/x.json", &nameless).file("b/x.json", &nameless);
    world.file(
        "acslint.toml",
        "[[hints]]\npaths = [\"a/\"]\ncategory = \"ACSBillingUsage\"\nshape = \"table\"\n",
    );
    let field = |file: &str| format!("{file}:1:1: error[missing-field] missing `Category`\n");
    let category =
        "b/x.json:1:1: error[missing-category] no `category`: not a log record, or its category is missing\n";
    finds(&world, &[], &[field("a/x.json"), category.to_owned()]);
    finds(&world, &["--category", "Usage"], &[field("a/x.json"), field("b/x.json")]);
}

/// Suppressions in the JSON report.
fn suppressions(world: &World, args: &[&str]) -> (serde_json::Value, i32) {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let schema = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/report.schema.json"));
    let schema: serde_json::Value = serde_json::from_str(&schema.unwrap()).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{report}");
    let summary = &report["summary"];
    let states = summary["suppressions"].as_array().into_iter().flatten();
    let states: Vec<_> =
        states.map(|each| serde_json::json!([each["line"], each["state"], each["findings"]])).collect();
    (serde_json::json!([summary["errors"], summary["suppressed"], states]), ran.code)
}

#[test]
fn suppressed_findings_fail_no_run_and_are_counted() {
    let world = World::new();
    world.file("a.json", wrong().repeat(3)).file("b/x.json", wrong());
    let entry = |more: &str| format!("[[suppress]]\nrule = \"wrong-type\"\nreason = \"known\"\n{more}\n");
    let report = |config: String, args: &[&str]| {
        world.file("acslint.toml", config);
        suppressions(&world, args)
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(report(String::new(), &[]), (json("[4, null, []]"), 1));
    assert_eq!(report(entry(""), &[]), (json("[0, 4, [[1, \"used\", 4]]]"), 0));
    assert_eq!(report(entry("paths = [\"/b\"]"), &[]), (json("[3, 1, [[1, \"used\", 1]]]"), 1));
    assert_eq!(report(entry("until = 9999-12-31"), &[]), (json("[0, 4, [[1, \"used\", 4]]]"), 0));
    assert_eq!(report(entry("until = 2020-02-29"), &[]), (json("[4, 0, [[1, \"expired\", 0]]]"), 1));
    assert_eq!(report(entry("fields = [\"UnitType\"]"), &[]), (json("[4, 0, [[1, \"unused\", 0]]]"), 1));
    // A suppression for unchecked inputs is not reported as unused.
    let elsewhere = entry("paths = [\"/b\"]");
    assert_eq!(report(elsewhere, &["a.json"]), (json("[3, 0, [[1, \"not-reached\", 0]]]"), 1));
    let other = entry("categories = [\"SMSOperational\"]");
    assert_eq!(report(other, &[]), (json("[4, 0, [[1, \"not-reached\", 0]]]"), 1));
    // The first matching suppression counts the finding.
    let both = entry("") + &entry("");
    assert_eq!(report(both, &[]), (json("[0, 4, [[1, \"used\", 4], [5, \"unused\", 0]]]"), 0));
}

#[test]
fn what_is_wrong_with_suppressions_is_said_once() {
    let world = World::new();
    world.file("a.json", CLEAN);
    world.file(
        "acslint.toml",
        "[[suppress]]\nrule = \"wrong-type\"\nreason = \"r\"\n\n\
         [[suppress]]\nrule = \"unknown-field\"\nreason = \"r\"\nuntil = \"2020-01-01\"\n",
    );
    let unused = "warning: acslint.toml:1: unused suppression of `wrong-type`: no finding matches it\n";
    let expired = "warning: acslint.toml:5: the suppression of `unknown-field` expired on 2020-01-01\n";
    let human = world.run(&["check"]);
    assert!(human.stdout.contains(&format!("\nsuppressed\n  {unused}  {expired}\n")), "{}", human.stdout);
    assert_eq!((human.code, human.stderr.as_str()), (0, ""));
    let json = world.run(&["check", "--format", "json"]);
    assert_eq!((json.code, json.stderr), (0, format!("{unused}{expired}")));
    // The suppression may match findings in an unreadable input.
    let unreadable = world.run(&["check", "a.json", "absent.json", "--format", "json"]);
    assert_eq!(unreadable.stderr, "error: absent.json: No such file or directory (os error 2)\n");
}

/// Value and origin of settings that `acslint config show` prints.
fn shown(world: &World, args: &[&str], key: &str) -> Vec<(serde_json::Value, serde_json::Value)> {
    let ran = world.run(&[&["config", "show", "--format", "json"], args].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let settings = report["settings"].as_array().unwrap().iter().filter(|setting| setting["key"] == key);
    settings.map(|setting| (setting["value"].clone(), setting["origin"].clone())).collect()
}

#[test]
fn show_tells_where_each_value_comes_from() {
    let world = World::new();
    world.file(
        "acslint.toml",
        "preset = 'strict'\nfail-on = 'warning'\n\n[levels]\nsuspicious = 'info'\nunknown-field = 'warning'\n",
    );
    world.file("a/acslint.toml", "[[overrides]]\npaths = ['x']\nlevels.wrong-type = 'info'\n");
    world.file("a/x/f.json", CLEAN);
    let file = |file: &str, line: u64, key: &str| serde_json::json!({"kind": "file", "file": file, "line": line, "key": key});
    let one = |value: &str, origin| vec![(serde_json::Value::from(value), origin)];
    assert_eq!(shown(&world, &[], "fail-on"), one("warning", file("acslint.toml", 2, "fail-on")));
    assert_eq!(shown(&world, &["a"], "fail-on"), one("warning", file("acslint.toml", 2, "fail-on")));
    let option = |name: &str| serde_json::json!({"kind": "option", "name": name});
    assert_eq!(shown(&world, &["--fail-on", "info"], "fail-on"), one("info", option("--fail-on")));
    let default = serde_json::json!({"kind": "default"});
    assert_eq!(shown(&world, &["--no-config"], "fail-on"), one("error", default.clone()));
    assert_eq!(shown(&world, &["a"], "preset"), vec![(serde_json::Value::Null, default.clone())]);
    let unknown = |args: &[&str]| shown(&world, args, "levels.unknown-field");
    assert_eq!(unknown(&[]), one("warning", file("acslint.toml", 6, "levels.unknown-field")));
    assert_eq!(unknown(&["--level", "suspicious=error"]), one("error", option("--level")));
    let spelling = shown(&world, &[], "levels.field-spelling");
    assert_eq!(spelling, one("info", file("acslint.toml", 5, "levels.suspicious")));
    assert_eq!(shown(&world, &["a"], "levels.field-spelling"), one("warning", default));
    assert_eq!(shown(&world, &["a"], "overrides").len(), 1);
    assert_eq!(shown(&world, &["a/x/f.json"], "overrides").len(), 1);
    assert_eq!(shown(&world, &["a/y.json"], "overrides").len(), 0);
    let overridden = shown(&world, &["a/x/f.json"], "levels.wrong-type");
    assert_eq!(overridden, one("info", file("a/acslint.toml", 3, "overrides.levels.wrong-type")));
    assert_eq!(shown(&world, &["a"], "levels.wrong-type")[0].0, "error");
    let from_environment = world.command(&["config", "show"]).env("ACSLINT_THREADS", "3").output().unwrap();
    let text = String::from_utf8(from_environment.stdout).unwrap();
    assert!(
        text.lines().any(|line| line.split_whitespace().eq(["threads", "3", "$ACSLINT_THREADS"])),
        "{text}"
    );
    assert!(text.starts_with(".: acslint.toml (found)\n"), "{text}");
    let text = world.run(&["config", "show", "a"]).stdout;
    assert!(
        text.starts_with("a: a/acslint.toml (found)\nsettings of the run: acslint.toml (found)\n"),
        "{text}"
    );
}

#[test]
fn init_writes_what_it_finds_and_not_over_a_file() {
    let world = World::new();
    world.file("logs/sms/a.json", wrong().repeat(2)).file("logs/broken.json", "{");
    let ran = world.run(&["init", "logs"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "wrote logs/acslint.toml, which `acslint check` reads from now on\n")
    );
    let written = fs::read_to_string(world.path("logs/acslint.toml")).unwrap();
    for line in [
        "#   sms: Usage (table)",
        "fail-on = \"error\"",
        "# levels.wrong-type = \"error\"          # 2 findings",
        "# paths = [\"/sms/\"]",
        "# category = \"Usage\"",
    ] {
        assert!(written.lines().any(|written| written == line), "{line}\n{written}");
    }
    let again = world.run(&["init", "logs"]);
    let message = "error: `logs/acslint.toml` already exists; pass `--force` to overwrite it\n";
    assert_eq!((again.code, again.stderr.as_str()), (2, message));
    assert_eq!(world.run(&["init", "logs", "--force"]).code, 0);
    // The commented lines are valid too.
    let uncommented: Vec<&str> = written.lines().skip_while(|line| !line.starts_with("fail-on")).collect();
    let uncommented: Vec<String> = uncommented
        .iter()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| rest.starts_with(['[']) || rest.contains(" = "))
                .unwrap_or(line)
        })
        .map(str::to_owned)
        .collect();
    world.file("logs/acslint.toml", uncommented.join("\n"));
    let ran = world.run(&["config", "show", "logs"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", uncommented.join("\n"));
    // Nobody has uncommented a table yet, so that an appended key is one of the top level.
    world.file(
        "logs/acslint.toml",
        format!("{written}exclude = [\"sms/\"]\n[levels]\nwrong-type = \"info\"\n"),
    );
    let ran = world.run(&["config", "show", "logs"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("\n    [\"sms/\"]\n"), "{}", ran.stdout);
    let empty = World::new();
    assert_eq!(empty.run(&["init"]).code, 0);
    let written = fs::read_to_string(empty.path("acslint.toml")).unwrap();
    assert!(written.contains("# Found no records of a known category in 0 files.\n"), "{written}");
    assert_eq!(empty.run(&["check"]).code, 3);
    assert_eq!(empty.run(&["init", "absent"]).code, 2);
}

#[test]
fn init_proposes_to_exclude_what_has_no_log_records() {
    let world = World::new();
    for path in ["logs/a.json", "mixed/a.json", "mixed/deep/a.json"] {
        world.file(path, CLEAN);
    }
    for path in ["settings/[one].json", "settings/two.json", "mixed/b[1].json", "mixed/deep/x/c.json"] {
        world.file(path, "{\"name\": \"x\"}\n");
    }
    world
        .file("top.json", "[1, 2]\n")
        // These may be logs: a misspelled category, a broken record, another service.
        .file("kept/a.json", "{\"category\":\"SMSOperationl\"}\n")
        .file("kept/b.json", "{\"name\": \n")
        .file("kept/c.json", "{\"time\":\"2024-01-01T00:00:00Z\",\"category\":\"AuditEvent\",\"resourceId\":\"/providers/MICROSOFT.KEYVAULT/VAULTS/A\"}\n")
        .file("package.json", "{\"name\": \"x\", \"scripts\": {}}\n");
    assert_eq!(world.run(&["init"]).code, 0);
    let written = fs::read_to_string(world.path("acslint.toml")).unwrap();
    let proposed =
        "# exclude = [\"/top.json\", \"/mixed/b\\\\[1\\\\].json\", \"/mixed/deep/x/\", \"/settings/\"]\n";
    assert!(written.contains(proposed), "{written}");
    world.file("acslint.toml", written.replace("# exclude", "exclude"));
    let ran = world.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["summary"]["files"], &report["summary"]["ignored"]["count"]), (&6.into(), &4.into()));
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    let world = World::new();
    world.file("a.json", CLEAN);
    for (config, line, message) in [
        ("[levels]\nexclude = ['x/']\n", 2, "`exclude` is a top-level key: put it above `[levels]`"),
        (
            "[levels]  # of rules\nunknown-field = 'error'\n\n[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nfail-on = 'never'\n",
            7,
            "`fail-on` is a top-level key: put it above `[levels]`",
        ),
        (
            "[categories.Audit]\nschema = 'a.json'\n\"min-records\" = 1\n",
            3,
            "`min-records` is a top-level key: put it above `[categories.Audit]`",
        ),
        (
            "[min-records]\nUsage = 1\nexclude = ['x/']\n",
            3,
            "`exclude` is a top-level key: put it above `[min-records]`",
        ),
        (
            "[[hints]]\npaths = [\n  'x'\n]\nshow = 1\n",
            5,
            "`show` is a top-level key: put it above `[[hints]]`",
        ),
        ("unknown-field = 'allow'\n", 1, "`unknown-field` is a level: put it below `[levels]`"),
        ("[[overrides]]\nsuspicious = 'info'\n", 2, "`suspicious` is a level: write `levels.suspicious`"),
        // These keys belong to their table, and are wrong by themselves.
        ("[[overrides]]\ncategories = 3\nlevels = {}\n", 2, "expected an array, found integer `3`"),
        (
            "[levels]\nunknown-feild = 'error'\n",
            2,
            "unknown rule `unknown-feild`; did you mean `unknown-field`?",
        ),
        ("[[hints]]\npath = ['a']\n", 2, "unknown key `path`; did you mean `paths`?"),
    ] {
        world.file("acslint.toml", config);
        let ran = world.run(&["check"]);
        assert_eq!(ran.code, 2, "{config}");
        assert!(ran.stderr.contains(&format!("[acslint.toml:{line}:")), "{config}: {}", ran.stderr);
        assert!(ran.stderr.replace("\n  │ ", " ").contains(message), "{config}: {}", ran.stderr);
    }
}

#[test]
fn off_is_allow_everywhere() {
    let world = World::new();
    world.file("a.json", wrong());
    assert_eq!(world.run(&["check", "--level", "wrong-type=off"]).code, 0);
    world.file("acslint.toml", "levels.wrong-type = 'off'\n");
    assert_eq!(world.run(&["check"]).code, 0);
    let shown = world.run(&["config", "show", "--level", "unknown-field=off"]).stdout;
    for rule in ["wrong-type", "unknown-field"] {
        let line = shown.lines().find(|line| line.starts_with(&format!("levels.{rule} ")));
        assert!(line.is_some_and(|line| line.contains("\"allow\"")), "{shown}");
    }
}

#[test]
fn presets_on_the_command_line_replace_that_of_the_file_but_not_its_levels() {
    let world = World::new();
    world.file("a.json", CLEAN.replace("\"Quantity\":1", "\"Quantity\":1,\"Colour\":2") + "\n");
    let level = |args: &[&str]| {
        let ran = world.run(&[&["check", "--format", "json"], args].concat());
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        report["findings"][0]["level"].as_str().map(str::to_owned)
    };
    assert_eq!(level(&["--strict"]).as_deref(), Some("error"));
    assert_eq!(level(&["--lenient"]), None);
    assert_eq!(level(&["--lenient", "--strict"]).as_deref(), Some("error"));
    assert_eq!(level(&["--strict", "--level", "unknown-field=info"]).as_deref(), Some("info"));
    world.file("acslint.toml", "preset = 'lenient'\n");
    assert_eq!(level(&["--strict"]).as_deref(), Some("error"));
    let preset = world.run(&["config", "show", "--strict"]).stdout;
    assert!(
        preset.lines().any(|line| line.starts_with("preset ")
            && line.contains("\"strict\"")
            && line.ends_with("  --strict")),
        "{preset}"
    );
    let unknown = preset.lines().find(|line| line.starts_with("levels.unknown-field "));
    assert!(
        unknown.is_some_and(|line| line.contains("\"error\"") && line.ends_with("  --strict")),
        "{preset}"
    );
    world.file("acslint.toml", "preset = 'strict'\n[levels]\nunknown-field = 'info'\n");
    assert_eq!(level(&["--strict"]).as_deref(), Some("info"));
}

#[test]
fn gates_stand_in_the_file_and_the_command_line_outweighs_them() {
    let world = World::new();
    world
        .file("a.json", CLEAN)
        .file("acslint.toml", "min-records.Usage = 2\nrequire-category = ['SMSOperational']\n");
    let ran = world.run(&["check"]);
    assert_eq!(ran.code, 3);
    let end = "exit code 3: too little was checked: 1 record of `Usage`, at least 2 required; \
               no record of `SMSOperational`, at least 1 required\n";
    assert!(ran.stdout.ends_with(end), "{}", ran.stdout);
    world.file("acslint.toml", "min-records.Usage = 2\n");
    assert_eq!(world.run(&["check"]).code, 3);
    assert_eq!(world.run(&["check", "--min-records", "Usage=1"]).code, 0);
    assert_eq!(world.run(&["check", "--min-records", "2"]).code, 3);
    assert_eq!(world.run(&["check", "--no-config"]).code, 0);
}

//! `acslint schema export`: written, replaced and untouched files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use acslint_types::publish::{Dialect, Publication};

use crate::run::{Ran, World};

/// Files of a directory and its subdirectories, with `/` as path separator.
fn files(directory: &Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            files.extend(self::files(&path).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            files.insert(name);
        }
    }
    files
}

#[track_caller]
fn export(world: &World, arguments: &[&str]) -> Ran {
    let ran = world.run(&[&["schema", "export"], arguments].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran
}

/// Asserts that an export fails with this message and changes nothing.
#[track_caller]
fn refused(world: &World, arguments: &[&str], message: &str) {
    let before = files(&world.path("."));
    let ran = world.run(&[&["schema", "export"], arguments].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
    assert_eq!(ran.stderr.lines().next().unwrap(), format!("error: {message}"), "{arguments:?}");
    assert_eq!(files(&world.path(".")), before, "{arguments:?}");
}

#[test]
fn the_directory_holds_what_is_published_and_the_list_of_it() {
    let world = World::new();
    export(
        &world,
        &["out/new", "--dialect", "draft-07", "--closed", "--bundle", "--base-url", "https://example.org/a/"],
    );
    let published = Publication {
        base_url: Some("https://example.org/a"),
        dialect: Dialect::Draft07,
        closed: true,
        bundle: true,
        ..Publication::default()
    };
    let documents = published.publish().documents;
    for document in &documents {
        let text = fs::read_to_string(world.path("out/new").join(&document.file)).unwrap();
        assert_eq!(text, document.text, "{}", document.file);
    }
    assert_eq!(files(&world.path("out/new")).len(), documents.len() + 1);
}

#[test]
fn an_export_replaces_an_earlier_one_and_nothing_else() {
    let world = World::new();
    let said = export(&world, &["out", "--closed"]).stdout;
    assert_eq!(
        said,
        "wrote 62 files, among them 57 schemas of categories, to `out`; see `out/index.html`\n\
         38 places stay open, since no source lists all their members: `/OperationPayload`, `/Properties`, `/Scopes`, \
         `/identity`, `/properties`, `/properties/OperationPayload`, `/properties/Properties`, `/properties/Scopes`; \
         `index.html` names their categories\n"
    );
    world.file("out/CNAME", "example.org\n").file("out/table/notes.txt", "mine\n");
    export(&world, &["out", "--shape", "resource-log"]);
    let files = files(&world.path("out"));
    assert!(files.contains("CNAME") && files.contains("table/notes.txt"), "{files:?}");
    assert!(!files.contains("table/Usage.schema.json") && files.contains("resource-log/Usage.schema.json"));

    fs::remove_file(world.path("out/table/notes.txt")).unwrap();
    export(&world, &["out"]);
    export(&world, &["out", "--shape", "resource-log"]);
    assert!(!world.path("out/table").exists(), "an empty directory is left over");
}

#[test]
fn what_others_wrote_is_left_alone_unless_forced() {
    let world = World::new();
    world.file("site/about.html", "mine\n").file("site/index.html", "mine\n");
    refused(
        &world,
        &["site"],
        "`site` is neither empty nor an earlier export; choose another directory, or pass `--force`",
    );
    export(&world, &["site", "--force"]);
    assert_eq!(fs::read_to_string(world.path("site/about.html")).unwrap(), "mine\n");

    export(&world, &["out", "--shape", "table"]);
    world.file("out/resource-log/Usage.schema.json", "mine\n");
    let message = "`out/resource-log/Usage.schema.json` was not written by an earlier export; move it away, or pass `--force`";
    refused(&world, &["out"], message);
    export(&world, &["out", "--force"]);
}

#[test]
fn a_list_that_someone_else_wrote_removes_nothing_elsewhere() {
    let world = World::new();
    world
        .file("precious.txt", "mine\n")
        .file("out/.acslint-export", "../precious.txt\n/precious.txt\nold.schema.json\n");
    world.file("out/old.schema.json", "{}");
    export(&world, &["out"]);
    assert!(world.path("precious.txt").exists());
    assert!(!world.path("out/old.schema.json").exists());
}

#[test]
fn what_cannot_be_written_is_named() {
    let world = World::new();
    world.file("file", "").file("blocked/.acslint-export", "").file("blocked/table", "");
    refused(&world, &["file"], "cannot list `file`: Not a directory (os error 20)");
    let ran = world.run(&["schema", "export", "blocked", "--shape", "table"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("error: `blocked/table` is not a directory: an export does not replace it; "),
        "{}",
        ran.stderr
    );
}

#[test]
fn addresses_that_names_cannot_be_put_behind_are_refused() {
    let world = World::new();
    for (url, why) in [
        ("example.org/schemas", "expected a URL that begins with `https://` or `http://`"),
        ("https:///schemas", "expected a host after `//`"),
        ("https://example.org/?a=b", "expected the URL of a directory, without `?`"),
        ("https://example.org/#a", "expected the URL of a directory, without `#`"),
        ("https://example.org/log schemas", "` ` is not allowed in a URL; percent-encode it"),
        ("https://example.org/\"", "`\\\"` is not allowed in a URL; percent-encode it"),
        ("https://example.org/a/../b", "expected a URL without `.` and `..` in its path"),
    ] {
        let message = format!("invalid value '{url}' for '--base-url <URL>': {why}");
        refused(&world, &["out", "--base-url", url], &message);
    }
}

#[test]
fn a_target_gets_its_language_for_custom_categories_too() {
    let world = World::new();
    world
        .file("acslint.toml", "[categories.Parking]\nschema = \"s/parking.json\"\ndiscriminator = { pointer = \"/kind\" }\n")
        .file(
            "s/parking.json",
            r#"{"properties":{"kind":{"const":"parked"},"slot":{"$ref":"common.json#/$defs/slot"}},"required":["slot"]}"#,
        )
        .file("s/common.json", r#"{"$defs":{"slot":{"type":"integer","minimum":1}}}"#);
    let ran = export(&world, &["adx", "--for", "kusto"]);
    let (first, second) = ran.stdout.split_once('\n').unwrap();
    assert_eq!(first, "wrote 32 files for `adx` to `adx`");
    assert!(
        second.ends_with("constraints cannot be said in KQL: see `adx/cannot-be-said.json`\n"),
        "{second}"
    );
    let script = fs::read_to_string(world.path("adx/custom/Parking.kql")).unwrap();
    assert!(
        script.contains(".create-merge table ['Parking'] (\n    ['kind']: string,\n    ['slot']: long\n)"),
        "{script}"
    );
    assert!(script.contains("| where tostring(record[\"kind\"]) == \"parked\"\n"), "{script}");
    let list = fs::read_to_string(world.path("adx/cannot-be-said.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["documents"]["custom/Parking"]["minimum"], serde_json::json!(["slot"]));

    // The next export replaces what this one wrote, and nothing else.
    export(&world, &["adx", "--for", "spark", "--shape", "table", "--no-config"]);
    let files = files(&world.path("adx"));
    assert!(
        files.contains("table/Usage.ddl")
            && !files.contains("AcsRecords.kql")
            && !files.contains("Usage.kql"),
        "{files:?}"
    );
    assert!(
        !files.iter().any(|file| file.starts_with("custom/") || file.starts_with("resource-log/")),
        "{files:?}"
    );

    // A schema of Arrow is bytes, which another export removes again.
    export(&world, &["adx", "--for", "arrow"]);
    let stream = fs::read(world.path("adx/custom/Parking.arrows")).unwrap();
    assert_eq!((&stream[..4], stream.last()), (&[0xFF; 4][..], Some(&0)));
    export(&world, &["adx", "--for", "sql", "--shape", "resource-log"]);
    let files = self::files(&world.path("adx"));
    assert!(
        files.contains("postgresql/custom/Parking.sql") && files.contains("bigquery/resource-log/Usage.sql"),
        "{files:?}"
    );
    assert!(!files.iter().any(|file| file.contains(".arrows") || file.starts_with("custom/")), "{files:?}");

    for option in
        [&["--closed"][..], &["--bundle"], &["--dialect", "draft-07"], &["--base-url", "https://example.org"]]
    {
        let ran = world.run(&[&["schema", "export", "out", "--for", "adx"], option].concat());
        assert_eq!((ran.code, world.path("out").exists()), (2, false), "{option:?}");
        assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
    }
    let ran = world.run(&["schema", "export", "out", "--for", "adx", "--config", "none.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("none.toml"), "{}", ran.stderr);
}

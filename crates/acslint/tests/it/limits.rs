//! Limits on decompressed data, configurations, schemas and baselines.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::run::{CLEAN, World, wrong};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_input_holds_no_more_than_it_may() {
    let world = World::new();
    let content = wrong() + &" ".repeat(9_000);
    world
        .file("a.json.gz", gzip(content.as_bytes()))
        .file("b.json.zst", zstd::encode_all(content.as_bytes(), 1).unwrap())
        .file("c.json", &content);
    let ran = world.run(&["check", ".", "--format", "concise", "--max-decompressed", "4kB"]);
    assert_eq!(ran.code, 2);
    let says = |file: &str, compression: &str| {
        format!(
            "{file}: the {compression} data holds more than 4.0 kB, the most that `--max-decompressed` allows\n"
        )
    };
    for note in [says("a.json.gz", "gzip"), says("b.json.zst", "zstd")] {
        assert!(ran.stderr.contains(&format!("error: {note}")), "{}", ran.stderr);
    }
    // Data before the limit is checked; uncompressed inputs have no limit.
    let found = ran.stdout.lines().filter(|line| line.contains("error[wrong-type]")).count();
    assert_eq!(found, 3, "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().filter(|line| line.contains("error[unreadable]")).count(), 2);
    let enough = world.run(&["check", ".", "--format", "concise", "--max-decompressed", "9221"]);
    assert_eq!((enough.code, content.len()), (1, 9_221), "{}", enough.stderr);
}

#[test]
fn a_configuration_may_say_how_much_a_compressed_input_holds() {
    let world = World::new();
    world
        .file("a.json.gz", gzip((CLEAN.to_owned() + &" ".repeat(5_000_000)).as_bytes()))
        .file("acslint.toml", "max-ratio = 100\n");
    let ran = world.run(&["check", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    let note = "error: a.json.gz: the gzip data holds more than 100 bytes for each byte of it, the most that \
                `--max-ratio` allows\n";
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
    assert_eq!(world.run(&["check", "--max-ratio", "1000"]).code, 0);
    world.file("acslint.toml", "max-decompressed = \"1 MiB\"\n");
    let ran = world.run(&["check", "--format", "concise"]);
    assert!(
        ran.stderr.contains("holds more than 1.0 MB, the most that `--max-decompressed`"),
        "{}",
        ran.stderr
    );
    assert_eq!(world.run(&["check", "--max-decompressed", "1GB"]).code, 0);
    for (text, complaint) in [
        ("max-decompressed = 0", "expected a number of bytes (at least 1)"),
        ("max-decompressed = \"5 parsecs\"", "expected a number of bytes, such as `512MiB` or `10GB`"),
        ("max-ratio = 0", "expected a number from 1 to 4294967295, found 0"),
    ] {
        let ran = world.file("acslint.toml", text).run(&["check"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(complaint), "{text}: {}", ran.stderr);
    }
}

#[test]
fn a_broken_pattern_of_a_configuration_is_refused() {
    let world = World::new();
    world.file("a.json", CLEAN);
    for key in ["exclude", "include"] {
        for pattern in ["[", "a[b", "[z-a]", "x{"] {
            world.file("acslint.toml", format!("{key} = [\"{pattern}\"]\n"));
            let ran = world.run(&["check"]);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{key} {pattern}: {}", ran.stderr);
            assert!(ran.stderr.contains("invalid pattern: "), "{key} {pattern}: {}", ran.stderr);
        }
    }
    world.file("acslint.toml", "exclude = [\"\\\\[\"]\n");
    assert_eq!(world.run(&["check"]).code, 0);
}

/// These files are arguments rather than data: real ones are far below the limit.
#[test]
fn what_is_read_whole_is_refused_by_name_beyond_its_limit() {
    let world = World::new();
    let sparse = |path: &str, size: u64| {
        world.file(path, "");
        std::fs::File::options().write(true).open(world.path(path)).unwrap().set_len(size).unwrap();
    };
    world.file("a.json", CLEAN);
    sparse("large.toml", (1 << 20) + 1);
    sparse("large.schema.json", (32 << 20) + 1);
    sparse("large-baseline.json", (256 << 20) + 1);
    world.file("own.toml", "[categories.Own]\nschema = \"large.schema.json\"\n");
    for (args, file, limit) in [
        (&["check", "a.json", "--config", "large.toml"][..], "large.toml", "1.0 MB"),
        (&["check", "a.json", "--config", "own.toml"], "large.schema.json", "33.6 MB"),
        (&["schema", "diff", "large.schema.json", "a.json"], "large.schema.json", "33.6 MB"),
        (&["schema", "lint", "large.schema.json"], "large.schema.json", "33.6 MB"),
        (&["check", "a.json", "--baseline", "large-baseline.json"], "large-baseline.json", "268.4 MB"),
    ] {
        let ran = world.run(args);
        let told = ran.stderr + &ran.stdout;
        assert_eq!(ran.code, 2, "{args:?}: {told}");
        assert!(told.contains(file), "{args:?}: {told}");
        assert!(
            told.replace("\n  ", " ").contains(&format!("it is larger than {limit}")),
            "{args:?}: {told}"
        );
    }
}

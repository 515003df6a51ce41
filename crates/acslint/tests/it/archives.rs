//! Archives: their members are read as streams, with names of their own, and what is wrong with an archive is named.

use std::fs;
use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};
use serde_json::Value;

use crate::run::{CLEAN, World, wrong};

/// Member of an archive to write.
#[derive(Clone)]
struct Member {
    name: String,
    content: Vec<u8>,
    is_deflated: bool,
}

fn member(name: &str, content: impl Into<Vec<u8>>) -> Member {
    Member { name: name.to_owned(), content: content.into(), is_deflated: true }
}

fn stored(name: &str, content: impl Into<Vec<u8>>) -> Member {
    Member { is_deflated: false, ..member(name, content) }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Returns the members before the directory, and the directory.
fn zip_parts(members: &[Member]) -> (Vec<u8>, Vec<u8>) {
    let (mut data, mut directory) = (Vec::new(), Vec::new());
    for Member { name, content, is_deflated } in members {
        let packed = if *is_deflated { deflated(content) } else { content.clone() };
        let method = if *is_deflated { 8_u16 } else { 0 };
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0]);
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        for number in [crc(content), packed.len() as u32, content.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend((data.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        data.extend(b"PK\x03\x04");
        data.extend(&common);
        data.extend(name.as_bytes());
        data.extend(packed);
    }
    (data, directory)
}

fn zip_of(data: &[u8], directory: &[u8], count: usize) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend((count as u16).to_le_bytes());
    end.extend((count as u16).to_le_bytes());
    end.extend((directory.len() as u32).to_le_bytes());
    end.extend((data.len() as u32).to_le_bytes());
    end.extend([0; 2]);
    [data, directory, &end].concat()
}

fn zip(members: &[Member]) -> Vec<u8> {
    let (data, directory) = zip_parts(members);
    zip_of(&data, &directory, members.len())
}

fn tar_entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut header = [0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let padding = vec![0; content.len().next_multiple_of(512) - content.len()];
    [&header, content, &padding].concat()
}

fn tar(members: &[Member]) -> Vec<u8> {
    let mut archive = Vec::new();
    for Member { name, content, .. } in members {
        if name.len() > 100 {
            let value = format!(" path={name}\n");
            let length = value.len() + 3;
            archive.extend(tar_entry("x", b'x', format!("{length}{value}").as_bytes()));
            archive.extend(tar_entry("x", b'0', content));
        } else {
            archive.extend(tar_entry(name, if name.ends_with('/') { b'5' } else { b'0' }, content));
        }
    }
    archive.extend([0; 1024]);
    archive
}

/// The members in each form of archive.
fn archives(members: &[Member]) -> Vec<(&'static str, Vec<u8>)> {
    let tar = tar(members);
    vec![
        ("a.zip", zip(members)),
        ("a.tar", tar.clone()),
        ("a.tgz", gzip(&tar)),
        ("a.tar.zst", zstd::encode_all(&tar[..], 1).unwrap()),
    ]
}

fn report(world: &World, args: &[&str]) -> (i32, Value) {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    let report = serde_json::from_str(&ran.stdout);
    (ran.code, report.unwrap_or_else(|error| panic!("{error}: {}", ran.stderr)))
}

/// Returns name and error of each input that could not be read.
fn unreadable(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let inputs = report["summary"]["unreadable"].as_array().unwrap().iter();
    inputs.map(|input| (text(&input["file"]), text(&input["error"]))).collect()
}

fn records(world: &World, seed: &str) -> Vec<u8> {
    let args = ["sample", "--count", "300", "--seed", seed, "--defects", "5%"];
    world.run(&args).stdout.into_bytes()
}

#[test]
fn members_have_the_findings_of_files() {
    let world = World::new();
    let long = format!("{}/deep.json", "directory/".repeat(12).trim_end_matches('/'));
    let members = [
        member("z/first.json", records(&world, "1")),
        member("z/", b""),
        stored("second.jsonl", records(&world, "2")),
        member("./third.json.gz", gzip(&records(&world, "3"))),
        member(&long, records(&world, "4")),
        member(".hidden.json", b"{}".as_slice()),
        member("__MACOSX/z/first.json", b"x".as_slice()),
        member("rows.csv", b"TimeGenerated,OperationName,Category\n7,o,Usage\n".as_slice()),
    ];
    for Member { name, content, .. } in &members {
        if !name.ends_with('/') {
            world.file(&format!("files/{name}"), content);
        }
    }
    let name_of = |found: &Value| found["file"].as_str().unwrap().to_owned();
    let expected = ["z/first.json", "second.jsonl", "third.json.gz", long.as_str(), "rows.csv"].map(|name| {
        let (_, report) = report(&world, &[&format!("files/{name}"), "--threads", "1"]);
        (name, report["findings"].as_array().unwrap().clone())
    });
    assert!(expected.iter().all(|(_, findings)| !findings.is_empty()));
    for (archive, bytes) in archives(&members) {
        world.file(archive, bytes);
        for threads in ["1", "4"] {
            let (code, report) = report(&world, &[archive, "--threads", threads]);
            assert_eq!((code, unreadable(&report)), (1, Vec::new()), "{archive}");
            assert_eq!(report["summary"]["files"], 5, "{archive}");
            assert_eq!(report["summary"]["ignored"]["reasons"]["hidden"], 2, "{archive}");
            let findings = report["findings"].as_array().unwrap();
            let mut behind = 0;
            for (name, expected) in &expected {
                let of_member = &findings[behind..behind + expected.len()];
                behind += expected.len();
                for (found, expected) in of_member.iter().zip(expected) {
                    assert_eq!(name_of(found), format!("{archive}!/{name}"));
                    let mut found = found.clone();
                    found["file"] = expected["file"].clone();
                    assert_eq!(&found, expected, "{archive}");
                }
            }
            assert_eq!(behind, findings.len(), "{archive}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_member_is_named() {
    let world = World::new();
    let members = [
        member("a.json", CLEAN),
        member("../up.json", CLEAN),
        member("/etc/b.json", CLEAN),
        member("a.json", CLEAN),
        member("c.json", CLEAN),
    ];
    let expected = |archive: &str| {
        [
            ("../up.json", "the name of the member leads out of the archive"),
            ("/etc/b.json", "the name of the member leads out of the archive"),
            ("a.json", "an earlier member of the archive has the same name"),
        ]
        .map(|(name, error)| (format!("{archive}!/{name}"), error.to_owned()))
    };
    for (archive, bytes) in archives(&members) {
        world.file(archive, bytes);
        let (code, report) = report(&world, &[archive]);
        assert_eq!(code, 2, "{archive}");
        let mut unreadable = unreadable(&report);
        unreadable.sort();
        let mut expected = expected(archive).to_vec();
        expected.sort();
        assert_eq!(unreadable, expected);
        // The others are checked.
        assert_eq!(report["summary"]["records"], 2, "{archive}");
    }
    let (data, directory) = zip_parts(&[member("a.json", CLEAN), member("b.json", CLEAN)]);
    let second = 46 + "a.json".len();
    let changed = |at: usize, byte: u8| {
        let mut directory = directory.clone();
        directory[second + at] = byte;
        zip_of(&data, &directory, 2)
    };
    for (bytes, error) in [
        (changed(8, 1), "the member is encrypted"),
        (changed(10, 14), "the member is compressed with method 14, which is not read"),
        (
            changed(24, CLEAN.len() as u8 + 1),
            "the member ends before the bytes that the ZIP archive says it has",
        ),
        (changed(24, 1), "the member has more bytes than the ZIP archive says"),
        (changed(16, 7), "the content of the member does not have the checksum of the ZIP archive"),
        (changed(42, 1), "members of the ZIP archive share data, as in an archive made to fill a disk"),
    ] {
        world.file("b.zip", bytes);
        let (code, report) = report(&world, &["b.zip"]);
        assert_eq!(code, 2, "{error}");
        let unreadable = unreadable(&report);
        assert_eq!(unreadable.len(), 1, "{unreadable:?}");
        assert!(unreadable[0].1.ends_with(error), "{error}: {unreadable:?}");
    }
}

#[test]
fn an_archive_that_does_not_end_where_it_should_is_named() {
    let world = World::new();
    let members = [member("a.json", CLEAN), member("b.json", CLEAN.repeat(40))];
    let (zip, tar) = (zip(&members), tar(&members));
    let behind = |bytes: &[u8]| [bytes, b"more"].concat();
    for (archive, bytes, error, records) in [
        (
            "cut.zip",
            zip[..zip.len() - 30].to_vec(),
            "the ZIP archive is cut off, or has data behind its end",
            0,
        ),
        ("behind.zip", behind(&zip), "the ZIP archive is cut off, or has data behind its end", 0),
        (
            "before.zip",
            [&zip[..4], &zip].concat(),
            "the ZIP archive has data before its beginning or behind its members",
            0,
        ),
        ("cut.tar", tar[..2000].to_vec(), "the tar archive is cut off: a member of ", 1),
        ("no-end.tar", tar[..tar.len() - 1024].to_vec(), "the tar archive is cut off at byte ", 41),
        ("behind.tar", behind(&tar), "with data behind its end", 41),
        ("two.tar", [&tar[..], &tar].concat(), "with data behind its end", 41),
        (
            "damaged.tar",
            [&tar[..1024], &[b'x'; 512]].concat(),
            "the tar archive is damaged at byte 1024: this is not a header",
            1,
        ),
        (
            "cut.tgz",
            {
                let whole = gzip(&tar);
                whole[..whole.len() - 12].to_vec()
            },
            "",
            41,
        ),
    ] {
        world.file(archive, bytes);
        let (code, report) = report(&world, &[archive]);
        assert_eq!(code, 2, "{archive}");
        let unreadable = unreadable(&report);
        assert!(
            unreadable.iter().any(|(name, found)| name == archive && found.contains(error)),
            "{archive}: {unreadable:?}"
        );
        let all = report["summary"]["records"].as_u64().unwrap();
        // Of a member that is cut off, what is there may be checked.
        assert!(all >= records, "{archive}: {all}");
    }
}

#[test]
fn bombs_are_refused_within_stated_bounds() {
    let world = World::new();
    // Deflate makes a thousandth of it.
    let bomb = vec![b' '; 32 << 20];
    let members = [member("a.json", CLEAN), member("bomb.json", bomb)];
    let tar = tar(&members);
    let best = {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&tar).unwrap();
        encoder.finish().unwrap()
    };
    for (archive, bytes) in
        [("a.zip", zip(&members)), ("a.tar.gz", best), ("a.tar.zst", zstd::encode_all(&tar[..], 19).unwrap())]
    {
        assert!(bytes.len() < 100_000, "{archive}: {}", bytes.len());
        world.file(archive, bytes);
        let (code, found) = report(&world, &[archive]);
        assert_eq!(code, 2, "{archive}");
        let errors = unreadable(&found);
        let limit = "holds more than 1,000 bytes for each byte of it, the most that `--max-ratio` allows";
        assert!(errors.iter().any(|(_, error)| error.contains(limit)), "{archive}: {errors:?}");
        let (_, found) = report(&world, &[archive, "--max-ratio", "100000", "--max-decompressed", "1MB"]);
        let errors = unreadable(&found);
        assert!(
            errors.iter().any(|(_, error)| error.contains("`--max-decompressed`")),
            "{archive}: {errors:?}"
        );
        let (code, found) = report(&world, &[archive, "--max-ratio", "100000"]);
        assert_eq!((code, unreadable(&found)), (0, Vec::new()), "{archive}");
    }
    let many = "the archive has more than 100,000 members, which is the limit";
    world.file("many.tgz", gzip(&tar_entry("a", b'0', b"").repeat(100_001)));
    // The end of a large ZIP archive, which says so.
    let data = zip_parts(&[stored("a", b"")]).0;
    let start = data.len() as u64;
    let mut end = b"PK\x06\x06\x2C\0\0\0\0\0\0\0".to_vec();
    end.extend([0; 12]);
    end.extend([100_001, 100_001, 0, start].map(u64::to_le_bytes).concat());
    end.extend(b"PK\x06\x07");
    end.extend([0; 4]);
    end.extend(start.to_le_bytes());
    end.extend([1, 0, 0, 0]);
    end.extend(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0");
    world.file("many.zip", [data, end].concat());
    for archive in ["many.tgz", "many.zip"] {
        let (code, found) = report(&world, &[archive]);
        assert_eq!((code, unreadable(&found)), (2, vec![(archive.to_owned(), many.to_owned())]));
    }
    // A name of gigabytes would fill the memory.
    let long = [&tar_entry("x", b'L', &vec![b'x'; 2 << 20])[..], &tar_entry("a", b'0', b"")].concat();
    world.file("long.tar", long);
    let (code, found) = report(&world, &["long.tar"]);
    assert_eq!(code, 2);
    assert_eq!(unreadable(&found)[0].1, "a header of the tar archive has 2097152 bytes; the limit is 1 MiB");
}

#[test]
fn archives_in_archives_and_on_standard_input_are_refused_by_name() {
    let world = World::new();
    let (inner_zip, inner_tar) = (zip(&[member("a.json", CLEAN)]), tar(&[member("a.json", CLEAN)]));
    let members =
        [member("in.zip", inner_zip), member("in.tar", &inner_tar[..]), member("in.tgz", gzip(&inner_tar))];
    for (archive, bytes) in archives(&members) {
        let input = bytes.clone();
        world.file(archive, bytes);
        let ran = world.run(&["check", archive, "--format", "concise"]);
        assert_eq!(ran.code, 1, "{archive}");
        for (name, form) in
            [("in.zip", "a ZIP archive"), ("in.tar", "a tar archive"), ("in.tgz", "a tar archive")]
        {
            let line = format!(
                "{archive}!/{name}:1:1: error[invalid-encoding] the input is {form}, not JSON text\n"
            );
            assert!(ran.stdout.contains(&line), "{}", ran.stdout);
        }
        let ran = world.run_with(&["check", "-", "--format", "concise"], &input);
        assert!(ran.stdout.contains("archive, not JSON text"), "{archive}: {}", ran.stdout);
    }
}

#[test]
fn members_are_split_and_redacted_and_not_fixed() {
    let world = World::new();
    let (one, two) = (records(&world, "1"), records(&world, "2"));
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').count() - 1;
    let members = [member("d/one.json", one.clone()), member("two.json", two.clone())];
    for (archive, bytes) in archives(&members) {
        world.file(archive, &bytes);
        let ran = world.run(&["split", archive, "--valid", "good/", "--invalid", "bad/"]);
        assert_eq!(ran.code, 1, "{archive}: {}", ran.stderr);
        let count = |name: &str| -> usize {
            ["good", "bad"]
                .iter()
                .filter_map(|side| fs::read(world.path(&format!("{side}/{archive}/{name}"))).ok())
                .map(|side| lines(&side))
                .sum()
        };
        assert_eq!((count("d/one.json"), count("two.json")), (lines(&one), lines(&two)), "{archive}");
        let ran = world.run(&["redact", archive, "--output", "redacted/"]);
        assert_eq!(ran.code, 0, "{archive}: {}", ran.stderr);
        let redacted = fs::read(world.path(&format!("redacted/{archive}/d/one.json"))).unwrap();
        assert_eq!(lines(&redacted), lines(&one), "{archive}");
        let ran = world.run(&["fix", archive]);
        assert_eq!(ran.code, 2, "{archive}");
        let refusal =
            format!("error: {archive}!/d/one.json: members of an archive cannot be fixed; unpack it first\n");
        assert!(ran.stderr.contains(&refusal), "{archive}: {}", ran.stderr);
        assert_eq!(fs::read(world.path(archive)).unwrap(), bytes, "{archive}");
    }
}

#[test]
fn an_archive_is_not_replaced_by_a_report_about_it() {
    let world = World::new();
    world.file("a.zip", zip(&[member("a.json", wrong())]));
    let ran = world.run(&["check", "a.zip", "--format", "json", "--output", "a.zip"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
}

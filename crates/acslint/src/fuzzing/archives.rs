//! Properties of archives: members have the bytes that were put into them, and damaged archives stay within their bounds.

use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

use crate::input::{Contents, contents};

/// Member to put into an archive.
struct Member {
    name: String,
    content: Vec<u8>,
}

/// Form of an archive.
#[derive(Debug, Clone, Copy)]
enum Form {
    Zip(Method),
    Tar,
    GzipTar,
    ZstdTar,
}

/// Compression of the members of a ZIP archive, with its number there.
#[derive(Debug, Clone, Copy)]
enum Method {
    Stored = 0,
    Deflated = 8,
    Zstd = 93,
}

const FORMS: [Form; 6] = [
    Form::Zip(Method::Stored),
    Form::Zip(Method::Deflated),
    Form::Zip(Method::Zstd),
    Form::Tar,
    Form::GzipTar,
    Form::ZstdTar,
];

/// Names of members, behind a number.
const NAMES: [&str; 6] = ["a.json", "b/c.jsonl", "caf\u{e9}.csv", "a b", "d.json.gz", "e!/f.json"];

/// Asserts that the members of an archive have the bytes that were put into it. For a damaged one and for any bytes, asserts that
/// reading does not panic, no name leads out of the archive, and no member has more bytes than the limits permit. Returns the
/// number of members that were read to their end.
///
/// The first byte chooses between a sound archive, a damaged one and the bytes themselves. The second one chooses the form. The others
/// are choices of which the members are made, and the damage: places and bytes.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn archives_hold(bytes: &[u8]) -> usize {
    let [kind, form, rest @ ..] = bytes else {
        return 0;
    };
    if kind % 4 == 3 {
        return is_within_bounds(rest);
    }
    let form = FORMS[usize::from(*form) % FORMS.len()];
    let mut choices = rest.iter().map(|byte| usize::from(*byte));
    let members = drawn(&mut choices);
    let mut archive = packed(&members, form, if kind % 4 == 2 { Some(&mut choices) } else { None });
    if kind % 4 == 0 {
        let Some(Contents { members: read, fault, .. }) = read(&archive) else {
            panic!("{form:?}: not an archive");
        };
        assert!(fault.is_none(), "{form:?}: {fault:?}");
        assert_eq!(read.len(), members.len(), "{form:?}");
        for (read, member) in read.iter().zip(&members) {
            assert_eq!(read.name, member.name.trim_start_matches("./"), "{form:?}");
            assert!(read.error.is_none() && read.bytes == member.content, "{form:?}: {read:?}");
        }
        return members.len();
    }
    damage(&mut archive, &mut choices);
    is_within_bounds(&archive)
}

/// Makes one to three members: each content is a text, once or repeated.
fn drawn(choices: &mut impl Iterator<Item = usize>) -> Vec<Member> {
    let mut choice = || choices.next().unwrap_or_default();
    let count = 1 + choice() % 3;
    let member = |number: usize| {
        let name = format!("{number}{}", NAMES[choice() % NAMES.len()]);
        let folder = match choice() % 8 {
            1 => "long/".repeat(30),
            2 => "./".to_owned(),
            _ => String::new(),
        };
        let line = format!("{{\"category\":\"Usage\",\"n\":{}}}\n", choice());
        let content = line.repeat([0, 1, 2, 700][choice() % 4]).into_bytes();
        Member { name: folder + &name, content }
    };
    (0..count).map(member).collect()
}

/// Changes bytes, or cuts the end off.
fn damage(archive: &mut Vec<u8>, choices: &mut impl Iterator<Item = usize>) {
    while let Some(high) = choices.next() {
        let mut choice = || choices.next().unwrap_or_default();
        // Places from the end too: a ZIP archive has its directory there.
        let (place, kind, byte) = (high << 8 | choice(), choice(), choice() as u8);
        if archive.is_empty() {
            return;
        }
        let at = place % archive.len();
        let at = if kind & 4 == 0 { at } else { archive.len() - 1 - at };
        match kind % 4 {
            0 | 1 => archive[at] = byte,
            2 => archive.insert(at, byte),
            _ => archive.truncate(at),
        }
    }
}

/// Reads an archive from a file.
fn read(archive: &[u8]) -> Option<Contents> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    file.write_all(archive).expect("a temporary file can be written");
    contents(file.path()).expect("the file can be opened")
}

/// Asserts the bounds of an archive, and returns the number of members that were read to their end.
fn is_within_bounds(archive: &[u8]) -> usize {
    let Some(Contents { members, most, .. }) = read(archive) else { return 0 };
    for member in &members {
        let leads_out =
            member.name.split(['/', '\\']).any(|part| part == "..") || member.name.starts_with('/');
        assert!(!leads_out || member.error.is_some(), "{}", member.name);
        assert!(member.bytes.len() as u64 <= most, "{}: {} bytes", member.name, member.bytes.len());
    }
    members.iter().filter(|member| member.error.is_none()).count()
}

/// Puts members into an archive. With choices, headers of a tar archive have other kinds and sizes.
fn packed(members: &[Member], form: Form, wrong: Option<&mut dyn Iterator<Item = usize>>) -> Vec<u8> {
    match form {
        Form::Zip(method) => zip(members, method),
        Form::Tar => tar(members, wrong),
        Form::GzipTar => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&tar(members, wrong)).expect("memory can be written");
            encoder.finish().expect("memory can be written")
        }
        Form::ZstdTar => zstd::encode_all(&tar(members, wrong)[..], 1).expect("memory can be read"),
    }
}

fn zip(members: &[Member], method: Method) -> Vec<u8> {
    let (mut data, mut directory) = (Vec::new(), Vec::new());
    for Member { name, content } in members {
        let packed = match method {
            Method::Stored => content.clone(),
            Method::Deflated => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(content).expect("memory can be written");
                encoder.finish().expect("memory can be written")
            }
            Method::Zstd => zstd::encode_all(&content[..], 1).expect("memory can be read"),
        };
        let mut crc = Crc::new();
        crc.update(content);
        let mut common = vec![20, 0, 0, 0, method as u8, 0, 0, 0, 0, 0];
        for number in [crc.sum(), packed.len() as u32, content.len() as u32] {
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
    let count = (members.len() as u16).to_le_bytes();
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend([count, count].concat());
    end.extend((directory.len() as u32).to_le_bytes());
    end.extend((data.len() as u32).to_le_bytes());
    end.extend([0; 2]);
    [data, directory, end].concat()
}

fn tar(members: &[Member], mut wrong: Option<&mut dyn Iterator<Item = usize>>) -> Vec<u8> {
    let mut archive = Vec::new();
    for Member { name, content } in members {
        let mut short = name.as_str();
        if name.len() > 100 {
            let value = format!(" path={name}\n");
            let length = value.len() + 3;
            let values = format!("{length}{value}");
            archive.extend(tar_entry("x", b'x', values.as_bytes(), values.len()));
            short = "x";
        }
        let (mut kind, mut size) = (b'0', content.len());
        if let Some(choices) = &mut wrong {
            let mut choice = || choices.next().unwrap_or_default();
            kind = b"0Lxg5SK7"[choice() % 8];
            size = [content.len(), choice(), choice() << 24][choice() % 3];
        }
        archive.extend(tar_entry(short, kind, content, size));
    }
    archive.extend([0; 1024]);
    archive
}

/// Returns the header of an entry that says so many bytes, and its content.
fn tar_entry(name: &str, kind: u8, content: &[u8], size: usize) -> Vec<u8> {
    let mut header = [0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let padding = vec![0; content.len().next_multiple_of(512) - content.len()];
    [&header, content, &padding].concat()
}

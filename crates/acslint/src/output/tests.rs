//! State of the file system during and after writing a file.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{OutputFile, write};
use crate::unfinished::{PREFIX, SUFFIX};

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Names in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_file_is_there_when_it_is_complete() {
    let directory = directory();
    let path = directory.path().join("report.json");
    fs::write(&path, "old").unwrap();
    let mut file = OutputFile::create(&path).unwrap();
    file.write_all(b"new").unwrap();
    assert!(file.is_regular());
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let beside = names(directory.path());
    assert_eq!(beside.len(), 2, "{beside:?}");
    assert!(beside[0].starts_with(PREFIX) && beside[0].ends_with(SUFFIX), "{beside:?}");
    file.commit().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names(directory.path()), ["report.json"]);
}

#[test]
fn a_file_that_is_given_up_leaves_what_was_there() {
    let directory = directory();
    let path = directory.path().join("report.json");
    drop(OutputFile::create(&path).unwrap());
    assert_eq!(names(directory.path()), Vec::<String>::new());
    fs::write(&path, "old").unwrap();
    let mut file = OutputFile::create(&path).unwrap();
    file.write_all(b"half").unwrap();
    drop(file);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(directory.path()), ["report.json"]);
}

#[test]
fn a_file_that_must_be_new_replaces_nothing() {
    let directory = directory();
    let path = directory.path().join("acslint.toml");
    let late = OutputFile::create_new(&path).unwrap();
    write(&path, "first").unwrap();
    assert_eq!(OutputFile::create_new(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
    assert_eq!(late.commit().unwrap_err().kind(), ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    assert_eq!(names(directory.path()), ["acslint.toml"]);
}

#[test]
fn what_is_no_place_for_a_file_is_refused() {
    let directory = directory();
    let inside = |name: &str| directory.path().join(name);
    for (path, kind) in [
        (inside("."), ErrorKind::IsADirectory),
        (inside(".."), ErrorKind::IsADirectory),
        (PathBuf::from("/"), ErrorKind::IsADirectory),
        (inside("new/"), ErrorKind::IsADirectory),
        (inside("absent/new"), ErrorKind::NotFound),
    ] {
        assert_eq!(OutputFile::create(&path).unwrap_err().kind(), kind, "{}", path.display());
    }
    assert_eq!(names(directory.path()), Vec::<String>::new());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
    use std::process::Command;
    use std::thread;

    use super::*;

    #[test]
    fn permissions_are_kept_and_a_new_file_has_those_of_any_other() {
        let directory = directory();
        let (kept, fresh, other) = ("kept", "fresh", "other");
        let path = |name: &str| directory.path().join(name);
        let mode = |name: &str| fs::metadata(path(name)).unwrap().mode() & 0o7777;
        fs::write(path(kept), "old").unwrap();
        fs::write(path(other), "").unwrap();
        for permissions in [0o600, 0o644, 0o666, 0o640, 0o755] {
            fs::set_permissions(path(kept), fs::Permissions::from_mode(permissions)).unwrap();
            write(&path(kept), "new").unwrap();
            assert_eq!(mode(kept), permissions);
        }
        write(&path(fresh), "new").unwrap();
        assert_eq!(mode(fresh), mode(other));
    }

    #[test]
    fn a_link_stays_one_and_its_target_is_replaced() {
        let directory = directory();
        let path = |name: &str| directory.path().join(name);
        fs::create_dir(path("there")).unwrap();
        fs::write(path("there/target"), "old").unwrap();
        symlink("there/target", path("link")).unwrap();
        symlink("link", path("second")).unwrap();
        // A link to a file that does not exist yet.
        symlink("there/new", path("dangling")).unwrap();
        for (link, target) in
            [("link", "there/target"), ("second", "there/target"), ("dangling", "there/new")]
        {
            let mut file = OutputFile::create(&path(link)).unwrap();
            file.write_all(link.as_bytes()).unwrap();
            file.commit().unwrap();
            assert!(path(link).is_symlink());
            assert!(!path(target).is_symlink());
            assert_eq!(fs::read_to_string(path(target)).unwrap(), link);
        }
        assert_eq!(names(&path("there")), ["new", "target"]);
        symlink("ring", path("ring")).unwrap();
        assert!(OutputFile::create(&path("ring")).is_err());
    }

    #[test]
    fn another_name_of_the_file_keeps_what_it_had() {
        let directory = directory();
        let path = |name: &str| directory.path().join(name);
        fs::write(path("one"), "old").unwrap();
        fs::hard_link(path("one"), path("other")).unwrap();
        write(&path("one"), "new").unwrap();
        assert_eq!(fs::read_to_string(path("one")).unwrap(), "new");
        assert_eq!(fs::read_to_string(path("other")).unwrap(), "old");
    }

    #[test]
    fn devices_and_pipes_are_written_directly() {
        let directory = directory();
        let pipe = directory.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = pipe.clone();
        let read = thread::spawn(move || fs::read_to_string(reader).unwrap());
        let mut file = OutputFile::create(&pipe).unwrap();
        assert!(!file.is_regular());
        file.write_all(b"report").unwrap();
        file.commit().unwrap();
        assert_eq!(read.join().unwrap(), "report");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(names(directory.path()), ["pipe"]);

        write(Path::new("/dev/null"), "nothing").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        if cfg!(target_os = "linux") {
            let full = write(Path::new("/dev/full"), "too much").unwrap_err();
            assert_eq!(full.kind(), ErrorKind::StorageFull);
        }
    }
}

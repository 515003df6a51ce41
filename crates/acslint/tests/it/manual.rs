//! Manual pages: one for each command, with the text of its help.

use std::collections::BTreeSet;
use std::fs;

use crate::run::World;

/// Words that the help lists below `Commands:`.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let first = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = first.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_a_page() {
    let world = World::new();
    let ran = world.run(&["man", "--directory", "share/man1"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let mut expected = BTreeSet::from(["acslint.1".to_owned()]);
    let mut paths: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(path) = paths.pop() {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let page = world.run(&[&["man"], names.as_slice()].concat()).stdout;
        let file = ["acslint"].into_iter().chain(names.iter().copied()).collect::<Vec<_>>().join("-") + ".1";
        assert_eq!(fs::read_to_string(world.path("share/man1").join(&file)).unwrap(), page, "{file}");
        for name in commands(&world.run(&[names.as_slice(), &["--help"]].concat()).stdout) {
            assert!(page.contains(&format!("{}\\-{name}", file.trim_end_matches(".1").replace('-', "\\-"))));
            paths.push(path.iter().cloned().chain([name]).collect());
        }
        expected.insert(file);
    }
    let written = fs::read_dir(world.path("share/man1")).unwrap();
    let written: BTreeSet<String> =
        written.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(written, expected);
    assert!(written.len() > 8, "{written:?}");
}

#[test]
fn exit_codes_and_examples_are_sections() {
    let page = World::new().run(&["man", "check"]).stdout;
    assert!(page.starts_with(".ie"), "{page}");
    assert!(
        page.contains("\n.SH \"EXIT CODES\"\n.nf\n0  no findings at or above the failing level\n"),
        "{page}"
    );
    assert!(page.contains("\n.SH EXAMPLES\n.nf\nacslint check logs/\n"), "{page}");
    assert!(page.ends_with("\n.SH \"SEE ALSO\"\n\\fBacslint\\fR(1)\n"), "{page}");
}

#[test]
fn a_page_of_no_command_or_in_no_directory_is_refused() {
    let world = World::new();
    world.file("file", "");
    for (args, complaint) in [
        (&["man", "chek"][..], "error: unknown command `chek`; did you mean `check`?\n"),
        (&["man", "schema", "sho"], "error: unknown command `schema sho`; did you mean `schema show`?\n"),
        (&["man", "rules", "wrong-type"], "error: unknown command `rules wrong-type`\n"),
        (&["man", "--directory", "file"], "error: cannot write the manual to `file`: File exists"),
    ] {
        let ran = world.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.starts_with(complaint), "{args:?}: {}", ran.stderr);
    }
}

//! Shell completions, tested in the shell itself.

use std::process::{Command, Stdio};

use crate::run::World;

/// Completions that bash offers for the last of these words.
#[track_caller]
fn offers(world: &World, words: &[&str]) -> Vec<String> {
    let (last, before) = words.split_last().unwrap();
    // On Tab, bash sets these variables and calls the function with three words.
    let script = "source ./acslint.bash || exit 9
        COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        function=$(complete -p acslint | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
        \"$function\" acslint \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", script, "bash"]).args(before).arg(last);
    let output = bash.current_dir(world.path("")).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_names() {
    let world = World::new();
    world.file("acslint.bash", world.run(&["completions", "bash"]).stdout).file("logs/a.json", "");
    let commands = offers(&world, &["acslint", ""]);
    for command in ["check", "explain", "schema", "completions"] {
        assert!(commands.iter().any(|offered| offered == command), "{commands:?}");
    }
    for (words, expected) in [
        (&["acslint", "exp"][..], &["explain"][..]),
        (&["acslint", "explain", "wrong"], &["wrong-container", "wrong-type"]),
        (&["acslint", "check", "--format", "s"], &["sarif"]),
        (&["acslint", "check", "--category", "SMS"], &["SMSOperational"]),
        (&["acslint", "check", "--fail-on", "w"], &["warning"]),
        (&["acslint", "check", "--output", "lo"], &["logs"]),
        (&["acslint", "schema", "show", "ChatO"], &["ChatOperational"]),
        (&["acslint", "check", "--no-r"], &["--no-redact"]),
    ] {
        assert_eq!(offers(&world, words), expected, "{words:?}");
    }
}

#[test]
fn names_that_a_shell_completes_do_not_flood_the_help() {
    let world = World::new();
    for command in [&["check", "--help"][..], &["explain", "--help"], &["schema", "show", "--help"]] {
        let help = world.run(command).stdout;
        assert!(!help.contains("ChatOperational") && !help.contains("wrong-type:"), "{help}");
    }
}

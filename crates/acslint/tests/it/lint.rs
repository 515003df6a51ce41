//! End-to-end tests of `schema lint`: messages and exit codes.

use crate::run::World;

const UNSATISFIABLE: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","description":"A size.","type":"integer","minimum":3,"maximum":1,"examples":[3]}"#;
const CLEAN: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","description":"A size.","type":"integer","examples":[3]}"#;

#[test]
fn findings_have_places_and_decide_the_exit_code() {
    let world = World::new();
    world
        .file("clean.json", CLEAN)
        .file("wrong.json", UNSATISFIABLE)
        .file("type.json", "{\"type\": \"strin\"}")
        .file("cut.json", "{\"type\": ");
    for (file, code, lines) in [
        ("clean.json", 0, &["0 findings in 1 schema of 1 file: no findings"][..]),
        (
            "wrong.json",
            1,
            &[
                "wrong.json:1:110: error[unsatisfiable-schema] `minimum` is 3, which is more than `maximum`, 1",
                "wrong.json:1:136: error[invalid-example] example 1 is not valid by its own schema: the value must be at most 1",
                "2 findings in 1 schema of 1 file: 2 findings at or above `error`",
            ],
        ),
        (
            "type.json",
            1,
            &[
                "type.json:1:1: info[missing-description] the schema has no description",
                "type.json:1:1: info[missing-example] the schema has no example",
                "type.json:1:10: error[invalid-schema] `strin` is not the name of a JSON type",
                "3 findings in 1 schema of 1 file: 1 finding at or above `error`",
            ],
        ),
        (
            "cut.json",
            1,
            &[
                "cut.json:1:10: error[invalid-json] the text ends before the value does",
                "1 finding in 1 record of 1 file: 1 finding at or above `error`",
            ],
        ),
    ] {
        let ran = world.run(&["schema", "lint", file, "--format", "concise"]);
        let said: Vec<&str> = ran.stdout.lines().chain(ran.stderr.lines()).collect();
        assert_eq!((ran.code, said), (code, lines.to_vec()), "{file}");
    }
}

#[test]
fn what_cannot_be_read_is_2_and_nothing_to_read_is_3() {
    let world = World::new();
    world.file("clean.json", CLEAN);
    assert_eq!(world.run(&["schema", "lint", "clean.json", "absent.json"]).code, 2);
    std::fs::create_dir(world.path("empty")).unwrap();
    assert_eq!(world.run(&["schema", "lint", "empty"]).code, 3);
}

//! `generate` writes what is missing, mends what has drifted, removes what is left over, and `--check` says all three.

use std::fs;

use xtask::{Error, Repository, generate};

#[test]
fn drift_is_found_and_mended() {
    let directory = tempfile::tempdir().unwrap();
    let repository = Repository::new(directory.path());
    let count = acslint_types::schemas().len();
    assert_eq!(generate::drift(&repository).unwrap().len(), count, "an empty directory lacks every document");

    generate::run(&repository, &[]).unwrap();
    assert_eq!(generate::drift(&repository).unwrap(), []);

    let schemas = directory.path().join("schemas");
    fs::remove_file(schemas.join("catalog.json")).unwrap();
    fs::write(schemas.join("table/Old.schema.json"), "{}").unwrap();
    fs::write(schemas.join("table/Usage.schema.json"), "{\n  \"edited\": true\n}\n").unwrap();
    fs::write(schemas.join("by-hand.schema.json"), "{}").unwrap();
    let Error::Problems { problems, .. } = generate::run(&repository, &["--check".to_owned()]).unwrap_err()
    else {
        panic!("drift is a list of problems");
    };
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "schemas/catalog.json: is missing; the types generate it",
            "schemas/table/Usage.schema.json:2: differs from what the types generate",
            "schemas/table/Old.schema.json: belongs to no type",
        ]
    );

    generate::run(&repository, &[]).unwrap();
    assert_eq!(generate::drift(&repository).unwrap(), []);
    assert!(schemas.join("by-hand.schema.json").exists(), "what is not generated is left alone");
}

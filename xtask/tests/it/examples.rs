//! The programs in `README.md` are the ones in `examples/`, which `cargo xtask dist --check` runs.

use xtask::Repository;

#[test]
fn programs_are_the_examples_that_are_run() {
    let repository = Repository::here();
    let readme = repository.text("README.md").unwrap();
    for (language, example) in
        [("ts", "examples/typescript/validate.ts"), ("python", "examples/python/validate.py")]
    {
        let begin = format!("\n```{language}\n");
        let mut programs = readme.split(&begin).skip(1);
        let program = programs.next().and_then(|rest| rest.split("```\n").next());
        assert_eq!(program, Some(repository.text(example).unwrap().as_str()), "{example}");
        assert_eq!(programs.next(), None, "README.md has a program in {language} that nothing runs");
    }
    for package in ["acslint-schemas-X.tgz", "acslint_schemas-X-py3-none-any.whl"] {
        let package = package.replace('X', env!("CARGO_PKG_VERSION"));
        assert!(readme.contains(&format!("./dist/{package}")), "README.md does not name {package}");
    }
}

//! Every report format names the unreadable inputs.

use serde_json::{Value, json};

use crate::run::{CLEAN, World};

const FILE: &str = "absent.json";
const ERROR: &str = "No such file or directory (os error 2)";

fn report(format: &str, more: &[&str]) -> String {
    let world = World::new();
    world.file("a.json", CLEAN);
    let args = ["check", "a.json", FILE, "--format", format, "--output", "report"];
    let ran = world.run(&[&args[..], more].concat());
    assert_eq!(ran.code, 2, "{format}: {}", ran.stderr);
    std::fs::read_to_string(world.path("report")).unwrap()
}

#[test]
fn json_and_json_lines_list_them_in_their_summary() {
    let expected = json!([{ "file": FILE, "error": ERROR }]);
    let whole: Value = serde_json::from_str(&report("json", &[])).unwrap();
    assert_eq!(whole["summary"]["unreadable"], expected);
    let lines = report("jsonl", &[]);
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last["summary"]["unreadable"], expected);
}

#[test]
fn every_form_names_file_and_reason() {
    for (format, line) in [
        ("human", format!("\nnot read\n  {FILE}: {ERROR}\n")),
        ("concise", format!("{FILE}:1:1: error[unreadable] not read: {ERROR}\n")),
        ("grouped", format!("error: {FILE}: {ERROR}\n")),
        ("github", format!("::error file={FILE},title=unreadable::{ERROR}\n")),
        ("azure", format!("##vso[task.logissue type=error;sourcepath={FILE};]{ERROR}\n")),
        (
            "junit",
            format!(
                "<testcase classname=\"inputs\" name=\"{FILE}\">\n      <error message=\"{ERROR}\" type=\"unreadable\"/>"
            ),
        ),
        ("gitlab", format!("{{\"description\":\"not read: {ERROR}\",\"check_name\":\"unreadable\"")),
        (
            "rdjson",
            format!(
                "{{\"message\":\"not read: {ERROR}\",\"location\":{{\"path\":\"{FILE}\"}},\"severity\":\"ERROR\""
            ),
        ),
        ("sarif", format!("\"message\":{{\"text\":\"not read: {ERROR}\"}}")),
        ("markdown", format!("| `{FILE}` | {ERROR} |\n")),
        ("html", format!("<li><code>{FILE}</code>: {ERROR}</li>\n")),
    ] {
        let report = report(format, &[]);
        assert!(report.contains(&line), "{format}: {report}");
    }
    for format in ["human", "concise", "grouped"] {
        let report = report(format, &["--quiet"]);
        assert!(report.contains(FILE) && report.contains(ERROR), "{format}: {report}");
    }
}

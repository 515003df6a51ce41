//! Reports in the format `markdown`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn markdown_matrix() {
    assert_data_eq!(
        matrix(Format::Markdown),
        str![[r#"
== findings
## acslint: 1 finding at or above `error`

1 record, 56 bytes in 1 file: 1 error, 0 warnings, 0 infos

| | Rule | Records of | Findings | Time | First |
|---|---|---|---:|---|---|
| error | `wrong-type` | Usage (table) | 1 |  | `a.json:1:52`: `Quantity` is text, not a number |

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 1 |

== clean
## acslint: no findings

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |

== unreadable file
## acslint: 1 input could not be read

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Not read | why |
|---|---|
| `b.json` | Permission denied (os error 13) |

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |

== broken document
## acslint: 1 finding at or above `error`

1 record, 8 bytes in 1 file: 1 error, 0 warnings, 0 infos

| | Rule | Records of | Findings | Time | First |
|---|---|---|---:|---|---|
| error | `invalid-json` | unknown category | 1 |  | `a.json:1:7`: trailing comma |

== nothing checked
## acslint: nothing was checked: no inputs

0 records, 0 bytes in 0 files: 0 errors, 0 warnings, 0 infos

== interrupted
## acslint: interrupted: not everything was read

1 record, 56 bytes in 1 file: 0 errors, 0 warnings, 0 infos

| Category | Shape | Records | Findings |
|---|---|---:|---:|
| Usage | table | 1 | 0 |


"#]]
    );
}

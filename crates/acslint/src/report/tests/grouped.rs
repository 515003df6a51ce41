//! Reports in the format `grouped`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn grouped_matrix() {
    assert_data_eq!(
        matrix(Format::Grouped),
        str![[r#"
== findings
error[wrong-type] Usage (table), `Quantity`: 1 finding in 1 record of 1 file
  a.json:1:52: `Quantity` is text, not a number
1 finding of 1 kind in 1 record of 1 file: 1 finding at or above `error`
== clean
0 findings of 0 kinds in 1 record of 1 file: no findings
== unreadable file
error: b.json: Permission denied (os error 13)
0 findings of 0 kinds in 1 record of 1 file: 1 input could not be read
== broken document
error[invalid-json] unknown category: 1 finding in 1 record of 1 file
  a.json:1:7: trailing comma
1 finding of 1 kind in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
0 findings of 0 kinds in 0 records of 0 files: nothing was checked: no inputs
== interrupted
0 findings of 0 kinds in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

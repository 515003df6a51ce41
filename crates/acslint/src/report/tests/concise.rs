//! Reports in the format `concise`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn concise_matrix() {
    assert_data_eq!(
        matrix(Format::Concise),
        str![[r#"
== findings
a.json:1:52: error[wrong-type] `Quantity` is text, not a number
-- beside it
1 finding in 1 record of 1 file: 1 finding at or above `error`
== clean
-- beside it
0 findings in 1 record of 1 file: no findings
== unreadable file
b.json:1:1: error[unreadable] not read: Permission denied (os error 13)
-- beside it
0 findings in 1 record of 1 file: 1 input could not be read
== broken document
a.json:1:7: error[invalid-json] trailing comma
-- beside it
1 finding in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
-- beside it
0 findings in 0 records of 0 files: nothing was checked: no inputs
== interrupted
-- beside it
0 findings in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

//! Reports in the format `azure`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn azure_matrix() {
    assert_data_eq!(
        matrix(Format::Azure),
        str![[r#"
== findings
##vso[task.logissue type=error;sourcepath=a.json;linenumber=1;columnnumber=52;code=wrong-type;]`Quantity` is text, not a number
1 finding in 1 record of 1 file: 1 finding at or above `error`
== clean
0 findings in 1 record of 1 file: no findings
== unreadable file
##vso[task.logissue type=error;sourcepath=b.json;]Permission denied (os error 13)
0 findings in 1 record of 1 file: 1 input could not be read
== broken document
##vso[task.logissue type=error;sourcepath=a.json;linenumber=1;columnnumber=7;code=invalid-json;]trailing comma
1 finding in 1 record of 1 file: 1 finding at or above `error`
== nothing checked
##vso[task.logissue type=error;]nothing was checked: no inputs
0 findings in 0 records of 0 files: nothing was checked: no inputs
== interrupted
##vso[task.logissue type=error;]interrupted: not everything was read
0 findings in 1 record of 1 file: interrupted: not everything was read

"#]]
    );
}

//! Reports in the format `junit`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn junit_matrix() {
    assert_data_eq!(
        matrix(Format::Junit),
        str![[r#"
== findings
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="1" errors="0" time="0.500">
  <testsuite name="acslint" tests="2" failures="1" errors="0" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="Usage (table)" name="wrong-type: Quantity" file="a.json" line="1">
      <failure message="`Quantity` is text, not a number" type="wrong-type">a.json:1:52: error[wrong-type] `Quantity` is text, not a number&#10;help: drop the quotes</failure>
    </testcase>
  </testsuite>
</testsuites>
== clean
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="0" errors="0" time="0.500">
  <testsuite name="acslint" tests="1" failures="0" errors="0" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
  </testsuite>
</testsuites>
== unreadable file
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="2" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="inputs" name="b.json">
      <error message="Permission denied (os error 13)" type="unreadable"/>
    </testcase>
  </testsuite>
</testsuites>
== broken document
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="1" errors="0" time="0.500">
  <testsuite name="acslint" tests="1" failures="1" errors="0" time="0.500">
    <testcase classname="unknown category" name="invalid-json" file="a.json" line="1">
      <failure message="trailing comma" type="invalid-json">a.json:1:7: error[invalid-json] trailing comma</failure>
    </testcase>
  </testsuite>
</testsuites>
== nothing checked
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="1" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="1" failures="0" errors="1" time="0.500">
    <testcase classname="inputs" name="everything was checked">
      <error message="nothing was checked: no inputs" type="not-checked"/>
    </testcase>
  </testsuite>
</testsuites>
== interrupted
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="acslint" tests="2" failures="0" errors="1" time="0.500">
  <testsuite name="acslint" tests="2" failures="0" errors="1" time="0.500">
    <testcase classname="categories" name="Usage (table)">
      <system-out>1 record</system-out>
    </testcase>
    <testcase classname="inputs" name="everything was checked">
      <error message="interrupted: not everything was read" type="not-checked"/>
    </testcase>
  </testsuite>
</testsuites>

"#]]
    );
}

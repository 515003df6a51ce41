//! Reports in the format `rdjson`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn rdjson_matrix() {
    assert_data_eq!(
        matrix(Format::Rdjson),
        str![[r#"
== findings
{"source":{"name":"acslint"},"diagnostics":[
{"message":"`Quantity` is text, not a number/nhelp: drop the quotes","location":{"path":"a.json","range":{"start":{"line":1,"column":52},"end":{"line":1,"column":56}}},"severity":"ERROR","code":{"value":"wrong-type"},"suggestions":[{"range":{"start":{"line":1,"column":52},"end":{"line":1,"column":56}},"text":"57"}]}
]}
== clean
{"source":{"name":"acslint"},"diagnostics":[]}
== unreadable file
{"source":{"name":"acslint"},"diagnostics":[
{"message":"not read: Permission denied (os error 13)","location":{"path":"b.json"},"severity":"ERROR","code":{"value":"unreadable"}}
]}
== broken document
{"source":{"name":"acslint"},"diagnostics":[
{"message":"trailing comma","location":{"path":"a.json","range":{"start":{"line":1,"column":7},"end":{"line":1,"column":8}}},"severity":"ERROR","code":{"value":"invalid-json"}}
]}
== nothing checked
{"source":{"name":"acslint"},"diagnostics":[
{"message":"nothing was checked: no inputs","location":{"path":"."},"severity":"ERROR","code":{"value":"not-checked"}}
]}
== interrupted
{"source":{"name":"acslint"},"diagnostics":[
{"message":"interrupted: not everything was read","location":{"path":"."},"severity":"ERROR","code":{"value":"not-checked"}}
]}

"#]]
    );
}

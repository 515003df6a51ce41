//! Reports in the format `gitlab`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn gitlab_matrix() {
    assert_data_eq!(
        matrix(Format::Gitlab),
        str![[r#"
== findings
[
{"description":"`Quantity` is text, not a number","check_name":"wrong-type","fingerprint":"782abdac564d30ab2f13c9b77bbce2b2","severity":"major","location":{"path":"a.json","lines":{"begin":1,"end":1}}}
]
== clean
[]
== unreadable file
[
{"description":"not read: Permission denied (os error 13)","check_name":"unreadable","fingerprint":"48e3aced0538ee7e0b327ffaa1cd07c1","severity":"critical","location":{"path":"b.json","lines":{"begin":1}}}
]
== broken document
[
{"description":"trailing comma","check_name":"invalid-json","fingerprint":"5320ca24407d27454c5f189caa965edc","severity":"major","location":{"path":"a.json","lines":{"begin":1,"end":1}}}
]
== nothing checked
[
{"description":"nothing was checked: no inputs","check_name":"not-checked","fingerprint":"07491559e5fe7392e9efe347bc6bf12a","severity":"critical","location":{"path":".","lines":{"begin":1}}}
]
== interrupted
[
{"description":"interrupted: not everything was read","check_name":"not-checked","fingerprint":"07491559e5fe7392e9efe347bc6bf12a","severity":"critical","location":{"path":".","lines":{"begin":1}}}
]

"#]]
    );
}

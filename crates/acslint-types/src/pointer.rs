//! JSON Pointers (RFC 6901): how a name becomes a part of one. The one place where names are escaped for it.

use std::borrow::Cow;

/// A name as a reference token, without the `/` before it: `~` is written `~0`, and `/` is written `~1`.
///
/// ```
/// assert_eq!(acslint_types::pointer::token("a/b~c"), "a~1b~0c");
/// ```
pub fn token(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

//! JSON Pointers (RFC 6901): escapes of names. No other place of the workspace writes or reads them.

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

/// The name that a reference token stands for, the inverse of [`token`].
///
/// ```
/// assert_eq!(acslint_types::pointer::name("a~1b~0c"), "a/b~c");
/// ```
pub fn name(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

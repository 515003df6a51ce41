//! Names of extra members, and the condition on which they may stay on the fast path.

use super::keys::Member;
use crate::levels::NamesOn;

/// Condition on the names of extra members.
#[derive(Debug, Default)]
pub(super) struct ExtraNames {
    /// Names with a meaning, compared without case.
    pub(super) reserved: Vec<String>,
    /// Members under other spellings of their names and in the other object, by folded name.
    pub(super) spelled: Vec<(String, Spelled)>,
    /// Names that a rule reports; `None` where names are compared byte by byte, as those of custom categories are.
    pub(super) reported: Option<NamesOn>,
}

/// Property under another spelling of its name or in the other object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelled {
    pub(super) member: Member,
    /// True if a rule reports the name.
    pub(super) is_reported: bool,
}

/// Extra member by its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedExtra {
    /// Property that it is, under another name.
    pub(super) property: Option<Member>,
    /// True if a rule reports the name.
    pub(super) is_reported: bool,
}

impl ExtraNames {
    /// Returns true if a member of this name may pass.
    pub(super) fn allows(&self, name: &[u8]) -> bool {
        self.find(name).is_some()
    }

    /// Returns the member of this name; `None` if the name has a meaning, or may have another finding than a template
    /// can replay.
    pub(super) fn find(&self, name: &[u8]) -> Option<NamedExtra> {
        let is = |other: &String| other.as_bytes().eq_ignore_ascii_case(name);
        if self.reserved.iter().any(is) {
            return None;
        }
        let Some(reported) = &self.reported else {
            return Some(NamedExtra { property: None, is_reported: false });
        };
        if !is_plain(name) {
            return None;
        }
        let spelled = self.spelled.iter().find(|(folded, _)| is(folded));
        Some(match spelled {
            Some((_, Spelled { member, is_reported })) => {
                NamedExtra { property: Some(*member), is_reported: *is_reported }
            }
            None => NamedExtra { property: None, is_reported: reported.contains(name) },
        })
    }
}

/// Returns true if a name is ASCII without spaces and control characters, so that no folding changes it but that of case.
pub(super) fn is_plain(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

//! Names of columns that a language accepts.

/// Rules of a language for names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    /// Returns true for the characters that a name may have.
    pub(crate) allows: fn(char) -> bool,
    /// Returns true for those that it may begin with.
    pub(crate) begins: fn(char) -> bool,
    /// Maximum number of bytes.
    pub(crate) most: usize,
    /// True if the letter case does not distinguish names.
    pub(crate) folds_case: bool,
    /// Names that are taken, in any letter case.
    pub(crate) reserved: &'static [&'static str],
}

impl Names {
    /// Any name that is not empty.
    pub(crate) const ANY: Self =
        Self { allows: |_| true, begins: |_| true, most: usize::MAX, folds_case: false, reserved: &[] };

    /// Letters, digits and `_`, and no digit at the beginning.
    pub(crate) const PLAIN: Self = Self {
        allows: |character| character.is_ascii_alphanumeric() || character == '_',
        begins: |character| character.is_ascii_alphabetic() || character == '_',
        ..Self::ANY
    };

    /// Returns a property's name as the language can have it: `_` stands for what it cannot.
    pub(crate) fn written(&self, name: &str) -> String {
        let mut written = String::with_capacity(name.len());
        for character in name.chars() {
            let character = if (self.allows)(character) { character } else { '_' };
            if written.is_empty() && !(self.begins)(character) {
                written.push(if (self.begins)('_') { '_' } else { 'x' });
            }
            if written.len() + character.len_utf8() > self.most {
                break;
            }
            written.push(character);
        }
        if written.trim().is_empty() {
            written.clear();
            written.push(if (self.begins)('_') { '_' } else { 'x' });
        }
        if self.reserved.iter().any(|reserved| reserved.eq_ignore_ascii_case(&written)) {
            written.push('_');
        }
        written
    }

    /// Returns true if the language does not distinguish two names.
    pub(crate) fn are_equal(&self, one: &str, other: &str) -> bool {
        one == other
            || self.folds_case
                && one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
    }

    /// Returns a name that is not taken, with as many `_` at its end as it takes.
    pub(crate) fn distinct(&self, name: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let mut distinct = name.to_owned();
        while is_taken(&distinct) {
            if distinct.len() >= self.most {
                // The last characters make way.
                let marks = distinct.chars().rev().take_while(|character| *character == '_').count();
                let stem: String = distinct.chars().take(distinct.chars().count() - marks - 1).collect();
                distinct = stem + &"_".repeat(marks);
            }
            distinct.push('_');
        }
        distinct
    }
}

//! Character classes: sets of characters that one position of a pattern can match.

/// Sorted character ranges, with a gap between each two.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Class(Vec<(char, char)>);

/// Line terminators, which `.` does not match.
const LINE_ENDS: [(char, char); 3] = [('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

/// `\d`.
const DIGITS: [(char, char); 1] = [('0', '9')];

/// `\w`.
const WORD: [(char, char); 4] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

/// `\s`: white space and line terminators of ECMA-262.
const SPACE: [(char, char); 10] = [
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// Returns the next character; surrogates are not characters.
fn after(character: char) -> Option<char> {
    match character {
        '\u{d7ff}' => Some('\u{e000}'),
        other => char::from_u32(u32::from(other) + 1),
    }
}

/// Returns the previous character.
fn before(character: char) -> Option<char> {
    match character {
        '\u{e000}' => Some('\u{d7ff}'),
        other => u32::from(other).checked_sub(1).and_then(char::from_u32),
    }
}

impl Class {
    /// Returns the class of ranges in any order.
    pub(super) fn of(ranges: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut sorted: Vec<(char, char)> = ranges.into_iter().collect();
        sorted.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(sorted.len());
        for (start, end) in sorted {
            match merged.last_mut() {
                Some(last) if after(last.1).is_none_or(|next| start <= next) => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    /// Returns the class of a range of code points, without surrogates, which no text has.
    pub(super) fn of_points(first: u32, last: u32) -> Self {
        const SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDFFF;
        let start = if SURROGATES.contains(&first) { 0xE000 } else { first };
        let end = if SURROGATES.contains(&last) { 0xD7FF } else { last };
        match (char::from_u32(start), char::from_u32(end)) {
            (Some(start), Some(end)) if start <= end => Self(vec![(start, end)]),
            _ => Self::default(),
        }
    }

    /// Returns the class of `.`.
    pub(super) fn dot() -> Self {
        Self::of(LINE_ENDS).negated()
    }

    /// Returns the class of `\d`, `\w` or `\s`, or its complement for a capital letter.
    pub(super) fn escape(letter: char) -> Option<Self> {
        let class = match letter.to_ascii_lowercase() {
            'd' => Self::of(DIGITS),
            'w' => Self::of(WORD),
            's' => Self::of(SPACE),
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() { class.negated() } else { class })
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self::of(self.0.into_iter().chain(other.0))
    }

    pub(super) fn negated(&self) -> Self {
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some('\0');
        for (start, end) in &self.0 {
            if let (Some(first), Some(last)) = (next, before(*start))
                && first <= last
            {
                rest.push((first, last));
            }
            next = after(*end);
        }
        rest.extend(next.map(|first| (first, char::MAX)));
        Self(rest)
    }

    pub(super) fn has(&self, character: char) -> bool {
        let at = self.0.partition_point(|(_, end)| *end < character);
        self.0.get(at).is_some_and(|(start, _)| *start <= character)
    }

    pub(super) fn ranges(&self) -> &[(char, char)] {
        &self.0
    }

    /// Returns true if a character is in `\w`, as `\b` tests it.
    pub(super) fn is_word(character: char) -> bool {
        character.is_ascii_alphanumeric() || character == '_'
    }
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn a_class_and_its_negation_have_each_character_once() {
        let classes = [
            Class::default(),
            Class::dot(),
            Class::of([('b', 'd'), ('a', 'b'), ('e', 'e'), ('x', 'z')]),
            Class::of([('\0', '\u{d7ff}')]),
            Class::of([('\u{e000}', char::MAX)]),
            Class::of_points(0xD000, 0xDFFF),
            Class::of_points(0xD900, 0xDA00),
        ];
        let probes = ['\0', '\n', '`', 'a', 'c', 'e', 'f', 'z', '{', '\u{d7ff}', '\u{e000}', char::MAX];
        for class in classes {
            assert_eq!(class.negated().negated(), class);
            for probe in probes {
                assert_ne!(class.has(probe), class.negated().has(probe), "{probe:?} {class:?}");
            }
        }
        assert_eq!(Class::of([('b', 'd'), ('a', 'b'), ('e', 'e')]).ranges(), [('a', 'e')]);
    }
}

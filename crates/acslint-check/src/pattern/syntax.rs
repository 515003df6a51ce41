//! Parser of patterns in ECMA-262 with the `u` flag, and its error messages.
//!
//! JSON Schema requires the flag. It forbids every construct that could get a meaning later, such as `\_`. So the
//! parser knows the constructs of other languages, and names each in its error.

use std::{collections::BTreeMap, ops::Range};

use super::{PatternError, class::Class, property};

/// A pattern, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// One character.
    Class(Class),
    /// `^`.
    Start,
    /// `$`.
    End,
    /// `\b`, or `\B` where it is negated.
    WordBoundary {
        negated: bool,
    },
    Sequence(Vec<Self>),
    Choice(Vec<Self>),
    /// Capturing group, with its number.
    Capture(usize, Box<Self>),
    Repeat(Box<Repeat>),
    Look(Box<Look>),
    /// Backreference to the text of a group.
    Reference(usize),
}

/// A repetition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repeat {
    pub(super) inner: Node,
    pub(super) least: u32,
    /// `None` if unbounded.
    pub(super) most: Option<u32>,
    pub(super) greedy: bool,
    /// Numbers of the groups inside, which each round resets.
    pub(super) groups: Range<usize>,
}

/// A lookahead or lookbehind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub(super) inner: Node,
    pub(super) behind: bool,
    pub(super) negated: bool,
}

/// A construct that engines of other languages read differently, or refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unportable {
    pub(crate) span: Range<usize>,
    pub(crate) why: &'static str,
}

/// A parsed pattern.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) root: Node,
    /// Number of groups.
    pub(super) groups: usize,
    pub(super) unportable: Vec<Unportable>,
}

/// Maximum depth of nested groups.
const DEPTH: usize = 100;

/// Parses a pattern.
pub(super) fn parse(pattern: &str) -> Result<Parsed, PatternError> {
    let mut reader = Reader {
        text: pattern,
        at: 0,
        depth: 0,
        groups: 0,
        names: BTreeMap::new(),
        references: Vec::new(),
        unportable: Vec::new(),
        nested: 0..0,
    };
    let mut root = reader.choice()?;
    if let Some(next) = reader.peek() {
        let at = reader.at;
        return Err(reader.fail(at..at + next.len_utf8(), "closes a group that is not open", "write `\\)`"));
    }
    let mut numbers = Vec::new();
    for (reference, span) in std::mem::take(&mut reader.references) {
        let number = match reference {
            Target::Number(number) => (number <= reader.groups).then_some(number),
            Target::Name(name) => reader.names.get(&name).copied(),
        };
        let Some(number) = number else {
            return Err(reader.fail(
                span,
                "refers to a group that does not exist",
                "number the groups from 1",
            ));
        };
        numbers.push(number);
    }
    number_references(&mut root, &numbers);
    Ok(Parsed { root, groups: reader.groups, unportable: reader.unportable })
}

/// Replaces the indexes of backreferences by the numbers of their groups.
fn number_references(node: &mut Node, numbers: &[usize]) {
    match node {
        Node::Reference(index) => *index = numbers.get(*index).copied().unwrap_or_default(),
        Node::Sequence(nodes) | Node::Choice(nodes) => {
            for node in nodes {
                number_references(node, numbers);
            }
        }
        Node::Capture(_, inner) => number_references(inner, numbers),
        Node::Repeat(repeat) => number_references(&mut repeat.inner, numbers),
        Node::Look(look) => number_references(&mut look.inner, numbers),
        Node::Class(_) | Node::Start | Node::End | Node::WordBoundary { .. } => {}
    }
}

enum Target {
    Number(usize),
    Name(String),
}

struct Reader<'p> {
    text: &'p str,
    at: usize,
    depth: usize,
    groups: usize,
    names: BTreeMap<String, usize>,
    /// Targets of the references, in the order of the text.
    references: Vec<(Target, Range<usize>)>,
    unportable: Vec<Unportable>,
    /// Last class that seems to contain another one.
    nested: Range<usize>,
}

/// Item of a class: a character, or a set of characters that cannot be the end of a range.
enum Atom {
    Point(u32),
    Class(Class),
}

type Read<T> = Result<T, PatternError>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn fail(&self, span: Range<usize>, why: &str, help: &str) -> PatternError {
        PatternError {
            construct: self.text[span.clone()].to_owned(),
            span,
            why: why.to_owned(),
            help: help.to_owned(),
        }
    }

    fn note(&mut self, start: usize, why: &'static str) {
        self.unportable.push(Unportable { span: start..self.at, why });
    }

    /// Parses alternatives up to the end of their group.
    fn choice(&mut self) -> Read<Node> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(match (branches.len(), branches.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                branches.extend(last);
                Node::Choice(branches)
            }
        })
    }

    fn sequence(&mut self) -> Read<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            nodes.push(self.term()?);
        }
        Ok(Node::Sequence(nodes))
    }

    /// Parses an atom and its quantifier, or an assertion, which has no quantifier.
    fn term(&mut self) -> Read<Node> {
        let (start, groups) = (self.at, self.groups);
        let node = self.atom()?;
        let is_assertion =
            matches!(node, Node::Start | Node::End | Node::WordBoundary { .. } | Node::Look(_));
        let begins = self.at;
        let Some((least, most)) = self.quantifier()? else {
            return Ok(node);
        };
        if is_assertion {
            return Err(self.fail(
                start..self.at,
                "repeats an assertion",
                "remove the quantifier, or put the assertion into a group",
            ));
        }
        if most.is_some_and(|most| most < least) {
            return Err(self.fail(
                begins..self.at,
                "has its bounds out of order",
                "write the smaller one first",
            ));
        }
        let greedy = !self.eat("?");
        let behind = self.at;
        if let Some(mark @ ('*' | '+' | '?')) = self.peek() {
            let end = behind + mark.len_utf8();
            let (why, help) = if mark == '+' && greedy {
                ("is a possessive quantifier, which ECMA-262 does not have", "remove the second `+`")
            } else {
                ("repeats a repetition", "put what is repeated into a group")
            };
            return Err(self.fail(begins..end, why, help));
        }
        Ok(Node::Repeat(Box::new(Repeat {
            inner: node,
            least,
            most,
            greedy,
            groups: groups + 1..self.groups + 1,
        })))
    }

    fn quantifier(&mut self) -> Read<Option<(u32, Option<u32>)>> {
        let start = self.at;
        let bounds = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.bounds(start).map(Some),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(bounds))
    }

    fn bounds(&mut self, start: usize) -> Read<(u32, Option<u32>)> {
        self.at += 1;
        let least = self.number();
        let comma = self.eat(",");
        let most = if comma { self.number() } else { least };
        let closed = self.eat("}");
        let wrong = |reader: &Self, why: &str, help: &str| {
            let end = reader.at.max(start + 1);
            Err(reader.fail(start..end, why, help))
        };
        match (least, closed) {
            (Some(least), true) => Ok((least, most)),
            (None, true) if comma => wrong(self, "has no lower bound", "write it with `0`, such as `{0,3}`"),
            _ => wrong(self, "is not a quantifier", "write `\\{` for the brace"),
        }
    }

    /// Parses digits; a number that is too large becomes the maximum.
    fn number(&mut self) -> Option<u32> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let text = &self.text[self.at..self.at + digits];
        self.at += digits;
        (digits > 0).then(|| text.parse().unwrap_or(u32::MAX))
    }

    fn atom(&mut self) -> Read<Node> {
        let start = self.at;
        let Some(next) = self.next() else {
            return Ok(Node::Sequence(Vec::new()));
        };
        match next {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => Ok(Node::Class(Class::dot())),
            '(' => self.group(start),
            '[' => self.class(start).map(Node::Class),
            '\\' => self.escape(start),
            '*' | '+' | '?' => {
                Err(self.fail(start..self.at, "repeats nothing", "put something before it, or escape it"))
            }
            '{' => {
                self.at = start;
                self.bounds(start)?;
                Err(self.fail(start..self.at, "repeats nothing", "put something before it, or write `\\{`"))
            }
            ']' if self.nested.end == start && start > 0 => {
                let why = "is a class with an operator, which ECMA-262 does not have with the `u` flag";
                Err(self.fail(self.nested.start..self.at, why, "write out its characters"))
            }
            ']' | '}' => {
                let help = format!("write `\\{next}`");
                Err(self.fail(start..self.at, "closes what is not open", &help))
            }
            literal => Ok(Node::Class(Class::of([(literal, literal)]))),
        }
    }

    fn group(&mut self, start: usize) -> Read<Node> {
        if self.depth == DEPTH {
            return Err(self.fail(
                start..self.at,
                "is nested too deep",
                "use at most 100 groups inside each other",
            ));
        }
        let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        let look = look.into_iter().find(|(mark, ..)| self.eat(mark));
        let mut capture = None;
        if let Some((_, behind, _)) = look {
            if behind {
                self.note(start, "Go, RE2 and Rust have no lookbehind, others only one of fixed length");
            } else {
                self.note(start, "Go, RE2 and Rust have no lookahead");
            }
        } else if !self.eat("?:") {
            self.groups += 1;
            capture = Some(self.groups);
            if self.rest().starts_with('?') {
                self.group_name(start)?;
            }
        }
        self.depth += 1;
        let inner = self.choice()?;
        self.depth -= 1;
        if !self.eat(")") {
            return Err(self.fail(
                start..start + 1,
                "opens a group that is not closed",
                "close it, or write `\\(`",
            ));
        }
        Ok(match (look, capture) {
            (Some((_, behind, negated)), _) => Node::Look(Box::new(Look { inner, behind, negated })),
            (None, Some(number)) => Node::Capture(number, Box::new(inner)),
            (None, None) => inner,
        })
    }

    /// Parses the name of a group, from its question mark.
    fn group_name(&mut self, start: usize) -> Read<()> {
        if self.eat("?<") {
            let name = self.name(start)?;
            self.note(start, "Python writes `(?P<name>…)`, and Go before 1.22 does");
            if self.names.insert(name, self.groups).is_some() {
                return Err(self.fail(
                    start..self.at,
                    "names a group twice",
                    "give each group a name of its own",
                ));
            }
            return Ok(());
        }
        let rest = &self.text[self.at + 1..];
        let flags = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-').count();
        let (length, why, help) = match rest.as_bytes().first() {
            Some(b'P') => (2, "is how Python writes named groups", "write `(?<name>…)` or `\\k<name>`"),
            Some(b'>') => (1, "is an atomic group, which ECMA-262 does not have", "write `(?:…)`"),
            Some(b'#') => (1, "is a comment, which ECMA-262 does not have", "put it into `$comment`"),
            Some(b'|') => (1, "is a branch reset, which ECMA-262 does not have", "write `(?:…)`"),
            Some(b'R' | b'&' | b'0'..=b'9') => {
                (1, "is a recursive reference, which ECMA-262 does not have", "write out what it repeats")
            }
            _ if flags > 0 => (
                flags,
                "sets flags, which a pattern of JSON Schema cannot",
                "write it out, such as `[Aa]` for `(?i)a`, or `[^]` for `(?s).`",
            ),
            _ => (0, "is not a kind of group", "write `(?:…)`, or `\\(` and `\\?` for the characters"),
        };
        let end = self.at + 1 + length;
        let end = end + usize::from(matches!(self.text.as_bytes().get(end), Some(b':' | b')' | b'<')));
        Err(self.fail(start..end, why, help))
    }

    /// Parses a name up to its `>`.
    fn name(&mut self, start: usize) -> Read<String> {
        let mut name = String::new();
        loop {
            let at = self.at;
            let character = match self.next() {
                Some('>') if !name.is_empty() => return Ok(name),
                Some('\\') if self.eat("u") => self.unicode_escape(at)?,
                Some('\\') | None => 0,
                Some(character) => u32::from(character),
            };
            let property = if name.is_empty() { "ID_Start" } else { "ID_Continue" };
            let is_part = |character: &char| {
                matches!(character, '$' | '_')
                    || !name.is_empty() && matches!(character, '\u{200c}' | '\u{200d}')
                    || property::named(property).is_some_and(|class| class.has(*character))
            };
            let Some(character) = char::from_u32(character).filter(is_part) else {
                return Err(self.fail(
                    start..self.at,
                    "does not have a name between `<` and `>`",
                    "use letters, digits and `_`",
                ));
            };
            name.push(character);
        }
    }

    fn escape(&mut self, start: usize) -> Read<Node> {
        match self.peek() {
            Some('b' | 'B') => {
                let negated = self.next() == Some('B');
                self.note(start, "Python, .NET, Java and Rust count letters of every script as words");
                Ok(Node::WordBoundary { negated })
            }
            Some('1'..='9') => {
                let number = self.number().unwrap_or(u32::MAX) as usize;
                self.reference(start, Target::Number(number))
            }
            Some('k') => {
                self.at += 1;
                if !self.eat("<") {
                    return Err(self.fail(start..self.at, "has no name", "write `\\k<name>`"));
                }
                let name = self.name(start)?;
                self.reference(start, Target::Name(name))
            }
            _ => Ok(Node::Class(match self.class_escape(start, false)? {
                Atom::Point(point) => Class::of_points(point, point),
                Atom::Class(class) => class,
            })),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "it ends as its neighbours do")]
    fn reference(&mut self, start: usize, target: Target) -> Read<Node> {
        self.note(
            start,
            "Go, RE2 and Rust have no references back, and others match nothing where a group has no text",
        );
        self.references.push((target, start..self.at));
        Ok(Node::Reference(self.references.len() - 1))
    }

    /// Parses an escape after its backslash, except for assertions and references.
    fn class_escape(&mut self, start: usize, in_class: bool) -> Read<Atom> {
        let Some(letter) = self.next() else {
            return Err(self.fail(start..self.at, "escapes nothing", "write `\\\\` for the character"));
        };
        let point = match letter {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => {
                let why = match letter.to_ascii_lowercase() {
                    'd' => "Python, .NET and Rust count digits of every script",
                    'w' => "Python, .NET and Rust count letters of every script",
                    _ => "engines differ in which white space it is",
                };
                self.note(start, why);
                return Ok(Atom::Class(Class::escape(letter).unwrap_or_default()));
            }
            'p' | 'P' => return self.property(start, letter == 'P').map(Atom::Class),
            't' => 0x09,
            'n' => 0x0A,
            'v' => {
                self.note(start, "in PCRE it is any vertical white space");
                0x0B
            }
            'f' => 0x0C,
            'r' => 0x0D,
            'b' if in_class => 0x08,
            '-' if in_class => 0x2D,
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => {
                self.note(start, "RE2 and Go do not have it");
                0
            }
            'c' if self.peek().is_some_and(|next| next.is_ascii_alphabetic()) => {
                let control = self.next().map_or(0, |letter| u32::from(letter) % 32);
                self.note(start, "Python, Go and Rust do not have it");
                control
            }
            'x' => match self.hex(2) {
                Some(point) => point,
                None => return Err(self.unknown_escape(start, letter)),
            },
            'u' => {
                let point = self.unicode_escape(start)?;
                self.note(start, "Go, RE2 and PCRE write `\\x{…}`, and Python has no `\\u{…}`");
                point
            }
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                u32::from(letter)
            }
            other => return Err(self.unknown_escape(start, other)),
        };
        Ok(Atom::Point(point))
    }

    /// Parses `count` hexadecimal digits.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().get(..count)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()?;
        self.at += count;
        Some(value)
    }

    /// Parses an escape after `\u`; a pair of surrogates is one character.
    fn unicode_escape(&mut self, start: usize) -> Read<u32> {
        let wrong = |reader: &Self| {
            let end = reader.at.max(start + 2);
            Err(reader.fail(
                start..end,
                "is not the escape of a code point",
                "write it like `\\u00e9` or `\\u{1f4ac}`",
            ))
        };
        if self.eat("{") {
            let digits = self.rest().bytes().take_while(u8::is_ascii_hexdigit).count();
            let written = &self.text[self.at..self.at + digits];
            let significant = written.trim_start_matches('0');
            let point = match significant {
                "" if digits > 0 => Some(0),
                digits if digits.len() <= 6 => u32::from_str_radix(digits, 16).ok(),
                _ => None,
            };
            self.at += digits;
            return match point.filter(|point| *point <= 0x0010_FFFF) {
                Some(point) if self.eat("}") => Ok(point),
                _ => wrong(self),
            };
        }
        let Some(first) = self.hex(4) else {
            return wrong(self);
        };
        let here = self.at;
        if (0xD800..0xDC00).contains(&first)
            && self.eat("\\u")
            && let Some(second) = self.hex(4).filter(|second| (0xDC00..0xE000).contains(second))
        {
            return Ok(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
        }
        self.at = here;
        Ok(first)
    }

    fn property(&mut self, start: usize, negated: bool) -> Read<Class> {
        let length = if self.rest().starts_with('{') { self.rest().find('}') } else { None };
        let Some(length) = length else {
            let why = "needs the name of a property in braces";
            return Err(self.fail(start..self.at, why, "write it like `\\p{Lu}` or `\\p{Script=Greek}`"));
        };
        let name = &self.text[self.at + 1..self.at + length];
        let class = property::named(name);
        self.at += length + 1;
        let Some(class) = class else {
            let why = "is not a property of Unicode that ECMA-262 names so";
            return Err(self.fail(start..self.at, why, "write it like `\\p{Lu}` or `\\p{Script=Greek}`"));
        };
        self.note(start, "Python has no properties of Unicode, and others name them differently");
        Ok(if negated { class.negated() } else { class })
    }

    /// Returns the error about an escape that ECMA-262 does not have with the `u` flag.
    fn unknown_escape(&mut self, start: usize, letter: char) -> PatternError {
        let absent = "is an escape that ECMA-262 does not have";
        let (why, help) = match letter {
            'A' => (absent, "write `^`".to_owned()),
            'z' | 'Z' => (absent, "write `$`".to_owned()),
            'h' => (absent, "write `[\\t ]`".to_owned()),
            'R' => (absent, "write `(?:\\r\\n|[\\n\\r])`".to_owned()),
            'N' => (absent, "write `.`".to_owned()),
            'a' => (absent, "write `\\x07`".to_owned()),
            'e' => (absent, "write `\\x1b`".to_owned()),
            'H' | 'K' | 'G' | 'X' | 'Q' | 'E' | 'V' | 'C' | 'U' | 'L' | 'l' | 'g' => {
                (absent, "write out what it stands for".to_owned())
            }
            'x' if self.rest().starts_with('{') => {
                let length = self.rest().find('}').map_or(1, |length| length + 1);
                self.at += length;
                (absent, "write it like `\\u{e9}`".to_owned())
            }
            'x' => ("needs two hexadecimal digits", "write it like `\\xe9`".to_owned()),
            'c' => ("needs a letter", "write it like `\\cJ`".to_owned()),
            '0'..='9' => {
                let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
                self.at += digits;
                ("is an octal escape, which ECMA-262 forbids", "write it like `\\x08`".to_owned())
            }
            other if other.is_alphanumeric() => (absent, format!("write `{other}` for the character")),
            other => (
                "escapes a character that has no escape in ECMA-262",
                format!("write `{other}` without the backslash"),
            ),
        };
        self.fail(start..self.at, why, &help)
    }

    fn class(&mut self, start: usize) -> Read<Class> {
        if self.rest().starts_with(':') && self.rest().contains(":]") {
            let length = self.rest().find(":]").map_or(0, |at| at + 2);
            return Err(self.fail(
                start..self.at + length,
                "is a POSIX class, which ECMA-262 does not have",
                "write out its characters, such as `a-zA-Z`",
            ));
        }
        let negated = self.eat("^");
        let mut all = Class::default();
        let (mut odd, mut nested) = (false, false);
        loop {
            let at = self.at;
            nested |= ["&&[", "--[", "~~["].iter().any(|operator| self.rest().starts_with(operator));
            match self.peek() {
                None => {
                    return Err(self.fail(
                        start..start + 1,
                        "opens a class that is not closed",
                        "close it, or write `\\[`",
                    ));
                }
                Some(']') => break,
                Some('[') if self.rest().starts_with("[:") && self.rest().contains(":]") => {
                    self.at += 1;
                    self.class(at)?;
                }
                Some('[') => odd = true,
                Some(mark @ ('&' | '-' | '~' | '|')) => {
                    odd |= self.text[self.at + 1..].starts_with(mark) && at > start + 1;
                }
                Some(_) => {}
            }
            let first = self.class_atom()?;
            if !self.rest().starts_with('-') || self.rest().starts_with("-]") {
                all = all.join(match first {
                    Atom::Point(point) => Class::of_points(point, point),
                    Atom::Class(class) => class,
                });
                continue;
            }
            self.at += 1;
            let last = self.class_atom()?;
            match (first, last) {
                (Atom::Point(first), Atom::Point(last)) if first <= last => {
                    all = all.join(Class::of_points(first, last));
                }
                (Atom::Point(_), Atom::Point(_)) => {
                    return Err(self.fail(
                        at..self.at,
                        "is a range out of order",
                        "write its first character first",
                    ));
                }
                _ => {
                    return Err(self.fail(
                        at..self.at,
                        "is a range that begins or ends with a class",
                        "write `\\-` for the hyphen",
                    ));
                }
            }
        }
        let is_empty = self.at == start + 1 + usize::from(negated);
        self.at += 1;
        if nested {
            self.nested = start..self.at;
        }
        if is_empty {
            self.note(start, "elsewhere `]` is the first character of the class");
        } else if odd {
            self.note(
                start,
                "Java, Ruby, .NET and Rust have classes within classes, and operators between them",
            );
        }
        Ok(if negated { all.negated() } else { all })
    }

    fn class_atom(&mut self) -> Read<Atom> {
        let start = self.at;
        match self.next() {
            Some('\\') => self.class_escape(start, true),
            Some(character) => Ok(Atom::Point(u32::from(character))),
            None => Err(self.fail(start..start, "ends within a class", "close it")),
        }
    }
}

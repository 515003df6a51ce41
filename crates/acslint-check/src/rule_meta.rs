//! Rules as plain data: what users choose by id, and read about on a page.

use crate::Level;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name of the violation.
    pub id: &'static str,
    /// Kind of violation.
    pub group: Group,
    /// Version that introduced the rule.
    pub since: &'static str,
    /// Page of the rule, in Markdown.
    pub page: &'static str,
}

impl Rule {
    /// Returns the first sentence below the title of the rule's page.
    pub fn meaning(&self) -> String {
        meaning(self.page)
    }
}

fn meaning(page: &str) -> String {
    let below = page.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> = below.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

/// Kind of violation that a rule reports; decides the rule's level unless a user sets another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The record is wrong: error.
    Correctness,
    /// The record is probably wrong: warning.
    Suspicious,
    /// True of many good records: off.
    Restriction,
    /// The schema works, but tells people less than it could: info.
    Style,
}

impl Group {
    /// Every group of the rules about records, the worst first; only rules about schemas are in [`Self::Style`].
    pub const ALL: [Self; 3] = [Self::Correctness, Self::Suspicious, Self::Restriction];

    /// Name of the group in options and pages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Suspicious => "suspicious",
            Self::Restriction => "restriction",
            Self::Style => "style",
        }
    }

    /// Level of the rules in this group.
    pub const fn level(self) -> Level {
        match self {
            Self::Correctness => Level::Error,
            Self::Suspicious => Level::Warning,
            Self::Restriction => Level::Allow,
            Self::Style => Level::Info,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn the_meaning_is_the_first_sentence() {
        assert_eq!(meaning("# a\n\nOne thing,\nsaid. More.\n\n## Fails\n"), "One thing, said.");
        assert_eq!(meaning("# a\n\nOnly this.\n"), "Only this.");
    }
}

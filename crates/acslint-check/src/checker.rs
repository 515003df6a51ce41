//! The way in: [`Checker`] holds what depends on the configuration only; a [`Session`] of it checks one input.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use acslint_types::{CATEGORIES, Category, Shape};

use crate::{
    Finding, Group, Level, RecordType, Session, Span, Subject,
    contents::Contents,
    custom::{self, CustomCategories, Violations},
    disclosure::{self, Manner, Reading},
    document::{Document, Embedded, Tree},
    fast_path::{self, Counts, Kind, Program},
    identify::{Identity, identify},
    names::nearest,
    record::{CustomRecord, Known, Record, Understanding, understand},
    rules::{self, Levels, RULES},
    validate::Compiled,
};

/// What a user may decide about checking.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Levels that differ from the rules' own, by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
    /// Levels for findings about some categories and properties only; the last one that says something of a rule counts.
    pub overrides: Vec<Override>,
    /// The category of records that do not say theirs.
    pub category: Option<&'static Category>,
    /// The shape of records that fit both.
    pub shape: Option<Shape>,
    /// The categories of the user's own.
    pub custom: CustomCategories,
    /// Whether to check every record in full, also those that could be proved clean, and to ask jsonschema about every value
    /// that it has a schema for.
    ///
    /// The findings are the same, and each record has an event; it takes many times as long. What is quicker is proved
    /// against this.
    pub full_path_only: bool,
    /// Whether each event says what its record holds, see [`Event::contents`](crate::Event::contents).
    ///
    /// Every record is checked in full then, since the fast path does not find that out.
    pub contents: bool,
}

/// Levels that differ for findings about some categories and properties.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// The names of the categories, known and own ones; all, and records of no known one, if there are none.
    pub categories: Vec<&'static str>,
    /// Canonical names of the properties, as [`Finding::field`](crate::Finding) has them for custom categories, or names of members that are none (see [`Finding::subject`]); if there are none,
    /// it is for findings about anything.
    pub fields: Vec<String>,
    /// Levels by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
}

/// Why a [`Checker`] could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A level was given for a rule that does not exist.
    #[error("unknown rule `{rule}`{}", suggestion.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    UnknownRule {
        /// What was given.
        rule: String,
        /// The nearest rule id.
        suggestion: Option<&'static str>,
    },
}

/// The [id](Checker::id) of the next checker.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// Checks inputs; made once, used for any number of them, from any number of threads.
#[derive(Debug)]
pub struct Checker {
    /// No other checker has it.
    pub(crate) id: u64,
    pub(crate) settings: Settings,
    pub(crate) levels: Levels,
    /// The levels for records of custom categories.
    custom_levels: Levels,
    /// The schemas by category and shape, each compiled when the first of its records is met: a run pays for what it uses.
    compiled: Vec<[OnceLock<Compiled>; 2]>,
    /// By number of a custom category: the program that proves clean its records, if there is one.
    custom_programs: Vec<OnceLock<Option<Program>>>,
    /// By number: what records can be checked as.
    record_types: Vec<RecordType>,
}

impl Checker {
    /// A checker with these settings.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let overridden = settings.overrides.iter().flat_map(|given| &given.levels);
        for (id, _) in settings.levels.iter().chain(overridden) {
            let is_group = Group::ALL.iter().any(|group| group.id() == id);
            if !is_group && RULES.iter().all(|rule| rule.id != id) {
                let groups = Group::ALL.iter().map(|group| group.id());
                let suggestion = nearest(id, RULES.iter().map(|rule| rule.id).chain(groups));
                return Err(SettingsError::UnknownRule { rule: id.clone(), suggestion });
            }
        }
        let levels = Levels::new(&settings.levels, &settings.overrides);
        // A schema that leaves no room for other properties says that they are wrong.
        let custom: Vec<_> =
            [("unknown-field".to_owned(), Level::Error)].into_iter().chain(settings.levels.clone()).collect();
        let custom_levels = Levels::new(&custom, &settings.overrides);
        let compiled = CATEGORIES.iter().map(|_| Default::default()).collect();
        let record_types = CATEGORIES
            .iter()
            .flat_map(|category| Shape::ALL.map(|shape| RecordType::of(category, shape)))
            .chain(settings.custom.names().map(RecordType::custom))
            .collect();
        let custom_programs = settings.custom.names().map(|_| OnceLock::new()).collect();
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Ok(Self { id, settings, levels, custom_levels, compiled, custom_programs, record_types })
    }

    /// Begins an input.
    pub fn session(&self, hints: Hints) -> Session<'_> {
        Session::new(self, hints)
    }

    /// Gives the findings of a record the levels that they have now that it is known what the record is.
    pub(crate) fn settle(&self, findings: &mut Vec<Finding>, subject: &Subject) {
        let is_custom = matches!(subject, Subject::Known(RecordType { shape: None, .. }));
        let levels = if is_custom { &self.custom_levels } else { &self.levels };
        levels.settle(findings, subject.category());
    }

    /// Records of each type that were counted.
    pub(crate) fn counted<'c>(&'c self, counts: &'c Counts) -> impl Iterator<Item = (RecordType, u64)> + 'c {
        counts.iter().map(|(kind, records)| (self.record_types[usize::from(kind)], records))
    }

    /// The program that proves clean records of a kind, once the kind has been met.
    pub(crate) fn program(&self, kind: Kind) -> Option<&Program> {
        let [category, shape] = [usize::from(kind) / Shape::ALL.len(), usize::from(kind) % Shape::ALL.len()];
        match self.compiled.get(category) {
            Some(compiled) => compiled.get(shape)?.get()?.program(&self.levels, &self.settings),
            None => self.custom_program(kind),
        }
    }

    #[inline(never)]
    fn custom_program(&self, kind: Kind) -> Option<&Program> {
        let number = fast_path::custom_number(kind)?;
        let program = self.custom_programs.get(number)?;
        program.get_or_init(|| Program::of_custom(number, &self.settings)).as_ref()
    }

    fn compiled(&self, category: &'static Category, shape: Shape) -> &Compiled {
        let index = CATEGORIES.iter().position(|known| *known == category).unwrap_or_default();
        let compile = || Compiled::new(category, shape, self.settings.full_path_only);
        self.compiled[index][shape as usize].get_or_init(compile)
    }

    /// Whether records may be proved clean.
    pub(crate) fn uses_fast_path(&self) -> bool {
        !self.settings.full_path_only && !self.settings.contents
    }

    /// Checks one record that was parsed into `tree`.
    pub(crate) fn check(
        &self,
        input: &Input<'_>,
        tree: &mut Tree,
        scratch: &mut Scratch,
        findings: &mut Vec<Finding>,
    ) -> Checked {
        let Input { text, offset, hints, aggregated } = *input;
        let Scratch { embedded, understanding, contents, reading } = scratch;
        let identity = {
            let document = Document { text, tree, embedded };
            identify(document.root(), &self.settings, hints, aggregated)
        };
        if let Identity::LoadedCategory(number) = identity {
            let document = Document { text, tree, embedded };
            return self.check_custom(number, document, &identity, offset, reading, findings);
        }
        if let Identity::Known(known) = &identity {
            let compiled = self.compiled(known.category, known.shape);
            understand(text, tree, embedded, &compiled.names, known.inner_only, understanding);
            let understood = Known {
                names: &compiled.names,
                inner_only: known.inner_only,
                misnamed: known.misnamed.as_ref(),
                understanding,
            };
            let document = Document { text, tree, embedded };
            let record = Record { document, identity: &identity, known: Some(understood), custom: None };
            if self.settings.contents {
                contents.take(&record, &understood);
            }
            let violations = compiled.violations(document.root(), known.inner_only);
            rules::check_record(&self.levels, &record, &violations, offset, findings);
            let manner =
                Manner::Known { category: known.category, shape: known.shape, inner_only: known.inner_only };
            reading.set(manner, &violations);
            return Checked {
                subject: Subject::Known(RecordType::of(known.category, known.shape)),
                kind: fast_path::kind(known.category, known.shape),
            };
        }
        let document = Document { text, tree, embedded };
        let record = Record { document, identity: &identity, known: None, custom: None };
        rules::check_record(&self.levels, &record, &[], offset, findings);
        reading.set(Manner::Other, &[]);
        let subject = match identity {
            Identity::Foreign(kind) => Subject::Foreign { kind },
            _ => Subject::Unknown,
        };
        Checked { subject, kind: None }
    }

    /// The bytes near a span of the input that anybody may see, of a record that was checked before and is parsed into `tree`
    /// again.
    pub(crate) fn shown(&self, manner: Manner, input: &Input<'_>, tree: &mut Tree, near: Span) -> Vec<Span> {
        let Input { text, offset, .. } = *input;
        let mut scratch = Scratch::default();
        let Scratch { embedded, understanding, reading, .. } = &mut scratch;
        match manner {
            Manner::LoadedCategory(number) => {
                let category = &self.settings.custom.all()[number];
                let root = Document { text, tree, embedded }.root();
                reading.set(manner, &custom::violations(category, &self.settings.custom, root).violations);
            }
            Manner::Known { category, shape, inner_only } => {
                let compiled = self.compiled(category, shape);
                understand(text, tree, embedded, &compiled.names, inner_only, understanding);
                let root = Document { text, tree, embedded }.root();
                reading.set(manner, &compiled.violations(root, inner_only));
            }
            Manner::Other => reading.set(manner, &[]),
        }
        disclosure::gather(self, &scratch, (text, tree), offset, near)
    }

    /// Checks a record of a custom category.
    fn check_custom(
        &self,
        number: usize,
        document: Document<'_>,
        identity: &Identity,
        offset: u64,
        reading: &mut Reading,
        findings: &mut Vec<Finding>,
    ) -> Checked {
        let category = &self.settings.custom.all()[number];
        let Violations { violations, unknown } =
            custom::violations(category, &self.settings.custom, document.root());
        let custom = CustomRecord { category, unknown: &unknown };
        let record = Record { document, identity, known: None, custom: Some(custom) };
        rules::check_record(&self.custom_levels, &record, &violations, offset, findings);
        reading.set(Manner::LoadedCategory(number), &violations);
        Checked {
            subject: Subject::Known(RecordType::custom(category.name)),
            kind: fast_path::custom_kind(number),
        }
    }
}

/// What a record that was checked is.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) subject: Subject,
    /// The number of its type, if it has one.
    pub(crate) kind: Option<Kind>,
}

/// What is known of an input besides its bytes; only ever used for suggestions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The category that the folders of the input's path name.
    pub category: Option<&'static Category>,
}

impl Hints {
    /// Reads the folder names of Azure Monitor's exports: `insights-logs-<category>` and `am-<table>`.
    pub fn from_path(path: &str) -> Self {
        let category = path.split(['/', '\\']).find_map(|folder| {
            let folder = folder.to_ascii_lowercase();
            let named = |prefix: &str, name: fn(&Category) -> Option<&'static str>| {
                let name_in_path = folder.strip_prefix(prefix)?;
                let is_it = |name: &str| name.eq_ignore_ascii_case(name_in_path);
                CATEGORIES.iter().copied().find(|category| name(category).is_some_and(is_it))
            };
            named("insights-logs-", |category| category.value)
                .or_else(|| named("am-", |category| category.table))
        });
        Self { category }
    }
}

/// The text that holds a record, and what is known of it besides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) text: &'a str,
    /// Where it begins in the input.
    pub(crate) offset: u64,
    pub(crate) hints: Hints,
    /// Whether the record is a row of a query's answer, which need not be a log record.
    pub(crate) aggregated: bool,
}

/// Buffers that the check of a record needs, used again for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub(crate) embedded: Embedded,
    pub(crate) understanding: Understanding,
    /// What the last record of a known category holds, where that was asked for.
    pub(crate) contents: Contents,
    /// How the last record was read.
    pub(crate) reading: Reading,
}

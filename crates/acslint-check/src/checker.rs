//! Entry point: a [`Checker`] holds the compiled configuration; a [`Session`] of it checks one input.

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

/// Settings of the checks.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Levels that differ from the rules' own, by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
    /// Levels for findings about some categories and properties only; the last one that applies to a rule counts.
    pub overrides: Vec<Override>,
    /// Category of records that do not name theirs.
    pub category: Option<&'static Category>,
    /// Shape to assume where a record fits both.
    pub shape: Option<Shape>,
    /// Custom categories of the user.
    pub custom: CustomCategories,
    /// True to check every record in full, without the fast path, and to validate every value with jsonschema,
    /// without the precheck.
    ///
    /// The findings are the same, and each record has an event; it takes many times as long. Tests and fuzzing
    /// compare the faster paths with it.
    pub full_path_only: bool,
    /// True if each event has the contents of its record, see [`Event::contents`](crate::Event::contents).
    ///
    /// Every record is then checked in full, since the fast path does not determine them.
    pub contents: bool,
}

/// Levels that differ for findings about some categories and properties.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// Names of the categories, known or custom. If there are none, the override applies to all, and to records of
    /// unknown ones.
    pub categories: Vec<&'static str>,
    /// Canonical names of the properties, as in [`Finding::field`](crate::Finding) for custom categories, or names
    /// of members that are not properties (see [`Finding::subject`]). If there are none, the override applies to
    /// all findings.
    pub fields: Vec<String>,
    /// Levels by the id of a rule or a group; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
}

/// Error of making a [`Checker`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A level was given for a rule that does not exist.
    #[error("unknown rule `{rule}`{}", suggestion.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    UnknownRule {
        /// The given id.
        rule: String,
        /// The nearest rule id.
        suggestion: Option<&'static str>,
    },
}

/// The [id](Checker::id) of the next checker.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// Checker of inputs. One checker serves any number of inputs and threads.
#[derive(Debug)]
pub struct Checker {
    /// Id that no other checker has.
    pub(crate) id: u64,
    pub(crate) settings: Settings,
    pub(crate) levels: Levels,
    /// Levels for records of custom categories.
    custom_levels: Levels,
    /// Schemas by category and shape. Each is compiled for its first record, so a run pays only for those it uses.
    compiled: Vec<[OnceLock<Compiled>; 2]>,
    /// Programs of the custom categories, by index.
    custom_programs: Vec<OnceLock<Option<Program>>>,
    /// Record types by kind.
    record_types: Vec<RecordType>,
}

impl Checker {
    /// Makes a checker with these settings. Fails if a level names an unknown rule.
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
        // A schema that allows no other properties reports unknown ones itself.
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

    /// Starts the check of an input.
    pub fn session(&self, hints: Hints) -> Session<'_> {
        Session::new(self, hints)
    }

    /// Sets the levels of a record's findings, now that its category is known.
    pub(crate) fn settle(&self, findings: &mut Vec<Finding>, subject: &Subject) {
        let is_custom = matches!(subject, Subject::Known(RecordType { shape: None, .. }));
        let levels = if is_custom { &self.custom_levels } else { &self.levels };
        levels.settle(findings, subject.category());
    }

    /// Returns the number of records of each type.
    pub(crate) fn counted<'c>(&'c self, counts: &'c Counts) -> impl Iterator<Item = (RecordType, u64)> + 'c {
        counts.iter().map(|(kind, records)| (self.record_types[usize::from(kind)], records))
    }

    /// Returns the program of a kind, compiling it first if necessary.
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

    /// Returns true if the settings allow the fast path.
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

/// Result of checking a record.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) subject: Subject,
    /// Kind of the record, if it has one.
    pub(crate) kind: Option<Kind>,
}

/// Hints about an input from outside its bytes; they only serve suggestions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// Category that the folders of the input's path name.
    pub category: Option<&'static Category>,
}

impl Hints {
    /// Parses the folder names of Azure Monitor's exports: `insights-logs-<category>` and `am-<table>`.
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

/// Text that contains a record, with its context.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) text: &'a str,
    /// Offset of the text in the input.
    pub(crate) offset: u64,
    pub(crate) hints: Hints,
    /// True if the record is a row of a query answer, which may not be a log record.
    pub(crate) aggregated: bool,
}

/// Buffers of the check of a record, reused for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub(crate) embedded: Embedded,
    pub(crate) understanding: Understanding,
    /// What the last record of a known category holds, where that was asked for.
    pub(crate) contents: Contents,
    /// How the last record was read.
    pub(crate) reading: Reading,
}

//! Entry point: a [`Checker`] holds the compiled configuration; a [`Session`] of it checks one input.

use std::sync::{Arc, OnceLock};

use acslint_types::{CATEGORIES, Category, Shape};

use crate::{
    Finding, Group, Hints, Level, RecordType, Settings, SettingsError, Span, Subject,
    contents::Contents,
    custom::{self, CustomCategories, Violations},
    disclosure,
    document::{Document, Embedded, Tree},
    fast_path::{self, Counts, Kind, Program, Programs},
    identify::{Identity, identify},
    levels::Levels,
    names::nearest,
    record::{CustomRecord, Known, Record, Understanding, understand},
    rules::RULES,
    run_rules,
    validate::{Compiled, Validators},
    violation::Violation,
};

/// Checker of inputs. One checker serves any number of inputs and threads.
#[derive(Debug)]
pub struct Checker {
    /// Token by whose address a worker state recognises this checker.
    pub(crate) token: Arc<()>,
    pub(crate) settings: Settings,
    pub(crate) levels: Levels,
    /// Levels for records of custom categories.
    custom_levels: Levels,
    /// Schemas by category and shape. Each is compiled for its first record, so a run pays only for those it uses.
    compiled: Vec<[OnceLock<Compiled>; 2]>,
    validators: Arc<Validators>,
    /// Programs by kind; `None` for a kind whose clean records a program cannot recognize.
    programs: Vec<OnceLock<Option<Program>>>,
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
        let record_types: Vec<RecordType> = CATEGORIES
            .iter()
            .flat_map(|category| Shape::ALL.map(|shape| RecordType::of(category, shape)))
            .chain(settings.custom.names().map(RecordType::custom))
            .collect();
        let programs = record_types.iter().map(|_| OnceLock::new()).collect();
        let (token, validators) = (Arc::default(), Arc::default());
        Ok(Self { token, settings, levels, custom_levels, compiled, validators, programs, record_types })
    }

    /// Sets the levels of a record's findings, now that its category is known.
    pub(crate) fn assign_levels(&self, findings: &mut Vec<Finding>, subject: &Subject) {
        let is_custom = matches!(subject, Subject::Known(RecordType { shape: None, .. }));
        let levels = if is_custom { &self.custom_levels } else { &self.levels };
        levels.assign_levels(findings, subject.category());
    }

    /// Returns the number of records of each type.
    pub(crate) fn counted<'c>(&'c self, counts: &'c Counts) -> impl Iterator<Item = (RecordType, u64)> + 'c {
        counts.iter().map(|(kind, records)| (self.record_types[usize::from(kind)], records))
    }

    /// Compiles the program of a kind. A known category has one once its schema is compiled.
    #[inline(never)]
    fn compile_program(&self, kind: Kind) -> Option<&Program> {
        let slot = self.programs.get(usize::from(kind))?;
        let [category, shape] = [usize::from(kind) / Shape::ALL.len(), usize::from(kind) % Shape::ALL.len()];
        let Some(compiled) = self.compiled.get(category) else {
            let number = fast_path::custom_number(kind)?;
            return slot.get_or_init(|| Program::of_custom(number, &self.settings)).as_ref();
        };
        let Compiled { names, schema, .. } = compiled.get(shape)?.get()?;
        slot.get_or_init(|| Program::of_records(names, schema, &self.levels, &self.settings)).as_ref()
    }

    fn compiled(&self, category: &'static Category, shape: Shape) -> &Compiled {
        let index = CATEGORIES.iter().position(|known| *known == category).unwrap_or_default();
        let compile = || Compiled::new(category, shape, self.settings.full_path_only, &self.validators);
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
        let Scratch { embedded, understanding, contents, shown } = scratch;
        let identity = {
            let document = Document { text, tree, embedded };
            identify(document.root(), &self.settings, hints, aggregated)
        };
        if let Identity::Custom(number) = identity {
            let document = Document { text, tree, embedded };
            return self.check_custom(number, document, &identity, offset, shown, findings);
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
            let violations = compiled.violations(&record, known.inner_only);
            run_rules::check_record(&self.levels, &record, &violations, offset, findings);
            self.disclose(&record, &violations, offset, findings, shown);
            return Checked {
                subject: Subject::Known(RecordType::of(known.category, known.shape)),
                kind: fast_path::kind(known.category, known.shape),
            };
        }
        let document = Document { text, tree, embedded };
        let record = Record { document, identity: &identity, known: None, custom: None };
        run_rules::check_record(&self.levels, &record, &[], offset, findings);
        self.disclose(&record, &[], offset, findings, shown);
        let subject = match identity {
            Identity::Foreign(kind) => Subject::Foreign { kind },
            _ => Subject::Unknown,
        };
        Checked { subject, kind: None }
    }

    /// Determines the spans of a record that may be disclosed, if the settings ask for them and the record has
    /// findings.
    fn disclose(
        &self,
        record: &Record<'_>,
        violations: &[Violation<'_>],
        offset: u64,
        findings: &[Finding],
        shown: &mut Vec<Span>,
    ) {
        shown.clear();
        if self.settings.disclosure && !findings.is_empty() {
            disclosure::gather(record, violations, offset, shown);
        }
    }

    /// Checks a record of a custom category.
    fn check_custom(
        &self,
        number: usize,
        document: Document<'_>,
        identity: &Identity,
        offset: u64,
        shown: &mut Vec<Span>,
        findings: &mut Vec<Finding>,
    ) -> Checked {
        let category = &self.settings.custom.all()[number];
        let Violations { violations, unknown } =
            custom::violations(category, &self.settings.custom, document.root());
        let custom = CustomRecord { category, unknown: &unknown };
        let record = Record { document, identity, known: None, custom: Some(custom) };
        run_rules::check_record(&self.custom_levels, &record, &violations, offset, findings);
        self.disclose(&record, &violations, offset, findings, shown);
        Checked {
            subject: Subject::Known(RecordType::custom(category.name)),
            kind: fast_path::custom_kind(number),
        }
    }
}

impl Programs for Checker {
    fn program(&self, kind: Kind) -> Option<&Program> {
        match self.programs.get(usize::from(kind))?.get() {
            Some(program) => program.as_ref(),
            None => self.compile_program(kind),
        }
    }

    fn custom(&self) -> &CustomCategories {
        &self.settings.custom
    }
}

/// Result of checking a record.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) subject: Subject,
    /// Kind of the record, if it has one.
    pub(crate) kind: Option<Kind>,
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
    embedded: Embedded,
    understanding: Understanding,
    /// Contents of the last record of a known category, if the settings ask for them.
    pub(crate) contents: Contents,
    /// Spans of the last record that may be disclosed, if the settings ask for them.
    pub(crate) shown: Vec<Span>,
}

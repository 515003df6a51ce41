//! The compiled configuration: schemas, programs and levels. A [`Session`](crate::Session) of a [`Checker`] checks one
//! input.

use std::sync::{Arc, OnceLock};

use acslint_types::{CATEGORIES, Category, Shape};

use crate::{
    Group, Hints, Level, Provenance, RecordType, Settings, SettingsError, Subject,
    custom::CustomCategories,
    fast_path::{self, Counts, Inspection, Kind, Program, Programs},
    identify::ACTIVITY_LOG,
    levels::Levels,
    names::nearest,
    reading::Manner,
    rules::RULES,
    validate::{Compiled, Validators},
};

/// Checker of inputs. One checker serves any number of inputs and threads.
#[derive(Debug)]
pub struct Checker {
    /// Token by whose address a worker state recognises this checker.
    pub(crate) token: Arc<()>,
    pub(crate) settings: Settings,
    pub(crate) levels: Levels,
    /// Levels for records of custom categories.
    pub(crate) custom_levels: Levels,
    /// True if a rule that is on compares records with the folders of their input.
    compares_folders: bool,
    /// Schemas by category and shape. Each is compiled for its first record, so a run pays only for those it uses.
    compiled: Vec<[OnceLock<Compiled>; 2]>,
    validators: Arc<Validators>,
    /// Programs by kind; `None` for a kind whose clean records a program cannot recognize.
    programs: Vec<OnceLock<Option<Program>>>,
    /// Record types by kind.
    record_types: Vec<RecordType>,
    /// Number of bytes of the longest record that the fast path may prove clean: no text in it is too long for the
    /// destination.
    longest_record: usize,
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
        let compares_folders = levels.enabled_anywhere().any(|(rule, _)| rule.rule.id == "wrong-container");
        let compiled = CATEGORIES.iter().map(|_| Default::default()).collect();
        let record_types: Vec<RecordType> = CATEGORIES
            .iter()
            .flat_map(|category| Shape::ALL.map(|shape| RecordType::of(category, shape)))
            .chain(settings.custom.names().map(RecordType::custom))
            .collect();
        let programs = record_types.iter().map(|_| OnceLock::new()).collect();
        let (token, validators) = (Arc::default(), Arc::default());
        let longest_record =
            settings.destination.as_ref().map_or(usize::MAX, |destination| destination.longest_text());
        Ok(Self {
            token,
            settings,
            levels,
            custom_levels,
            compares_folders,
            compiled,
            validators,
            programs,
            record_types,
            longest_record,
        })
    }

    /// Returns the number of records of each type.
    pub(crate) fn counted<'c>(&'c self, counts: &'c Counts) -> impl Iterator<Item = (RecordType, u64)> + 'c {
        counts.iter().map(|(kind, records)| (self.record_types[usize::from(kind)], records))
    }

    /// Type of the records of a kind.
    pub(crate) fn record_type(&self, kind: Kind) -> RecordType {
        self.record_types[usize::from(kind)]
    }

    /// Returns the subject of the records of a kind of known records, and the manner of reading them.
    pub(crate) fn reading_of(&self, kind: Kind) -> (Subject, Manner) {
        let manner = match (fast_path::category_of(kind), fast_path::custom_number(kind)) {
            (Some((category, shape)), _) => Manner::Known { category, shape, inner_only: false },
            (None, Some(number)) => Manner::Custom(number),
            (None, None) => Manner::Other,
        };
        (Subject::Known(self.record_types[usize::from(kind)]), manner)
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

    /// Returns the compiled schema of a category in a shape, compiling it first if necessary.
    pub(crate) fn compiled(&self, category: &'static Category, shape: Shape) -> &Compiled {
        let index = CATEGORIES.iter().position(|known| *known == category).unwrap_or_default();
        let compile = || Compiled::new(category, shape, self.settings.full_path_only, &self.validators);
        self.compiled[index][shape as usize].get_or_init(compile)
    }

    /// Returns the texts that identify records of custom categories and of Azure's activity log.
    pub fn identifying_texts(&self) -> impl Iterator<Item = &str> {
        self.settings.custom.all().iter().map(|category| category.value.text).chain(ACTIVITY_LOG)
    }

    /// Returns the inspection of clean records that an input with these hints needs.
    pub(crate) fn inspection(&self, hints: Hints) -> Option<Inspection> {
        let Settings { window, keeps_apart, along, .. } = self.settings;
        let Hints { category, hour, .. } = if self.compares_folders { hints } else { Hints::default() };
        Inspection { window, keeps_apart, along, category, hour }.if_needed()
    }

    /// Returns true if a record of this provenance is selected.
    pub(crate) fn selects(&self, provenance: Option<&Provenance>) -> bool {
        self.settings.window.as_ref().is_none_or(|window| window.selects(provenance))
    }

    /// Returns true if the time and the resource of a record without findings are needed.
    pub(crate) fn wants_provenance(&self) -> bool {
        let Settings { contents, window, along, .. } = &self.settings;
        *contents || window.is_some() || along.is_some()
    }

    /// Returns true if the settings allow the fast path.
    pub(crate) fn uses_fast_path(&self) -> bool {
        !self.settings.full_path_only && !self.settings.contents
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

    #[inline]
    fn longest_record(&self) -> usize {
        self.longest_record
    }
}

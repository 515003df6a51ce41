//! Synthetic records, made from the metadata of categories in acslint-types: clean ones, and ones with one known
//! defect.
//!
//! This module does no I/O. A record is a function of the settings and its number, except for its time, which
//! advances from record to record.

mod clock;
mod custom;
mod defect;
mod digits;
mod draft;
mod facts;
mod random;
mod recipe;
mod source;
mod text;
mod value;

use acslint_types::{CATEGORIES, Category, Shape};

use clock::SECOND;
use defect::Scene;
use draft::Draft;
use facts::Facts;
use random::{Purpose, Random};
use recipe::{Recipe, exists};

pub use custom::SchemaSampler;
pub use defect::{Label, rules};

/// Settings of a sample. The same settings give the same records.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Categories, in any order; all that have the shape if empty.
    pub categories: Vec<&'static Category>,
    /// Shape of the records.
    pub shape: Shape,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Share of records with a defect, from 0 to 1.
    pub defects: f64,
    /// Rules that defects break, some of [`rules`]; all of them if empty.
    pub rules: Vec<String>,
    /// True if the keys of each record are shuffled.
    pub shuffle: bool,
}

impl Settings {
    /// Returns the settings of a sample of all categories, without defects.
    pub fn new(shape: Shape, seed: u64) -> Self {
        Self { categories: Vec::new(), shape, seed, defects: 0.0, rules: Vec::new(), shuffle: false }
    }
}

/// Reason why no sample has these settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A category has no records of the shape: one without a table has no rows.
    #[error("`{}` has no records of the shape `{shape}`", category.id)]
    NoSuchShape {
        /// Category.
        category: &'static Category,
        /// Shape.
        shape: Shape,
    },
    /// No defect breaks a rule, or the rule is unknown.
    #[error("no defect breaks the rule `{rule}`")]
    NoDefect {
        /// Id of the rule.
        rule: String,
    },
}

/// Generator of the records of a sample.
///
/// ```
/// use acslint_schema::sample::{Sampler, Settings};
/// use acslint_types::Shape;
///
/// let settings = Settings { defects: 1.0, rules: vec!["missing-category".to_owned()], ..Settings::new(Shape::Table, 7) };
/// let mut record = Vec::new();
/// let label = Sampler::new(&settings)?.append(&mut record);
/// assert_eq!(label.unwrap().rule, "missing-category");
/// # Ok::<(), acslint_schema::sample::SettingsError>(())
/// ```
#[derive(Debug)]
pub struct Sampler {
    seed: u64,
    /// A record has a defect if 32 random bits, as a number, are below this.
    defects: f64,
    rules: Vec<String>,
    shuffle: bool,
    recipes: Vec<Recipe>,
    /// Number of the next record.
    number: u64,
    /// Time of the last record, in nanoseconds since 1970.
    time: i64,
    facts: Facts,
    draft: Draft,
}

/// Time before the first record: 2024-01-01, when all services were still running.
const BEGIN: i64 = 1_704_067_200 * SECOND;

/// Maximum time between two records, in nanoseconds.
const PAUSE: u32 = 150_000_000;

impl Sampler {
    /// Begins a sample.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let Settings { categories, shape, seed, .. } = settings;
        if let Some(category) = categories.iter().find(|category| !exists(category, *shape)) {
            return Err(SettingsError::NoSuchShape { category, shape: *shape });
        }
        if let Some(rule) = settings.rules.iter().find(|rule| rules().all(|known| known != *rule)) {
            return Err(SettingsError::NoDefect { rule: rule.clone() });
        }
        let chosen = |category: &&'static Category| categories.is_empty() || categories.contains(category);
        let categories =
            CATEGORIES.iter().copied().filter(|category| exists(category, *shape)).filter(chosen);
        Ok(Self {
            seed: *seed,
            defects: settings.defects * 4_294_967_296.0,
            rules: settings.rules.clone(),
            shuffle: settings.shuffle,
            recipes: categories.map(|category| Recipe::new(category, *shape, *seed)).collect(),
            number: 0,
            time: BEGIN,
            facts: Facts::default(),
            draft: Draft::default(),
        })
    }

    /// Appends the next record on one line, without a line break; returns the label of its defect, if any. A record
    /// with a defect may be invalid as JSON and as UTF-8.
    pub fn append(&mut self, out: &mut Vec<u8>) -> Option<Label> {
        let purpose = |purpose| Random::new(self.seed, purpose, self.number);
        let (mut values, mut order, mut defect) =
            (purpose(Purpose::Values), purpose(Purpose::Order), purpose(Purpose::Defect));
        self.number += 1;
        self.time += i64::from(1 + values.below(PAUSE));
        let recipe = &self.recipes[values.index(self.recipes.len())];
        self.facts.draw(self.time, &recipe.ids, &mut values);
        self.draft.fill(recipe, &self.facts, &mut values);
        if self.shuffle {
            order.shuffle(&mut self.draft.members);
        }
        let spoiled = f64::from(defect.bits() as u32) < self.defects;
        let label = if spoiled {
            let order = self.shuffle.then_some(&mut order);
            Scene { recipe, draft: &mut self.draft, random: &mut defect }.spoil(&self.rules, order)
        } else {
            self.draft.close(recipe, self.shuffle.then_some(&mut order));
            None
        };
        self.draft.write(recipe, out);
        label
    }
}

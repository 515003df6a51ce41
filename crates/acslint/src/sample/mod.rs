//! Synthetic records, made from the metadata of categories in acslint-types: clean ones, and ones with one known
//! defect.
//!
//! This module does no I/O. A record is a function of the settings and its number, except for its time, which
//! advances from record to record.

mod clock;
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
use recipe::Recipe;

pub(crate) use defect::{Label, rules};
pub(crate) use recipe::exists;

/// Settings of a sample.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Categories; all that have the shape if empty.
    pub(crate) categories: Vec<&'static Category>,
    pub(crate) shape: Shape,
    pub(crate) seed: u64,
    /// Share of records with a defect, from 0 to 1.
    pub(crate) defects: f64,
    /// Rules that defects break; all possible rules if empty.
    pub(crate) rules: Vec<String>,
    /// True if the keys of each record are shuffled.
    pub(crate) shuffle: bool,
}

/// Generator of the records of a sample.
#[derive(Debug)]
pub(crate) struct Sampler {
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
    /// Begins a sample. The order of the categories does not matter.
    pub(crate) fn new(settings: &Settings) -> Self {
        let Settings { categories, shape, seed, .. } = settings;
        let chosen = |category: &&'static Category| categories.is_empty() || categories.contains(category);
        let categories =
            CATEGORIES.iter().copied().filter(|category| exists(category, *shape)).filter(chosen);
        Self {
            seed: *seed,
            defects: settings.defects * 4_294_967_296.0,
            rules: settings.rules.clone(),
            shuffle: settings.shuffle,
            recipes: categories.map(|category| Recipe::new(category, *shape, *seed)).collect(),
            number: 0,
            time: BEGIN,
            facts: Facts::default(),
            draft: Draft::default(),
        }
    }

    /// Appends the next record on one line, without a line break; returns the label of its defect, if any.
    pub(crate) fn append(&mut self, out: &mut Vec<u8>) -> Option<Label> {
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

//! Synthetic records, made from what acslint-types knows of the categories: clean ones, and ones with one known defect.
//!
//! There is no input or output here. A record is a function of the settings and its number, but for its time, which
//! goes on from record to record.

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

/// What records a sample consists of.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The categories; all that have the shape, if none is named.
    pub(crate) categories: Vec<&'static Category>,
    pub(crate) shape: Shape,
    pub(crate) seed: u64,
    /// The share of records that have a defect, from 0 to 1.
    pub(crate) defects: f64,
    /// The rules that defects break; all that they can, if none is named.
    pub(crate) rules: Vec<String>,
    /// Whether the keys of each record are in another order.
    pub(crate) shuffle: bool,
}

/// Makes the records of a sample, one after the other.
#[derive(Debug)]
pub(crate) struct Sampler {
    seed: u64,
    /// A record has a defect if 32 random bits, as a number, are below.
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

/// The time of the first record, less what passes between two: 2024-01-01, when all services were still running.
const BEGIN: i64 = 1_704_067_200 * SECOND;

/// The most that passes between two records, in nanoseconds.
const PAUSE: u32 = 150_000_000;

impl Sampler {
    /// Begins a sample. The order in which categories are named does not matter.
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

    /// Appends the next record, on one line and without a line break; says what is wrong with it, if anything is.
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

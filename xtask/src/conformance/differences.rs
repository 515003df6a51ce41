//! Where validators are known to say something else than the corpus: `testdata/conformance/differences.json`.

use serde::Deserialize;

use super::{corpus::Test, validators::VALIDATORS};
use crate::{Error, Problem, Repository};

/// The file, from the root of the repository.
pub(super) const FILE: &str = "testdata/conformance/differences.json";

/// All of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// In the order of the file.
    #[serde(rename = "differences")]
    pub list: Vec<Difference>,
}

/// One that some validators share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The validators that say the opposite of the corpus, every one on every test that this is about.
    pub validators: Vec<String>,
    /// What the descriptions of those tests end with.
    pub test: String,
    /// The suites they are in; all, if this is absent.
    pub suites: Option<Vec<String>>,
    /// Why it is so, for readers.
    pub why: String,
}

impl Differences {
    /// What the file says.
    pub(super) fn read(repository: &Repository) -> Result<Self, Error> {
        serde_json::from_str(&repository.text(FILE)?)
            .map_err(|source| Error::Json { path: repository.root().join(FILE), source })
    }

    /// Entries that name a validator that is not run.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let names = self.list.iter().flat_map(|difference| &difference.validators);
        let known = |name: &String| VALIDATORS.iter().any(|validator| validator.name == name);
        let strangers = names.filter(|name| !known(name));
        strangers.map(|name| Problem::new(FILE, 0, format!("`{name}` is no validator"))).collect()
    }
}

impl Difference {
    /// Whether a validator should differ on this test.
    pub(super) fn is_of(&self, validator: &str, suite: &str, test: &Test) -> bool {
        self.validators.iter().any(|name| name == validator)
            && test.description.ends_with(&self.test)
            && self.suites.as_ref().is_none_or(|suites| suites.iter().any(|name| name == suite))
    }
}

//! Known differences between validators and the corpus: `testdata/conformance/differences.json`.

use serde::Deserialize;

use super::{corpus::Test, validators::VALIDATORS};
use crate::{Error, Problem, Repository};

/// The file, from the root of the repository.
pub(super) const FILE: &str = "testdata/conformance/differences.json";

/// All known differences.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// In the order of the file.
    #[serde(rename = "differences")]
    pub list: Vec<Difference>,
}

/// A difference that some validators share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The validators that contradict the corpus on every test of this entry.
    pub validators: Vec<String>,
    /// End of the descriptions of those tests.
    pub test: String,
    /// The suites of those tests; all suites, if absent.
    pub suites: Option<Vec<String>>,
    /// Explanation for readers.
    pub why: String,
}

impl Differences {
    /// Reads the file.
    pub(super) fn read(repository: &Repository) -> Result<Self, Error> {
        serde_json::from_str(&repository.text(FILE)?)
            .map_err(|source| Error::Json { path: repository.root().join(FILE), source })
    }

    /// Problems for entries with a validator that is not run.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let names = self.list.iter().flat_map(|difference| &difference.validators);
        let known = |name: &String| VALIDATORS.iter().any(|validator| validator.name == name);
        let strangers = names.filter(|name| !known(name));
        strangers.map(|name| Problem::new(FILE, 0, format!("unknown validator `{name}`"))).collect()
    }
}

impl Difference {
    /// Returns true if a validator should differ on this test.
    pub(super) fn is_of(&self, validator: &str, suite: &str, test: &Test) -> bool {
        self.validators.iter().any(|name| name == validator)
            && test.description.ends_with(&self.test)
            && self.suites.as_ref().is_none_or(|suites| suites.iter().any(|name| name == suite))
    }
}

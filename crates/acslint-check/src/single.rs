//! Check of one record alone, such as a value of a column, which needs no framing.

use crate::{Checker, Hints, RecordType, Report, Session, WorkerState, fast_path};

impl Checker {
    /// Checks a text that is an input of its own. A clean record is proved clean from its bytes alone, as one among many
    /// in an input is; any other text is checked as an input, with the same findings.
    pub fn check_one(&self, state: &mut WorkerState, text: &[u8], hints: Hints, report: &mut dyn Report) {
        state.serve(self);
        match self.prove_one(state, text, hints) {
            Some(record_type) => report.proved_clean(record_type, 1),
            None => {
                Session::new(self, hints).advance(state, text, true, report);
            }
        }
    }

    fn prove_one(&self, state: &mut WorkerState, text: &[u8], hints: Hints) -> Option<RecordType> {
        // Time and resource of a record are looked at on the way that an input takes.
        if !self.uses_fast_path() || self.inspection(hints).is_some() {
            return None;
        }
        let kind = state.fast_path.only_record(self, text)?;
        // A record of a custom category may have the form of an envelope, which the first bytes of an input decide.
        let is_envelope =
            fast_path::custom_number(kind).is_some() && memchr::memmem::find(text, b"\"records\"").is_some();
        (!is_envelope).then(|| self.record_type(kind))
    }
}

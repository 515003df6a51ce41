//! Facts that the values of one record share, so that they are consistent: the time, the outcome, the ids, and the
//! producer's format of numbers.

use super::random::Random;
use super::text::Ids;

/// Outcome of a request: the HTTP status, and its standard phrase.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: u16,
    pub(super) phrase: &'static str,
}

impl Outcome {
    pub(super) const fn failed(&self) -> bool {
        self.status >= 400
    }
}

const fn outcome(status: u16, phrase: &'static str) -> Outcome {
    Outcome { status, phrase }
}

/// Outcomes that requests have.
pub(super) static OUTCOMES: [Outcome; 13] = [
    outcome(200, "OK"),
    outcome(201, "Created"),
    outcome(202, "Accepted"),
    outcome(204, "No Content"),
    outcome(400, "Bad Request"),
    outcome(401, "Unauthorized"),
    outcome(403, "Forbidden"),
    outcome(404, "Not Found"),
    outcome(409, "Conflict"),
    outcome(415, "Unsupported Media Type"),
    outcome(429, "Too Many Requests"),
    outcome(500, "Internal Server Error"),
    outcome(503, "Service Unavailable"),
];

/// A factor in units of 1/65536.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Factor(u64);

impl Factor {
    /// From 1/4 to 4, with all doublings equally likely.
    fn moderate(random: &mut Random) -> Self {
        Self(u64::from((0x1_0000 + random.below(0x1_0000)) << random.below(4)) / 4)
    }

    /// From 1/32 to 32, since some requests take a thousand times as long as others.
    fn wide(random: &mut Random) -> Self {
        Self((u64::from(0x1_0000 + random.below(0x1_0000)) << random.below(10)) / 32)
    }

    /// The number times the factor, truncated to an integer.
    pub(super) fn of(self, number: u64) -> u64 {
        let product = u128::from(number) * u128::from(self.0) / 0x1_0000;
        u64::try_from(product).unwrap_or(u64::MAX)
    }
}

/// Numbers of recipients of an e-mail.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Recipients {
    pub(super) to: u64,
    pub(super) cc: u64,
    pub(super) bcc: u64,
    /// Number of distinct addresses: between the length of the longest list and the total.
    pub(super) unique: u64,
}

impl Recipients {
    fn draw(random: &mut Random) -> Self {
        let list = |random: &mut Random| if random.one_in(4) { random.below(6) } else { 0 };
        let (to, cc, bcc) = (1 + random.below(4), list(random), list(random));
        let most = to.max(cc).max(bcc);
        let unique =
            if random.one_in(4) { most + random.below(to + cc + bcc - most + 1) } else { to + cc + bcc };
        Self { to: to.into(), cc: cc.into(), bcc: bcc.into(), unique: unique.into() }
    }
}

/// Outcome of an e-mail, as far as its record shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Delivery {
    /// Unknown: the record is about the message as a whole, without a recipient.
    #[default]
    Underway,
    /// Delivered to the recipient.
    Done,
    /// Not delivered.
    Failed,
}

/// Facts of one record.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Nanoseconds since 1970.
    pub(super) time: i64,
    /// Factor between the spans around the record's time and those of the example. One factor for all spans keeps
    /// their order.
    pub(super) spans: Factor,
    /// Factor for counts and amounts; one for all, so that a minimum stays below its maximum.
    pub(super) counts: Factor,
    /// Factor for the duration.
    pub(super) duration: Factor,
    /// Outcome of the request; `None` for that of the example.
    pub(super) outcome: Option<&'static Outcome>,
    pub(super) recipients: Recipients,
    pub(super) delivery: Delivery,
    /// True if the producer writes numbers of a resource log as strings.
    pub(super) quotes_numbers: bool,
    /// True if values with two forms are written in the other form than in the example.
    pub(super) other_form: bool,
    /// Ids of the record, drawn by [`Ids`].
    pub(super) ids: Vec<u8>,
}

impl Facts {
    /// Draws the facts of the next record.
    pub(super) fn draw(&mut self, time: i64, ids: &Ids, random: &mut Random) {
        self.time = time;
        self.spans = Factor::moderate(random);
        self.counts = Factor::moderate(random);
        self.duration = Factor::wide(random);
        self.outcome = if random.one_in(4) { random.pick(&OUTCOMES) } else { None };
        self.recipients = Recipients::draw(random);
        self.delivery = match random.below(8) {
            0 | 1 => Delivery::Underway,
            2 => Delivery::Failed,
            _ => Delivery::Done,
        };
        self.quotes_numbers = random.one_in(4);
        self.other_form = random.one_in(8);
        ids.draw(random, &mut self.ids);
    }
}

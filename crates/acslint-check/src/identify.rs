//! Identification: the category and shape of a record, or the other kind of JSON that it is.

use std::{borrow::Cow, collections::BTreeMap, ops::Range, sync::LazyLock};

use acslint_types::{CATEGORIES, Category, Shape, is_plain_name};

use crate::{
    Hints, RecordType, Settings, base64,
    category_names::{CATEGORY_KEYS, of_unpublished_name, preview_stem},
    custom::{CustomCategories, LoadedCategory, NearDiscriminator},
    document::{Document, Embedded, Kind, Outcome, Tree, Value, parse},
    key_interner::{KeyInterner, key_interner},
    names::{FoldedName, nearest_folded},
    spelling::{fold, letters},
};

/// Identity of a record.
#[derive(Debug)]
pub(crate) enum Identity {
    /// Record of a custom category, by index.
    Custom(usize),
    /// Record of a known category.
    Known(Known),
    /// Record of another service, with a description.
    Foreign(String),
    /// Record without a category.
    NoCategory {
        /// Node where the category should be, if there is one.
        value: Option<u32>,
        suggestion: Option<Suggestion>,
        /// Place of records inside, if the object is a wrapper of records.
        wrapped: Option<Wrapped>,
    },
    /// Row of [`LEGACY_TABLE`], by the node of the table's name.
    LegacyRow(u32),
    /// Record with an unknown category.
    UnknownCategory(Misnamed),
}

impl Identity {
    /// Returns the identity of a record that names its category.
    pub(crate) fn of_category(category: &'static Category, shape: Shape) -> Self {
        Self::Known(Known { category, shape, inner_only: false, misnamed: None })
    }
}

/// Probable category of a record that names none.
#[derive(Debug)]
pub(crate) enum Suggestion {
    /// Category, and the reason.
    Category(&'static str, &'static str),
    /// Custom category, whose identifying text is similar to that of the record.
    Discriminator(NearDiscriminator),
}

/// Record of a known category.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) category: &'static Category,
    pub(crate) shape: Shape,
    /// True if it is only the object under `properties`.
    pub(crate) inner_only: bool,
    /// Wrong name of the category, if another one was understood.
    pub(crate) misnamed: Option<Misnamed>,
}

/// Name of a category that does not exist.
#[derive(Debug)]
pub(crate) struct Misnamed {
    /// Node of the name.
    pub(crate) value: u32,
    pub(crate) meant: Meant,
}

/// Meaning of a wrong category name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// Name of the table of this category.
    TableOf(&'static str),
    /// The name in another case, or a name that certainly means this category.
    Certainly(&'static str),
    /// Similar name.
    Perhaps(&'static str),
    /// Unknown name.
    Nothing,
}

/// Provider in the `resourceId` of a Communication Services resource.
const PROVIDER: &str = "microsoft.communication";

/// Categories of Azure's activity log.
pub(crate) const ACTIVITY_LOG: [&str; 8] = [
    "Administrative",
    "Alert",
    "Autoscale",
    "Policy",
    "Recommendation",
    "ResourceHealth",
    "Security",
    "ServiceHealth",
];

/// Table of all services, whose columns are named after their types.
pub(crate) const LEGACY_TABLE: &str = "AzureDiagnostics";

/// First record inside a wrapper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrapped {
    /// Node of the record, of the text that holds it, or of the rows of a table.
    pub(crate) node: u32,
    pub(crate) form: WrappedForm,
}

/// Form of the records inside a wrapper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrappedForm {
    /// JSON objects.
    Objects,
    /// JSON text inside a string.
    Text,
    /// JSON text in Base64.
    Base64,
    /// Rows of a table, which is the object around them.
    Rows,
}

impl WrappedForm {
    /// Returns true if the records are in a string.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Base64)
    }
}

/// Members that identify a record.
#[derive(Debug, Default)]
struct Clues<'a> {
    category: Option<Value<'a>>,
    /// Category that `category` names.
    named: Option<&'static Category>,
    table: Option<Cow<'a, str>>,
    /// Node of the table's name.
    table_node: u32,
    /// True if the table is a string of JSON.
    table_is_json: bool,
    inner_category: Option<Cow<'a, str>>,
    resource: Option<Cow<'a, str>>,
    has_time: bool,
    /// Kind of the record, by members that log records do not have.
    alien: Option<&'static str>,
    /// Points for the table shape, less those for the resource-log shape.
    table_points: i32,
}

/// Identifies a record; `aggregated` is true for a row of a query answer, which may not be a log record.
pub(crate) fn identify(root: Value<'_>, settings: &Settings, hints: Hints, aggregated: bool) -> Identity {
    if let Some(custom) = settings.custom.find(root) {
        return Identity::Custom(custom);
    }
    let mut identity = identify_by_clues(root, settings, hints, aggregated);
    if let Identity::Known(known) = &mut identity
        && known.category.table.is_none()
    {
        // Such a record is not a row of a table, in whatever spelling its names are.
        known.shape = Shape::ResourceLog;
    }
    identity
}

fn identify_by_clues(root: Value<'_>, settings: &Settings, hints: Hints, aggregated: bool) -> Identity {
    let clues = Clues::gather(root);
    let has_table = clues.named.is_none_or(|category| category.table.is_some());
    if clues.table.as_deref() == Some(LEGACY_TABLE) && has_table && clues.shape(settings) == Shape::Table {
        return Identity::LegacyRow(clues.table_node);
    }
    if let Some(kind) = clues.foreign() {
        return Identity::Foreign(kind);
    }
    if aggregated && !clues.has_time {
        return Identity::Foreign("query result without TimeGenerated".to_owned());
    }
    let shape = clues.shape(settings);
    let otherwise = clues.category_otherwise();
    let Some(value) = clues.category else {
        return match otherwise {
            Some((category, inner_only)) => Identity::Known(Known {
                category,
                shape: if inner_only { Shape::ResourceLog } else { shape },
                inner_only,
                misnamed: None,
            }),
            None => clues.without_category(root, shape, settings, hints),
        };
    };
    let Some(text) = value.string().filter(|text| !is_nothing(text)) else {
        return match otherwise {
            Some((category, _)) => {
                Identity::Known(Known { category, shape, inner_only: false, misnamed: None })
            }
            None => clues.without_category(root, shape, settings, hints),
        };
    };
    let unpublished = || {
        let otherwise = otherwise.map(|(category, _)| category).filter(|category| category.value.is_none());
        otherwise.or_else(|| of_unpublished_name(&text))
    };
    if let Some(category) = clues.named.or_else(unpublished) {
        return Identity::Known(Known { category, shape, inner_only: false, misnamed: None });
    }
    let meant = meant(&text, &settings.custom);
    let category = match meant {
        Meant::TableOf(id) | Meant::Certainly(id) if Category::by_id(id).is_some() => Category::by_id(id),
        Meant::Certainly(_) => None,
        _ => otherwise.map(|(category, _)| category),
    };
    match category {
        Some(category) => Identity::Known(Known {
            category,
            shape,
            inner_only: false,
            misnamed: Some(Misnamed {
                value: value.node,
                meant: if meant == Meant::Nothing { Meant::Perhaps(category.id) } else { meant },
            }),
        }),
        None => Identity::UnknownCategory(Misnamed { value: value.node, meant }),
    }
}

/// Keys that identify a record, in any case and with any spaces.
#[derive(Debug, Clone, Copy)]
enum Clue {
    Category,
    Type,
    OperationCategory,
    ResourceId,
    Time,
    TimeGenerated,
    /// Another member whose case depends on the shape.
    Shaped,
    Properties,
    MetricName,
    EventType,
    SpecVersion,
}

/// Keys that are clues, folded.
const CLUES: [(&str, Clue); 18] = [
    ("category", Clue::Category),
    ("type", Clue::Type),
    ("operationcategory", Clue::OperationCategory),
    ("resourceid", Clue::ResourceId),
    ("_resourceid", Clue::ResourceId),
    ("time", Clue::Time),
    ("timegenerated", Clue::TimeGenerated),
    ("timegenerated[utc]", Clue::TimeGenerated),
    ("timestamp", Clue::Shaped),
    ("properties", Clue::Properties),
    ("operationname", Clue::Shaped),
    ("correlationid", Clue::Shaped),
    ("level", Clue::Shaped),
    ("resulttype", Clue::Shaped),
    ("location", Clue::Shaped),
    ("metricname", Clue::MetricName),
    ("eventtype", Clue::EventType),
    ("specversion", Clue::SpecVersion),
];

/// Returns the keys that are clues, folded.
pub(crate) fn clues() -> impl Iterator<Item = &'static str> {
    CLUES.into_iter().map(|(key, _)| key)
}

/// Clue, with the points for the table shape that the case of its key gives.
#[derive(Debug, Clone, Copy)]
struct Found {
    clue: Clue,
    points: i32,
}

/// Clue by interned key.
static FOUND: LazyLock<Vec<Option<Found>>> = LazyLock::new(|| key_interner().iter().map(find_clue).collect());

/// Returns the clue that a key is.
fn find_clue(key: &str) -> Option<Found> {
    // The keys of clues are ASCII, and none is longer.
    let mut folded = [0; 18];
    let mut length = 0;
    for byte in key.bytes().filter(|byte| *byte != b' ') {
        *folded.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    let (_, clue) = CLUES.into_iter().find(|(clue, _)| clue.as_bytes() == &folded[..length])?;
    let points = if key.starts_with(|first: char| first.is_ascii_lowercase()) { -1 } else { 1 };
    Some(Found { clue, points })
}

impl<'a> Clues<'a> {
    fn gather(root: Value<'a>) -> Self {
        let found = &*FOUND;
        let mut clues = Self::default();
        for entry in root.entries() {
            let found = match entry.key_id.index() {
                Some(index) => found[index],
                None => root.document.value(entry.key).string().and_then(|key| find_clue(&key)),
            };
            if let Some(found) = found {
                clues.take(found, root, root.document.value(entry.value));
            }
        }
        clues.named = clues.category.and_then(Value::string).and_then(|id| Category::by_id(&id));
        clues
    }

    fn take(&mut self, Found { clue, points }: Found, root: Value<'a>, value: Value<'a>) {
        match clue {
            Clue::Category => {
                self.category = self.category.or(Some(value));
                self.table_points += points;
            }
            Clue::Type if points > 0 => {
                self.table = value.string();
                self.table_node = value.node;
                self.table_is_json = value.raw().starts_with('"');
            }
            Clue::OperationCategory => self.inner_category = value.string(),
            Clue::ResourceId => {
                if self.resource.is_none() {
                    self.resource = value.string();
                }
                self.table_points += points;
            }
            Clue::Time => {
                self.has_time = true;
                self.table_points -= 2;
            }
            Clue::TimeGenerated => {
                self.has_time = true;
                self.table_points += 2;
            }
            Clue::Shaped => self.table_points += points,
            Clue::Properties if value.kind() == Kind::Object => {
                self.table_points -= 2;
                if self.inner_category.is_none() {
                    self.inner_category = value.member("OperationCategory").and_then(Value::string);
                }
            }
            Clue::MetricName if root.member("timeGrain").is_some() => self.alien = Some("platform metric"),
            Clue::EventType => self.alien = self.alien.or(Some("Event Grid event")),
            Clue::SpecVersion => self.alien = Some("CloudEvents event"),
            Clue::Type | Clue::Properties | Clue::MetricName => {}
        }
    }

    /// Returns the category of Azure's activity log. Such records are about any resource, including those of
    /// Communication Services, or about a whole subscription.
    fn of_activity_log(&self) -> Option<&'static str> {
        if self.named.is_some() {
            return None;
        }
        let category = self.category?.string()?;
        let is = |known: &&str| {
            letters(&category).eq(known.bytes().map(|byte| char::from(byte.to_ascii_lowercase())))
        };
        let known = ACTIVITY_LOG.into_iter().find(is)?;
        (self.has_time || self.resource.is_some()).then_some(known)
    }

    fn foreign(&self) -> Option<String> {
        if let Some(category) = self.of_activity_log() {
            return Some(format!("activity log ({category})"));
        }
        // Other services use the name `Usage` too.
        if self.named.is_some_and(|category| category.id != "Usage") {
            return None;
        }
        if let Some(alien) = self.alien {
            return Some(alien.to_owned());
        }
        if let Some(table) = self.table.as_deref().filter(|table| !table.is_empty()) {
            let begins = |name: &str| letters(table).take(name.len()).eq(name.chars());
            if !begins("acs") {
                // The message omits a text that is not a table name, since it can contain anything.
                return Some(match (begins("app"), self.table_is_json && is_plain_name(table)) {
                    (true, true) => format!("Application Insights row {table}"),
                    (true, false) => "Application Insights row".to_owned(),
                    (false, true) => format!("row of table {table}"),
                    (false, false) => "row of another table".to_owned(),
                });
            }
        }
        let provider = provider(self.resource.as_deref()?)?;
        if is_own_provider(provider) {
            return None;
        }
        let second = provider.match_indices('/').nth(1).map_or(provider.len(), |(at, _)| at);
        let kind = &provider[..second];
        if kind.split('/').all(|part| part.split('.').all(is_plain_name)) {
            Some("resource log of ".to_owned() + &kind.to_ascii_lowercase())
        } else {
            Some("resource log of another service".to_owned())
        }
    }

    fn shape(&self, settings: &Settings) -> Shape {
        match self.table_points {
            1.. => Shape::Table,
            ..=-1 => Shape::ResourceLog,
            0 => settings.shape.unwrap_or(Shape::Table),
        }
    }

    /// Returns the category by another member than `category`, and true if the record is only the inner object.
    fn category_otherwise(&self) -> Option<(&'static Category, bool)> {
        if let Some(category) = self.table.as_deref().and_then(Category::by_table) {
            return Some((category, false));
        }
        let category = self.inner_category.as_deref().and_then(Category::by_id)?;
        let inner_only =
            category.inner_object_seen && !self.has_time && self.resource.is_none() && self.table_points == 0;
        Some((category, inner_only))
    }

    fn without_category(&self, root: Value<'a>, shape: Shape, settings: &Settings, hints: Hints) -> Identity {
        let custom = &settings.custom;
        if let Some(name) = settings.custom_category
            && let Some(number) = custom.all().iter().position(|custom| custom.name == name)
        {
            return Identity::Custom(number);
        }
        if let Some(category) = settings.category {
            return Identity::Known(Known { category, shape, inner_only: false, misnamed: None });
        }
        let wrapped = wrapped(root);
        if wrapped.is_none() && root.member("FrameType").is_some() {
            return Identity::Foreign("frame of a Kusto query answer".to_owned());
        }
        if is_bulk_action(root) {
            return Identity::Foreign("action of an Elasticsearch bulk request".to_owned());
        }
        let of_category = |category: &'static Category, reason| Suggestion::Category(category.id, reason);
        let suggestion = custom
            .nearest(root)
            .map(Suggestion::Discriminator)
            .or_else(|| hints.category.map(|category| of_category(category, "its folder has that name")))
            .or_else(|| by_fields(root).map(|category| of_category(category, "its fields match")))
            .filter(|_| wrapped.is_none());
        Identity::NoCategory { value: self.category.map(|value| value.node), suggestion, wrapped }
    }

    /// Returns true if the members name a known category or its table.
    fn name_category(&self) -> bool {
        self.named.is_some() || self.category_otherwise().is_some()
    }
}

/// Returns true for a line of an Elasticsearch bulk request that tells where the record of the next line goes.
fn is_bulk_action(root: Value<'_>) -> bool {
    let mut members = root.members();
    let action = members.next().filter(|(_, target)| target.kind() == Kind::Object);
    let key = action.and_then(|(key, _)| key.string());
    let is_action = key.is_some_and(|key| matches!(&*key, "index" | "create" | "update" | "delete"));
    is_action && members.next().is_none()
}

/// Largest number of texts in a wrapper that are parsed, and the longest of them in bytes.
const MOST_TEXTS: usize = 8;
const LONGEST_TEXT: usize = 1 << 20;

/// Returns true if the members of an object name a known category or its table.
pub(crate) fn names_category(object: Value<'_>) -> bool {
    Clues::gather(object).name_category()
}

/// Returns true if an object reads as a record wherever it is: it names a known category, and has a time.
pub(crate) fn reads_as_record(object: Value<'_>) -> bool {
    let clues = Clues::gather(object);
    clues.has_time && clues.name_category()
}

/// Returns the node of an object's own `properties` with what is inside: the details of a resource log are not a record, whatever
/// they name.
pub(crate) fn details(object: Value<'_>) -> Range<u32> {
    let details = object.member("properties").or_else(|| object.member("Properties"));
    details.map_or(0..0, |details| details.node..details.behind())
}

/// Returns the first record inside an object that is not one itself.
fn wrapped(root: Value<'_>) -> Option<Wrapped> {
    if let Some(rows) = table_rows(root) {
        return Some(Wrapped { node: rows.node, form: WrappedForm::Rows });
    }
    let document = root.document;
    let mut texts = 0;
    let details = details(root);
    let nodes = (root.node + 1..root.behind()).filter(|node| !details.contains(node));
    nodes.map(|node| document.value(node)).find_map(|value| {
        let found = |node, form| Some(Wrapped { node, form });
        match value.kind() {
            Kind::Object if names_category(value) => found(value.node, WrappedForm::Objects),
            Kind::Object => found(table_rows(value)?.node, WrappedForm::Rows),
            Kind::String => {
                if texts == MOST_TEXTS || value.raw().len() > LONGEST_TEXT {
                    return None;
                }
                let is_json = may_be_record_text(value.raw());
                let text = value.string()?;
                if !is_json && !base64::may_hold_json(text.as_bytes()) {
                    return None;
                }
                texts += 1;
                if is_json {
                    return holds_record(&text).then(|| found(value.node, WrappedForm::Text))?;
                }
                let decoded = base64::decode(text.as_bytes())?;
                holds_record(std::str::from_utf8(&decoded).ok()?)
                    .then(|| found(value.node, WrappedForm::Base64))?
            }
            _ => None,
        }
    })
}

/// Returns true if a string, as written with its quotes, can hold the JSON text of records.
pub(crate) fn may_be_record_text(raw: &str) -> bool {
    let inner = raw.as_bytes().strip_prefix(b"\"").unwrap_or_default();
    matches!(inner.trim_ascii_start(), [b'{' | b'[', ..])
}

/// Returns the rows of an object that is a table of records.
pub(crate) fn table_rows(table: Value<'_>) -> Option<Value<'_>> {
    let member = |names: &[&str]| {
        let member = names.iter().find_map(|name| table.member(name));
        member.filter(|member| member.kind() == Kind::Array)
    };
    let rows = member(&["rows", "Rows"])?;
    let columns = member(&["columns", "Columns", "columnDescriptors"])?;
    let names_record = |column: Value<'_>| {
        let name = column.member("name").or_else(|| column.member("ColumnName")).and_then(Value::string);
        name.is_some_and(|name| matches!(&*name, "TimeGenerated" | "Category"))
    };
    columns.items().any(names_record).then_some(rows)
}

/// Returns true if a text is JSON that is or holds a record.
fn holds_record(text: &str) -> bool {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    let outcome = parse(text.as_bytes(), true, &mut tree, &mut faults);
    if !matches!(outcome, Outcome::Complete(_)) {
        return false;
    }
    let embedded = Embedded::default();
    let document = Document { text, tree: &tree, embedded: &embedded };
    tree.nodes()
        .map(|(node, _)| document.value(node))
        .any(|value| value.kind() == Kind::Object && names_category(value))
}

/// Number of bytes of a broken record in which its category is looked for.
const BROKEN_BEGINNING: usize = 16 << 10;

/// Returns the type of a broken record: its beginning names the category, or else its folder.
pub(crate) fn of_broken(text: &[u8], settings: &Settings, hints: Hints) -> Option<RecordType> {
    let text = &text[..text.len().min(BROKEN_BEGINNING)];
    let named = ["category", "Category", "Type", "OperationCategory"].into_iter().find_map(|key| {
        let value = text_of(text, key)?;
        if let Some(custom) = settings.custom.find_by_key(key, value) {
            return Some(RecordType::custom(settings.custom.all()[custom].name));
        }
        let category = Category::by_id(value).or_else(|| Category::by_table(value))?;
        let is_column = key != "category" && text_of(text, "time").is_none();
        let shape = if is_column && category.table.is_some() { Shape::Table } else { Shape::ResourceLog };
        Some(RecordType::of(category, shape))
    });
    let of_folder = || {
        let category = hints.category.filter(|_| text.first() == Some(&b'{'))?;
        let is_row = category.table.is_some() && text_of(text, "TimeGenerated").is_some();
        Some(RecordType::of(category, if is_row { Shape::Table } else { Shape::ResourceLog }))
    };
    named.or_else(of_folder)
}

/// Returns the text of the first member with this key, if it has no escapes.
fn text_of<'t>(text: &'t [u8], key: &str) -> Option<&'t str> {
    let key = format!("\"{key}\"");
    memchr::memmem::find_iter(text, &key).find_map(|at| {
        let behind = text[at + key.len()..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let value = behind.strip_prefix(b"\"")?;
        let end = memchr::memchr3(b'"', b'\\', b'\n', value)?;
        (value[end] == b'"').then(|| std::str::from_utf8(&value[..end]).ok())?
    })
}

/// Bit set of the categories, in their order, that have a property of each folded name.
static HAVING: LazyLock<Vec<u32>> = LazyLock::new(|| {
    const { assert!(CATEGORIES.len() <= u32::BITS as usize) };
    let mut having = vec![0; key_interner().folded_len()];
    for (bit, category) in CATEGORIES.iter().enumerate() {
        let names =
            category.properties.iter().filter_map(|property| key_interner().find_folded(property.name));
        names.for_each(|name| having[name] |= 1 << bit);
    }
    having
});

/// Number of binary digits of a number of names.
const DIGITS: usize = KeyInterner::MOST.ilog2() as usize + 1;

/// Returns the category whose properties the keys of the record are, if there is exactly one.
fn by_fields(root: Value<'_>) -> Option<&'static Category> {
    let inner = root.member("properties");
    let entries = root.entries().chain(inner.into_iter().flat_map(Value::entries));
    let folded = entries.filter_map(|entry| match entry.key_id.index() {
        Some(key) => Some(key_interner().fold_of(key)),
        None => key_interner().find_folded(&root.document.value(entry.key).string()?),
    });
    // Number of the names that each category has, in bit sets: one for each binary digit.
    let mut digits = [0_u32; DIGITS];
    for name in folded.take(KeyInterner::MOST) {
        let mut carry = HAVING[name];
        for digit in &mut digits {
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
    }
    let (mut best, mut of_best) = (0_u32, u32::MAX);
    for (place, digit) in digits.iter().enumerate().rev() {
        if of_best & digit != 0 {
            of_best &= digit;
            best |= 1 << place;
        }
    }
    if best < 3 {
        return None;
    }
    let fitting = CATEGORIES.iter().enumerate().filter(|(bit, _)| of_best >> bit & 1 == 1);
    let mut fitting: Vec<&'static Category> = fitting.map(|(_, category)| *category).collect();
    if fitting.len() > 1 {
        // The name of the operation often contains what the category is named after.
        let operation = root.member("OperationName").or_else(|| root.member("operationName"));
        let operation = fold(&operation.and_then(Value::string)?);
        fitting.retain(|category| operation.contains(&*fold(category.id.trim_end_matches("Operational"))));
    }
    match fitting.as_slice() {
        [category] => Some(category),
        _ => None,
    }
}

/// Names of the known categories.
static IDS: LazyLock<Vec<FoldedName>> =
    LazyLock::new(|| CATEGORIES.iter().map(|category| FoldedName::new(category.id)).collect());

/// Folded names of the tables, with their categories.
static TABLES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let tables = CATEGORIES.iter().filter_map(|category| Some((fold(category.table?), category.id)));
    tables.rev().collect()
});

/// Returns the meaning of an unknown category name.
fn meant(text: &str, custom: &CustomCategories) -> Meant {
    let folded = fold(text);
    if let Some(id) = TABLES.get(&folded) {
        return Meant::TableOf(id);
    }
    let names_itself = |custom: &&LoadedCategory| custom.paths.iter().any(|path| *path == [CATEGORY_KEYS[0]]);
    let custom = || custom.all().iter().filter(names_itself).map(|custom| &custom.value);
    let ids = || IDS.iter().chain(custom());
    let of_folded = |folded: &str| ids().find(|id| id.folded == folded).map(|id| id.text);
    if let Some(id) = of_folded(&folded).or_else(|| of_folded(&fold(preview_stem(text)?))) {
        return Meant::Certainly(id);
    }
    let contained = || {
        let mut matches = ids().filter(|id| text.len() >= 5 && id.folded.contains(&folded));
        matches.next().filter(|_| matches.next().is_none()).map(|id| id.text)
    };
    let near_preview = || nearest_folded(preview_stem(text)?, ids());
    nearest_folded(text, ids())
        .or_else(contained)
        .or_else(near_preview)
        .map_or(Meant::Nothing, Meant::Perhaps)
}

/// Returns the points of a key at the top of a record: positive for the table shape, negative for the resource-log
/// shape. `object` is true if its value is an object.
fn points(key: &str, object: bool) -> i32 {
    let Some(Found { clue, points }) = find_clue(key) else {
        return 0;
    };
    match clue {
        Clue::Category | Clue::ResourceId | Clue::Shaped => points,
        Clue::Time => -2,
        Clue::TimeGenerated => 2,
        Clue::Properties if object => -2,
        _ => 0,
    }
}

/// Returns the points of a key at the top of a record for this shape.
pub(crate) fn points_for(shape: Shape, key: &str, object: bool) -> i32 {
    match shape {
        Shape::Table => points(key, object),
        Shape::ResourceLog => -points(key, object),
    }
}

/// Part of a member at the top of a record that identifies the record or its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identifies {
    /// None.
    Nothing,
    /// The spelling of its key, which tells the shape.
    BySpelling,
    /// Its key.
    ByKey,
    /// Its value, if that is a text.
    ByText,
    /// Any value.
    ByValue,
}

/// Returns the part of a member with this key, at the top of a record, that identifies the record or its shape.
pub(crate) fn identifies(key: &str) -> Identifies {
    match find_clue(key).map(|found| found.clue) {
        None => Identifies::Nothing,
        Some(Clue::Shaped) => Identifies::BySpelling,
        Some(Clue::Time | Clue::TimeGenerated) => Identifies::ByKey,
        Some(Clue::ResourceId) => Identifies::ByText,
        Some(
            Clue::Category
            | Clue::Type
            | Clue::OperationCategory
            | Clue::Properties
            | Clue::MetricName
            | Clue::EventType
            | Clue::SpecVersion,
        ) => Identifies::ByValue,
    }
}

/// Returns true unless the identifier of a resource names another service.
pub(crate) fn is_own_resource(id: &str) -> bool {
    provider(id).is_none_or(is_own_provider)
}

/// Returns true if a provider and what follows it is that of Communication Services.
fn is_own_provider(provider: &str) -> bool {
    namespace(provider).eq_ignore_ascii_case(PROVIDER)
}

/// Returns the part behind the last `/providers/` of a resource's identifier.
fn provider(resource: &str) -> Option<&str> {
    let marker = b"/providers/";
    let begins = |at: &usize| {
        resource.as_bytes()[*at..].get(..marker.len()).is_some_and(|text| text.eq_ignore_ascii_case(marker))
    };
    let at = memchr::memrchr_iter(b'/', resource.as_bytes()).find(begins)?;
    resource.get(at + marker.len()..)
}

fn namespace(provider: &str) -> &str {
    provider.split('/').next().unwrap_or_default()
}

/// Returns true if the text stands for no value.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "null" | "None")
}

//! Definitions that the categories share: the common fields' types and descriptions, the workspace's own
//! columns, and [`category!`], which makes both shapes of a category and its [`Property`](crate::Property)
//! list from one list.
//!
//! A macro, because every property would otherwise be written four times (column, resource-log field,
//! metadata of each). The other way to share fields, `#[serde(flatten)]`, buffers each record and
//! hides the columns' order.

/// The Rust type of a common field.
macro_rules! common_type {
    (operation_name) => {
        String
    };
    (operation_version) => {
        String
    };
    (result_type) => {
        String
    };
    (result_signature) => {
        $crate::scalar::Signature
    };
    (result_description) => {
        String
    };
    (duration_ms) => {
        $crate::scalar::Duration
    };
    (caller_ip_address) => {
        $crate::scalar::Address
    };
    (correlation_id) => {
        String
    };
    (identity) => {
        $crate::scalar::Identity
    };
    (level) => {
        String
    };
    (location) => {
        String
    };
    (uri) => {
        String
    };
}

/// The type of a common field in a table, which may differ.
macro_rules! column_type {
    ($field:ident) => {
        $crate::envelope::common_type!($field)
    };
    ($field:ident, $type:ty) => {
        $type
    };
}

/// The description of a common field.
macro_rules! common_doc {
    (operation_name) => {
        "Name of the logged operation."
    };
    (operation_version) => {
        "The `api-version` of the call, or the version of the operation where no API is involved. Free text."
    };
    (result_type) => {
        "Outcome of the operation."
    };
    (result_signature) => {
        "Status code of the operation, the HTTP status for REST calls; written as a number or as text."
    };
    (result_description) => {
        "Static text about the outcome."
    };
    (duration_ms) => {
        "Duration of the operation, in milliseconds."
    };
    (caller_ip_address) => {
        "Public IP address of the caller, where there is one; perhaps with a port, perhaps with masked parts."
    };
    (correlation_id) => {
        "Joins the records that belong together. Opaque text, often but not always a GUID."
    };
    (identity) => {
        "Communication Services or Teams identity behind the request."
    };
    (level) => {
        "Severity."
    };
    (location) => {
        "Azure region that processed the operation."
    };
    (uri) => {
        "Request URI; sometimes only its host name."
    };
}

/// The known values of a common field.
macro_rules! common_values {
    (result_type) => {
        Some($crate::Values {
            kind: $crate::ValueKind::Open,
            known: &["Succeeded", "Failed", "Started", "In Progress", "Active", "Resolved"],
        })
    };
    (level) => {
        Some($crate::Values {
            kind: $crate::ValueKind::Open,
            known: &["Informational", "Information", "Warning", "Error", "Critical"],
        })
    };
    ($other:ident) => {
        None
    };
}

/// The kind of personal data in a common field.
macro_rules! common_personal {
    (caller_ip_address) => {
        Some("ip-address")
    };
    (identity) => {
        Some("user-id")
    };
    ($other:ident) => {
        None
    };
}

/// The type of a field in a struct: optional unless required.
macro_rules! field_type {
    ($type:ty) => { Option<$type> };
    (required, $type:ty) => { $type };
    ($requirement:ident, $type:ty) => { Option<$type> };
}

/// The type of a field inside `properties`; only fields in published records can be required.
macro_rules! inner_type {
    (required, seen, $type:ty) => { $type };
    ($requirement:ident, $evidence:ident, $type:ty) => { Option<$type> };
}

/// The type of `properties`: required if it has a required field.
macro_rules! properties_type {
    (required) => { Properties };
    (optional) => { Option<Properties> };
}

/// Expands to true if `properties` is required.
macro_rules! is_required {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

/// Expands to true if `properties` may have undocumented members.
macro_rules! is_open {
    () => {
        false
    };
    (open) => {
        true
    };
}

/// The name of a property inside `properties`: its own, or its column's in the letter case of the object.
macro_rules! inner_name {
    ($case:literal, $name:literal, $own:literal) => {
        $own
    };
    ("PascalCase", $name:literal) => {
        $name
    };
    ("camelCase", $name:literal) => {{
        const LOWERED: [u8; $name.len()] = $crate::envelope::camel_case($name);
        match std::str::from_utf8(&LOWERED) {
            Ok(name) => name,
            Err(_) => $name,
        }
    }};
}

/// The type `CategoryName` of `category` and `Category`: one text, or any text if the name is undocumented.
macro_rules! category_name {
    ($id:literal) => {
        $crate::scalar::closed!(
            /// The one value of `category`.
            CategoryName {
                #[doc = concat!("`", $id, "`")]
                Name = $id
            }
        );
        $crate::scalar::never_absent!(CategoryName);
    };
    ($id:literal, unpublished) => {
        /// The value of `category`, which nothing publishes.
        pub type CategoryName = String;
    };
}

/// The value of `category`, if documented.
macro_rules! category_value {
    ($id:literal) => {
        Some($id)
    };
    ($id:literal, unpublished) => {
        None
    };
}

/// The known values of `category`.
macro_rules! category_values {
    ($id:literal) => {
        Some($crate::Values { kind: $crate::ValueKind::Closed, known: &[$id] })
    };
    ($id:literal, unpublished) => {
        None
    };
}

/// [`Requirement`](crate::Requirement) of a keyword.
macro_rules! requirement {
    () => {
        $crate::Requirement::Optional
    };
    (required) => {
        $crate::Requirement::Required
    };
    (recommended) => {
        $crate::Requirement::Recommended
    };
    (optional) => {
        $crate::Requirement::Optional
    };
}

/// [`Source`](crate::Source) of a keyword.
macro_rules! source {
    () => {
        $crate::Source::Reference
    };
    (documented) => {
        $crate::Source::Documented
    };
    (third_party) => {
        $crate::Source::ThirdParty
    };
}

/// [`Evidence`](crate::Evidence) of a keyword.
macro_rules! evidence {
    (seen) => {
        $crate::Evidence::Seen
    };
    (inferred) => {
        $crate::Evidence::Inferred
    };
}

/// [`Values`](crate::Values) of a keyword and a list, or else of the common field.
macro_rules! values {
    ($field:ident) => {
        $crate::envelope::common_values!($field)
    };
    ($field:ident, closed $list:tt) => {
        Some($crate::Values { kind: $crate::ValueKind::Closed, known: &$list })
    };
    ($field:ident, open $list:tt) => {
        Some($crate::Values { kind: $crate::ValueKind::Open, known: &$list })
    };
    ($field:ident, examples $list:tt) => {
        Some($crate::Values { kind: $crate::ValueKind::Examples, known: &$list })
    };
}

/// A category's personal-data mark, or else the common field's.
macro_rules! personal {
    ($field:ident) => {
        $crate::envelope::common_personal!($field)
    };
    ($field:ident, $kind:literal) => {
        Some($kind)
    };
}

/// The safe form of a common field's values, if its type does not determine it.
macro_rules! common_safe {
    (operation_name) => {
        Some($crate::Safe::Name)
    };
    (operation_version) => {
        Some($crate::Safe::Version)
    };
    (location) => {
        Some($crate::Safe::Region)
    };
    ($other:ident) => {
        None
    };
}

/// The safe form of a property's values, or else the common field's.
macro_rules! safe {
    ($field:ident) => {
        $crate::envelope::common_safe!($field)
    };
    ($field:ident, $safe:ident) => {
        Some($crate::Safe::$safe)
    };
}

/// The list of other names, if any.
macro_rules! spellings {
    () => {
        &[]
    };
    ($list:tt) => {
        &$list
    };
}

/// [`Status`](crate::Status) of a keyword.
macro_rules! status {
    (active) => {
        $crate::Status::Active
    };
    (retired $since:literal) => {
        $crate::Status::Retired { since: $since }
    };
}

/// Defines a category: the types `Table`, `ResourceLog` and `Properties` of the calling module, and its
/// `CATEGORY`.
///
/// `columns` are common fields of the table, and `envelope_only` those of resource logs only.
/// `properties` are the category's own columns, which a resource log has under `properties`;
/// `properties_only` are fields there without a column. `properties` states whether a resource log must have
/// the object, the letter case of its names, and whether it is `open` to undocumented members. A line has, in this
/// order: field, column name, name in a resource log if it does not follow from the letter case, type,
/// requirement, evidence for the place in the resource log, then other metadata, in the order of the
/// macro's first rule. `value unpublished` after the category's name means that it is the table's name,
/// because the value of `category` is undocumented.
macro_rules! category {
    (
        $(#[doc = $doc:literal])+
        category $id:literal $(value $value:ident)?, $title:literal;
        table $table:literal;
        status $status:ident $($since:literal)?;
        notes [$($note:literal),* $(,)?];
        time { $(spelled $time_spelled:tt)? $(source $time_source:ident)? }
        category_column $category_requirement:ident $($category_source:ident)?;
        columns {
            $(
                $common:ident $common_name:literal => $common_log:literal: $common_requirement:ident
                    $(, holds $common_holds:ty)?
                    $(, spelled $common_spelled:tt)?
                    $(, known $common_values:ident [$($common_known:literal),* $(,)?])?
                    $(, source $common_source:ident)?;
            )*
        }
        envelope_only {
            $($only:ident $only_name:literal => $only_log:literal $(: $only_requirement:ident)?;)*
        }
        properties $inner_requirement:ident in $case:tt $(, $open:ident)? {
            $(
                $(#[doc = $property_doc:literal])+
                $property:ident $property_name:literal $(=> $property_log:literal)?:
                    $property_type:ty, $property_requirement:ident, $property_evidence:ident
                    $(, spelled $property_spelled:tt)?
                    $(, known $property_values:ident [$($property_known:literal),* $(,)?])?
                    $(, personal $property_personal:literal)?
                    $(, safe $property_safe:ident)?
                    $(, source $property_source:ident)?;
            )*
        }
        properties_only {
            $(
                $(#[doc = $extra_doc:literal])+
                $extra:ident $extra_name:literal: $extra_type:ty $(, safe $extra_safe:ident)?;
            )*
        }
        table_only {
            $(
                $(#[doc = $column_doc:literal])+
                $column:ident $column_name:literal: $column_type:ty, source $column_source:ident;
            )*
        }
        example_table $example_table:literal;
        example_resource_log $example_resource_log:literal;
    ) => {
        $crate::envelope::category_name!($id $(, $value)?);

        $crate::scalar::closed!(
            /// The one value of `Type`.
            TableName {
                #[doc = concat!("`", $table, "`")]
                Name = $table
            }
        );

        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(remote = "Self")]
        pub struct Table {
            /// UTC time of the event.
            #[serde(rename = "TimeGenerated")]
            pub time_generated: $crate::scalar::Time,
            $(
                #[doc = $crate::envelope::common_doc!($common)]
                #[serde(rename = $common_name, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $common: $crate::envelope::field_type!(
                    $common_requirement, $crate::envelope::column_type!($common $(, $common_holds)?)
                ),
            )*
            /// Category of the record, as the diagnostic setting names it.
            #[serde(rename = "Category", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub category: $crate::envelope::field_type!($category_requirement, CategoryName),
            $(
                $(#[doc = $property_doc])+
                #[serde(rename = $property_name, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $property: $crate::envelope::field_type!($property_requirement, $property_type),
            )*
            $(
                $(#[doc = $column_doc])+
                #[serde(rename = $column_name, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $column: Option<$column_type>,
            )*
            /// Name of the table.
            #[serde(rename = "Type", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub table_type: Option<TableName>,
            /// Identifier of the Log Analytics workspace that holds the row; not the Entra tenant.
            #[serde(rename = "TenantId", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub tenant_id: Option<String>,
            /// How the row was collected: `Azure` for resource logs.
            #[serde(rename = "SourceSystem", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub source_system: Option<String>,
            /// Azure Resource Manager identifier of the Communication Services resource.
            #[serde(rename = "_ResourceId", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub resource_id: Option<String>,
            /// Identifier of the subscription that the resource belongs to.
            #[serde(rename = "_SubscriptionId", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub subscription_id: Option<String>,
            /// Size that is billed for the row, in bytes.
            #[serde(rename = "_BilledSize", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub billed_size: Option<$crate::scalar::Amount>,
            /// Whether the ingestion of the row is billed; text in the workspace, although it says true or
            /// false.
            #[serde(rename = "_IsBillable", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub is_billable: Option<$crate::scalar::Flag>,
            /// Identifier of the row within the workspace; seen in exports.
            #[serde(rename = "_ItemId", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub item_id: Option<String>,
            /// UTC time at which the workspace received the row; seen in exports.
            #[serde(rename = "_TimeReceived", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub time_received: Option<$crate::scalar::Time>,
            /// Azure Resource Manager identifier of the workspace; seen in exports.
            #[serde(
                rename = "_Internal_WorkspaceResourceId",
                skip_serializing_if = "crate::scalar::Absent::is_absent"
            )]
            pub internal_workspace_resource_id: Option<String>,
        }

        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(remote = "Self")]
        pub struct ResourceLog {
            /// UTC time of the event.
            pub time: $crate::scalar::Time,
            /// Azure Resource Manager identifier of the Communication Services resource, usually in upper
            /// case.
            #[serde(rename = "resourceId")]
            pub resource_id: String,
            /// Category of the record, as the diagnostic setting names it.
            pub category: CategoryName,
            $(
                #[doc = $crate::envelope::common_doc!($common)]
                #[serde(rename = $common_log, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $common: $crate::envelope::field_type!(
                    $common_requirement,
                    $crate::scalar::InResourceLog<
                        $crate::envelope::column_type!($common $(, $common_holds)?)
                    >
                ),
            )*
            $(
                #[doc = $crate::envelope::common_doc!($only)]
                #[serde(rename = $only_log, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $only: $crate::envelope::field_type!(
                    $($only_requirement,)?
                    $crate::scalar::InResourceLog<$crate::envelope::common_type!($only)>
                ),
            )*
            /// Identifier of the Entra tenant; on tenant-level logs only.
            #[serde(rename = "tenantId", skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub tenant_id: Option<String>,
            /// What is particular to the category.
            #[serde(skip_serializing_if = "crate::scalar::Absent::is_absent")]
            pub properties: $crate::envelope::properties_type!($inner_requirement),
        }

        /// What a resource log of this category keeps under `properties`.
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(remote = "Self", rename_all = $case)]
        #[schemars(inline)]
        pub struct Properties {
            $(
                $(#[doc = $extra_doc])+
                #[serde(rename = $extra_name, skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $extra: Option<$extra_type>,
            )*
            $(
                $(#[doc = $property_doc])+
                $(#[serde(rename = $property_log)])?
                #[serde(skip_serializing_if = "crate::scalar::Absent::is_absent")]
                pub $property: $crate::envelope::inner_type!(
                    $property_requirement, $property_evidence, $crate::scalar::InResourceLog<$property_type>
                ),
            )*
        }

        $crate::object::objects!(Table, ResourceLog, Properties);
        $crate::scalar::never_absent!(Properties);

        #[doc = concat!("The `", $id, "` category as data.")]
        pub static CATEGORY: $crate::Category = $crate::Category {
            id: $id,
            value: $crate::envelope::category_value!($id $(, $value)?),
            title: $title,
            table: Some($table),
            status: $crate::envelope::status!($status $($since)?),
            notes: &[$($note),*],
            inner_object_seen: $crate::envelope::is_required!($inner_requirement),
            open_properties: $crate::envelope::is_open!($($open)?),
            properties: &[
                $crate::Property {
                    name: "TimeGenerated",
                    kind: $crate::Kind::Time,
                    requirement: $crate::Requirement::Required,
                    source: $crate::envelope::source!($($time_source)?),
                    spellings: $crate::envelope::spellings!($($time_spelled)?),
                    log: Some($crate::envelope::top("time", $crate::Evidence::Seen)),
                    in_table: true,
                    values: None,
                    personal_data: None,
                    safe: Some($crate::Safe::Time),
                },
                $(
                    $crate::Property {
                        name: $common_name,
                        kind: <$crate::envelope::column_type!($common $(, $common_holds)?)
                            as $crate::scalar::Scalar>::KIND,
                        requirement: $crate::envelope::requirement!($common_requirement),
                        source: $crate::envelope::source!($($common_source)?),
                        spellings: $crate::envelope::spellings!($($common_spelled)?),
                        log: Some($crate::envelope::common_place($common_name, $common_log)),
                        in_table: true,
                        values: $crate::envelope::values!($common $(, $common_values [$($common_known),*])?),
                        personal_data: $crate::envelope::personal!($common),
                        safe: $crate::envelope::shown(
                            <$crate::envelope::column_type!($common $(, $common_holds)?) as $crate::scalar::Scalar>::KIND,
                            $crate::envelope::values!($common $(, $common_values [$($common_known),*])?),
                            $crate::envelope::personal!($common),
                            $crate::envelope::safe!($common),
                        ),
                    },
                )*
                $crate::Property {
                    name: "Category",
                    kind: <CategoryName as $crate::scalar::Scalar>::KIND,
                    requirement: $crate::envelope::requirement!($category_requirement),
                    source: $crate::envelope::source!($($category_source)?),
                    spellings: &[],
                    log: Some($crate::envelope::top("category", $crate::Evidence::Seen)),
                    in_table: true,
                    values: $crate::envelope::category_values!($id $(, $value)?),
                    personal_data: None,
                    safe: Some($crate::Safe::Category),
                },
                $(
                    $crate::Property {
                        name: $property_name,
                        kind: <$property_type as $crate::scalar::Scalar>::KIND,
                        requirement: $crate::envelope::requirement!($property_requirement),
                        source: $crate::envelope::source!($($property_source)?),
                        spellings: $crate::envelope::spellings!($($property_spelled)?),
                        log: Some($crate::LogPlace {
                            place: $crate::Place::Properties,
                            name: $crate::envelope::inner_name!($case, $property_name $(, $property_log)?),
                            evidence: $crate::envelope::evidence!($property_evidence),
                        }),
                        in_table: true,
                        values: $crate::envelope::values!(
                            $property $(, $property_values [$($property_known),*])?
                        ),
                        personal_data: $crate::envelope::personal!($property $(, $property_personal)?),
                        safe: $crate::envelope::shown(
                            <$property_type as $crate::scalar::Scalar>::KIND,
                            $crate::envelope::values!($property $(, $property_values [$($property_known),*])?),
                            $crate::envelope::personal!($property $(, $property_personal)?),
                            $crate::envelope::safe!($property $(, $property_safe)?),
                        ),
                    },
                )*
                $(
                    $crate::Property {
                        name: $column_name,
                        kind: <$column_type as $crate::scalar::Scalar>::KIND,
                        requirement: $crate::Requirement::Optional,
                        source: $crate::envelope::source!($column_source),
                        spellings: &[],
                        log: None,
                        in_table: true,
                        values: None,
                        personal_data: None,
                        safe: $crate::envelope::shown(<$column_type as $crate::scalar::Scalar>::KIND, None, None, None),
                    },
                )*
                $(
                    $crate::Property {
                        name: $only_name,
                        kind: <$crate::envelope::common_type!($only) as $crate::scalar::Scalar>::KIND,
                        requirement: $crate::envelope::requirement!($($only_requirement)?),
                        source: $crate::Source::Reference,
                        spellings: &[],
                        log: Some($crate::envelope::common_place($only_name, $only_log)),
                        in_table: false,
                        values: $crate::envelope::common_values!($only),
                        personal_data: $crate::envelope::common_personal!($only),
                        safe: $crate::envelope::shown(
                            <$crate::envelope::common_type!($only) as $crate::scalar::Scalar>::KIND,
                            $crate::envelope::common_values!($only),
                            $crate::envelope::common_personal!($only),
                            $crate::envelope::common_safe!($only),
                        ),
                    },
                )*
                $(
                    $crate::Property {
                        name: $extra_name,
                        kind: <$extra_type as $crate::scalar::Scalar>::KIND,
                        requirement: $crate::Requirement::Optional,
                        source: $crate::Source::Documented,
                        spellings: &[],
                        log: Some($crate::LogPlace {
                            place: $crate::Place::Properties,
                            name: $extra_name,
                            evidence: $crate::Evidence::Seen,
                        }),
                        in_table: false,
                        values: None,
                        personal_data: None,
                        safe: $crate::envelope::shown(
                            <$extra_type as $crate::scalar::Scalar>::KIND,
                            None,
                            None,
                            $crate::envelope::safe!($extra $(, $extra_safe)?),
                        ),
                    },
                )*
                $crate::Property {
                    name: "Type",
                    kind: $crate::Kind::Closed,
                    requirement: $crate::Requirement::System,
                    source: $crate::Source::Reference,
                    spellings: &[],
                    log: None,
                    in_table: true,
                    values: Some($crate::Values { kind: $crate::ValueKind::Closed, known: &[$table] }),
                    personal_data: None,
                    safe: Some($crate::Safe::Category),
                },
                $crate::envelope::identifier("TenantId"),
                $crate::envelope::SOURCE_SYSTEM,
                $crate::envelope::RESOURCE_ID,
                $crate::envelope::identifier("_SubscriptionId"),
                $crate::envelope::workspace("_BilledSize", $crate::Kind::Amount),
                $crate::envelope::workspace("_IsBillable", $crate::Kind::Flag),
                $crate::envelope::observed("_ItemId", $crate::Kind::Text),
                $crate::envelope::observed("_TimeReceived", $crate::Kind::Time),
                $crate::envelope::WORKSPACE_RESOURCE_ID,
                $crate::envelope::ENTRA_TENANT_ID,
            ],
            schema: |shape| match shape {
                $crate::Shape::Table => $crate::schema::root::<Table>(),
                $crate::Shape::ResourceLog => $crate::schema::root::<ResourceLog>(),
            },
            examples: |shape| match shape {
                $crate::Shape::Table => $example_table,
                $crate::Shape::ResourceLog => $example_resource_log,
            },
        };
    };
}

pub(crate) use {
    category, category_name, category_value, category_values, column_type, common_doc, common_personal,
    common_safe, common_type, common_values, evidence, field_type, inner_name, inner_type, is_open,
    is_required, personal, properties_type, requirement, safe, source, spellings, status, values,
};

use crate::{Evidence, Kind, LogPlace, Place, Property, Requirement, Safe, Source, Values};

/// The `camelCase` form of a name: `CallStartTime` -> `callStartTime`, `TPE` -> `tpe`.
pub(crate) const fn camel_case<const N: usize>(name: &str) -> [u8; N] {
    let mut letters = [0; N];
    letters.copy_from_slice(name.as_bytes());
    let mut capitals = 0;
    while capitals < N && letters[capitals].is_ascii_uppercase() {
        capitals += 1;
    }
    // The last of several capitals begins the next word, if there is one.
    let lowered = if capitals <= 1 || capitals == N { capitals } else { capitals - 1 };
    let mut index = 0;
    while index < lowered {
        letters[index] = letters[index].to_ascii_lowercase();
        index += 1;
    }
    letters
}

/// A place at the top of a resource log.
pub(crate) const fn top(name: &'static str, evidence: Evidence) -> LogPlace {
    LogPlace { place: Place::Top, name, evidence }
}

/// The place of a common field; `uri` is in no common-schema list, the others are in Azure Monitor's.
pub(crate) const fn common_place(name: &str, log_name: &'static str) -> LogPlace {
    let evidence = if matches!(name.as_bytes(), b"URI") { Evidence::Inferred } else { Evidence::Seen };
    top(log_name, evidence)
}

/// A column that the workspace adds.
pub(crate) const fn workspace(name: &'static str, kind: Kind) -> Property {
    Property {
        name,
        kind,
        requirement: Requirement::System,
        source: Source::Reference,
        spellings: &[],
        log: None,
        in_table: true,
        values: None,
        personal_data: None,
        safe: shown(kind, None, None, None),
    }
}

/// A column that the workspace adds without documenting it.
pub(crate) const fn observed(name: &'static str, kind: Kind) -> Property {
    Property { source: Source::Observed, ..workspace(name, kind) }
}

/// `_ResourceId`, which a resource log must have as `resourceId`, although the column is never expected.
pub(crate) const RESOURCE_ID: Property = Property {
    log: Some(top("resourceId", Evidence::Seen)),
    safe: Some(Safe::Resource),
    ..workspace("_ResourceId", Kind::Text)
};

/// `_Internal_WorkspaceResourceId`, the workspace from which the row was exported.
pub(crate) const WORKSPACE_RESOURCE_ID: Property =
    Property { safe: Some(Safe::Resource), ..observed("_Internal_WorkspaceResourceId", Kind::Text) };

/// `SourceSystem`, the way in which the row was collected.
pub(crate) const SOURCE_SYSTEM: Property =
    Property { safe: Some(Safe::Name), ..workspace("SourceSystem", Kind::Text) };

/// A column that the workspace adds, with a GUID of a workspace or a subscription.
pub(crate) const fn identifier(name: &'static str) -> Property {
    Property { safe: Some(Safe::Guid), ..workspace(name, Kind::Text) }
}

/// The safe form of a property's values: from the list, or else from its type. A personal property has none, whatever
/// its type is.
pub(crate) const fn shown(
    kind: Kind,
    values: Option<Values>,
    personal_data: Option<&str>,
    marked: Option<Safe>,
) -> Option<Safe> {
    if personal_data.is_some() {
        return None;
    }
    match (marked, kind) {
        (Some(_), _) => marked,
        (None, Kind::Time) => Some(Safe::Time),
        (None, Kind::Count | Kind::LongCount | Kind::Duration | Kind::Amount | Kind::Real) => {
            Some(Safe::Number)
        }
        (None, Kind::Boolean | Kind::Flag) => Some(Safe::Truth),
        (None, Kind::Signature) => Some(Safe::Code),
        (None, Kind::Closed) => Some(Safe::Vocabulary),
        (None, Kind::Text) if values.is_some() => Some(Safe::Vocabulary),
        (None, Kind::Text | Kind::Address | Kind::Id | Kind::Identity | Kind::Any) => None,
    }
}

/// The tenant of tenant-level resource logs; `TenantId` of a table means the workspace instead.
pub(crate) const ENTRA_TENANT_ID: Property = Property {
    name: "tenantId",
    kind: Kind::Text,
    requirement: Requirement::Optional,
    source: Source::Reference,
    spellings: &[],
    log: Some(top("tenantId", Evidence::Seen)),
    in_table: false,
    values: None,
    personal_data: None,
    safe: Some(Safe::Guid),
};

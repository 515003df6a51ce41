//! The `CallClientMediaStatsCompressedTimeSeries` category, of which nothing but the name is published.
//!
//! Written out, since there is neither a table nor a list of properties that the macro could make types of: what can
//! be checked is the envelope that Azure Monitor gives every resource log.

use crate::envelope::{common_doc, common_personal, common_place, common_safe, common_values, shown, top};
use crate::scalar::{Address, Amount, Claims, Numeric, Object, Signature, Time, closed};
use crate::{
    Category, Evidence, Kind, LogPlace, Property, Requirement, Safe, Shape, Source, Status, ValueKind, Values,
};

closed!(
    /// The one value of `category`.
    CategoryName {
        /// `CallClientMediaStatsCompressedTimeSeries`
        Name = "CallClientMediaStatsCompressedTimeSeries"
    }
);

/// What clients measured of media streams over time, in a compressed form.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(remote = "Self", rename_all = "camelCase")]
pub struct ResourceLog {
    /// UTC time of the event.
    pub time: Time,
    /// Azure Resource Manager identifier of the Communication Services resource, usually in upper case.
    pub resource_id: String,
    /// Category of the record, as the diagnostic setting names it.
    pub category: CategoryName,
    #[doc = common_doc!(operation_name)]
    pub operation_name: String,
    #[doc = common_doc!(operation_version)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_version: Option<String>,
    #[doc = common_doc!(result_type)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_type: Option<String>,
    #[doc = common_doc!(result_signature)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_signature: Option<Signature>,
    #[doc = common_doc!(result_description)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_description: Option<String>,
    #[doc = common_doc!(duration_ms)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<Numeric<Amount>>,
    #[doc = common_doc!(caller_ip_address)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_ip_address: Option<Address>,
    #[doc = common_doc!(correlation_id)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    #[doc = common_doc!(identity)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Claims>,
    #[doc = common_doc!(level)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    #[doc = common_doc!(location)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    #[doc = common_doc!(uri)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Identifier of the Entra tenant; on tenant-level logs only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// What is particular to the category, in any form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<Object>,
}

crate::object::objects!(ResourceLog);

/// The `CallClientMediaStatsCompressedTimeSeries` category as data.
pub static CATEGORY: Category = Category {
    id: "CallClientMediaStatsCompressedTimeSeries",
    value: Some("CallClientMediaStatsCompressedTimeSeries"),
    title: "Call client media statistics compressed time series",
    table: None,
    status: Status::Active,
    notes: &[
        "The category can be chosen in a diagnostic setting, but no table and no property of it is documented: \
         the envelope is checked, and what stands under `properties` is not looked into.",
    ],
    inner_object_seen: false,
    open_properties: true,
    properties: &[
        required("TimeGenerated", "time", Kind::Time),
        Property {
            safe: common_safe!(operation_name),
            ..required("OperationName", "operationName", Kind::Text)
        },
        Property {
            safe: common_safe!(operation_version),
            ..optional("OperationVersion", "operationVersion", Kind::Text, None, None)
        },
        optional("ResultType", "resultType", Kind::Text, common_values!(result_type), None),
        optional("ResultSignature", "resultSignature", Kind::Signature, None, None),
        optional("ResultDescription", "resultDescription", Kind::Text, None, None),
        optional("DurationMs", "durationMs", Kind::Duration, None, None),
        optional(
            "CallerIpAddress",
            "callerIpAddress",
            Kind::Address,
            None,
            common_personal!(caller_ip_address),
        ),
        optional("CorrelationId", "correlationId", Kind::Text, None, None),
        optional("Identity", "identity", Kind::Identity, None, common_personal!(identity)),
        optional("Level", "level", Kind::Text, common_values!(level), None),
        Property { safe: common_safe!(location), ..optional("Location", "location", Kind::Text, None, None) },
        optional("URI", "uri", Kind::Text, None, None),
        Property {
            values: Some(Values {
                kind: ValueKind::Closed,
                known: &["CallClientMediaStatsCompressedTimeSeries"],
            }),
            safe: Some(Safe::Category),
            ..required("Category", "category", Kind::Closed)
        },
        Property {
            requirement: Requirement::System,
            log: Some(top("resourceId", Evidence::Seen)),
            safe: Some(Safe::Resource),
            ..required("_ResourceId", "resourceId", Kind::Text)
        },
        Property { safe: Some(Safe::Guid), ..optional("tenantId", "tenantId", Kind::Text, None, None) },
    ],
    schema: |_| crate::schema::root::<ResourceLog>(),
    examples: |shape| match shape {
        Shape::Table => "",
        Shape::ResourceLog => EXAMPLE,
    },
};

/// A field of the envelope that must be there.
const fn required(name: &'static str, log_name: &'static str, kind: Kind) -> Property {
    Property { requirement: Requirement::Required, ..optional(name, log_name, kind, None, None) }
}

/// A field of the envelope that may be there.
const fn optional(
    name: &'static str,
    log_name: &'static str,
    kind: Kind,
    values: Option<Values>,
    personal_data: Option<&'static str>,
) -> Property {
    let log: LogPlace = common_place(name, log_name);
    Property {
        name,
        kind,
        requirement: Requirement::Optional,
        source: Source::Reference,
        spellings: &[],
        log: Some(log),
        in_table: false,
        values,
        personal_data,
        safe: shown(kind, values, personal_data, None),
    }
}

const EXAMPLE: &str = r#"{
    "time": "2025-04-10T10:17:55.3020000Z",
    "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
    "category": "CallClientMediaStatsCompressedTimeSeries",
    "operationName": "CallClientMediaStatsCompressedTimeSeries",
    "correlationId": "8d7f3c12-a6e5-4b90-9c48-e21b05d6f7a3",
    "properties": {
        "series": [19, 24, 61, 38]
    }
}"#;

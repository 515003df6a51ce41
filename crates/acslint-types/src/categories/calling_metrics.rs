//! The `CallingMetrics` category: daily figures on the quality of calls.

use crate::envelope::category;
use crate::scalar::{Count, Id, Real, Time};

category! {
    /// A figure on the quality of calls during one day, for one combination of platform, device and version.
    category "CallingMetrics", "Calling metrics";
    table "ACSCallingMetrics";
    status active;
    notes [
        "Azure Monitor's reference has no page for this table: its columns are known from a single schema \
         file of a third party.",
        "The versions and `SubCode` are text columns, but the documentation's sample prints some of them as \
         numbers; either is accepted.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time { source third_party }
    category_column required third_party;
    columns {
        operation_name "OperationName" => "operationName": required, source third_party;
        operation_version "OperationVersion" => "operationVersion": optional, source third_party;
        result_type "ResultType" => "resultType": optional, source third_party;
        correlation_id "CorrelationId" => "correlationId": optional, source third_party;
    }
    envelope_only {
        result_signature "ResultSignature" => "resultSignature";
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        level "Level" => "level";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Latest UTC time among the records that were counted.
        timestamp_max "TimestampMax": Time, optional, inferred, source third_party;
        /// UTC time at which the day begins that was counted.
        timestamp_bin "TimestampBin": Time, optional, inferred, source third_party;
        /// Mean value of the metric, in the unit that `Unit` names.
        metric_value_avg "MetricValueAvg": Real, optional, inferred, source third_party;
        /// Unit of the metric.
        unit "Unit": String, optional, inferred, safe Name, source third_party;
        /// Value that the metric should reach, as text such as `>= 95.0`.
        goal "Goal": String, optional, inferred, source third_party;
        /// Number of distinct call legs that failed.
        failed_legs_dcount "FailedLegsDcount": Count, optional, inferred, source third_party;
        /// Number of distinct call legs that succeeded.
        success_legs_dcount "SuccessLegsDcount": Count, optional, inferred, source third_party;
        /// Number of distinct calls.
        calls_dcount "CallsDcount": Count, optional, inferred, source third_party;
        /// Number of distinct call legs.
        legs_dcount "LegsDcount": Count, optional, inferred, source third_party;
        /// Sub code that the calls ended with, as text or as a number.
        sub_code "SubCode": Id, optional, inferred, safe Code, source third_party;
        /// Kind of the calls that were counted.
        call_type "CallType": String, optional, inferred, known open ["1 to 1"], source third_party;
        /// Platform that the clients run on.
        platform "Platform": String, optional, inferred, safe Name, source third_party;
        /// Model of the clients' devices.
        device_model "DeviceModel": String, optional, inferred, source third_party;
        /// Brand of the clients' devices.
        device_brand "DeviceBrand": String, optional, inferred, safe Name, source third_party;
        /// Family of the clients' devices.
        device_family "DeviceFamily": String, optional, inferred, safe Name, source third_party;
        /// Major version of the devices' operating system, as text or as a number.
        device_os_version_major "DeviceOsVersionMajor": Id, optional, inferred, safe Code, source third_party;
        /// Minor version of the devices' operating system, as text or as a number.
        device_os_version_minor "DeviceOsVersionMinor": Id, optional, inferred, safe Code, source third_party;
        /// Minor version of the browser, as text or as a number.
        device_browser_version_minor "DeviceBrowserVersionMinor": Id, optional, inferred, safe Code,
            source third_party;
        /// Major version of the browser, as text or as a number.
        device_browser_version_major "DeviceBrowserVersionMajor": Id, optional, inferred, safe Code,
            source third_party;
        /// Name of the devices' operating system.
        device_os_name "DeviceOsName": String, optional, inferred, safe Name, source third_party;
        /// Name of the browser.
        device_browser "DeviceBrowser": String, optional, inferred, safe Name, source third_party;
        /// Version of the calling SDK.
        sdk_version "SdkVersion": String, optional, inferred, safe Version, source third_party;
        /// Name of the metric.
        metric_name "MetricName": String, optional, inferred, safe Name, source third_party;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2025-04-02T03:15:00.0000000Z",
        "OperationName": "CallingMetrics",
        "OperationVersion": "1.0",
        "ResultType": "Succeeded",
        "CorrelationId": "c8f1704d-2ba6-4e93-85d7-0e6b9fa3c215",
        "Category": "CallingMetrics",
        "TimestampMax": "2025-04-01T23:58:12.4410000Z",
        "TimestampBin": "2025-04-01T00:00:00.0000000Z",
        "MetricValueAvg": 98.7,
        "Unit": "percent",
        "Goal": ">= 95.0",
        "FailedLegsDcount": 4,
        "SuccessLegsDcount": 303,
        "CallsDcount": 151,
        "LegsDcount": 307,
        "SubCode": "0",
        "CallType": "1 to 1",
        "Platform": "Web",
        "DeviceModel": "",
        "DeviceBrand": "",
        "DeviceFamily": "Other",
        "DeviceOsVersionMajor": "10",
        "DeviceOsVersionMinor": "0",
        "DeviceBrowserVersionMinor": "0",
        "DeviceBrowserVersionMajor": "134",
        "DeviceOsName": "Windows",
        "DeviceBrowser": "Edge",
        "SdkVersion": "1.33.1",
        "MetricName": "ApiCallReliability",
        "Type": "ACSCallingMetrics",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2025-04-02T03:15:00.0000000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "CallingMetrics",
        "operationName": "CallingMetrics",
        "operationVersion": "1.0",
        "resultType": "Succeeded",
        "correlationId": "c8f1704d-2ba6-4e93-85d7-0e6b9fa3c215",
        "properties": {
            "TimestampMax": "2025-04-01T23:58:12.4410000Z",
            "TimestampBin": "2025-04-01T00:00:00.0000000Z",
            "MetricValueAvg": 98.7,
            "Unit": "percent",
            "Goal": ">= 95.0",
            "FailedLegsDcount": 4,
            "SuccessLegsDcount": 303,
            "CallsDcount": 151,
            "LegsDcount": 307,
            "SubCode": "0",
            "CallType": "1 to 1",
            "Platform": "Web",
            "DeviceModel": "",
            "DeviceBrand": "",
            "DeviceFamily": "Other",
            "DeviceOsVersionMajor": "10",
            "DeviceOsVersionMinor": "0",
            "DeviceBrowserVersionMinor": "0",
            "DeviceBrowserVersionMajor": "134",
            "DeviceOsName": "Windows",
            "DeviceBrowser": "Edge",
            "SdkVersion": "1.33.1",
            "MetricName": "ApiCallReliability"
        }
    }"#;
}

//! The `AuthOperational` category: identities and access tokens.

use crate::envelope::category;

category! {
    /// A request for an identity or an access token: issuing, revoking, exchanging or deleting one.
    category "AuthOperational", "Authentication operational";
    table "ACSAuthIncomingOperations";
    status active;
    notes [
        "The table lost its `CallerIpAddress` column in April 2022. Documentation and older exports have it \
         still, and it is accepted.",
        "`Identity` is text in the table, where Azure Monitor's common schema has an object of claims.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
    ];
    time {}
    category_column required;
    columns {
        operation_name "OperationName" => "operationName": required, known examples [
            "CreateIdentity", "DeleteIdentity", "CreateToken", "RevokeToken", "ExchangeTeamsUserAccessToken",
        ];
        operation_version "OperationVersion" => "operationVersion": recommended;
        result_type "ResultType" => "resultType": recommended;
        result_signature "ResultSignature" => "resultSignature": recommended;
        result_description "ResultDescription" => "resultDescription": optional;
        duration_ms "DurationMs" => "durationMs": recommended;
        caller_ip_address "CallerIpAddress" => "callerIpAddress": optional, source documented;
        correlation_id "CorrelationId" => "correlationId": recommended, spelled ["CorrelationID"];
        identity "Identity" => "identity": recommended;
        level "Level" => "level": recommended;
        uri "URI" => "uri": recommended;
    }
    envelope_only {
        location "Location" => "location";
    }
    properties optional in "PascalCase" {
        /// Scopes of the token that was issued: a list of them, or text.
        scopes "Scopes": serde_json::Value, optional, inferred;
        /// Kind of SDK that sent the request; may be empty.
        sdk_type "SdkType": String, optional, inferred, safe Name;
        /// Platform that the client runs on; may be empty.
        platform_type "PlatformType": String, optional, inferred, safe Name;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-01-23T11:05:19.0847725Z",
        "OperationName": "CreateToken",
        "OperationVersion": "2023-10-01",
        "ResultType": "Succeeded",
        "ResultSignature": "200",
        "ResultDescription": "OK",
        "DurationMs": 31,
        "CallerIpAddress": "2001:db8:41::7c",
        "CorrelationId": "e90b5d17-8c42-4a3f-b6d1-2f70c8e9a354",
        "Identity": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_00000022-3c4d-4e5f-8a91-6b7c8d9e0f12",
        "Level": "Informational",
        "URI": "https://contoso-acs.communication.azure.com/identities?api-version=2023-10-01",
        "Category": "AuthOperational",
        "Scopes": ["chat", "voip"],
        "SdkType": "azsdk-java-communication-identity",
        "PlatformType": "Linux",
        "Type": "ACSAuthIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-01-23T11:05:19.0847725Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "AuthOperational",
        "operationName": "CreateToken",
        "operationVersion": "2023-10-01",
        "resultType": "Succeeded",
        "resultSignature": "200",
        "resultDescription": "OK",
        "durationMs": 31,
        "callerIpAddress": "2001:db8:41::7c",
        "correlationId": "e90b5d17-8c42-4a3f-b6d1-2f70c8e9a354",
        "identity": "8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_00000022-3c4d-4e5f-8a91-6b7c8d9e0f12",
        "level": "Informational",
        "uri": "https://contoso-acs.communication.azure.com/identities?api-version=2023-10-01",
        "properties": {
            "Scopes": ["chat", "voip"],
            "SdkType": "azsdk-java-communication-identity",
            "PlatformType": "Linux"
        }
    }"#;
}

//! The `RoomsOperational` category: requests to the Rooms API.

use crate::envelope::category;
use crate::scalar::Count;

category! {
    /// A request to the Rooms API: creating, changing or reading a room and its participants.
    category "RoomsOperational", "Rooms operational";
    table "ACSRoomsIncomingOperations";
    status active;
    notes [
        "The table has no `Category` column: a row is told by `Type`, and a resource log by `category`. \
         `Category` is accepted in a row, since queries and pipelines add it.",
        "No resource log of this category has been published: names and places in that shape follow from \
         Azure Monitor's common schema, and either letter case and place is accepted.",
        "The documentation spells `RoomLifespan` also as `RoomLifeSpan`.",
    ];
    time {}
    category_column optional documented;
    columns {
        operation_name "OperationName" => "operationName": required,
            known examples [
                "CreateRoom", "PatchRoom", "GetRoom", "ListRooms", "DeleteRoom", "GetParticipants",
                "AddParticipants", "UpdateParticipants", "RemoveParticipants", "UpdateRoom",
            ];
        operation_version "OperationVersion" => "operationVersion": optional;
        result_type "ResultType" => "resultType": optional;
        result_signature "ResultSignature" => "resultSignature": optional;
        correlation_id "CorrelationId" => "correlationId": optional;
        level "Level" => "level": optional;
    }
    envelope_only {
        result_description "ResultDescription" => "resultDescription";
        duration_ms "DurationMs" => "durationMs";
        caller_ip_address "CallerIpAddress" => "callerIpAddress";
        identity "Identity" => "identity";
        location "Location" => "location";
        uri "URI" => "uri";
    }
    properties optional in "PascalCase" {
        /// Number of participants that the request added to the room.
        added_room_participants_count "AddedRoomParticipantsCount": Count, optional, inferred;
        /// Whether telephone numbers may be dialled from the room.
        pstn_dial_out_enabled "PstnDialOutEnabled": bool, optional, inferred;
        /// Number of participants that the request removed from the room.
        removed_room_participants_count "RemovedRoomParticipantsCount": Count, optional, inferred;
        /// Identifier of the room.
        room_id "RoomId": String, optional, inferred;
        /// Time for which the room stays open, in minutes.
        room_lifespan "RoomLifespan": Count, optional, inferred, spelled ["RoomLifeSpan"];
        /// Number of participants with the role of an attendee.
        room_participants_attendee "RoomParticipantsAttendee": Count, optional, inferred;
        /// Number of participants with the role of a consumer.
        room_participants_consumer "RoomParticipantsConsumer": Count, optional, inferred;
        /// Number of participants in the room.
        room_participants_count "RoomParticipantsCount": Count, optional, inferred;
        /// Number of participants with the role of a presenter.
        room_participants_presenter "RoomParticipantsPresenter": Count, optional, inferred;
        /// Number of participants that the request added to the room or changed.
        upserted_room_participants_count "UpsertedRoomParticipantsCount": Count, optional, inferred;
    }
    properties_only {}
    table_only {}
    example_table r#"{
        "TimeGenerated": "2024-03-19T12:12:28.6427351Z",
        "OperationName": "CreateRoom",
        "OperationVersion": "2024-04-15",
        "ResultType": "Succeeded",
        "ResultSignature": "201",
        "CorrelationId": "Yp3LmQ8rZ0+K2w7d.4",
        "Level": "Informational",
        "AddedRoomParticipantsCount": 3,
        "PstnDialOutEnabled": true,
        "RemovedRoomParticipantsCount": 0,
        "RoomId": "99427160538216405",
        "RoomLifespan": 90,
        "RoomParticipantsAttendee": 2,
        "RoomParticipantsConsumer": 0,
        "RoomParticipantsCount": 3,
        "RoomParticipantsPresenter": 1,
        "UpsertedRoomParticipantsCount": 0,
        "Type": "ACSRoomsIncomingOperations",
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "SourceSystem": "Azure",
        "_ResourceId": "/subscriptions/7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/contoso/providers/microsoft.communication/communicationservices/contoso-acs",
        "_SubscriptionId": "7a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
    }"#;
    example_resource_log r#"{
        "time": "2024-03-19T12:12:28.6427351Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "RoomsOperational",
        "operationName": "CreateRoom",
        "operationVersion": "2024-04-15",
        "resultType": "Succeeded",
        "resultSignature": 201,
        "correlationId": "Yp3LmQ8rZ0+K2w7d.4",
        "level": "Informational",
        "properties": {
            "AddedRoomParticipantsCount": 3,
            "PstnDialOutEnabled": true,
            "RemovedRoomParticipantsCount": 0,
            "RoomId": "99427160538216405",
            "RoomLifespan": 90,
            "RoomParticipantsAttendee": 2,
            "RoomParticipantsConsumer": 0,
            "RoomParticipantsCount": 3,
            "RoomParticipantsPresenter": 1,
            "UpsertedRoomParticipantsCount": 0
        }
    }"#;
}

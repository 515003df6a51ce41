// Promises of the npm package's types; the compiler is the test. Expected errors are marked.

import {
  categories,
  recordSchema,
  schema,
  type AnyTableRecord,
  type CallClientMediaStatsCompressedTimeSeriesResourceLog,
  type CallSurveyTable,
  type Category,
  type RecordOf,
  type ResourceLogRecord,
  type SMSOperationalResourceLog,
  type SMSOperationalTable,
  type TableRecord,
} from "acslint-schemas";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The category distinguishes the types of a union, even where it may be absent. */
export function attempts(record: TableRecord): number | null | undefined {
  if (record.Category === "SMSOperational") {
    const isSms: Same<typeof record, SMSOperationalTable> = true;
    // @ts-expect-error a text message has no such property
    record.UsageType;
    return isSms ? record.DeliveryAttempts : undefined;
  }
  switch (record.Category) {
    case "CallSurvey": {
      const isSurvey: Same<typeof record, CallSurveyTable> = true;
      return isSurvey ? record.OverallRatingScore : undefined;
    }
    // @ts-expect-error narrowed above
    case "SMSOperational":
    // @ts-expect-error no such category
    case "SMSOperationel":
      return undefined;
    default:
      return undefined;
  }
}

export function phoneNumber(record: ResourceLogRecord): string | null | undefined {
  if (record.category === "SMSOperational") {
    const isSms: Same<typeof record, SMSOperationalResourceLog> = true;
    return isSms ? record.properties?.PhoneNumber : undefined;
  }
  return undefined;
}

/** Without the category of unknown name, a name identifies its type. */
export function name(record: AnyTableRecord): string | null | undefined {
  return record.Category;
}

export const sms: RecordOf<"SMSOperational", "table"> = {
  TimeGenerated: "2024-02-19T07:30:51.6028413Z",
  OperationName: "SMSMessagesSent",
  Category: "SMSOperational",
  NumberType: "ShortCodeNumber",
  DurationMs: null,
};
export const wrong: SMSOperationalTable = {
  ...sms,
  // @ts-expect-error none of the known kinds
  NumberType: "LongNumber",
};
// @ts-expect-error the time is missing
export const incomplete: SMSOperationalTable = { OperationName: "SMSMessagesSent", Category: "SMSOperational" };
export const misspelt: SMSOperationalTable = {
  ...sms,
  // @ts-expect-error no property has this name
  DeliveryAtempts: 1,
};
export const anything: CallClientMediaStatsCompressedTimeSeriesResourceLog["properties"] = { any: "thing" };

schema("SMSOperational", "resource-log").$id.startsWith("urn:");
schema("CallClientMediaStatsCompressedTimeSeries", "resource-log");
// @ts-expect-error no such table
schema("CallClientMediaStatsCompressedTimeSeries", "table");
// @ts-expect-error no such category
schema("SMSOperationel", "table");
// @ts-expect-error no such shape
schema("SMSOperational", "row");
recordSchema("draft-07");
// @ts-expect-error no such dialect
recordSchema("draft-04");
export const tables: (string | null)[] = categories.map((entry) => entry.table);
export const all: Category[] = categories.map((entry) => entry.category);

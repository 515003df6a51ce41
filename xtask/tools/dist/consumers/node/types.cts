// The types of the npm package in a CommonJS program.

import schemas = require("acslint-schemas");

export function attempts(record: schemas.TableRecord): number | null | undefined {
  return record.Category === "SMSOperational" ? record.DeliveryAttempts : undefined;
}
schemas.schema("SMSOperational", "table").$id.startsWith("urn:");
// @ts-expect-error no such category
schemas.schema("SMSOperationel", "table");

// The types of the npm package as a CommonJS program gets them.

import schemas = require("acslint-schemas");

export function attempts(record: schemas.TableRecord): number | null | undefined {
  return record.Category === "SMSOperational" ? record.DeliveryAttempts : undefined;
}
schemas.schema("SMSOperational", "table").$id.startsWith("urn:");
// @ts-expect-error there is no such category
schemas.schema("SMSOperationel", "table");

import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { schema, type SMSOperationalTable } from "acslint-schemas";
const ajv = new Ajv2020();
addFormats.default(ajv);
const isSms = ajv.compile<SMSOperationalTable>(schema("SMSOperational", "table"));
for (const line of readFileSync(process.argv[2] ?? "sms.jsonl", "utf8").trimEnd().split("\n")) {
  const record: unknown = JSON.parse(line);
  console.log(isSms(record) ? `${record.MessageId}: ${record.DeliveryAttempts}` : ajv.errorsText(isSms.errors));
}

import json, sys
from acslint_schemas import schema
from acslint_schemas.records import SMSOperationalTable
from jsonschema import Draft202012Validator as Validator
validator = Validator(schema("SMSOperational", "table"), format_checker=Validator.FORMAT_CHECKER)
for line in open(sys.argv[1] if len(sys.argv) > 1 else "sms.jsonl"):
    value = json.loads(line)
    errors = [f"{error.json_path} {error.message}" for error in validator.iter_errors(value)]
    sms: SMSOperationalTable = value
    print("; ".join(errors) or f"{sms.get('MessageId')}: {sms.get('DeliveryAttempts')}")

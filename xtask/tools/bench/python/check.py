"""A typical small Python program: `json` parses a line, a library validates it by its category.

`python check.py <library> <schemas> <file>`, where the library is `jsonschema`, `fastjsonschema` or `jsonschema-rs`, and
the schemas are one file, `{"keys": [...], "schemas": {"<value of the key>": {...}}}`.
"""

import json
import sys


def with_jsonschema(schema):
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid


def with_fastjsonschema(schema):
    import fastjsonschema

    validate = fastjsonschema.compile(schema)

    def is_valid(record):
        try:
            validate(record)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return is_valid


def with_jsonschema_rs(schema):
    import jsonschema_rs

    options = jsonschema_rs.RegexOptions()
    return jsonschema_rs.validator_for(schema, validate_formats=True, pattern_options=options).is_valid


LIBRARIES = {
    "fastjsonschema": with_fastjsonschema,
    "jsonschema": with_jsonschema,
    "jsonschema-rs": with_jsonschema_rs,
}


def check(library, schemas, file):
    with open(schemas, "rb") as dispatch:
        dispatch = json.load(dispatch)
    keys = dispatch["keys"]
    validators = {name: LIBRARIES[library](schema) for name, schema in dispatch["schemas"].items()}
    valid = 0
    invalid = 0
    with open(file, "rb") as lines:
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:
                invalid += 1
                continue
            is_valid = next((validators[record[key]] for key in keys if record.get(key) in validators), None)
            if is_valid is not None and is_valid(record):
                valid += 1
            else:
                invalid += 1
    print(json.dumps({"valid": valid, "invalid": invalid}))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in LIBRARIES:
        sys.exit(f"usage: check.py <{'|'.join(LIBRARIES)}> <schemas> <file>")
    check(*sys.argv[1:])

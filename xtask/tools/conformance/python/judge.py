"""Verdicts of a validator on each test of the corpus: `python judge.py <library> <schemas> <corpus>`.

The library is `jsonschema` or `fastjsonschema`. Prints one JSON object: for each suite, a text with a 1 for each test whose
record is valid and a 0 for each other.
"""

import json
import pathlib
import sys


def with_jsonschema(schemas):
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    resources = [(identifier, Resource.from_contents(schema)) for identifier, schema in schemas.items()]
    registry = Registry().with_resources(resources)

    def compile(schema):
        checker = Draft202012Validator.FORMAT_CHECKER
        return Draft202012Validator(schema, registry=registry, format_checker=checker).is_valid

    return compile


def with_fastjsonschema(schemas):
    """It supports draft 7 at most, reads newer drafts as draft 7, and resolves no URN, so it gets the schema itself."""
    import fastjsonschema

    def compile(schema):
        validate = fastjsonschema.compile(schemas[schema["$ref"]])

        def is_valid(record):
            try:
                validate(record)
            except fastjsonschema.JsonSchemaValueException:
                return False
            return True

        return is_valid

    return compile


LIBRARIES = {"fastjsonschema": with_fastjsonschema, "jsonschema": with_jsonschema}


def files(root):
    return [path for shape in ("resource-log", "table") for path in sorted((root / shape).iterdir())]


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def judge(library, schemas, corpus):
    schemas = {schema["$id"]: schema for schema in map(read, files(schemas))}
    compile = LIBRARIES[library](schemas)
    verdicts = {}
    for path in files(corpus):
        said = []
        for group in read(path):
            is_valid = compile(group["schema"])
            said += ["1" if is_valid(test["data"]) else "0" for test in group["tests"]]
        verdicts[path.relative_to(corpus).as_posix()] = "".join(said)
    print(json.dumps(verdicts))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in LIBRARIES:
        sys.exit(f"usage: judge.py <{'|'.join(LIBRARIES)}> <schemas> <corpus>")
    judge(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))

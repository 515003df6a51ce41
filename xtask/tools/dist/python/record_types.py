"""Writes the Python types of the records that schemas describe: `python record_types.py <schemas> <file>`.

datamodel-code-generator makes a `TypedDict` of each schema, all in one run. What joins them is written here: unions that the
category tells apart. One thing it gets wrong is mended: a name such as `_ResourceId` is a key, and has to stay as it is.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SHAPES = {"table": ("Table", "row of a Log Analytics table", "Category"), "resource-log": ("ResourceLog", "resource log", "category")}

HEADER = '''"""Types of Azure Communication Services log records.

`TableRecord` and `ResourceLogRecord` are unions with the category as discriminant.
"""'''


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python record_types.py <schemas> <file>")
    schemas, file = Path(sys.argv[1]), Path(sys.argv[2])
    categories = json.loads((schemas / "categories.json").read_text())["categories"]
    definitions = {}
    for shape, (suffix, _, _) in SHAPES.items():
        for entry in categories:
            if shape in entry["shapes"]:
                schema = json.loads((schemas / entry["shapes"][shape]["file"]).read_text())
                definitions[entry["category"] + suffix] = prepared(schema, entry["category"], suffix)
    text = mended(generated(definitions), definitions)
    file.write_text(text + "".join(unions(categories, definitions)))


def prepared(schema: dict, category: str, suffix: str) -> dict:
    """A schema as a definition, with names for its types."""
    for keyword in ("$schema", "$id", "examples"):
        schema.pop(keyword, None)
    schema["title"] = category + suffix
    inner = schema["properties"].get("properties", {})
    if "properties" in inner:
        inner["title"] = f"{category}Properties"
    return schema


def generated(definitions: dict) -> str:
    root = {"title": "AnyRecord", "$defs": definitions, "anyOf": [{"$ref": f"#/$defs/{name}"} for name in definitions]}
    with tempfile.TemporaryDirectory() as directory:
        schema, output = Path(directory, "records.json"), Path(directory, "records.py")
        schema.write_text(json.dumps(root))
        options = ["--input-file-type", "jsonschema", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"]
        names = ["--use-title-as-name", "--use-schema-description", "--use-field-description"]
        style = ["--use-double-quotes", "--formatters", "builtin", "--disable-timestamp", "--custom-file-header", HEADER]
        command = [sys.executable, "-m", "datamodel_code_generator", "--input", str(schema), "--output", str(output)]
        subprocess.run(command + options + names + style, check=True)
        return output.read_text()


def mended(text: str, definitions: dict) -> str:
    """Restores names with a leading underscore, which the generator takes for private fields."""
    names = {name for schema in definitions.values() for name in schema["properties"] if name.startswith("_")}
    for name in sorted(names):
        text, count = re.subn(rf"^    field{name}:", f"    {name}:", text, flags=re.MULTILINE)
        if count == 0:
            sys.exit(f"`{name}` is not written as `field{name}` any more; look at what the generator writes")
    return text


def tells(schema: dict, key: str) -> bool:
    """True if each record has its category's name under this key: only then type checkers distinguish the types."""
    return key in schema["required"] and "const" in schema["properties"][key]


def unions(categories: list, definitions: dict) -> list[str]:
    texts = []
    for shape, (suffix, one, key) in SHAPES.items():
        listed = [entry for entry in categories if shape in entry["shapes"]]
        members = [entry["category"] + suffix for entry in listed if tells(definitions[entry["category"] + suffix], key)]
        others = [name for name in (entry["category"] + suffix for entry in listed) if name not in members]
        union = f"{suffix}Record"
        listing = "\n    | ".join(members)
        left_out = ", ".join(f"`{name}`" for name in others)
        texts.append(f'''

{union}: TypeAlias = (
    {listing}
)
"""A {one} with `{key}` as discriminant.

Categories without this key, or with an undocumented name, are left out: {left_out}.
"""

Any{union}: TypeAlias = {" | ".join([union, *others])}
"""A {one} of any category."""
''')
    return texts


main()

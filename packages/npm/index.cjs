"use strict";

/** The file of a category's schema in a shape, or undefined. */
function fileOf(category, shape) {
  return exports.categories.find((entry) => entry.category === category)?.shapes[shape]?.file;
}

exports.schema = function schema(category, shape) {
  const file = fileOf(category, shape);
  if (file === undefined) {
    throw new RangeError(`no schema of \`${category}\` in the shape \`${shape}\``);
  }
  return require(`./schemas/${file}`);
};

exports.recordSchema = function recordSchema(dialect = "2020-12") {
  switch (dialect) {
    case "2020-12":
      return require("./schemas/record.schema.json");
    case "draft-07":
      return require("./schemas/record.draft-07.schema.json");
    default:
      throw new RangeError(`no schema in the dialect \`${dialect}\``);
  }
};

exports.categories = require("./schemas/categories.json").categories;

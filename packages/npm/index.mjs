// One copy of everything, for both module systems.
import schemas from "./index.cjs";

export const { categories, recordSchema, schema } = schemas;

// One copy of everything, whichever way a program loads it.
import schemas from "./index.cjs";

export const { categories, recordSchema, schema } = schemas;

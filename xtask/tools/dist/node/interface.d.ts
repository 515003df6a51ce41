/** The shape of a record from Azure Monitor: a row of a Log Analytics table, or a resource log. */
export type Shape = "table" | "resource-log";

/** The version of JSON Schema. */
export type Dialect = "2020-12" | "draft-07";

/** The categories that exist in a shape; every category exists as a resource log. */
export type Category<S extends Shape = "resource-log"> = S extends "table" ? keyof TableRecords : keyof ResourceLogRecords;

/** A record of a category in a shape. */
export type RecordOf<C extends Category<S>, S extends Shape> = S extends "table"
  ? TableRecords[C & keyof TableRecords]
  : ResourceLogRecords[C & keyof ResourceLogRecords];

/** A JSON Schema document. */
export interface JsonSchema {
  $schema: string;
  $id: string;
  [keyword: string]: unknown;
}

/** Metadata of a category that JSON Schema cannot express; `schemas/categories.schema.json` describes it. */
export interface CategoryFacts {
  /** Name: the value of `category`, or of the table where no source has that value. */
  category: Category;
  /** The value of `category`; null where no source has it. */
  value: string | null;
  /** Name in the product documentation. */
  title: string;
  /** Log Analytics table; null where there is none. */
  table: string | null;
  /** State of the service: writing records, or shut down. */
  status: "active" | "retired";
  /** Day of the shutdown. */
  retired_since?: string;
  /** Notes for readers of such records. */
  notes: string[];
  /** True if `properties` of a resource log may hold undocumented members. */
  open_properties: boolean;
  /** The schemas: `$id`, and path below `schemas/`. */
  shapes: { [S in Shape]?: { id: string; file: string } };
  /** In the order of the table's schema. */
  properties: PropertyFacts[];
}

/** Metadata of a property that JSON Schema cannot express. */
export interface PropertyFacts {
  /** Canonical name: the column's, or the resource log's where no column exists. */
  name: string;
  /** Absence is an error, a warning, or nothing; `system`: added by the workspace. */
  requirement: "required" | "recommended" | "optional" | "system";
  /** Source of the metadata. */
  evidence: "reference" | "third-party" | "documented" | "observed";
  /** True if a row of the table can hold it. */
  in_table: boolean;
  /** Its place in a resource log. */
  resource_log?: { place: "top" | "properties"; name: string; evidence: "seen" | "inferred" };
  /** Other names that the documentation has for it. */
  spellings?: string[];
  /** Known values. Other values are an error (closed), a warning (open), or valid (examples). */
  values?: { kind: "closed" | "open" | "examples"; known: string[] };
  /** The kind of personal data it holds. */
  personal_data?: string;
}

/**
 * The schema of a category's records in a shape.
 *
 * @throws RangeError if it does not exist.
 */
export declare function schema<S extends Shape>(category: Category<S>, shape: S): JsonSchema;

/** The self-contained schema of records of any category, which selects by category. */
export declare function recordSchema(dialect?: Dialect): JsonSchema;

/** Metadata of the categories that JSON Schema cannot express, in the order of the product documentation. */
export declare const categories: readonly CategoryFacts[];

/** Validating values against JSON Schemas, the 2020-12 dialect, as other programs would. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Why the value does not keep the schema, one text a problem; empty where it does. @throws where the schema itself does not hold. */
export type Validate = (value: unknown) => readonly string[];

/** A validator that takes nothing in a schema for granted that it does not know. */
export function compileSchema(schema: object): Validate {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`);
  };
}

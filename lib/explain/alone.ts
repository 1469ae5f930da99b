/** Whether a record is explained in full where few objects were read (lib/derived/wanted_objects.ts). */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { permissionsCheck } from "../checks/permissions.ts";
import { DUPLICATE_VERSION, schemasCheck } from "../checks/schemas.ts";
import { findingsAbout } from "./related.ts";
import type { Subject } from "./subject.ts";

/** Checks that tell of the first object for all that are like it, or count them. */
const COMPARING = [schemasCheck.id, permissionsCheck.id];

/** Whether nothing that is found about it, one that is no schema, rests on objects that were not read. */
export function standsAlone(subject: Subject, { findings, catalog }: Diagnosis): boolean {
  return subject.kind !== "schema" &&
    // Which of two schemas governs an object is told by how many objects follow them.
    !findings.some(({ id }) => id === DUPLICATE_VERSION.id) &&
    !findingsAbout(subject, { findings, catalog }).some(({ check }) => COMPARING.includes(check));
}

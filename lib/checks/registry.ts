/** Every check, in the order in which doctor runs and reports them. */
import type { Check } from "./check.ts";
import { daemonCheck } from "./daemon.ts";
import { derivedCheck } from "./derived.ts";
import { journalLagCheck, journalLinesCheck, journalPresentCheck } from "./journal.ts";
import { layoutCheck } from "./layout.ts";
import { manifestCheck } from "./manifest.ts";
import { permissionsCheck } from "./permissions.ts";
import { registriesContractsCheck, registriesReadableCheck } from "./registries.ts";

export const CHECKS: readonly Check[] = [
  manifestCheck,
  journalPresentCheck,
  journalLinesCheck,
  journalLagCheck,
  registriesReadableCheck,
  registriesContractsCheck,
  layoutCheck,
  permissionsCheck,
  derivedCheck,
  daemonCheck,
];

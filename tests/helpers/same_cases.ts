/** Where it is imported, properties are tried on the same cases in every run; on new ones where SOURCEOS_SOAK is set. */
import fc from "fast-check";

if (!Deno.env.has("SOURCEOS_SOAK")) fc.configureGlobal({ seed: 20261129 });

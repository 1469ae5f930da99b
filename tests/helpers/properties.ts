/**
 * The library of properties, for every test that states one: it tries the same cases in every run, whoever runs it, and
 * new ones where SOURCEOS_SOAK is set.
 */
import fc from "fast-check";

if (!Deno.env.has("SOURCEOS_SOAK")) fc.configureGlobal({ seed: 20261129 });

export default fc;

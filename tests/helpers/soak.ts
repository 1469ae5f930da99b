/** Whether the tests take the time that `make soak` gives them: every case, and not a sample. */
export const IS_SOAK = Deno.env.get("SOURCEOS_SOAK") === "1";

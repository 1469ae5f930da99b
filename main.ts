if (import.meta.main) console.log("sourceos");

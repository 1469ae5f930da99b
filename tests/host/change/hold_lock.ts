/** A process that holds the lock file it is given, says so, and ends when it is killed. Usage: hold_lock.ts FILE */
const [path = ""] = Deno.args;
const file = Deno.openSync(path, { read: true, write: true, create: true });
await file.lock(true);
const owner = { pid: Deno.pid, started_at: "2026-02-03T04:05:06Z", command: "sourceos sync import" };
file.writeSync(new TextEncoder().encode(JSON.stringify(owner)));
console.log("locked");
setTimeout(() => file.close(), 60_000);

import { assertEquals } from "@std/assert";
import { canSurelyRead, nameInPasswd } from "../../../lib/change/accounts.ts";

const PASSWD =
  "root:x:0:0:root:/root:/bin/bash\n\nnoise\n:x:7:7::/:\nsyncd:x:990:990::/var/lib:/bin/false\nlate:x:990:1::/:\n";

for (const [uid, want] of [[0, "root"], [990, "syncd"], [99, null], [7, null]] as const) {
  Deno.test(`nameInPasswd() knows user ${uid} as ${want}`, () => assertEquals(nameInPasswd(PASSWD, uid), want));
}

const OPEN = { mode: 0o755, uid: 0 };
const cases: readonly (readonly [name: string, mode: number, uid: number, above: readonly number[], want: boolean])[] =
  [
    ["everybody may read", 0o644, 0, [], true],
    ["only root may read", 0o600, 0, [], false],
    ["only its group may read", 0o640, 0, [], false],
    ["everybody but its group may read", 0o604, 0, [], false],
    ["the user owns", 0o400, 990, [], true],
    ["the user owns and cannot read", 0o044, 990, [], false],
    ["everybody may read, in a folder that only root may enter", 0o644, 0, [0o700], false],
    ["everybody may read, in a folder that everybody may enter and nobody list", 0o644, 0, [0o711], true],
  ];

for (const [name, mode, uid, above, want] of cases) {
  Deno.test(`canSurelyRead() says ${want} of a file that ${name}`, () =>
    assertEquals(canSurelyRead(990, { mode, uid }, [OPEN, ...above.map((one) => ({ mode: one, uid: 0 }))]), want));
}

Deno.test("canSurelyRead() lets root read everything", () =>
  assertEquals(canSurelyRead(0, { mode: 0, uid: 990 }, [{ mode: 0, uid: 990 }]), true));

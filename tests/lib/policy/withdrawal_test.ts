import { assertEquals } from "@std/assert";
import {
  howWithdrawn,
  isLater,
  mayBeWithdrawnAt,
  mayBeWithdrawnIn,
  producerOf,
  withdrawalIn,
  withdrawalOf,
} from "../../../lib/policy/withdrawal.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { entryOf, fileEntry, storeWith } from "../../helpers/snapshots.ts";

const AT = "2026-01-02T00:00:00Z";

const cases: readonly (readonly [name: string, record: JsonObject, how: string | null, since: string | null])[] = [
  ["nobody of whom nothing is said", { device_state: "trusted", trust_level: "user", revoked_at: null }, null, null],
  ["who has a time of revocation", { revoked_at: AT, updated_at: "2026-01-05T00:00:00Z" }, "revoked", AT],
  ["a device whose state says so", { device_state: "revoked", updated_at: AT }, "revoked", AT],
  [
    "who is quarantined by trust, since it was written",
    { trust_level: "quarantined", updated_at: AT },
    "quarantined",
    AT,
  ],
  ["a device quarantined by state", { device_state: "quarantined", updated_at: AT }, "quarantined", AT],
  [
    "who was revoked at a time that is no text, since nobody knows when",
    { revoked_at: 7, updated_at: AT },
    "revoked",
    null,
  ],
  ["who was revoked at no time that can be read", { revoked_at: "once", updated_at: AT }, "revoked", null],
  ["who is both, as revoked", { trust_level: "quarantined", revoked_at: AT }, "revoked", AT],
];

for (const [name, record, how, since] of cases) {
  Deno.test(`Withdrawn is ${name}`, () => {
    assertEquals([howWithdrawn(record), withdrawalIn(record, null)?.since ?? null], [how, since]);
  });
}

Deno.test("Who does not say since when is quarantined since the record was written", () => {
  const written = { trust_level: "quarantined", updated_at: undefined };
  const entry = { ...entryOf("actor", written), file: fileEntry("actors/actor_ada.json", { modified_at: AT }) };
  const actor = producerOf("actor:ada", buildCatalog(storeWith(entry)));
  assertEquals(actor === null ? null : withdrawalOf(actor), { how: "quarantined", since: AT });
  const moments = ["2026-01-01T23:59:59Z", AT, "2026-01-02T00:00:01Z"];
  assertEquals(moments.map((moment) => actor !== null && mayBeWithdrawnAt(actor, moment)), [false, false, true]);
});

Deno.test("A moment that cannot be read is not later than a withdrawal, nor is any than one at no time", () => {
  const withdrawal = { how: "revoked", since: AT } as const;
  assertEquals(
    [isLater(null, withdrawal), isLater("soon", withdrawal), isLater(AT, { ...withdrawal, since: "once" })],
    [
      false,
      false,
      false,
    ],
  );
});

Deno.test("Nobody produced what names no producer", () => {
  assertEquals(producerOf(null, buildCatalog(storeWith(entryOf("actor", { actor_id: undefined })))), null);
});

Deno.test("What happened in the second of the withdrawal was lawful, and what came later was not", () => {
  const withdrawal = { how: "revoked", since: AT } as const;
  assertEquals([AT, "2026-01-02T00:00:01Z", "2026-01-01T23:59:59Z"].map((at) => isLater(at, withdrawal)), [
    false,
    true,
    false,
  ]);
});

Deno.test("Whoever is withdrawn may have been so at any time, where nobody can tell since when", () => {
  const at = (record: JsonObject, moment: string | null) => mayBeWithdrawnIn(record, { moment, writtenAt: null });
  const records: readonly JsonObject[] = [{}, { revoked_at: AT }, { revoked_at: "once" }];
  assertEquals(records.map((record) => at(record, AT)), [false, false, true]);
  assertEquals([null, "2026-01-02T00:00:01Z"].map((moment) => at({ revoked_at: AT }, moment)), [true, true]);
});

Deno.test("A producer is an actor, and where there is none a device", () => {
  const both = [entryOf("actor", { actor_id: "x" }), entryOf("device", { device_id: "x" })];
  const kinds = [both, both.slice(1), []].map((records) => producerOf("x", buildCatalog(storeWith(...records)))?.kind);
  assertEquals(kinds, ["actor", "device", undefined]);
});

Deno.test("Of an actor and a device of one id the producer is the one that is withdrawn", () => {
  const actor = entryOf("actor", { actor_id: "device:desk" });
  const kindOf = (changes: Parameters<typeof entryOf>[1]) =>
    producerOf("device:desk", buildCatalog(storeWith(actor, entryOf("device", changes))))?.kind;
  assertEquals([kindOf({}), kindOf({ revoked_at: AT })], ["actor", "device"]);
});

/** The bill of materials of the program: CycloneDX 1.6. */
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import type { Licensed } from "./notices.ts";
import { packageUrl } from "./packages.ts";

/** The document, the same for the same packages. */
export function sbomText(version: string, packages: readonly Licensed[]): string {
  const bom = new Models.Bom();
  const program = new Models.Component(Enums.ComponentType.Application, "sourceos-sync", {
    version,
    bomRef: "program",
  });
  program.licenses.add(new Models.SpdxLicense("Apache-2.0"));
  bom.metadata.component = program;
  for (const one of packages) {
    const purl = packageUrl(one);
    const part = new Models.Component(Enums.ComponentType.Library, one.name, {
      version: one.version,
      bomRef: purl,
      purl,
    });
    if (one.license !== null) part.licenses.add(new Models.NamedLicense(one.license));
    bom.components.add(part);
    program.dependencies.add(part.bomRef);
  }
  const normalized = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(normalized).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

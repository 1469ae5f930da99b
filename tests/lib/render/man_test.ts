import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { COMMAND_DEFINITIONS } from "../../../commands/tree.ts";
import { manName, manText } from "../../../lib/render/man.ts";
import { isInstalled } from "../../helpers/program.ts";
import { inTemporaryFolder, runTool } from "../../helpers/tools.ts";

Deno.test("manText() writes what help tells in the macros of man", () => {
  const text = manText({
    path: "sourceos sync look",
    usage: "sourceos sync look [OPTIONS]",
    description: "Looks at it. 'Twice' with C:\\.",
    commands: [],
    examples: [{ name: "sourceos sync look -n", description: "Look" }],
    options: [{ name: "-n, --dry-run", description: ".hidden" }],
    sharedOptions: [],
    sharedAt: "sourceos sync --help",
    exits: [{ name: "  0 ok", description: "Done" }],
    variables: [],
    seeAlso: ["sourceos sync"],
  }, "sourceos 1");
  assertEquals(
    text,
    String.raw`.TH SOURCEOS\-SYNC\-LOOK 1 "" "sourceos 1" "SourceOS"
.SH NAME
sourceos\-sync\-look \- looks at it
.SH SYNOPSIS
\fBsourceos sync look [OPTIONS]\fR
.SH DESCRIPTION
Looks at it. 'Twice' with C:\e.
.SH OPTIONS
.TP
\fB\-n, \-\-dry\-run\fR
\&.hidden
.PP
Options and environment variables of every command: see \fBsourceos sync \-\-help\fR.
.SH EXAMPLES
Look:
.PP
.RS 4
.EX
sourceos sync look \-n
.EE
.RE
.SH EXIT STATUS
.TP
\fB0 ok\fR
Done
.SH SEE ALSO
\fBsourceos\-sync\fR(1)
`,
  );
});

Deno.test({
  name: "every command has a man page, in which mandoc finds no error",
  ignore: !isInstalled("mandoc"),
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const script = fromFileUrl(new URL("../../../.ci/man_pages.ts", import.meta.url));
      const toolchain = fromFileUrl(new URL("../../../.ci/toolchain/deno", import.meta.url));
      await runTool(toolchain, ["run", "--quiet", "--no-check", "--allow-all", script, folder]);
      const pages = [...Deno.readDirSync(folder)].map(({ name }) => name);
      const commands = COMMAND_DEFINITIONS.flatMap(({ name, subcommands }) => [
        name,
        ...subcommands.map((below) => `${name} ${below.name}`),
      ]);
      const missing = commands.map((words) => `${manName(`sourceos sync ${words}`)}.1`)
        .filter((name) => !pages.includes(name));
      assertEquals(missing, []);
      await runTool("mandoc", ["-T", "lint", "-W", "error", ...pages.map((name) => `${folder}/${name}`)]);
    }),
});

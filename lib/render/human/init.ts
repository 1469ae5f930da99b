/** `sync init` for people: what was made or would be, whose it is, and what comes next. */
import type { InitData } from "../../model/documents/init.ts";
import type { Document } from "../../model/envelope.ts";
import { plural } from "../../text/words.ts";
import { commandText, keyValueText, paragraph } from "../paragraphs.ts";
import { createStyle } from "../style.ts";
import type { View } from "../view.ts";

export function initText({ data }: Document<InitData>, view: View): string {
  if (data === null) return "";
  const { mode, root, found, owner, folders, files, next } = data;
  const style = createStyle(view);
  const what = `${plural(folders.length, "folder")} and ${plural(files.length, "file")}`;
  const goesOn = found === "begun" ? ", going on with what was begun there" : "";
  const made = mode === "made"
    ? `${style.good(style.marks.good)} Made a store at ${root}${goesOn}: ${what}.`
    : `This is a preview: nothing was made. A store at ${root} would have ${what}${goesOn}.`;
  return `${
    [
      paragraph(`${made} It is what sourceos-syncd store init makes, byte for byte but for the time.`, view),
      "",
      keyValueText([
        ["Owner", `${owner.name ?? `user ${owner.uid}`}, who alone changes it: run the daemon as the same user`],
        ["Folders", folders.join(", ")],
        ["Files", files.map(({ path, bytes }) => `${path} (${plural(bytes, "byte")})`).join(", ")],
      ], view),
      "",
      style.heading("Next"),
      ...next.map((command) => commandText(command, view, 2)),
    ].join("\n")
  }\n`;
}

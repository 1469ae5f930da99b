/** The part of the YAML library that is needed, by name: as CommonJS it has no names once it is a file of its own. */
export { stringify } from "yaml";

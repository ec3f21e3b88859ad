import { createHash } from "node:crypto";
import { isJsonObject, isList } from "../json.ts";

/** Stands for a secret. */
const hidden = "••••••••";
const secretFields = new Set(["login_password"]);

/** Scripts in base64: nobody reads them so, and people put tokens into them. */
const scriptFields = new Set(["user_data", "pre_user_data"]);

/** The value of a field for people; of a secret nothing is told but that it is there, of a script how to know it again. */
export function shownField(path: string, value: unknown): string {
  if (secretFields.has(lastOf(path))) return hidden;
  return isScript(path) && typeof value === "string" && value !== "" ? digestOf(value) : shown(value);
}

/** Whether a field holds a script. */
export function isScript(path: string): boolean {
  return scriptFields.has(lastOf(path));
}

function lastOf(path: string): string {
  return path.split(".").at(-1) ?? "";
}

function digestOf(script: string): string {
  const content = Buffer.from(script, "base64");
  return `sha256:${createHash("sha256").update(content).digest("hex").slice(0, 12)} (${content.length} B)`;
}

/** A value in a line: labels as `key=value`, taints as `key=value:effect`, lists by commas. */
function shown(value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  if (isList(value) && value.length > 0) return value.map(shown).join(", ");
  if (isJsonObject(value) && isKeyed(value)) return keyed(value);
  return JSON.stringify(value);
}

const keyedFields = new Set(["key", "value", "effect"]);

/** Whether an object is a label, a taint or a tag, and nothing more. */
export function isKeyed(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value["key"] === "string" && Object.keys(value).every((field) => keyedFields.has(field));
}

function keyed({ key, value, effect }: Readonly<Record<string, unknown>>): string {
  const pair = value === undefined || value === "" ? shown(key) : `${shown(key)}=${shown(value)}`;
  return effect === undefined ? pair : `${pair}:${shown(effect)}`;
}

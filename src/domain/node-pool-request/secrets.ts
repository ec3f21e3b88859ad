import { type JsonObject, valueAt } from "../json.ts";

/** Fields whose values must not stand in a chat, nor in what is written down of it. */
const secrets = ["scaling_group.login_password"] as const;

/** The first secret that a request or a patch holds; null: none. */
export function secretIn(request: JsonObject): string | null {
  return secrets.find((path) => (valueAt(request, path.split(".")) ?? null) !== null) ?? null;
}

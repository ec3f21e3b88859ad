import { parse } from "yaml";
import * as z from "zod";
import { SetupError } from "./problem.ts";

const keys = z.record(z.string(), z.unknown());

/** Keys at the top of a configuration, with whatever stands there: only the whole can be checked. Throws SetupError where there are none. */
export function readKeys(text: string, file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new SetupError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const found = keys.safeParse(content);
  if (!found.success) throw new SetupError([`${file} has none of the keys of lifeguard.yml`]);
  return found.data;
}

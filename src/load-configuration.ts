import { readFileSync } from "node:fs";
import { type Configuration, readConfiguration } from "./configuration/configuration.ts";
import { readKeys } from "./configuration/keys.ts";
import { SetupError } from "./configuration/problem.ts";

/** Reads a text file as a whole. */
export function readText(path: string): string {
  return readFileSync(path, "utf8");
}

/** Reads the configuration file. Throws SetupError where it is missing or wrong. */
export function loadConfiguration(file: string): Configuration {
  let text: string;
  try {
    text = readText(file);
  } catch {
    throw new SetupError([
      `LIFEGUARD_CONFIG names ${file}, which cannot be read: copy lifeguard.example.yml there, or set LIFEGUARD_CONFIG`,
    ]);
  }
  return readConfiguration(text, file);
}

/** Reads some keys of a configuration, which only together with others make one. Throws SetupError where it cannot. */
export function loadKeys(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readText(file);
  } catch {
    throw new SetupError([`${file} cannot be read`]);
  }
  return readKeys(text, file);
}

import { readFileSync } from "node:fs";
import { type Configuration, readConfiguration } from "./configuration/configuration.ts";
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

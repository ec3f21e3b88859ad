import { valueOf } from "./configuration/environment.ts";
import { readText } from "./load-configuration.ts";
import { importFiles } from "./store/postgres/import-files.ts";

/** `npm run import-files`: brings the data folder into the database that DATABASE_URL names, once, while no bot runs. */
function given(name: string): string {
  const value = valueOf(name, process.env, readText);
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

try {
  const folder = process.env["LIFEGUARD_DATA_DIR"] ?? "data";
  const { operations, records } = await importFiles({
    folder,
    url: given("DATABASE_URL"),
    auditKey: given("LIFEGUARD_AUDIT_KEY"),
  });
  process.stdout.write(`${operations} operations and ${records} records of the audit log are in the database now\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { join } from "node:path";
import { valueOf } from "./configuration/environment.ts";
import { readText } from "./load-configuration.ts";
import { administer } from "./store/administration.ts";
import { keyBeside, verifyChain } from "./store/audit-log.ts";

/**
 * `npm run audit verify [-- --anchor COUNT:SEAL]`: whether the audit log holds together, and still has the end that was posted.
 * `npm run audit export`: all its records, as lines of JSON.
 */
const [action, option, anchor] = process.argv.slice(2);

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

try {
  const folder = process.env["LIFEGUARD_DATA_DIR"] ?? "data";
  const databaseUrl = valueOf("DATABASE_URL", process.env, readText) ?? null;
  const { auditRecords, close } = administer(databaseUrl, folder);

  /** Whether the log still has a record with this number and seal. */
  const hasAnchor = async (wanted: string): Promise<boolean> => {
    for await (const { sequence, seal } of auditRecords()) if (`${sequence}:${seal}` === wanted) return true;
    return false;
  };

  const findKey = async (): Promise<string> => {
    const given = valueOf("LIFEGUARD_AUDIT_KEY", process.env, readText);
    if (given !== undefined) return given;
    if (databaseUrl === null) return keyBeside(join(folder, "audit"));
    throw new Error("LIFEGUARD_AUDIT_KEY is not set: give the one that the bot has");
  };

  const verify = async (): Promise<void> => {
    const verified = await verifyChain(auditRecords(), await findKey());
    if (!verified.ok) {
      const { sequence, fault } = verified.problem;
      fail(`record ${sequence} is ${fault}: the log was tampered with, or the key is another one`);
      return;
    }
    const { count, seal } = verified.value;
    if (option === "--anchor" && anchor !== undefined && !anchor.startsWith("0:") && !(await hasAnchor(anchor))) {
      fail(`the log has no record ${anchor}: it was cut short or written anew after that was posted`);
      return;
    }
    process.stdout.write(`${count} records hold together; the end is ${count}:${seal}\n`);
  };

  try {
    if (action === "verify") await verify();
    else if (action === "export") {
      for await (const record of auditRecords()) process.stdout.write(`${JSON.stringify(record)}\n`);
    } else fail("npm run audit verify [-- --anchor COUNT:SEAL] | npm run audit export");
  } finally {
    await close();
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

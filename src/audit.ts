import { join } from "node:path";
import { auditRecords, keyBeside, verifyAuditLog } from "./store/audit-log.ts";
import { readText } from "./load-configuration.ts";

/**
 * `npm run audit verify [-- --anchor COUNT:SEAL]`: whether the audit log holds together, and still has the end that was posted.
 * `npm run audit export`: all its records, as lines of JSON.
 */
const folder = join(process.env["LIFEGUARD_DATA_DIR"] ?? "data", "audit");
const [action, option, anchor] = process.argv.slice(2);

async function findKey(): Promise<string> {
  const file = process.env["LIFEGUARD_AUDIT_KEY_FILE"];
  const given = process.env["LIFEGUARD_AUDIT_KEY"] ?? (file === undefined ? undefined : readText(file));
  return given === undefined || given.trim() === "" ? keyBeside(folder) : given.trim();
}

/** Whether the log still has a record with this number and seal. */
async function hasAnchor(wanted: string): Promise<boolean> {
  for await (const { sequence, seal } of auditRecords(folder)) if (`${sequence}:${seal}` === wanted) return true;
  return false;
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

async function verify(): Promise<void> {
  const verified = await verifyAuditLog(folder, await findKey());
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
}

try {
  if (action === "verify") await verify();
  else if (action === "export") {
    for await (const record of auditRecords(folder)) process.stdout.write(`${JSON.stringify(record)}\n`);
  } else fail("npm run audit verify [-- --anchor COUNT:SEAL] | npm run audit export");
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

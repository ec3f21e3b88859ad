import { readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Check, type Finding, judgeDisk } from "../domain/diagnosis.ts";
import { findKeyBeside, verifyNewest } from "./audit-log.ts";
import { tryWriting } from "./probe.ts";

export interface StoreDiagnosis {
  readonly dataFolder: string;
  /** null: the one that lies beside the log. */
  readonly auditKey: string | null;
}

/** Checks of the disk: whether it can be written and has room, and whether the newest part of the audit log holds together. */
export function storeChecks({ dataFolder, auditKey }: StoreDiagnosis): readonly Check[] {
  return [
    { name: "data folder", run: () => checkFolder(dataFolder) },
    { name: "audit log", run: () => checkAuditLog(join(dataFolder, "audit"), auditKey) },
  ];
}

async function checkFolder(folder: string): Promise<readonly Finding[]> {
  try {
    await tryWriting(folder);
  } catch (error) {
    return [{ code: "store-refuses", folder, detail: wordOf(error) }];
  }
  const { bavail, bsize } = await statfs(folder);
  return [{ code: "store-writable", folder }, judgeDisk(bavail * bsize)];
}

async function checkAuditLog(folder: string, given: string | null): Promise<readonly Finding[]> {
  const beside: readonly Finding[] = given === null ? [{ code: "audit-key-beside" }] : [];
  try {
    const key = given ?? (await findKeyBeside(folder));
    const verified = key === null || (await isMissing(folder)) ? null : await verifyNewest(folder, key);
    if (verified === null) return [{ code: "audit-empty" }, ...beside];
    if (!verified.ok) return [{ code: "audit-broken", ...verified.problem }, ...beside];
    const { count } = verified.value;
    return [count === 0 ? { code: "audit-empty" } : { code: "audit-whole", count }, ...beside];
  } catch (error) {
    return [{ code: "audit-unreadable", detail: wordOf(error) }, ...beside];
  }
}

async function isMissing(folder: string): Promise<boolean> {
  try {
    await readdir(folder);
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return true;
    throw error;
  }
}

/** `EACCES` says more to who mends it than a sentence with a path. */
function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

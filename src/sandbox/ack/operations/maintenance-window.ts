/** What a maintenance window and an operation policy may be (ACK: MaintenanceWindow, ModifyCluster). */
import { invalidParameter } from "../errors.ts";
import { isObject, type Json, textAt } from "../json.ts";

const weekdays = new Set(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]);
const channels = new Set(["patch", "stable", "rapid"]);
const longest = 24;

/** Throws AckError where it cannot be one. Not sent is fine. */
export function mustBeWindow(window: Json | undefined): void {
  if (window === undefined || window === null) return;
  if (!isObject(window)) throw invalidParameter("maintenance_window is not an object");
  const { enable } = window;
  if (enable !== undefined && typeof enable !== "boolean")
    throw invalidParameter("maintenance_window.enable is no bool");
  const checks: readonly (readonly [string, (text: string) => boolean])[] = [
    ["maintenance_time", isTime],
    ["duration", isDuration],
    ["weekly_period", isDays],
    ["recurrence", isRecurrence],
  ];
  for (const [key, isRight] of checks) {
    const text = textAt(window, key);
    if (text !== null && text !== "" && !isRight(text)) throw invalidParameter(`${key} ${text} is invalid`);
  }
}

/** Throws AckError where it cannot be one. Not sent is fine. */
export function mustBeOperationPolicy(policy: Json | undefined): void {
  const channel = isObject(policy) ? textAt(policy, "cluster_auto_upgrade", "channel") : null;
  if (channel !== null && !channels.has(channel)) throw invalidParameter(`channel ${channel} is invalid`);
}

/** `03:00:00Z`, or a whole moment. */
const isTime = (text: string): boolean =>
  /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-]\d{2}:\d{2})$/.test(text) ||
  (/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)));

function isDuration(text: string): boolean {
  const hours = Number(/^(\d+)h$/.exec(text)?.[1]);
  return hours >= 1 && hours <= longest;
}

const isDays = (text: string): boolean => text.split(",").every((day) => weekdays.has(day.trim()));

/** Part of RFC 5545: every so many weeks, for ever. */
function isRecurrence(text: string): boolean {
  const parts = text.split(";");
  const known = /^(?:FREQ=WEEKLY|INTERVAL=[1-9]\d*|BYDAY=(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/;
  return parts.includes("FREQ=WEEKLY") && parts.every((part) => known.test(part));
}

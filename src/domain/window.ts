import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import { type MaintenanceWindow, weekdays } from "./cluster.ts";
import type { Instant } from "./ids.ts";

const day = hoursToMilliseconds(24);
/** The first of January 1970 was a Thursday. */
const firstWeekday = weekdays.indexOf("Thursday");

/** When a maintenance window is open next: now, when it is; null where its days or time cannot be understood. */
export function nextOpening(
  window: MaintenanceWindow,
  at: Instant,
): { readonly from: Instant; readonly to: Instant } | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(window.start) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const start = hoursToMilliseconds(Number(hour)) + minutesToMilliseconds(Number(minute));
  const length = hoursToMilliseconds(window.hours);
  const today = Math.floor(at / day);
  // Yesterday's may still be open; a week later every day has come once.
  for (let number = today - 1; number <= today + 7; number += 1) {
    const name = weekdays[(((number + firstWeekday) % 7) + 7) % 7];
    const from = number * day + start;
    if (name !== undefined && window.days.includes(name) && at < from + length) return { from, to: from + length };
  }
  return null;
}

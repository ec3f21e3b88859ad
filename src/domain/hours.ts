import { minutesToMilliseconds } from "date-fns";
import { type Weekday, weekdays } from "./cluster.ts";
import type { Instant } from "./ids.ts";

/** Hours of a week, the same in every week. */
export interface Hours {
  readonly days: readonly Weekday[];
  /** Minutes after midnight. */
  readonly from: number;
  /** Minutes after midnight; before `from`: on the next day. */
  readonly to: number;
  /** Minutes by which the zone is ahead of UTC. A fixed one: a rule must not shift by itself. */
  readonly zone: number;
}

const minutesPerDay = 1_440;
/** The first of January 1970 was a Thursday. */
const firstWeekday = weekdays.indexOf("Thursday");

/** Whether a moment is within the hours; a night belongs to the day on which it begins. */
export function isWithin({ days, from, to, zone }: Hours, at: Instant): boolean {
  const minutes = Math.floor(at / minutesToMilliseconds(1)) + zone;
  const day = Math.floor(minutes / minutesPerDay);
  const minute = minutes - day * minutesPerDay;
  const isDay = (number: number): boolean => days.includes(weekdayOf(number));
  if (from <= to) return isDay(day) && minute >= from && minute < to;
  return (isDay(day) && minute >= from) || (isDay(day - 1) && minute < to);
}

function weekdayOf(day: number): Weekday {
  const index = (((day + firstWeekday) % 7) + 7) % 7;
  return weekdays[index] ?? "Monday";
}

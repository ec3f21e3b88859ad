import { isValid, parseISO } from "date-fns";
import { type Weekday, weekdays } from "../domain/cluster.ts";
import type { Hours } from "../domain/hours.ts";
import type { Instant } from "../domain/ids.ts";
import type { Refusal } from "../domain/refusal.ts";
import { type Result, success } from "../domain/result.ts";
import { badValue, type Parameter, required } from "./parameters.ts";
import { readTimeSpan } from "../domain/grammar/time-span.ts";

/** An end: a span of time from now on, or a moment. */
export type End =
  | { readonly kind: "span"; readonly milliseconds: number }
  | { readonly kind: "at"; readonly at: Instant };

/** When an end is, for who says it now. */
export function momentOf(end: End, now: Instant): Instant {
  return end.kind === "span" ? now + end.milliseconds : end.at;
}

/** `2d`, `12h`, or `2027-01-04T09:00+08:00`: a moment without its zone would be another one for each reader. */
export function futureMoment(): Parameter<End> {
  return required({ kind: "text" }, (typed, reading): Result<End, Refusal> => {
    const span = readTimeSpan(typed);
    if (span !== null) return success({ kind: "span", milliseconds: span });
    const at = parseISO(typed);
    return isValid(at) && /(Z|[+-]\d{2}:?\d{2})$/.test(typed)
      ? success({ kind: "at", at: at.getTime() })
      : badValue(typed, reading, { kind: "moment" });
  });
}

/** Days of the week: `Tue,Thu`, `Monday` or `daily`; as English names, in the order of the week. */
export function days(): Parameter<readonly Weekday[]> {
  return required({ kind: "text" }, (typed, reading): Result<readonly Weekday[], Refusal> => {
    const named = typed
      .toLowerCase()
      .split(",")
      .map((day) => day.trim());
    if (named.length === 1 && named[0] === "daily") return success(weekdays);
    const isNamed = (day: Weekday, name: string): boolean => name.length >= 3 && day.toLowerCase().startsWith(name);
    const known = named.every((name) => weekdays.some((day) => isNamed(day, name)));
    return known
      ? success(weekdays.filter((day) => named.some((name) => isNamed(day, name))))
      : badValue(typed, reading, { kind: "days" });
  });
}

/** Hours of every day: `22:00-07:00+08:00`, or with `Z`. */
export function quietHours(): Parameter<Hours> {
  return required({ kind: "text" }, (typed, reading): Result<Hours, Refusal> => {
    const [, from, to, zone] =
      /^((?:[01]?\d|2[0-3]):[0-5]\d)-((?:[01]?\d|2[0-3]):[0-5]\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/i.exec(typed) ?? [];
    if (from === undefined || to === undefined || zone === undefined || from === to) {
      return badValue(typed, reading, { kind: "hours" });
    }
    const offset = zone.toUpperCase() === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * minutesOf(zone.slice(1));
    return success({ days: weekdays, from: minutesOf(from), to: minutesOf(to), zone: offset });
  });
}

/** Minutes after midnight. */
function minutesOf(clock: string): number {
  const [hours = "0", minutes = "0"] = clock.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** A time of day as UTC has it. */
export interface TimeOfDay {
  /** `03:00:00Z`. */
  readonly utc: string;
  /** By how many days UTC is off at that time: -1, 0 or 1. */
  readonly dayShift: number;
}

/** `03:00Z` or `11:00+08:00`: a time without its zone would be another one for each reader. */
export function timeOfDay(): Parameter<TimeOfDay> {
  return required({ kind: "text" }, (typed, reading) => {
    const [, hour, minute, zone] = /^([01]?\d|2[0-3]):([0-5]\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/i.exec(typed) ?? [];
    if (hour === undefined || zone === undefined) return badValue(typed, reading, { kind: "time-of-day" });
    const [sign, zoneHours = "0", zoneMinutes = "0"] = [zone.startsWith("-") ? -1 : 1, ...zone.slice(1).split(":")];
    const offset = zone.toUpperCase() === "Z" ? 0 : sign * (Number(zoneHours) * 60 + Number(zoneMinutes));
    const minutes = Number(hour) * 60 + Number(minute) - offset;
    const inDay = (minutes + minutesPerDay) % minutesPerDay;
    const two = (value: number): string => String(value).padStart(2, "0");
    return success({
      utc: `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}:00Z`,
      dayShift: Math.floor(minutes / minutesPerDay),
    });
  });
}

const minutesPerDay = 1_440;

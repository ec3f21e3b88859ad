import type { Range } from "../domain/progress.ts";

/** How a language writes lengths of time. */
export interface TimeUnits {
  readonly seconds: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly hours: (count: number) => string;
  readonly days: (count: number) => string;
  readonly hoursAndMinutes: (hours: number, minutes: number) => string;
  readonly underAMinute: string;
  /** `5–10 min` */
  readonly minutesBetween: (least: number, most: number) => string;
  /** `40 min to 2 h` */
  readonly between: (least: string, most: string) => string;
}

export interface Durations {
  /** A length of time as one would say it. In milliseconds. */
  duration(milliseconds: number): string;
  /** How old something is, or how far back something reaches: like {@link duration}, and in days from two days on. In milliseconds. */
  age(milliseconds: number): string;
  /** From the least to the most. In minutes. */
  span(range: Range): string;
}

export function durationsIn(units: TimeUnits): Durations {
  function duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    if (seconds < 90) return units.seconds(seconds);
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return units.minutes(minutes);
    const rest = minutes % 60;
    return rest === 0 ? units.hours(minutes / 60) : units.hoursAndMinutes(Math.floor(minutes / 60), rest);
  }
  return {
    duration,
    age(milliseconds) {
      const days = Math.floor(milliseconds / 86_400_000);
      return days < 2 ? duration(milliseconds) : units.days(days);
    },
    span({ least, most }) {
      if (most < 1) return units.underAMinute;
      const from = Math.max(1, Math.round(least));
      const to = Math.max(1, Math.round(most));
      if (from === to) return duration(to * 60_000);
      return to < 60 ? units.minutesBetween(from, to) : units.between(duration(from * 60_000), duration(to * 60_000));
    },
  };
}

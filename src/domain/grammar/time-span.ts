import { milliseconds } from "date-fns";

const units = { m: milliseconds({ minutes: 1 }), h: milliseconds({ hours: 1 }), d: milliseconds({ days: 1 }) };

/** `7d`, `12h`, `30m` or `2w`, in milliseconds; null: it is none. */
export function readTimeSpan(typed: string): number | null {
  const [, digits, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(typed.toLowerCase()) ?? [];
  const count = Number(digits);
  switch (unit) {
    case "m":
    case "h":
    case "d":
      return count * units[unit];
    case "w":
      return count * 7 * units.d;
    default:
      return null;
  }
}

/** As one would type it; in milliseconds, of which whole minutes count. */
export function writeTimeSpan(span: number): string {
  if (span % units.d === 0) return `${span / units.d}d`;
  return span % units.h === 0 ? `${span / units.h}h` : `${Math.round(span / units.m)}m`;
}

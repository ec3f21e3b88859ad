import type { Range } from "../../domain/progress.ts";

/** A length of time as one would say it: `45 s`, `7 min`, `1 h 20 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** How old something is, or how far back something reaches: like {@link duration}, and `34 d` from two days on. In milliseconds. */
export function age(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  return days < 2 ? duration(milliseconds) : `${days} d`;
}

/** `5–10 min`, `under a minute`. In minutes. */
export function span({ least, most }: Range): string {
  if (most < 1) return "under a minute";
  const from = Math.max(1, Math.round(least));
  const to = Math.max(1, Math.round(most));
  if (from === to) return duration(to * 60_000);
  return to < 60 ? `${from}–${to} min` : `${duration(from * 60_000)} to ${duration(to * 60_000)}`;
}

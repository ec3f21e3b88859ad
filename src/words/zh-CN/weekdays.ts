const weekdays: ReadonlyMap<string, string> = new Map([
  ["Monday", "周一"],
  ["Tuesday", "周二"],
  ["Wednesday", "周三"],
  ["Thursday", "周四"],
  ["Friday", "周五"],
  ["Saturday", "周六"],
  ["Sunday", "周日"],
]);

/** `周二、周四`; a day that ACK calls otherwise stands as it is. */
export function daysNamed(days: readonly string[]): string {
  return days.map((day) => weekdays.get(day) ?? day).join("、");
}

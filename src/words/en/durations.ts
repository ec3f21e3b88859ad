import { durationsIn } from "../durations.ts";

/** `45 s`, `7 min`, `1 h 20 min`, `34 d`, `5–10 min`. */
export const { duration, age, span } = durationsIn({
  seconds: (count) => `${count} s`,
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  days: (count) => `${count} d`,
  hoursAndMinutes: (hours, minutes) => `${hours} h ${minutes} min`,
  underAMinute: "under a minute",
  minutesBetween: (least, most) => `${least}–${most} min`,
  between: (least, most) => `${least} to ${most}`,
});

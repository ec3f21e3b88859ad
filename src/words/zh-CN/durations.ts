import { durationsIn } from "../durations.ts";

/** `45 秒`、`7 分钟`、`1 小时 20 分钟`、`34 天`、`5–10 分钟`。 */
export const { duration, age, span } = durationsIn({
  seconds: (count) => `${count} 秒`,
  minutes: (count) => `${count} 分钟`,
  hours: (count) => `${count} 小时`,
  days: (count) => `${count} 天`,
  hoursAndMinutes: (hours, minutes) => `${hours} 小时 ${minutes} 分钟`,
  underAMinute: "不到 1 分钟",
  minutesBetween: (least, most) => `${least}–${most} 分钟`,
  between: (least, most) => `${least}至 ${most}`,
});

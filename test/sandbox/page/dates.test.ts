import { describe, expect, it } from "vitest";
import { dayOf, formatDate, timeOf } from "../../../src/sandbox/page/dates.ts";

// Slack's own example: 2014-02-18 14:39:42 UTC.
const moment = 1_392_734_382;
const reader = { locale: "en-US", timeZone: "UTC", now: new Date("2014-03-01T00:00:00Z") };

describe("date tokens", () => {
  it.each([
    ["{date_num}", "2014-02-18"],
    ["{date}", "February 18, 2014"],
    ["{date_short}", "Feb 18, 2014"],
    ["{date_long}", "Tuesday, February 18, 2014"],
    ["{time}", "2:39 PM"],
    ["{time_secs}", "2:39:42 PM"],
    ["{unknown} at {date_num}", "{unknown} at 2014-02-18"],
  ])("%s", (format, words) => {
    expect(formatDate(moment, format, reader).replaceAll("\u202F", " ")).toBe(words);
  });

  it.each([
    ["2014-02-18T23:00:00Z", "today"],
    ["2014-02-19T00:30:00Z", "yesterday"],
    ["2014-02-17T23:30:00Z", "tomorrow"],
    ["2014-02-25T00:00:00Z", "Feb 18, 2014"],
  ])("says how near the day is, seen at %s: %s", (now, words) => {
    expect(formatDate(moment, "{date_short_pretty}", { ...reader, now: new Date(now) })).toBe(words);
  });

  it("says how long ago", () => {
    expect(formatDate(moment, "{ago}", { ...reader, now: new Date("2014-02-18T14:42:42Z") })).toBe("3 minutes ago");
  });

  it("reckons days and hours in the reader's zone and language", () => {
    const inShanghai = { locale: "zh-CN", timeZone: "Asia/Shanghai", now: new Date("2014-02-18T15:59:00Z") };
    expect(formatDate(moment, "{date_pretty} {time}", inShanghai)).toBe("今天 22:39");
    expect(formatDate(moment, "{date_pretty}", { ...inShanghai, now: new Date("2014-02-18T16:01:00Z") })).toBe("昨天");
  });
});

describe("messages", () => {
  it("have a time, and stand under their day", () => {
    expect(timeOf("1392734382.000100", reader).replaceAll("\u202F", " ")).toBe("2:39 PM");
    expect(dayOf("1392734382.000100", { ...reader, now: new Date("2014-02-18T20:00:00Z") })).toBe("Today");
  });
});

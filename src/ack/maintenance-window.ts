import * as z from "zod";
import { type MaintenanceWindow, weekdays } from "../domain/cluster.ts";

/** ACK: `maintenance_window` of a cluster. */
export const wireWindow = z.object({
  enable: z.boolean().nullish(),
  maintenance_time: z.string().nullish(),
  duration: z.string().nullish(),
  weekly_period: z.string().nullish(),
  recurrence: z.string().nullish(),
});

/** ACK's defaults: 3 hours, Thursdays. */
const usualHours = 3;
const usualDays = "Thursday";

export function toWindow(wire: z.infer<typeof wireWindow> | null | undefined): MaintenanceWindow | null {
  if (wire == null || wire.enable !== true || !wire.maintenance_time) return null;
  return {
    // Terraform writes a whole time stamp where others write the time of day.
    start: wire.maintenance_time.includes("T") ? (wire.maintenance_time.split("T")[1] ?? "") : wire.maintenance_time,
    hours: Number(/^(\d+)h/.exec(wire.duration ?? "")?.[1] ?? usualHours),
    days: daysOf(wire.recurrence) ?? (wire.weekly_period || usualDays).split(",").map((day) => day.trim()),
  };
}

/** RFC 5545, of which ACK takes weekly rules: `FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU`. */
function daysOf(recurrence: string | null | undefined): readonly string[] | null {
  const codes = /BYDAY=([A-Z,]+)/.exec(recurrence ?? "")?.[1]?.split(",");
  if (codes === undefined) return null;
  return weekdays.filter((day) => codes.includes(dayCode(day)));
}

function dayCode(day: string): string {
  return day.slice(0, 2).toUpperCase();
}

export function toWireWindow(window: MaintenanceWindow | null): z.infer<typeof wireWindow> {
  if (window === null) return { enable: false };
  return {
    enable: true,
    maintenance_time: window.start,
    duration: `${window.hours}h`,
    weekly_period: window.days.join(","),
    recurrence: `FREQ=WEEKLY;INTERVAL=1;BYDAY=${window.days.map(dayCode).join(",")}`,
  };
}

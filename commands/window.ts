import { defineCommand } from "../src/command-kit/command.ts";
import { choice, cluster, optional, wholeNumber } from "../src/command-kit/parameters.ts";
import { days, timeOfDay } from "../src/command-kit/time-parameters.ts";
import { planMaintenanceWindow, windowHours } from "../src/domain/changes/maintenance-window.ts";
import { weekdays } from "../src/domain/cluster.ts";
import { facts } from "../src/domain/document.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const window = defineCommand({
  verb: "window",
  topic: "clusters",
  effect: "either",
  arguments: { cluster: cluster(), action: optional(choice(["set", "off"])) },
  options: {
    days: optional(days()),
    start: optional(timeOfDay()),
    hours: optional(wholeNumber(windowHours.least, windowHours.most)),
  },
  examples: ["window prod", "window prod set --days Tue,Thu --start 03:00+08:00 --hours 3", "window prod off"],
  words: {
    en: {
      summary: "The maintenance window of a cluster: show it, set it, switch it off",
      details: [
        words(
          "ACK does its automatic work (upgrades, CVE fixes) within the window. What has begun in it goes on past its end.",
        ),
        words("It takes effect in ACK Pro clusters."),
      ],
      parameters: {
        cluster: "Cluster",
        action: "set or off; left out: show it",
        days: "Days of the week: Tue,Thu or daily",
        start: "When it opens, with its zone: 03:00Z or 11:00+08:00",
        hours: "How long it stays open, 1 to 24 hours",
      },
      title: (name: string): string => `Maintenance window of ${name}`,
      label: "Window",
    },
  },
  async run({ arguments: { cluster: reference, action }, options }, { cloud, words: shared }, own) {
    const found = await cloud.cluster(reference);
    if (action === null) {
      const shown = words(shared.changes.window(found.maintenanceWindow));
      return success({
        kind: "answer",
        document: {
          title: own.title(found.name),
          sections: [facts([{ label: own.label, value: shown }])],
          summary: shown,
        },
      });
    }
    const { days: wanted, start, hours } = options;
    if (action === "set" && (wanted === null || start === null)) {
      return failure({ code: "missing-argument", verb: "window", argument: wanted === null ? "--days" : "--start" });
    }
    const to =
      action === "off" || wanted === null || start === null
        ? null
        : {
            start: start.utc,
            hours: hours ?? 3,
            // Where it is another day in UTC at that time, ACK has to be told the other day.
            days: weekdays.filter((_, index) =>
              wanted.includes(weekdays[(index - start.dayShift + 7) % 7] ?? "Monday"),
            ),
          };
    const preview = planMaintenanceWindow(found, to);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});

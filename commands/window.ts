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
    "zh-CN": {
      summary: "集群的维护窗口：查看、设置或关闭",
      details: [
        words("ACK 在维护窗口内进行自动运维（升级、漏洞修复）。窗口内已开始的会执行完，即使超出窗口。"),
        words("只对 ACK Pro 集群生效。"),
      ],
      parameters: {
        cluster: "集群",
        action: "set 设置，off 关闭；省略则查看",
        days: "星期：Tue,Thu 或 daily",
        start: "开始时间，带时区：03:00Z 或 11:00+08:00",
        hours: "持续时长，1 到 24 小时",
      },
      title: (name: string): string => `${name} 的维护窗口`,
      label: "维护窗口",
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

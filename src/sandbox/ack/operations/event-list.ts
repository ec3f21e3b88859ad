import type { JsonObject } from "../json.ts";
import type { Notice } from "../state.ts";
import { utcTime, zonedTime } from "../wire-times.ts";
import type { Call } from "./operation.ts";
import { pageOf } from "./paging.ts";

const defaultPageSize = 50;

/** Events newest first. The newest ones are not in the list yet: it runs behind. */
export function eventList({ region, query }: Call, belongs: (notice: Notice) => boolean): JsonObject {
  const { eventLagSeconds, eventTimeZone } = region.assumptions;
  const visible = region.now - eventLagSeconds * 1_000;
  const notices = region.notices
    .filter((notice) => notice.at <= visible && belongs(notice))
    .filter(({ type }) => (query["type"] ?? "") === "" || type === query["type"])
    .toReversed();
  const page = pageOf(notices, query, defaultPageSize);
  const events = page.items.map(({ id, clusterId, subject, type, level, reason, message, at }) => ({
    event_id: id,
    type,
    source: "task",
    subject,
    time: eventTimeZone === "utc" ? utcTime(region.here(at)) : zonedTime(region.here(at)),
    cluster_id: clusterId,
    data: { level, reason, message },
  }));
  return { events, page_info: page.page_info, ...page.next };
}

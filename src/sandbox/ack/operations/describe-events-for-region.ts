import { eventList } from "./event-list.ts";
import type { Operation } from "./operation.ts";

export const describeEventsForRegion: Operation = {
  action: "DescribeEventsForRegion",
  method: "GET",
  path: "/regions/:region/events",
  answer(call) {
    const { region, query, params } = call;
    const cluster = query["cluster_id"] ?? "";
    return eventList(
      call,
      ({ clusterId }) =>
        region.clusters.get(clusterId)?.region === params["region"] && (cluster === "" || clusterId === cluster),
    );
  },
};

import { eventList } from "./event-list.ts";
import type { Operation } from "./operation.ts";

export const describeEvents: Operation = {
  action: "DescribeEvents",
  method: "GET",
  path: "/events",
  answer(call) {
    const cluster = call.query["cluster_id"] ?? "";
    return eventList(call, ({ clusterId }) => cluster === "" || clusterId === cluster);
  },
};

import * as z from "zod";
import { instant } from "./ids.ts";

/** How far the work of an operation is, as the cloud last told. */
export const progress = z.object({
  /** Nodes that are done. */
  done: z.int().min(0),
  /** Nodes in all. */
  total: z.int().min(0),
  /** Nodes that failed. */
  failed: z.int().min(0),
  /** ACK's word for what goes on, `DrainNodes` for example. */
  stage: z.string().nullable(),
  seenAt: instant,
  /** Since when ACK's task is over while the pool is not yet as wanted: counts lag behind tasks. */
  settlingSince: instant.nullable(),
});
export type Progress = z.infer<typeof progress>;

/** A span of time in minutes, from best to worst. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Before so many nodes are done, the pace seen says little. */
const nodesForPace = 2;

/**
 * How long the rest may take. From the pace seen once two nodes are done, half as fast to half as slow again; before that
 * from documented times, less what has passed.
 * @param planned minutes for the whole
 * @param elapsed minutes since the start
 */
export function remaining(planned: Range, elapsed: number, seen: Pick<Progress, "done" | "total">): Range {
  const left = seen.total - seen.done;
  if (seen.done >= nodesForPace && left > 0) {
    const pace = elapsed / seen.done;
    return { least: pace * left * 0.5, most: pace * left * 1.5 };
  }
  return {
    least: Math.max(0, planned.least - elapsed),
    most: Math.max(planned.most - elapsed, planned.most * 0.1),
  };
}

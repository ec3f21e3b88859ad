import type { VulnerabilityReport } from "../cloud.ts";
import type { Instant } from "../ids.ts";
import type { Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { PoolMemory } from "./memory.ts";
import type { News, StoryKind } from "./news.ts";
import type { Ours } from "./ours.ts";
import type { Happening } from "./story.ts";

/** A task that failed on a pool, and the story that it belongs to. */
export interface TaskFailure {
  readonly kind: StoryKind;
  readonly news: Extract<News, { kind: "failed" }>;
}

/** What a look shows of one pool, beside what was remembered of it. */
export interface PoolScene {
  readonly before: PoolMemory;
  readonly pool: NodePool;
  readonly at: Instant;
  readonly ours: Ours;
  /** null: not looked at this time. */
  readonly nodes: readonly Node[] | null;
  readonly vulnerabilities: VulnerabilityReport | null;
  readonly failures: readonly TaskFailure[];
  /** Whether an upgrade is under way or has just ended, which another story tells. */
  readonly upgraded: boolean;
  /** Whether ACK's own fix of vulnerabilities has ended, which another story tells. */
  readonly fixed: boolean;
}

/** What is remembered of a pool from now on, and what is told. */
export interface PoolStep {
  readonly memory: PoolMemory;
  readonly happenings: readonly Happening[];
}

/** Tells something of a pool: in the open story of its kind, or as the beginning of one. */
export function tell(
  { memory, happenings }: PoolStep,
  kind: StoryKind,
  { at, news, closes }: { readonly at: Instant; readonly news: News | null; readonly closes: boolean },
): PoolStep {
  const { id, name, open } = memory;
  const key = open[kind]?.key ?? `${kind}:${id}:${at}`;
  const { [kind]: _, ...others } = open;
  return {
    memory: { ...memory, open: closes ? others : { ...others, [kind]: { key, last: at } } },
    happenings: [...happenings, { story: { key, kind, pool: { id, name } }, at, news, closes }],
  };
}

import PQueue from "p-queue";
import type { ChannelId } from "../domain/ids.ts";

/** How much sooner what people decide on, or wait for the end of, is shown than how far something is. */
const priorities = { decision: 1, progress: 0 } as const;
export type Urgency = keyof typeof priorities;

/** Turns at something of which a workspace has only so much. */
export interface Budget {
  /** Resolves when it is one's turn: what is urgent first, and otherwise first come, first served. */
  turn(urgency: Urgency): Promise<void>;
  /** Turns that are waited for. */
  waiting(): number;
}

/**
 * Edits of messages: Slack takes about 50 a minute in a whole workspace (Slack: chat.update, tier 3), and more in a burst. Three in
 * each four seconds stay below that, so that a 429 is the exception.
 */
export function createEditBudget({ edits, milliseconds } = { edits: 3, milliseconds: 4_000 }): Budget {
  const queue = new PQueue({ intervalCap: edits, interval: milliseconds, carryoverIntervalCount: true });
  return {
    turn: async (urgency) => {
      await queue.add(() => Promise.resolve(), { priority: priorities[urgency] });
    },
    waiting: () => queue.size,
  };
}

/** Turns at posting in channels, whoever posts: cards, their lines, and news. */
export interface ChannelBudget {
  /** Resolves when it is one's turn in a channel: what is urgent first, and otherwise first come, first served. */
  turn(channel: ChannelId, urgency: Urgency): Promise<void>;
}

/** Messages: Slack takes about one a second in each channel (Slack: chat.postMessage). */
export function createPostBudget({ posts, milliseconds } = { posts: 1, milliseconds: 1_000 }): ChannelBudget {
  const channels = new Map<ChannelId, PQueue>();
  return {
    async turn(channel, urgency) {
      const queue = channels.get(channel) ?? new PQueue({ intervalCap: posts, interval: milliseconds, strict: true });
      channels.set(channel, queue);
      await queue.add(() => Promise.resolve(), { priority: priorities[urgency] });
    },
  };
}

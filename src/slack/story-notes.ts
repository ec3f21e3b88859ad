import type { ClusterId, Instant } from "../domain/ids.ts";
import type { Pace } from "../domain/watching/delivery.ts";
import { isTold } from "../domain/watching/delivery.ts";
import type { Watched } from "../domain/watching/memory.ts";
import type { Story } from "../domain/watching/story.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { LaneClock } from "./lanes.ts";

/** Where stories are written down, and what of them stands in Slack. */
export interface StoryRecord {
  all(): readonly Watched[];
  update(cluster: ClusterId, change: (known: Watched | null) => Watched | null): Promise<void>;
}

/** Writes down what of stories stands in Slack. */
export interface StoryNotes {
  /** Changes stories as they are by now; throws where it cannot be written down. */
  write(stories: readonly Story[], change: (present: Story) => Story): Promise<void>;
  /** The same for what stands in Slack, which must not be forgotten, or it would be told again: tried until it can be written down. */
  keep(stories: readonly Story[], change: (present: Story) => Story): Promise<void>;
  /** Stories that have ended and that everybody was told leave, so that files do not grow. */
  letGo(subscriptions: readonly Subscription[], now: Instant, pace: Pace): Promise<void>;
}

/** Milliseconds between two tries. */
const again = 1_000;

export function createStoryNotes({
  record,
  clock,
  stopped,
  log,
}: {
  readonly record: StoryRecord;
  readonly clock: Pick<LaneClock, "after">;
  readonly stopped: () => boolean;
  readonly log: { error(facts: object, message: string): void };
}): StoryNotes {
  async function write(stories: readonly Story[], change: (present: Story) => Story): Promise<void> {
    for (const id of new Set(stories.map(({ cluster }) => cluster.id))) {
      const keys = new Set(stories.filter(({ cluster }) => cluster.id === id).map(({ key }) => key));
      await record.update(id, (known) => {
        if (known === null) return null;
        return { ...known, stories: known.stories.map((each) => (keys.has(each.key) ? change(each) : each)) };
      });
    }
  }

  return {
    write,

    async keep(stories, change) {
      for (;;) {
        try {
          return await write(stories, change);
        } catch (error) {
          if (stopped()) throw error;
          log.error({ err: error }, "what was told cannot be written down yet");
          await new Promise<void>((resolve) => {
            clock.after(again, resolve);
          });
        }
      }
    },

    async letGo(subscriptions, now, pace) {
      for (const { cluster, stories } of record.all()) {
        const isOver = (story: Story): boolean => isTold(story, subscriptions, now, pace);
        if (!stories.some(isOver)) continue;
        await record.update(cluster, (known) =>
          known === null ? null : { ...known, stories: known.stories.filter((each) => !isOver(each)) },
        );
      }
    },
  };
}

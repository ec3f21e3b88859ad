import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import type { HomeDesk } from "../command-kit/home.ts";
import type { Document } from "../domain/document.ts";
import type { UserId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { IdentityError } from "../domain/person.ts";
import { closedHomeDocument, homeDocument } from "../views/home.ts";
import type { Words } from "../words/catalogue.ts";
import { toViewBlocks } from "./blocks.ts";
import { createEditBudget } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { createLanes, type LaneClock } from "./lanes.ts";
import { tryLater } from "./posting.ts";

interface HomesDependencies {
  readonly client: WebClient;
  readonly desk: HomeDesk;
  readonly wordsFor: (user: UserId) => Promise<Words>;
  readonly clock: LaneClock;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

/** The Homes of people who looked at theirs lately, kept current. */
export interface Homes {
  /** Somebody opened their Home, or pressed something in it: it is published at once, and again when the clusters are known. */
  opened(user: UserId): void;
  /** Takes notice of a change of an operation: whoever looked at their Home lately sees it. */
  changed(operation: Operation): void;
  /** Resolves when nothing waits to be published, or the time in milliseconds is over. */
  stop(within: number): Promise<void>;
}

/** Who looked within so many milliseconds sees changes without a press; at most so many people at a time, the last ones to look. */
const lately = { milliseconds: minutesToMilliseconds(10), people: 50 };

interface Visit {
  readonly at: number;
  /** A digest of what was published, all but the time of it; null: nothing was. */
  readonly shown: string | null;
}

export function createHomes({ client, desk, wordsFor, clock, log }: HomesDependencies): Homes {
  /** Those who looked last come last. */
  const visits = new Map<UserId, Visit>();
  // Slack takes some hundred publications a minute (Slack: views.publish, tier 4); who opens their Home waits for nobody else's.
  const background = createEditBudget({ edits: 4, milliseconds: 4_000 });
  const waiting = new Set<UserId>();
  const lanes = createLanes<UserId, UserId>({ clock, log, work: (user) => publish(user) });

  async function documentFor(user: UserId): Promise<{ readonly document: Document; readonly open: boolean }> {
    const words = await wordsFor(user);
    try {
      const content = await desk.content(user);
      return content === null
        ? { document: closedHomeDocument(words.home.notForYou), open: false }
        : { document: homeDocument(content, words), open: true };
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      return { document: closedHomeDocument(words.home.notKnownWho), open: false };
    }
  }

  async function publish(user: UserId): Promise<void> {
    const visit = visits.get(user);
    if (visit === undefined || clock.elapsed() - visit.at >= lately.milliseconds) return;
    const { document, open } = await documentFor(user);
    const digest = digestOf(document);
    if (digest === visit.shown) return;
    try {
      await client.views.publish({ user_id: user, view: { type: "home", blocks: toViewBlocks(document) } });
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind === "rate-limited") throw tryLater(failure);
      log.warn({ user, failure }, "Home was not published");
      return;
    }
    const present = visits.get(user);
    // Nobody without rights is kept current: there is nothing that could change.
    if (!open) visits.delete(user);
    else if (present !== undefined) visits.set(user, { ...present, shown: digest });
  }

  /** Forgets who looked long ago, and of many those who looked first. */
  function tidy(): void {
    for (const [user, { at }] of visits) {
      if (clock.elapsed() - at < lately.milliseconds && visits.size <= lately.people) break;
      visits.delete(user);
    }
  }

  return {
    opened(user) {
      visits.delete(user);
      // What stands there may be of an earlier process: it is published whatever was shown last.
      visits.set(user, { at: clock.elapsed(), shown: null });
      tidy();
      lanes.add(user, user);
      desk
        .lookAtClusters()
        .then(() => lanes.add(user, user))
        .catch((error: unknown) => log.error({ err: error }, "clusters were not looked at"));
    },
    changed(operation) {
      desk.changed(operation);
      tidy();
      for (const user of visits.keys()) {
        if (waiting.has(user)) continue;
        waiting.add(user);
        void background.turn("progress").then(() => {
          waiting.delete(user);
          lanes.add(user, user);
        });
      }
    },
    stop: (within) => lanes.stop(within),
  };
}

function digestOf({ sections }: Document): string {
  // The last line tells the time.
  return createHash("sha256")
    .update(JSON.stringify(sections.slice(0, -1)))
    .digest("hex");
}

import { randomBytes, randomInt } from "node:crypto";

/** What a trigger id stands for: whose screen, and from within which view it came. */
export interface Trigger {
  readonly user: string;
  readonly viewId: string | null;
}

export interface Triggers {
  /** A fresh trigger id, of the form digits.digits.hex. */
  issue(trigger: Trigger): string;
  /** Uses a trigger id up. The errors are those of the pages of views.open and views.push. */
  exchange(
    id: string,
  ): Trigger | { readonly error: "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id" };
}

const remembered = 1_000;

/** Trigger ids live `lifeMs` and work once. */
export function createTriggers(lifeMs: number, now: () => Date): Triggers {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>();
  return {
    issue(trigger) {
      const id = `${randomInt(1e9, 1e10)}.${randomInt(1e9, 1e10)}.${randomBytes(16).toString("hex")}`;
      issued.set(id, { ...trigger, at: now().getTime(), used: false });
      if (issued.size > remembered) {
        const [oldest] = issued.keys();
        if (oldest !== undefined) issued.delete(oldest);
      }
      return id;
    },
    exchange(id) {
      const trigger = issued.get(id);
      if (trigger === undefined) return { error: "invalid_trigger_id" };
      if (trigger.used) return { error: "exchanged_trigger_id" };
      if (now().getTime() - trigger.at > lifeMs) return { error: "expired_trigger_id" };
      trigger.used = true;
      return { user: trigger.user, viewId: trigger.viewId };
    },
  };
}

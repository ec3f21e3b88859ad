import { randomBytes } from "node:crypto";

/** What a response URL answers to. */
export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  /** The message somebody used an element of; null for a command. */
  readonly source: { readonly ts: string; readonly ephemeral: boolean; readonly threadTs: string | null } | null;
}

export interface ResponseUrls {
  /** The path of a fresh response URL. */
  issue(target: ResponseTarget): string;
  /** Uses up one of the five posts. */
  use(path: string): ResponseTarget | { readonly error: "used_url" | "expired_url" | "invalid_url" };
}

const maxUses = 5;
const lifeMs = 30 * 60_000;
const remembered = 5_000;

/** Five posts within thirty minutes (Slack: "Handling user interaction"). */
export function createResponseUrls(teamId: string, now: () => Date): ResponseUrls {
  const issued = new Map<string, ResponseTarget & { readonly at: number; uses: number }>();
  return {
    issue(target) {
      const family = target.source === null ? "commands" : "actions";
      const path = `/${family}/${teamId}/${now().getTime()}/${randomBytes(12).toString("hex")}`;
      issued.set(path, { ...target, at: now().getTime(), uses: 0 });
      if (issued.size > remembered) {
        const [oldest] = issued.keys();
        if (oldest !== undefined) issued.delete(oldest);
      }
      return path;
    },
    use(path) {
      const entry = issued.get(path);
      if (entry === undefined) return { error: "invalid_url" };
      if (now().getTime() - entry.at > lifeMs) return { error: "expired_url" };
      if (entry.uses >= maxUses) return { error: "used_url" };
      entry.uses += 1;
      return { channel: entry.channel, user: entry.user, source: entry.source };
    },
  };
}

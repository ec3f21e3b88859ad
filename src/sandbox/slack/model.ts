import type { Block, StateValues } from "../page-protocol.ts";

/** A JSON object somebody sent: nothing is known about its fields. */
export type Json = Readonly<Record<string, unknown>>;

export interface Team {
  readonly id: string;
  readonly name: string;
  /** The part before `.slack.com`. */
  readonly domain: string;
}

export interface Person {
  readonly id: string;
  /** The old user name, without `@`. */
  readonly handle: string;
  readonly name: string;
  readonly title: string;
  readonly kind: "member" | "guest" | "deactivated" | "bot";
  /** A person of another team reaches this workspace only through shared channels (Slack Connect). */
  readonly teamId: string;
  /** Null for people of other teams: Slack does not tell their locale. */
  readonly locale: string | null;
  readonly timezone: string;
  readonly admin: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "private" | "direct";
  /** Shared with another team through Slack Connect. */
  readonly shared: boolean;
  readonly archived: boolean;
  /** Only admins may post. */
  readonly readOnly: boolean;
  readonly members: readonly string[];
  readonly locale: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
  /** Seconds since the epoch. */
  readonly updated: number;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** The size the app announced, in bytes. */
  readonly announced: number;
  readonly content: Uint8Array | null;
  readonly shared: boolean;
}

export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly author: string;
  /** Posted by the app, in whatever way. */
  readonly byApp: boolean;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
  readonly metadata: Json | null;
  readonly editedTs: string | null;
  /** The one person who sees it, for an ephemeral message. */
  readonly onlyFor: string | null;
  readonly files: readonly string[];
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  readonly pinned: boolean;
}

export interface StoredView {
  readonly id: string;
  readonly type: "modal" | "home";
  /** Whose screen it is on. */
  readonly user: string;
  /** The view as the app sent it, with block and action ids filled in. */
  readonly content: ViewContent;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  /** What the person filled in, as of their last use of the view. */
  readonly values: StateValues;
}

/** The fields of a view that an app sends. */
export interface ViewContent {
  readonly type: "modal" | "home";
  readonly title?: Json | undefined;
  readonly submit?: Json | undefined;
  readonly close?: Json | undefined;
  readonly blocks: readonly Block[];
  readonly private_metadata?: string | undefined;
  readonly callback_id?: string | undefined;
  readonly external_id?: string | undefined;
  readonly clear_on_close?: boolean | undefined;
  readonly notify_on_close?: boolean | undefined;
}

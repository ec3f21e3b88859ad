/** Slack's codes of a refused post that are explained. */
export type PostRefusal =
  | "not_in_channel"
  | "channel_not_found"
  | "is_archived"
  | "restricted_action"
  | "restricted_action_read_only_channel"
  | "restricted_action_thread_only_channel";

/** Slack's codes of a refused file that are explained. */
export type FileRefusal = "missing_scope" | "messages_tab_disabled" | "file_upload_size_restricted" | "ratelimited";

/** What a language says of a code; null: the code has no words of its own. */
export function adviceOn(code: string, advice: Readonly<Record<string, string>>): string | null {
  // Own names only: a code may be called `constructor`.
  return Object.hasOwn(advice, code) ? (advice[code] ?? null) : null;
}

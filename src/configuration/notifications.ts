import { group, join, person, type Text } from "../domain/text.ts";
import type { Configuration } from "./configuration.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { ConfigurationFile } from "./schema.ts";

/** What a channel of the file is told of, as the rest of the program knows it. */
export function toSubscription({
  channel,
  clusters,
  pools,
  kinds,
  severity,
  quiet_hours: quiet,
}: ConfigurationFile["channels"]["notifications"][number]): Subscription {
  return {
    channel,
    clusters: clusters ?? null,
    pools: pools ?? null,
    kinds: kinds ?? null,
    severity,
    quiet: quiet ?? null,
    since: 0,
    by: null,
  };
}

/** Whom news call that need somebody: a group of the configuration, or the default approvers. */
export function mentionOf({ channels, defaultApprovers }: Pick<Configuration, "channels" | "defaultApprovers">): Text {
  if (channels.mention !== null) return [group(channels.mention)];
  const { members } = defaultApprovers;
  return members.kind === "usergroup" ? [group(members.usergroup)] : join(members.users.map(person), " ");
}

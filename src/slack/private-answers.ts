import type { WebClient } from "@slack/web-api";
import type { Document } from "../domain/document.ts";
import type { ChannelId, UserId } from "../domain/ids.ts";
import { toMessage } from "./blocks.ts";
import { slackFailure } from "./errors.ts";

/** Tells one person something, where the channel allows, else in a direct message. In the Home there is no channel: a person's id stands in its place. */
export type TellPrivately = (user: UserId, channel: ChannelId, document: Document) => Promise<void>;

export function createPrivateAnswers({
  client,
  log,
}: {
  readonly client: WebClient;
  readonly log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
}): TellPrivately {
  return async (user, channel, document) => {
    const content = toMessage(document);
    try {
      if (String(channel) !== String(user)) {
        await client.chat.postEphemeral({ channel, user, ...content });
        return;
      }
    } catch (error) {
      log.info({ user, channel, failure: slackFailure(error) }, "private answer goes to a direct message");
    }
    try {
      await client.chat.postMessage({ channel: user, ...content, unfurl_links: false, unfurl_media: false });
    } catch (error) {
      log.error({ err: error, user }, "private answer could not be given");
    }
  };
}

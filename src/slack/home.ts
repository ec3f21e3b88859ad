import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { userId } from "../domain/ids.ts";
import { refreshButton } from "../views/home.ts";
import type { SlackContext } from "./context.ts";

/** Serves the Home tab: made anew at every visit, and by a button. */
export function serveHome(app: App, { homes }: Pick<SlackContext, "homes">): void {
  app.event("app_home_opened", async ({ event }) => {
    if (event.tab === "home") homes.opened(userId.parse(event.user));
  });
  app.action<BlockAction<ButtonAction>>({ type: "block_actions", action_id: refreshButton }, async ({ ack, body }) => {
    await ack();
    homes.opened(userId.parse(body.user.id));
  });
}

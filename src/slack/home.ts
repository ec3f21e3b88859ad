import type { App } from "@slack/bolt";
import { list, paragraph, type Section } from "../domain/document.ts";
import { userId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { code, person, text, words as plain } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { toViewBlocks } from "./blocks.ts";
import { mayLook, type SlackContext, wordsFor } from "./context.ts";
import { verbMenu } from "./menus.ts";

/** Serves the Home tab: what waits and runs, and what one can do. Read anew at every visit. */
export function serveHome(app: App, context: SlackContext): void {
  app.event("app_home_opened", async ({ event }) => {
    if (event.tab !== "home") return;
    const user = userId.parse(event.user);
    context.clicks.take(
      "home",
      async () => {
        const words = await wordsFor(context, user);
        const { desk, slash, language, clients } = context;
        const menu = verbMenu(desk.commands, words, language, slash);
        const live = (await mayLook(context, user)) ? operationSections(await context.operations.live(), words) : [];
        const sections = [...menu.sections, ...live];
        await clients.answering.views.publish({
          user_id: user,
          view: { type: "home", blocks: toViewBlocks({ ...menu, sections }) },
        });
      },
      () => Promise.resolve(),
    );
  });
}

function operationSections(live: readonly Operation[], words: Words): readonly Section[] {
  const { home } = words.labels;
  if (live.length === 0) return [paragraph(plain(home.quiet))];
  return [
    list(
      live.slice(0, 30).map((operation) => {
        const { id, plan, requester } = operation;
        return text`${code(id)} ${words.changes.sentence(plan.change)}, ${person(requester)}: ${words.operations.stageLine(operation)}`;
      }),
      home.underWay,
    ),
  ];
}

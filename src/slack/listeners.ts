import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from "@slack/bolt";
import { type UserId, userId } from "../domain/ids.ts";

/** A slash command. */
export type Typing = SlackCommandMiddlewareArgs & AllMiddlewareArgs;
/** A pressed button, or what was picked in a menu of a message. */
export type Press = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
/** A form that was filled in. */
export type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
/** A menu of a form that wants its choices. */
export type Search = SlackOptionsMiddlewareArgs<"block_suggestion"> & AllMiddlewareArgs;

type Serve<Request> = (request: Request) => Promise<void>;

/** Who serves what Slack sends; each is to acknowledge it. */
export interface Listeners {
  readonly command: { readonly slash: string; readonly serve: Serve<Typing> };
  /** By the id of a button or a menu, up to its colon: those that differ in a number alone are served alike. */
  readonly presses: Readonly<Record<string, Serve<Press>>>;
  /** By the id of the form. */
  readonly submissions: Readonly<Record<string, Serve<Submission>>>;
  /** By the id of the menu. */
  readonly searches: Readonly<Record<string, Serve<Search>>>;
  /** A person opened the Home tab. */
  readonly homeOpened: (user: UserId) => void;
}

/**
 * Gives Bolt one listener for each kind of request, which finds who serves it in a table. With every request Bolt goes through all listeners that it
 * has, and whoever waits for an acknowledgement waits for that: thirteen of them doubled its own time.
 */
export function listen(app: App, { command, presses, submissions, searches, homeOpened }: Listeners): void {
  app.command(command.slash, command.serve);
  app.action<BlockAction>({ type: "block_actions" }, async (press) => {
    const [id = ""] = press.action.action_id.split(":");
    await find(presses, id)?.(press);
  });
  app.view<ViewSubmitAction>({ type: "view_submission" }, async (submission) => {
    await find(submissions, submission.view.callback_id)?.(submission);
  });
  app.options<"block_suggestion">({ type: "block_suggestion" }, async (search) => {
    await find(searches, search.payload.action_id)?.(search);
  });
  app.event("app_home_opened", async ({ event }) => {
    if (event.tab === "home") homeOpened(userId.parse(event.user));
  });
}

/** What a person's request names is looked for among what the table was given, not in what every object has. */
function find<Value>(table: Readonly<Record<string, Value>>, id: string): Value | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

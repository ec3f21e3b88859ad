import type { App } from "@slack/bolt";
import { nearestFew } from "../domain/grammar/nearest.ts";
import { userId } from "../domain/ids.ts";
import { qualifiedName } from "../domain/node-pool.ts";
import type { Refusal } from "../domain/refusal.ts";
import { tell, vote } from "./buttons.ts";
import { claimOf } from "./claims.ts";
import { type Answer, takeForm } from "./commands.ts";
import { mayLook, type SlackContext, wordsAtOnce } from "./context.ts";
import { recall } from "./form-memory.ts";
import {
  canRemember,
  commandForm,
  liveSelects,
  longestInput,
  readForm,
  readMemory,
  readPage,
  rejectForm,
  rejectReason,
  toForm,
} from "./forms.ts";
import { clip } from "./mrkdwn.ts";
import { withUploads } from "./uploads.ts";

/** Serves the forms: what is filled in becomes the line that one would have typed. */
export function serveModals(app: App, context: SlackContext): void {
  app.view(commandForm, async ({ ack, context: request, body, view }) => {
    const memory = readMemory(view.private_metadata);
    const { verb, channel } = memory;
    const command = context.desk.commands.find((candidate) => candidate.verb === verb);
    if (command === undefined) return ack();
    const page = readPage(command, memory, view.state.values);
    if (page.kind === "next") {
      const words = await wordsAtOnce(context, userId.parse(body.user.id));
      const next = toForm(command, page.typed, channel, words, context.slash, page.step);
      return canRemember(next)
        ? ack({ response_action: "update", view: next })
        : ack({ response_action: "errors", errors: { [longestInput(view.state.values)]: words.labels.forms.tooMuch } });
    }
    await ack();
    const actor = { user: userId.parse(body.user.id), channel };
    const answer: Answer = (document) => context.tellPrivately(actor.user, channel, document);
    const asked = { answer, trigger: "", claim: claimOf(request) };
    const typed = await withUploads(context.clients.reading, page.typed);
    return typed.ok ? takeForm(context, actor, command, typed.value, asked) : tell(context, actor, typed.problem);
  });

  app.view(rejectForm, async ({ ack, context: request, body, view }) => {
    const target = recall(view.private_metadata);
    const reason = readForm(view.state.values)[rejectReason];
    await ack();
    const user = userId.parse(body.user.id);
    if (target === null || typeof reason !== "string") return;
    const actor = { user, channel: target.channel };
    const refuse = (refusal: Refusal): Promise<void> => tell(context, actor, refusal);
    context.clicks.take(
      { what: "rejection", operation: target.operation, claim: claimOf(request) },
      async () => {
        const outcome = await vote(context, { actor, ...target }, "reject", reason.trim());
        if (outcome.ok) return;
        const { code } = outcome.problem;
        await context.decisions.denied({
          by: user,
          operation: target.operation,
          message: null,
          action: "reject",
          code,
        });
        await refuse(outcome.problem);
      },
      refuse,
    );
  });

  serveOptions(app, context, liveSelects.pool, async () => {
    const clusters = await context.cloud.clusters();
    const pools = await Promise.all(clusters.map((cluster) => context.cloud.nodePools(cluster)));
    return pools.flat().map(qualifiedName);
  });
  serveOptions(app, context, liveSelects.cluster, async () => (await context.cloud.clusters()).map(({ name }) => name));
  serveOptions(app, context, liveSelects.operation, async () => (await context.operations.live()).map(({ id }) => id));
}

/** Slack waits three seconds for choices; without an answer by then an empty list is better than an error. */
const patience = 2_500;
/** Slack's limits for options. */
const limits = { options: 100, text: 75 };

function serveOptions(
  app: App,
  context: SlackContext,
  actionId: string,
  choices: () => Promise<readonly string[]>,
): void {
  app.options<"block_suggestion">({ type: "block_suggestion", action_id: actionId }, async ({ ack, body, payload }) => {
    const user = userId.parse(body.user.id);
    const all = await withinPatience(async () => ((await mayLook(context, user)) ? choices() : []), context);
    const query = payload.value.trim().toLowerCase();
    const containing = all.filter((choice) => choice.toLowerCase().includes(query));
    const shown = containing.length > 0 ? containing : nearestFew(query, all, 10);
    await ack({
      options: shown.slice(0, limits.options).map((choice) => ({
        text: { type: "plain_text" as const, text: clip(choice, limits.text), emoji: false },
        value: clip(choice, limits.text),
      })),
    });
  });
}

async function withinPatience(
  choices: () => Promise<readonly string[]>,
  { log }: SlackContext,
): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve([]), patience);
  });
  const asked = choices().catch((error: unknown) => {
    log.warn({ err: error }, "choices could not be read");
    return [];
  });
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answer;
}

import { nearestFew } from "../domain/grammar/nearest.ts";
import { userId } from "../domain/ids.ts";
import { qualifiedName } from "../domain/node-pool.ts";
import { claimOf } from "./claims.ts";
import { type Answer, takeForm } from "./commands.ts";
import { mayLook, type SlackContext, wordsAtOnce } from "./context.ts";
import { takeDecision, tell, vote } from "./deciding.ts";
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
import type { Listeners, Search, Submission } from "./listeners.ts";
import { clip } from "./mrkdwn.ts";
import { withUploads } from "./uploads.ts";

/** The forms of the verbs, where what is filled in becomes the line that one would have typed, and the one that asks why. */
export function formSubmissions(context: SlackContext): Listeners["submissions"] {
  return {
    [commandForm]: (submission) => takeCommandForm(context, submission),
    [rejectForm]: (submission) => takeRejection(context, submission),
  };
}

async function takeCommandForm(
  context: SlackContext,
  { ack, context: request, body, view }: Submission,
): Promise<void> {
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
}

async function takeRejection(context: SlackContext, { ack, context: request, body, view }: Submission): Promise<void> {
  const target = recall(view.private_metadata);
  const reason = readForm(view.state.values)[rejectReason];
  await ack();
  const user = userId.parse(body.user.id);
  if (target === null || typeof reason !== "string") return;
  const pressed = { actor: { user, channel: target.channel }, ...target };
  const decision = { ...pressed, what: "rejection", action: "reject", message: null, claim: claimOf(request) };
  takeDecision(context, decision, () => vote(context, pressed, "reject", reason.trim()));
}

/** Slack waits three seconds for choices; without an answer by then an empty list is better than an error. */
const patience = 2_500;
/** Slack's limits for options. */
const limits = { options: 100, text: 75 };

/** The menus of forms whose choices are looked up while somebody types. */
export function formSearches(context: SlackContext): Listeners["searches"] {
  const { cloud, operations } = context;
  const pools = async (): Promise<readonly string[]> => {
    const all = await Promise.all((await cloud.clusters()).map((cluster) => cloud.nodePools(cluster)));
    return all.flat().map(qualifiedName);
  };
  const clusters = async (): Promise<readonly string[]> => (await cloud.clusters()).map(({ name }) => name);
  const live = async (): Promise<readonly string[]> => (await operations.live()).map(({ id }) => id);
  return {
    [liveSelects.pool]: (search) => offer(context, search, pools),
    [liveSelects.cluster]: (search) => offer(context, search, clusters),
    [liveSelects.operation]: (search) => offer(context, search, live),
  };
}

async function offer(
  context: SlackContext,
  { ack, body, payload }: Search,
  choices: () => Promise<readonly string[]>,
): Promise<void> {
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

import { entryOf } from "../../dist/src/domain/audit.js";
import { mrkdwn } from "../../dist/src/slack/mrkdwn.js";
import { toMessage } from "../../dist/src/slack/blocks.js";
import { operationDocument } from "../../dist/src/views/operation.js";
import { wordsOf } from "../../dist/src/words/catalogue.js";
import { channels } from "./stage.mjs";

const words = wordsOf("en");
const ends = new Set(["succeeded", "failed", "cancelled", "rejected", "withdrawn", "expired", "stale"]);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Keeps what was written down at any crash: nothing of it may be gone or different later. */
export function createMemory() {
  const journals = new Map();
  return {
    /** Says what has been lost since it was last told. */
    remember(operations, complaints) {
      const present = new Map(operations.map((operation) => [operation.id, operation]));
      for (const [id, journal] of journals) {
        const kept = present.get(id)?.journal.slice(0, journal.length);
        if (kept === undefined) complaints.push(`${id} was written down and is gone`);
        else if (!same(kept, journal)) complaints.push(`${id} lost or changed what was written down`);
      }
      for (const { id, journal } of operations) journals.set(id, journal);
    },
  };
}

/** Everything that has to be true when all has come to its end. Answers what is not. */
export async function checkAll({ workspace, records, memory, changes }) {
  const complaints = [];
  const operations = await records.all();
  memory.remember(operations, complaints);
  for (const { id, state } of operations) if (!ends.has(state.stage)) complaints.push(`${id} is still ${state.stage}`);
  for (const { id } of await records.open()) complaints.push(`${id} has ended and is not put away`);
  const messages = await allMessages(workspace);
  checkCards(operations, messages, workspace, complaints);
  for (const operation of operations) checkThread(operation, messages, complaints);
  checkCalls(operations, changes, complaints);
  await checkAudit(operations, records, complaints);
  return { operations, complaints };
}

/** All of the bot's messages with what it marked them with, threads included. */
async function allMessages(workspace) {
  const call = async (method, args) => {
    const found = [];
    let cursor = "";
    do {
      const query = new URLSearchParams({ ...args, limit: "200", include_all_metadata: "true", cursor });
      if (cursor === "") query.delete("cursor");
      const headers = { authorization: `Bearer ${workspace.botToken}` };
      const answer = await (await fetch(`${workspace.apiUrl}${method}?${query}`, { headers })).json();
      if (!answer.ok) throw new Error(`${method} answered ${answer.error}`);
      found.push(...answer.messages);
      cursor = answer.response_metadata?.next_cursor ?? "";
    } while (cursor !== "");
    return found;
  };
  const all = [];
  for (const channel of channels) {
    for (const message of await call("conversations.history", { channel })) {
      all.push({ channel, ...message });
      if ((message.reply_count ?? 0) === 0) continue;
      const thread = await call("conversations.replies", { channel, ts: message.ts });
      all.push(...thread.filter(({ ts }) => ts !== message.ts).map((line) => ({ channel, ...line })));
    }
  }
  return all.map((message) => ({ ...message, mark: message.metadata?.event_payload ?? null }));
}

/** One card each, which shows how it ended; no card of something that is not written down. */
function checkCards(operations, messages, workspace, complaints) {
  const known = new Set(operations.map(({ id }) => id));
  const cards = messages.filter(({ mark }) => mark?.part === "card");
  for (const { mark } of cards)
    if (!known.has(mark.operation)) complaints.push(`${mark.operation} has a card and is gone`);
  for (const operation of operations) {
    const { id, publication, cardChannel } = operation;
    const own = cards.filter(({ mark }) => mark.operation === id);
    if (own.length !== 1) complaints.push(`${id} has ${own.length} cards`);
    const { card } = publication;
    const shown = workspace.messages(cardChannel).find(({ ts }) => ts === card?.ts);
    const expected = toMessage(operationDocument(operation, words, Date.now()));
    if (shown === undefined) complaints.push(`${id}: its card is not where it is written down`);
    else if (shown.text !== expected.text)
      complaints.push(`${id}: its card says "${shown.text}", not "${expected.text}"`);
    for (const { channel, ts } of publication.pointers) {
      const lines = messages.filter(
        ({ mark, channel: at }) => mark?.part === "pointer" && mark.operation === id && at === channel,
      );
      if (lines.length !== 1) complaints.push(`${id} has ${lines.length} lines in ${channel}, of which ${ts} is known`);
    }
  }
}

/** Everything that happened is told once, in its order. */
function checkThread(operation, messages, complaints) {
  const { id, journal, publication, plan } = operation;
  const lines = messages
    .filter(({ mark, thread_ts: thread }) => mark?.operation === id && mark.part === "thread" && thread !== undefined)
    .toSorted((one, other) => Number(one.ts) - Number(other.ts));
  const told = lines.map(({ mark }) => mark.told);
  if (new Set(told).size !== told.length)
    complaints.push(`${id}: lines of its thread stand twice (${told.join(", ")})`);
  if (publication.card === null) return;
  const shown = lines.flatMap(({ text }) => text.split("\n")).filter((line) => !/^(<@\w+> ?)+$/.test(line));
  const expected = journal.flatMap(({ event }) => {
    const sentence = words.operations.eventSentence(event, plan.change);
    return sentence === null ? [] : mrkdwn(sentence, 3_900).split("\n");
  });
  if (!same(shown, expected)) {
    complaints.push(`${id}: its thread says\n    ${shown.join("\n    ")}\n  and not\n    ${expected.join("\n    ")}`);
  }
}

/** One change at ACK for one operation, one each time that it was written down, and none that belongs to no operation. */
function checkCalls(operations, changes, complaints) {
  const unclaimed = new Set(changes);
  for (const { id, plan, journal } of operations) {
    const pool = plan.change.target.pool?.id ?? plan.change.target.id;
    const sent = spansOfSending(journal).map(({ from, until }) =>
      changes.filter(({ at, path }) => at >= from && at <= until && path.includes(`/nodepools/${pool}`)),
    );
    for (const own of sent) {
      if (own.length > 1) complaints.push(`${id} was sent ${own.length} times, once by its journal: ${inWords(own)}`);
    }
    const calls = sent.flat();
    for (const call of calls) unclaimed.delete(call);
    const taken = calls.filter(({ status }) => status === null || status < 300);
    if (taken.length > 1) complaints.push(`${id} had its effect ${taken.length} times: ${inWords(calls)}`);
  }
  for (const call of unclaimed) {
    if (!call.path.includes("/tasks/")) complaints.push(`${inWords([call])}, sent for no operation`);
  }
}

const inWords = (calls) =>
  calls.map(({ method, path, at, status }) => `${method} ${path} at ${at} answered ${status}`).join(", ");

/** When its change may have been on its way: from each time that this was written down until something is known of it. */
function spansOfSending(journal) {
  return journal.flatMap(({ at, event }, index) => {
    if (event.kind !== "submission-began") return [];
    const known = journal.slice(index + 1).find((next) => next.event.kind !== "submission-unclear");
    return [{ from: at, until: known?.at ?? Number.POSITIVE_INFINITY }];
  });
}

/** The chain holds, and has every line of every journal once, in order. */
async function checkAudit(operations, records, complaints) {
  const { verified, entries } = await records.audit();
  if (verified.code !== 0) complaints.push(`audit verify: ${verified.errors.trim()}`);
  const byOperation = groupBy(entries);
  for (const operation of operations) {
    const steps = (byOperation.get(operation.id) ?? []).flatMap(({ step }) => (step === null ? [] : [step]));
    const expected = operation.journal.flatMap((_, step) => (entryOf(operation, step) === null ? [] : [step]));
    if (!same(steps, expected))
      complaints.push(`${operation.id}: the audit log has steps ${steps.join(", ")} of ${expected.length}`);
  }
}

function groupBy(entries) {
  const groups = new Map();
  for (const entry of entries) groups.set(entry.operation, [...(groups.get(entry.operation) ?? []), entry]);
  return groups;
}

import { setTimeout as pause } from "node:timers/promises";
import { channels, pools } from "./stage.mjs";

const requesters = ["U0ALICE", "U0DAVE"];
const approvers = ["U0BOB", "U0CAROL"];
const everybody = [...requesters, ...approvers, "U0ERIN"];
const mostAtOnce = 5;
/** Asks anew: a card of what is over keeps it for ever. */
const planAgain = "plan-again";
/** Buttons of news that type a line for somebody: they decide nothing. */
const typing = "run-line";

const blockList = (message) => message.blocks ?? [];
const buttonsOf = (message) =>
  blockList(message).flatMap(({ type, elements = [] }) =>
    type === "actions" ? elements.map(({ action_id: id }) => id).filter((id) => !id.startsWith(typing)) : [],
  );
const isOver = (message) => buttonsOf(message).every((button) => button === planAgain);

/** People who ask, decide, change their minds, click on what is old, and in the end bring everything to its end. */
export function createPeople({ workspace, region, chance, onAcknowledged, mayAsk }) {
  /** Messages as somebody saw them earlier. */
  const remembered = [];
  const lastPress = new Map();
  const looked = new Set();
  const pressed = new Map();

  const withButtons = () =>
    channels.flatMap((channel) =>
      workspace.messages(channel).filter((message) => message.threadTs === null && buttonsOf(message).length > 0),
    );
  const cards = () => withButtons().filter((message) => !isOver(message));

  async function deliver(kind, send) {
    const outcome = await send().catch(() => null);
    if (outcome?.ok === true) onAcknowledged(kind);
    return outcome;
  }

  async function press(who, message, button) {
    pressed.set(button, (pressed.get(button) ?? 0) + 1);
    await deliver("click: acknowledged", () => workspace.press(who, message, button));
    if (button !== "reject" && button !== "narrow") return;
    const view = await workspace.waitFor(() => workspace.state(who).views.at(-1), "a form", 1_500).catch(() => null);
    if (view === null) return;
    const values = {};
    for (const { type, block_id: block, element } of view.blocks) {
      if (type !== "input" || element.type !== "plain_text_input") continue;
      const value = button === "reject" ? "not today" : chance.of(["1", "1", "2"]);
      values[block] = { [element.action_id]: { type: element.type, value } };
    }
    const answer = await deliver("form: acknowledged", () => workspace.submit(who, view.id, values));
    if (answer?.errors !== null) await workspace.closeView(who, view.id, true).catch(() => {});
  }

  function nodeOf(pool) {
    const [clusterName, name] = pool.split("/");
    const cluster = [...region.state.clusters.values()].find(({ document }) => document["name"] === clusterName);
    const found = [...(cluster?.pools.values() ?? [])].find(({ document }) => document.nodepool_info.name === name);
    return chance.of(found?.nodes.filter(({ life }) => life === "running") ?? [])?.name;
  }

  function someLine() {
    const pool = chance.of(pools);
    const size = 2 + chance.below(5);
    const node = nodeOf(pool);
    const lines = [
      `scale ${pool} ${size}`,
      `scale ${pool} ${size}`,
      `scale ${pool} ${size}`,
      `edit ${pool} --label run=r${chance.below(1_000)}`,
      `upgrade ${pool} --batch 1 --pause first`,
      `upgrade ${pool} --batch 1 --pause first`,
      `upgrade ${pool} --batch 2`,
      ...(node === undefined
        ? []
        : [`repair ${pool} ${node} --restart kubelet`, `repair ${pool} ${node}`, `remove ${pool} ${node} --drain`]),
    ];
    return `/pool ${chance.of(lines)} --reason because`;
  }

  async function ask() {
    if (!mayAsk()) return undefined;
    const over = chance.yes(0.3) ? chance.of(withButtons().filter(isOver).slice(-5)) : undefined;
    if (over !== undefined) return press(chance.of(requesters), over, planAgain);
    return deliver("command: acknowledged", () =>
      workspace.type(chance.of(requesters), chance.of(channels), someLine()),
    );
  }

  async function disturb() {
    const old = chance.of(remembered);
    if (old === undefined) return;
    const button = chance.of(buttonsOf(old));
    await press(chance.of(everybody), old, button);
  }

  async function decide(message) {
    const buttons = buttonsOf(message);
    remembered.push(message);
    if (remembered.length > 60) remembered.shift();
    const wanted = chance.yes(0.6) ? "approve" : chance.of(buttons);
    const button = buttons.includes(wanted) ? wanted : chance.of(buttons);
    const byRequester = ["withdraw", "take-proposal", "decline-proposal"].includes(button);
    await press(chance.of(byRequester ? requesters : approvers), message, button);
  }

  /** One thing that one person does. */
  async function act() {
    const present = cards();
    if (chance.yes(0.1)) return disturb();
    if (present.length < mostAtOnce && chance.yes(0.2)) return ask();
    const message = chance.of(present);
    return message === undefined ? ask() : decide(message);
  }

  /** What somebody does so that a card comes to its end. */
  async function settleOne(message) {
    const buttons = buttonsOf(message);
    const key = `${message.channel} ${message.ts}`;
    const presses = lastPress.get(key) ?? 0;
    lastPress.set(key, presses + 1);
    const who = approvers[presses % 2];
    if (buttons.includes("decline-proposal")) return press(requesters[presses % 2], message, "decline-proposal");
    if (buttons.includes("approve")) return press(who, message, "approve");
    if (buttons.includes("resume")) return press(who, message, "resume");
    if (buttons.includes("look-again")) {
      const first = !looked.has(key);
      looked.add(key);
      return press(who, message, first ? "look-again" : "give-up");
    }
    // Approved and waiting for something that does not come.
    if (buttons.includes("withdraw") && presses > 20) return press(requesters[presses % 2], message, "withdraw");
    return undefined;
  }

  return {
    /** Goes on until `over` says so: several at once, each in no hurry. */
    async live(over) {
      const person = async () => {
        while (!over()) {
          await act();
          await pause(100 + chance.below(300));
        }
      };
      await Promise.all([person(), person(), person()]);
    },
    async settle() {
      for (const message of cards()) await settleOne(message);
    },
    /** How often each button was pressed, as a line. */
    pressed: () => [...pressed].map(([button, times]) => `${times} ${button}`).join(", "),
  };
}

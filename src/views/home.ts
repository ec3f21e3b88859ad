import type { MaintenanceWindow } from "../domain/cluster.ts";
import { poolIdOf } from "../domain/changes/target.ts";
import type { Delegation } from "../domain/delegation.ts";
import { type Button, type Document, lineButton, list, note, paragraph, type Section } from "../domain/document.ts";
import type { Freeze } from "../domain/freeze.ts";
import type { Instant, UserId } from "../domain/ids.ts";
import type { NodePool } from "../domain/node-pool.ts";
import { occupiesTarget, type Operation } from "../domain/operation.ts";
import { type OperationAction, waitsFor } from "../domain/operation-actions.ts";
import { healthOf, worstFirst } from "../domain/pool-health.ts";
import { channel as channelOf, join, strong, type Text, text, words as plain } from "../domain/text.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import { nextOpening } from "../domain/window.ts";
import type { Words } from "../words/catalogue.ts";
import { buttonsOfCard } from "./operation.ts";

/** Id of the button that has the Home made anew. */
export const refreshButton = "home-refresh";

/** An operation, and what the person who looks at it may do about it. */
export interface SeenOperation {
  readonly operation: Operation;
  readonly actions: readonly OperationAction[];
}

/** What a cluster showed at the last look. */
export interface SeenCluster {
  readonly name: string;
  readonly pools: readonly NodePool[];
  readonly window: MaintenanceWindow | null;
}

/** The clusters as far as they are known. */
export interface SeenClusters {
  readonly seen: readonly SeenCluster[];
  /** Names of those that did not answer; null: not even their list is known. */
  readonly notKnown: readonly string[] | null;
  /** How many there are beside those that were looked at. */
  readonly leftOut: number;
}

/** What somebody may do, whatever is under way. */
export interface Rights {
  readonly asks: boolean;
  /** Names of the approver groups that they are in. */
  readonly groups: readonly string[];
  readonly standsInFor: readonly Delegation[];
}

/** All that the Home of one person shows. */
export interface HomeContent {
  readonly viewer: UserId;
  readonly rights: Rights;
  /** Those that have not ended, and those that owe a review; oldest first. */
  readonly open: readonly SeenOperation[];
  /** Those of the viewer that ended lately, newest first. */
  readonly ended: readonly SeenOperation[];
  /** Those that last, or are to come. */
  readonly freezes: readonly Freeze[];
  /** Those that the viewer had a channel make. */
  readonly subscriptions: readonly Subscription[];
  /** null: ACK is being asked. */
  readonly clusters: SeenClusters | null;
  /** Whether commands are served here. */
  readonly served: boolean;
  readonly slash: string;
  readonly at: Instant;
}

/** How much of each is shown: the whole fits in Slack's 100 blocks of a view, what is more urgent first. */
const most = {
  waiting: 6,
  proposals: 3,
  asked: 5,
  ended: 4,
  running: 5,
  others: 8,
  pools: 20,
  freezes: 8,
  windows: 20,
  subscriptions: 10,
};

/** The Home of somebody: what waits for them first, and what is good to know last. */
export function homeDocument(content: HomeContent, words: Words): Document {
  const { home } = words;
  const parts = sorted(content);
  const quiet = content.open.length === 0 ? home.quiet : home.nothingForYou;
  const sections: readonly Section[] = [
    paragraph(home.rightsLine(content.rights.asks, content.rights.groups, content.rights.standsInFor)),
    { kind: "buttons", buttons: topButtons(content, words) },
    ...(parts.waiting.length + parts.proposals.length === 0 ? [paragraph(quiet)] : []),
    ...cards(home.headings.waiting, parts.waiting, most.waiting, content, words, decisionSections),
    ...cards(home.headings.proposals, parts.proposals, most.proposals, content, words, decisionSections),
    ...cards(home.headings.asked, parts.asked, most.asked, content, words, stageSections),
    ...cards(home.headings.running, parts.running, most.running, content, words, stageSections),
    ...lines(home.headings.others, parts.others, most.others, content, words),
    ...poolSections(content, words),
    ...cards(home.headings.ended, content.ended, most.ended, content, words, stageSections),
    ...freezeSections(content, words),
    ...subscriptionSections(content, words),
    note(words.joining.sentences([home.asOf(content.at), home.askInChannels(content.slash)])),
  ];
  return { title: null, sections, summary: home.summary(parts.waiting.length + parts.proposals.length) };
}

/** The Home of somebody who may not look, or of whom that is not known. */
export function closedHomeDocument(sentence: Text): Document {
  return { title: null, sections: [paragraph(sentence)], summary: sentence };
}

function subscriptionSections({ subscriptions }: HomeContent, { home, stories }: Words): readonly Section[] {
  if (subscriptions.length === 0) return [];
  const shown = subscriptions.slice(0, most.subscriptions);
  return [
    ...headed(home.headings.subscriptions),
    list(shown.map((each) => text`${channelOf(each.channel)} ${stories.subscriptionSentence(each)}`)),
  ];
}

/** Every operation in one place: the first that it belongs to. */
function sorted({ open, viewer }: HomeContent): {
  readonly waiting: readonly SeenOperation[];
  readonly proposals: readonly SeenOperation[];
  readonly asked: readonly SeenOperation[];
  readonly running: readonly SeenOperation[];
  readonly others: readonly SeenOperation[];
} {
  const placeOf = ({ operation, actions }: SeenOperation): "waiting" | "proposals" | "asked" | "running" | "others" => {
    if (waitsFor(operation, actions)) return "waiting";
    if (actions.includes("take-proposal")) return "proposals";
    if (operation.requester === viewer) return "asked";
    return occupiesTarget(operation) ? "running" : "others";
  };
  const at = (place: ReturnType<typeof placeOf>): readonly SeenOperation[] =>
    open.filter((each) => placeOf(each) === place);
  return {
    waiting: at("waiting"),
    proposals: at("proposals"),
    asked: at("asked"),
    running: at("running"),
    others: at("others"),
  };
}

function topButtons({ served }: HomeContent, { home }: Words): readonly Button[] {
  const refresh: Button = { id: refreshButton, label: home.buttons.refresh, value: "home", style: "plain" };
  const { pools, history, rights, help } = home.buttons;
  const lookUps = [
    lineButton(0, pools, "list"),
    lineButton(1, history, "history"),
    lineButton(2, rights, "whoami"),
    lineButton(3, help, "help"),
  ];
  return [refresh, ...(served ? lookUps : [])];
}

function cards(
  heading: string,
  some: readonly SeenOperation[],
  limit: number,
  content: HomeContent,
  words: Words,
  toSections: (seen: SeenOperation, content: HomeContent, words: Words) => readonly Section[],
): readonly Section[] {
  if (some.length === 0) return [];
  return [
    ...headed(heading),
    ...some.slice(0, limit).flatMap((each) => [...toSections(each, content, words), ...buttonSections(each, words)]),
    ...(some.length > limit ? [note(words.home.more(some.length - limit, `${content.slash} ops`))] : []),
  ];
}

/** What one has to know to decide. */
function decisionSections({ operation }: SeenOperation, { at }: HomeContent, words: Words): readonly Section[] {
  const { plan, requirement, votes, proposal, state } = operation;
  const { changes, operations, labels, durations, home, narrowing } = words;
  const inFavour = votes.filter(({ verdict }) => verdict === "approve").length;
  const disruptions = plan.effect.disruptions.map((each) => plain(changes.disruption[each]));
  return [
    paragraph(home.request(operation, changes.sentence(plan.change))),
    paragraph(
      join(
        [
          operations.stageLine(operation),
          ...(inFavour === 0 || state.stage !== "awaiting-sign-off"
            ? []
            : [home.approvalsSoFar(inFavour, requirement.approvals)]),
          ...(state.stage === "paused" ? [operations.progressLine(state, plan.effect.minutes, at)] : []),
          ...(state.stage === "unknown" ? [operations.unknownSentence(state)] : []),
        ],
        "\n",
      ),
    ),
    // Once it runs, nobody decides on that any more.
    ...(state.stage === "awaiting-sign-off"
      ? [
          note(
            join(
              [
                ...(disruptions.length === 0 ? [plain(changes.noDisruption)] : disruptions),
                ...plan.warnings.map(changes.warning),
                plain(labels.takesAbout(durations.span(plan.effect.minutes))),
              ],
              " · ",
            ),
          ),
        ]
      : []),
    ...(proposal === null || state.stage !== "awaiting-sign-off"
      ? []
      : [paragraph(narrowing.proposalSentence(proposal))]),
  ];
}

/** How an operation stands, and how far it is. */
function stageSections(
  { operation }: SeenOperation,
  { at }: HomeContent,
  { changes, operations, home }: Words,
): readonly Section[] {
  const { id, plan, state } = operation;
  const stage = operations.stageLine(operation);
  const progress =
    state.stage === "running" || state.stage === "paused"
      ? text`${stage}\n${operations.progressLine(state, plan.effect.minutes, at)}`
      : stage;
  return [paragraph(home.operation(id, changes.sentence(plan.change), progress))];
}

/** Those buttons of the card that the viewer may press. */
function buttonSections({ operation, actions }: SeenOperation, words: Words): readonly Section[] {
  const allowed = new Set<string>(actions);
  const buttons = buttonsOfCard(operation, words).filter(({ id }) => allowed.has(id));
  return buttons.length === 0 ? [] : [{ kind: "buttons", buttons }];
}

function lines(
  heading: string,
  some: readonly SeenOperation[],
  limit: number,
  { slash }: HomeContent,
  { changes, operations, home }: Words,
): readonly Section[] {
  if (some.length === 0) return [];
  const shown = some.slice(0, limit).map(({ operation }) => {
    const { id, plan } = operation;
    return home.operation(id, changes.sentence(plan.change), operations.stageLine(operation));
  });
  const rest = some.length > limit ? [home.more(some.length - limit, `${slash} ops`)] : [];
  return [...headed(heading), list([...shown, ...rest])];
}

function poolSections({ clusters, open, slash }: HomeContent, { home }: Words): readonly Section[] {
  const heading = headed(home.headings.pools);
  if (clusters === null) return [...heading, note(home.readingPools)];
  const { seen, notKnown, leftOut } = clusters;
  const pools = worstFirst(seen.flatMap((cluster) => cluster.pools));
  const underWay = (pool: NodePool): readonly Operation["id"][] =>
    open
      .filter(({ operation }) => poolIdOf(operation.plan.change.target) === pool.id)
      .map(({ operation }) => operation.id);
  const well = pools.filter((pool) => healthOf(pool) === "well").length;
  return [
    ...heading,
    ...(pools.length === 0 ? [] : [list(pools.slice(0, most.pools).map((pool) => home.pool(pool, underWay(pool))))]),
    ...(pools.length === 0 && notKnown?.length === 0 ? [note(home.noPools)] : []),
    ...(pools.length > most.pools ? [note(home.more(pools.length - most.pools, `${slash} list`))] : []),
    ...(notKnown === null ? [paragraph(home.nothingKnown)] : []),
    ...(notKnown === null || notKnown.length === 0 ? [] : [paragraph(home.poolsNotKnown(notKnown))]),
    ...(leftOut === 0 ? [] : [note(home.clustersLeftOut(leftOut))]),
    ...(pools.length === 0 ? [] : [note(home.poolsInAll(pools.length, well))]),
  ];
}

function freezeSections({ freezes, clusters, at }: HomeContent, { home, changes }: Words): readonly Section[] {
  const windows = (clusters?.seen ?? []).flatMap(({ name, window }) =>
    window === null ? [] : [home.window(name, changes.window(window), nextOpening(window, at), at)],
  );
  const frozen = freezes.slice(0, most.freezes).map((each) => home.freeze(each, at));
  return [
    ...(frozen.length === 0 ? [] : [...headed(home.headings.freezes), list(frozen)]),
    ...(windows.length === 0 ? [] : [...headed(home.headings.windows), list(windows.slice(0, most.windows))]),
  ];
}

function headed(heading: string): readonly Section[] {
  return [{ kind: "divider" }, paragraph([strong(heading)])];
}

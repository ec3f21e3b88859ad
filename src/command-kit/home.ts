import { hoursToMilliseconds } from "date-fns";
import type { Delegation } from "../domain/delegation.ts";
import type { Freeze } from "../domain/freeze.ts";
import type { Instant, UserId } from "../domain/ids.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import { actionsOf } from "../domain/operation-actions.ts";
import { type Directory, exclusionOf, type Person } from "../domain/person.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import type { HomeContent, Rights, SeenOperation } from "../views/home.ts";
import type { OperationReader, Rules } from "./command.ts";
import type { ClusterLook } from "./cluster-look.ts";
import { findVoter, findVoterOrDelegate, voterAmong } from "./voter.ts";

export interface HomeDependencies {
  readonly operations: OperationReader;
  readonly directory: Directory;
  readonly clusters: ClusterLook;
  readonly rules: Pick<Rules, "approvers" | "requesters">;
  /** All that there are: of the configuration and typed. */
  readonly freezes: () => Promise<readonly Freeze[]>;
  /** Who votes in whose place at this moment. */
  readonly delegations: () => Promise<readonly Delegation[]>;
  /** What channels follow at this moment. */
  readonly subscriptions: () => readonly Subscription[];
  /** Whether commands are served outside of channels. */
  readonly served: boolean;
  readonly slash: string;
  readonly now: () => Instant;
}

/** What people's Homes show. */
export interface HomeDesk {
  /**
   * What somebody's Home shows at this moment, with what is known of the clusters: nothing here waits for the cloud. null: they may
   * not look. Throws IdentityError where Slack cannot be asked.
   */
  content(user: UserId): Promise<HomeContent | null>;
  /** Resolves when the clusters have been looked at, or are taken for silent; many who ask at once share one look. */
  lookAtClusters(): Promise<void>;
  /** Takes notice of a change of an operation. */
  changed(operation: Operation): void;
}

/** How far back somebody's own requests are shown. */
const lately = hoursToMilliseconds(72);
/** Of all people; what is older than these is found by the history. */
const mostEnded = 100;
/** More than these nobody looks through; `ops` lists all. */
const mostOpen = 200;

export function createHomeDesk(dependencies: HomeDependencies): HomeDesk {
  const { operations, directory, clusters, freezes, delegations, subscriptions, served, slash, now } = dependencies;
  /** Read once for everybody's Home, and again only after something has ended. */
  let ended: Promise<readonly Operation[]> | null = null;

  function lastEnded(): Promise<readonly Operation[]> {
    ended ??= operations
      .past({ about: null, since: now() - lately, limit: mostEnded })
      .then((past) => past.operations.filter(hasEnded))
      .catch((error: unknown) => {
        ended = null;
        throw error;
      });
    return ended;
  }

  async function seenBy({ id: user }: Person, operation: Operation): Promise<SeenOperation> {
    const [own, standing] = await Promise.all([
      findVoter(operations, directory, operation.id, user),
      findVoterOrDelegate({ operations, directory, delegations }, operation.id, user),
    ]);
    // Of whom Slack does not tell the groups, nothing can be pressed.
    if (!own.ok || !standing.ok) return { operation, actions: [] };
    const viewer = { own: own.value.voter, standing: standing.value.voter };
    return { operation, actions: actionsOf(operation, viewer, directory.homeTeamId) };
  }

  async function rightsOf(person: Person): Promise<Rights> {
    const { approvers, requesters } = dependencies.rules;
    const [asks, { groups }, lent] = await Promise.all([
      requesters === null ? true : directory.members(requesters).then((members) => members.has(person.id)),
      voterAmong(directory, approvers, person),
      delegations(),
    ]);
    return { asks, groups, standsInFor: lent.filter(({ to }) => to === person.id) };
  }

  return {
    async content(user) {
      const person = await directory.person(user);
      if (exclusionOf(person, directory.homeTeamId) !== null) return null;
      const [live, unreviewed, past, rights, held] = await Promise.all([
        operations.live(),
        operations.unreviewed(),
        lastEnded(),
        rightsOf(person),
        freezes(),
      ]);
      const open = new Map([...unreviewed, ...live].map((operation) => [operation.id, operation]));
      const mine = past.filter(({ id, requester }) => requester === user && !open.has(id));
      const oldestFirst = [...open.values()].toSorted((one, other) => one.requestedAt - other.requestedAt);
      const at = now();
      return {
        viewer: user,
        rights,
        open: await Promise.all(oldestFirst.slice(0, mostOpen).map((operation) => seenBy(person, operation))),
        ended: await Promise.all(mine.map((operation) => seenBy(person, operation))),
        freezes: held.filter(({ to }) => to > at).toSorted((one, other) => one.from - other.from),
        subscriptions: subscriptions().filter(({ by }) => by === user),
        clusters: clusters.known(),
        served,
        slash,
        at,
      };
    },
    lookAtClusters: clusters.look,
    changed(operation) {
      if (hasEnded(operation)) ended = null;
    },
  };
}

import { automatedPlan } from "../domain/changes/automated-plan.ts";
import { planCancellation } from "../domain/changes/plan-cancellation.ts";
import { targetOf } from "../domain/changes/target.ts";
import type { OperationPlan } from "../domain/cloud.ts";
import type { Cluster } from "../domain/cluster.ts";
import { freezeOver } from "../domain/freeze.ts";
import { type PlanOperation, planStep, type PlanStep } from "../domain/initiatives.ts";
import type { NodePool } from "../domain/node-pool.ts";
import { seal } from "../domain/plan.ts";
import { requirementFor, type Requirement, subjectOf } from "../domain/policy.ts";
import { byItself } from "./by-itself.ts";
import type { Finding, LookDependencies } from "./initiatives.ts";

/** A plan of a node pool, and what is known of it. */
interface Planned {
  readonly plan: OperationPlan;
  readonly pool: NodePool;
}

/** Looks at ACK's plans for node pools of a region, by one call that serves others, too; pools are read only of clusters that have any. */
export function createPlanLook(region: string, dependencies: LookDependencies): () => Promise<Finding> {
  const { cloud, feed, known, settings, clock } = dependencies;

  async function take(planned: Planned): Promise<void> {
    const { plan, pool } = planned;
    const now = clock.now();
    const { freeze, requirement } = await ruleFor(planned, dependencies);
    const next = (): PlanStep =>
      planStep({ plan, known: known.aboutPlan(plan.id), requirement, freeze, now, margin: settings.planMargin });
    const step = next();
    if (step.kind !== "card" && step.kind !== "cancel") return carryOut(step, null, dependencies);
    const subject = { plan, pool, cluster: await cloud.cluster(pool.cluster) };
    // Another replica may look at the same moment, while one hands over to the other: whoever comes second sees what the first one made.
    await dependencies.alone(async () => {
      await known.refresh();
      await carryOut(next(), subject, dependencies);
    });
  }

  return async () => {
    const clusters = (await cloud.clusters()).filter((cluster) => cluster.region === region);
    const listed = await feed.plans(region, settings.interval / 2);
    const open = known.openPlans(region).filter(({ plan: { change } }) => change.kind === "automated-plan");
    const concerned = listed.filter(
      ({ id, state }) =>
        state === "scheduled" || state === "executing" || open.some((each) => each.plan.change.planId === id),
    );
    let near = open.some(({ state }) => state.stage === "awaiting-sign-off");
    for (const cluster of clusters) {
      const own = concerned.filter((plan) => plan.cluster === cluster.id);
      if (own.length === 0) continue;
      for (const planned of withPools(own, await cloud.nodePools(cluster))) {
        near ||= startsSoon(planned.plan, clock.now(), settings.interval);
        await take(planned);
      }
    }
    for (const operation of open) {
      if (listed.some(({ id }) => id === operation.plan.change.planId)) continue;
      await carryOut(gone(operation, dependencies), null, dependencies);
    }
    return near ? "near" : "quiet";
  };
}

function withPools(plans: readonly OperationPlan[], pools: readonly NodePool[]): readonly Planned[] {
  // Which word ACK uses for a pool in `target_type` is not documented: the id tells.
  return plans.flatMap((plan) => {
    const pool = pools.find(({ id }) => id === plan.targetId);
    return pool === undefined ? [] : [{ plan, pool }];
  });
}

/** Within the time until a quiet look would come again, and some more. */
function startsSoon({ startsAt }: OperationPlan, now: number, interval: number): boolean {
  return startsAt !== null && startsAt - now < interval * 60;
}

/** What the policies and freezes say of a plan. Its hour and its freeze are those of its start. */
async function ruleFor(
  { plan, pool }: Planned,
  { rules, engine, clock }: LookDependencies,
): Promise<{ readonly requirement: Requirement; readonly freeze: string | null }> {
  const subject = subjectOf(seal(automatedPlan(pool, plan, "hold", [])));
  const at = plan.startsAt ?? clock.now();
  const freeze =
    freezeOver(await engine.freezes(), { kind: "automated-plan", target: targetOf(pool) }, at)?.name ?? null;
  const requirement = requirementFor(subject, rules.policies, rules.defaultApprovers, {
    at,
    poolSize: pool.nodes.total,
    managed: pool.management.enabled,
    repairsNeedApproval: pool.management.approvalRequired,
    labels: pool.labels,
    requesterGroups: [],
    freeze,
    lastChange: null,
  });
  return { requirement, freeze };
}

function gone(operation: PlanOperation, { known, settings, clock }: LookDependencies): PlanStep {
  const { requirement } = operation;
  const about = known.aboutPlan(operation.plan.change.planId);
  return planStep({
    plan: null,
    known: about,
    requirement,
    freeze: null,
    now: clock.now(),
    margin: settings.planMargin,
  });
}

async function carryOut(
  step: PlanStep,
  subject: (Planned & { readonly cluster: Cluster }) | null,
  { engine, channels, log }: LookDependencies,
): Promise<void> {
  switch (step.kind) {
    case "nothing":
      return;
    case "look":
      engine.lookAt(step.operation);
      return;
    case "overtake":
      await engine.overtake(step.operation, step.differences);
      return;
    case "card": {
      if (subject === null) return;
      const { pool, plan } = subject;
      const sealed = seal(automatedPlan(pool, plan, step.mode, step.warnings));
      const channel = step.mode === "hold" ? channels.decisions : channels.news;
      log.info({ plan: plan.id, type: plan.type, mode: step.mode }, "ACK has a plan of its own");
      await engine.request(byItself(sealed, step.requirement, channel));
      return;
    }
    case "cancel": {
      if (subject === null) return;
      const { pool, plan, cluster } = subject;
      const preview = planCancellation(cluster, plan, pool, step.cause);
      if (!preview.ok) return;
      log.info({ plan: plan.id, cause: step.cause.kind }, "a plan of ACK's is called off by rule");
      await engine.request(byItself(seal(preview.value), step.requirement, channels.decisions));
    }
  }
}

import { minutesToMilliseconds } from "date-fns";
import { idleState, presentSize } from "../node-pool.ts";
import { type PoolScene, type PoolStep, tell } from "./pool-step.ts";
import { comparable, configurationDifferences } from "./settings.ts";

/** Milliseconds without another change after which the next one is a story of its own. */
const calm = minutesToMilliseconds(10);
const mostDifferences = 20;

/** Sizes that moved without an operation of ours: somebody set them, or auto scaling did. */
export function sizes(step: PoolStep, { pool, at, ours, failures }: PoolScene): PoolStep {
  const automatic = pool.sizing.mode === "automatic";
  const size = presentSize(pool);
  const { size: before } = step.memory;
  // What switches the mode is told as a change of the configuration.
  const moved =
    size !== before && automatic === step.memory.automatic && !ours.moves(pool.id, "scaling_group.desired_size");
  const by = automatic ? "autoscaling" : "somebody";
  const resizing = { at, news: { kind: "resizing", from: before, to: size, by } as const, closes: false };
  const after = moved ? tell(step, "scaling", resizing) : step;
  const failure = failures.find(({ kind }) => kind === "scaling");
  // ACK goes on trying: the story ends when the size is there.
  const told = failure === undefined ? after : tell(after, "scaling", { at, news: failure.news, closes: false });
  const remembered = { ...told, memory: { ...told.memory, size, automatic } };
  const { scaling } = remembered.memory.open;
  const { total, initial, removing } = pool.nodes;
  const reached = pool.state === idleState && total === size && initial === 0 && removing === 0;
  if (scaling === undefined || !reached) return remembered;
  // Auto scaling moves often: one story until it has been calm for a while.
  if (automatic && at - scaling.last < calm) return remembered;
  return tell(remembered, "scaling", { at, news: { kind: "resized", nodes: total }, closes: true });
}

/** Configuration that moved without an operation of ours and without an upgrade, with the difference. */
export function configuration(step: PoolStep, { pool, at, ours, upgraded }: PoolScene): PoolStep {
  const settings = comparable(pool.settings);
  const all = configurationDifferences(step.memory.settings, settings, upgraded);
  const foreign = all.filter(({ path }) => !ours.moves(pool.id, path));
  const remembered = { ...step, memory: { ...step.memory, settings } };
  if (foreign.length > 0) {
    const differences = foreign.slice(0, mostDifferences);
    const news = { kind: "changed", differences, more: foreign.length - differences.length } as const;
    return tell(remembered, "configuration", { at, news, closes: false });
  }
  const { open } = remembered.memory;
  const over = open.configuration !== undefined && at - open.configuration.last >= calm;
  return over ? tell(remembered, "configuration", { at, news: null, closes: true }) : remembered;
}

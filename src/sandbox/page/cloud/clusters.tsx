import { type ReactNode, type SubmitEvent, useState } from "react";
import type { CloudFault, PageCloud, PageCloudPool } from "../../page-protocol.ts";
import { movePool, planWork, setFault } from "../server.ts";
import { useRequest } from "./request.tsx";

/** Clusters with their pools, as they are now. */
export function Clusters({ cloud }: { readonly cloud: PageCloud }): ReactNode {
  return cloud.clusters.map((cluster) => (
    <section key={cluster.id} className="panel-section" aria-label={`Cluster ${cluster.name}`}>
      <h3>
        {cluster.name}
        <small>
          {cluster.region} · {cluster.version}
        </small>
        <State state={cluster.state} />
      </h3>
      {cluster.pools.map((pool) => (
        <Pool key={pool.id} pool={pool} faults={cloud.faults} />
      ))}
      {cluster.pools.length === 0 && <p className="empty">No node pools.</p>}
    </section>
  ));
}

function State({ state }: { readonly state: string }): ReactNode {
  return <span className={`state state-${moodOf(state)}`}>{state}</span>;
}

function moodOf(state: string): "good" | "bad" | "busy" {
  if (/^(?:active|running|success)$/i.test(state)) return "good";
  return /fail|unavailable|error/i.test(state) ? "bad" : "busy";
}

function Pool({ pool, faults }: { readonly pool: PageCloudPool; readonly faults: readonly CloudFault[] }): ReactNode {
  const { send, problem } = useRequest();
  const toggle = (kind: "break-node" | "lose-task", label: string, title: string): ReactNode => {
    const on = faults.some((fault) => fault.kind === kind && fault.pool === pool.id);
    return (
      <button
        type="button"
        className="button button-small"
        title={title}
        aria-pressed={on}
        onClick={() => send(() => setFault({ fault: { kind, pool: pool.id }, on: !on }))}
      >
        {label}
      </button>
    );
  };
  return (
    <div className="pool" role="group" aria-label={`Pool ${pool.name}`}>
      <div className="panel-row">
        <strong className="pool-name">{pool.name}</strong>
        <State state={pool.state} />
      </div>
      <dl className="pool-numbers">
        <Count label="serving" count={pool.servingNodes} />
        <Count label="total" count={pool.totalNodes} />
        <Count label="desired" count={pool.desiredSize} />
      </dl>
      {pool.task !== null && (
        <p className="pool-task">
          {pool.task.type}: {pool.task.state}
          <code>{pool.task.id}</code>
        </p>
      )}
      <details>
        <summary>Interfere</summary>
        <DesiredSize pool={pool} onSet={(desiredSize) => send(() => movePool({ pool: pool.id, desiredSize }))} />
        <div className="panel-buttons">
          {toggle(
            "break-node",
            "Break a node",
            "The next task on the pool leaves a node broken and fails; where ACK asks before a repair, one breaks at once",
          )}
          <button
            type="button"
            className="button button-small"
            title="The cloud plans an upgrade of the kubelet by itself, to begin in two minutes here"
            onClick={() => send(() => planWork({ pool: pool.id, type: "KUBELET_UPGRADE", seconds: 120 }))}
          >
            Plan an upgrade
          </button>
          {toggle("lose-task", "Lose its task", "Running tasks of the pool are forgotten: asking for them answers 404")}
        </div>
      </details>
      {problem}
    </div>
  );
}

function Count({ label, count }: { readonly label: string; readonly count: number | null }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{count ?? "–"}</dd>
    </div>
  );
}

/** A change behind the bot's back, as somebody makes it in the console. */
function DesiredSize({
  pool,
  onSet,
}: {
  readonly pool: PageCloudPool;
  readonly onSet: (size: number) => void;
}): ReactNode {
  const [typed, setTyped] = useState("");
  const set = (event: SubmitEvent): void => {
    event.preventDefault();
    if (/^\d+$/.test(typed)) onSet(Number(typed));
    setTyped("");
  };
  return (
    <form className="panel-row" onSubmit={set}>
      <label>
        Change desired size behind the bot's back
        <input
          className="text-input small-number"
          type="text"
          inputMode="numeric"
          aria-label={`Desired size of ${pool.name}`}
          placeholder={String(pool.desiredSize ?? pool.totalNodes)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-small">
        Set
      </button>
    </form>
  );
}

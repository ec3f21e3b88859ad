import type { ReactNode } from "react";
import type { CloudFault, PageCloud, PageCloudPool } from "../../page-protocol.ts";
import { Interfering } from "./interference.tsx";
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
      {problem}
      <details>
        <summary>Interfere</summary>
        <Interfering pool={pool} faults={faults} send={send} />
      </details>
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

import { type ReactNode, type SubmitEvent, useId, useState } from "react";
import type { CloudFault, PageCloud } from "../../page-protocol.ts";
import { setFault } from "../server.ts";
import { useRequest } from "./request.tsx";

/** Faults of calls, in the words of those who switch them on. */
const kinds = {
  slow: "answers slowly",
  hang: "never answers",
  throttle: "is throttled",
  error: "answers an error",
  drop: "is cut before anything is done",
  "lose-answer": "takes effect, but its answer is lost",
  "half-answer": "takes effect, but half of its answer is lost",
} as const;
type Kind = keyof typeof kinds;

/** What goes wrong in the cloud: what is on, and a form to switch on more. */
export function Faults({ cloud }: { readonly cloud: PageCloud }): ReactNode {
  const { send, problem } = useRequest();
  const poolNames = new Map(cloud.clusters.flatMap(({ pools }) => pools.map(({ id, name }) => [id, name] as const)));
  return (
    <section className="panel-section" aria-label="Faults">
      <h3>Faults</h3>
      {cloud.faults.length === 0 && <p className="empty">Nothing is made to go wrong.</p>}
      <ul className="plain-list">
        {cloud.faults.map((fault, at) => (
          <li key={at} className="panel-row">
            <span>{describe(fault, poolNames)}</span>
            <button
              type="button"
              className="button button-small"
              aria-label={`Switch off: ${describe(fault, poolNames)}`}
              onClick={() => send(() => setFault({ fault, on: false }))}
            >
              Switch off
            </button>
          </li>
        ))}
      </ul>
      <FaultForm
        actions={[...new Set(cloud.calls.map(({ action }) => action))].toSorted()}
        onSet={(fault) => send(() => setFault({ fault, on: true }))}
      />
      {problem}
    </section>
  );
}

function describe(fault: CloudFault, poolNames: ReadonlyMap<string, string>): string {
  switch (fault.kind) {
    case "lose-task":
      return `${poolNames.get(fault.pool) ?? fault.pool}: its task is lost`;
    case "break-node":
      return `${poolNames.get(fault.pool) ?? fault.pool}: the next task breaks a node`;
    case "slow":
      return `${callOf(fault.action)} ${kinds.slow} (${fault.seconds} s)`;
    case "error":
      return `${callOf(fault.action)} ${kinds.error} (${fault.status} ${fault.code})`;
    default:
      return `${callOf(fault.action)} ${kinds[fault.kind]}`;
  }
}

function callOf(action: string): string {
  return action === "*" ? "Every call" : action;
}

function FaultForm({
  actions,
  onSet,
}: {
  /** API actions called lately, to choose from. */
  readonly actions: readonly string[];
  readonly onSet: (fault: CloudFault) => void;
}): ReactNode {
  const id = useId();
  const [kind, setKind] = useState<Kind>("slow");
  const [action, setAction] = useState("*");
  const [seconds, setSeconds] = useState("5");
  const [status, setStatus] = useState("500");
  const [code, setCode] = useState("InternalError");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const on = action.trim() === "" ? "*" : action.trim();
    if (kind === "slow") onSet({ kind, action: on, seconds: Number(seconds) || 0 });
    else if (kind === "error") onSet({ kind, action: on, status: Number(status) || 500, code });
    else onSet({ kind, action: on });
  };
  return (
    <form className="fault-form" onSubmit={submit}>
      <div>
        <label htmlFor={`${id}-call`}>Call</label>
        <input
          id={`${id}-call`}
          className="text-input"
          list={`${id}-actions`}
          value={action}
          onChange={(event) => setAction(event.target.value)}
        />
      </div>
      <datalist id={`${id}-actions`}>
        <option value="*">every call</option>
        {actions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <div>
        {/* Beside the menu, not around it: what a label holds is part of its name. */}
        <label htmlFor={`${id}-fault`}>Fault</label>
        <select
          id={`${id}-fault`}
          className="text-input"
          value={kind}
          onChange={(event) => setKind(kindNames.find((each) => each === event.target.value) ?? "slow")}
        >
          {kindNames.map((each) => (
            <option key={each} value={each}>
              {kinds[each]}
            </option>
          ))}
        </select>
      </div>
      {kind === "slow" && <Small label="Seconds" value={seconds} onChange={setSeconds} />}
      {kind === "error" && <Small label="Status" value={status} onChange={setStatus} />}
      {kind === "error" && <Small label="Code" value={code} onChange={setCode} />}
      <button type="submit" className="button button-small">
        Switch on
      </button>
    </form>
  );
}

const kindNames: readonly Kind[] = ["slow", "hang", "throttle", "error", "drop", "lose-answer", "half-answer"];

function Small({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <label>
      {label}
      <input className="text-input" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}

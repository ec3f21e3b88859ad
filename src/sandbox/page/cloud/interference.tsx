import { type ReactNode, type SubmitEvent, useId, useState } from "react";
import {
  type AlertRule,
  alertRules,
  type CloudFault,
  type Delivery,
  type Interference,
  type PageCloudPool,
  type PlannedWork,
  plannedWorks,
} from "../../page-protocol.ts";
import { interfere, setFault } from "../server.ts";

const works: Readonly<Record<PlannedWork, string>> = {
  KUBELET_UPGRADE: "kubelet upgrade",
  CVE_FIX: "CVE fix",
};

const alerts: Readonly<Record<AlertRule, string>> = {
  drain_node_fail: "a node could not be drained",
  repair_fail: "a repair failed",
  restart_ecs_wait_fail: "an instance restarts too slowly",
  restart_ecs_fail: "an instance does not restart",
  reset_ecs_fail: "a system disk could not be reset",
  destroy_node_fail: "a node could not be destroyed",
  run_command_fail: "a command on the pool failed",
  empty_task_cmd: "a task came without its command",
  url_mode_unimpl: "a task's mode is unknown",
  op_not_found: "a repair is unknown",
};

/** Seconds until a plan begins; after the first there is just time to see it held. */
const starts = { "40": "in 40 s", "120": "in 2 min", "600": "in 10 min" } as const;
const startNames = ["40", "120", "600"] as const;

/** What can be done to one pool behind the bot's back, each with what it does. */
export function Interfering({
  pool,
  faults,
  send,
}: {
  readonly pool: PageCloudPool;
  readonly faults: readonly CloudFault[];
  readonly send: (request: () => Promise<Delivery>) => void;
}): ReactNode {
  const act = (wanted: Interference): void => send(() => interfere(wanted));
  const toggle = (kind: "break-node" | "lose-task", label: string): ReactNode => {
    const on = faults.some((fault) => fault.kind === kind && fault.pool === pool.id);
    const flip = (): void => send(() => setFault({ fault: { kind, pool: pool.id }, on: !on }));
    return <Press label={label} pressed={on} onPress={flip} />;
  };
  const press = (label: string, what: "break-node" | "heal-nodes" | "find-vulnerability"): ReactNode => (
    <Press label={label} onPress={() => act({ do: what, pool: pool.id })} />
  );
  return (
    <div className="interference">
      <Deed words="As in the console or by Terraform: the bot tells of it, and requests that rested on the old state become void.">
        <DesiredSize pool={pool} onAct={act} />
        <Label pool={pool} onAct={act} />
      </Deed>
      <Deed words="ACK plans work by itself. Plans for batch-pool wait for sign-off until 20 s before they begin, and are cancelled without it; others are told.">
        <Plan pool={pool} onAct={act} />
      </Deed>
      <Deed words="At once, until it is healed. Where ACK asks before it repairs (gpu-pool), a card asks for sign-off after a few seconds.">
        <div className="panel-buttons">
          {press("Break a node", "break-node")}
          {press("Heal its nodes", "heal-nodes")}
        </div>
      </Deed>
      <Deed words="A vulnerability on every node: the bot looks for them after a start and then seldom, or when asked (/pool cve). Or an alert rule of ACK fires.">
        <div className="panel-buttons">{press("Find a vulnerability", "find-vulnerability")}</div>
        <Alert pool={pool} onAct={act} />
      </Deed>
      <Deed words="The next task breaks a node and fails; or ACK forgets the tasks that run.">
        <div className="panel-buttons">
          {toggle("break-node", "Break one in its next task")}
          {toggle("lose-task", "Lose its task")}
        </div>
      </Deed>
    </div>
  );
}

/** Some controls, and below them what they do. */
function Deed({ words, children }: { readonly words: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="deed">
      {children}
      <p>{words}</p>
    </div>
  );
}

function Press({
  label,
  pressed,
  onPress,
}: {
  readonly label: string;
  /** Left out: it does something at once, and is not on or off. */
  readonly pressed?: boolean;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button type="button" className="button button-small" aria-pressed={pressed} onClick={onPress}>
      {label}
    </button>
  );
}

interface DeedForm {
  readonly pool: PageCloudPool;
  readonly onAct: (wanted: Interference) => void;
}

function DesiredSize({ pool, onAct }: DeedForm): ReactNode {
  const [typed, setTyped] = useState("");
  const set = (): void => {
    if (/^\d+$/.test(typed)) onAct({ do: "resize", pool: pool.id, desiredSize: Number(typed) });
    setTyped("");
  };
  return (
    <Row name={`Resize ${pool.name}`} act="Set size" onSubmit={set}>
      <Field
        label="Desired size"
        value={typed}
        placeholder={String(pool.desiredSize ?? pool.totalNodes)}
        onChange={setTyped}
      />
    </Row>
  );
}

function Label({ pool, onAct }: DeedForm): ReactNode {
  const [typed, setTyped] = useState("tier=gold");
  const set = (): void => {
    const [key = "", value = ""] = typed.split("=", 2);
    if (key !== "") onAct({ do: "label", pool: pool.id, key, value });
  };
  return (
    <Row name={`Mark nodes of ${pool.name}`} act="Set label" onSubmit={set}>
      <Field label="Node label" value={typed} onChange={setTyped} />
    </Row>
  );
}

function Plan({ pool, onAct }: DeedForm): ReactNode {
  const [type, setType] = useState<PlannedWork>("KUBELET_UPGRADE");
  const [start, setStart] = useState<keyof typeof starts>("120");
  return (
    <Row
      name={`Plan for ${pool.name}`}
      act="Plan"
      onSubmit={() => onAct({ do: "plan", pool: pool.id, type, seconds: Number(start) })}
    >
      <Choice label="Work" names={plannedWorks} words={works} value={type} onChange={setType} />
      <Choice label="Begins" names={startNames} words={starts} value={start} onChange={setStart} />
    </Row>
  );
}

function Alert({ pool, onAct }: DeedForm): ReactNode {
  const [rule, setRule] = useState<AlertRule>("drain_node_fail");
  return (
    <Row name={`Alarm of ${pool.name}`} act="Raise" onSubmit={() => onAct({ do: "raise-alert", pool: pool.id, rule })}>
      <Choice label="Alert" names={alertRules} words={alerts} value={rule} onChange={setRule} />
    </Row>
  );
}

function Row({
  name,
  act,
  onSubmit,
  children,
}: {
  /** What the form is, to those who do not see where it stands. */
  readonly name: string;
  readonly act: string;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="deed-form" aria-label={name} onSubmit={submit}>
      {children}
      <button type="submit" className="button button-small">
        {act}
      </button>
    </form>
  );
}

function Field({
  label,
  value,
  placeholder,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text-input"
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Choice<Name extends string>({
  label,
  names,
  words,
  value,
  onChange,
}: {
  readonly label: string;
  readonly names: readonly Name[];
  readonly words: Readonly<Record<Name, string>>;
  readonly value: Name;
  readonly onChange: (name: Name) => void;
}): ReactNode {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="text-input"
        value={value}
        onChange={(event) => onChange(names.find((name) => name === event.target.value) ?? value)}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {words[name]}
          </option>
        ))}
      </select>
    </div>
  );
}

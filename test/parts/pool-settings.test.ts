import { describe, expect, it } from "vitest";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { poolNamed } from "../../src/sandbox/ack/pool.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

/** What was sent with the calls that change a pool. */
function sentTo({ region }: Pick<Stage, "region">): readonly unknown[] {
  return region
    .calls()
    .filter(({ method }) => method !== "GET")
    .map(({ action, body }) => ({ action, body }));
}

/** Asks as Alice, signs off as Bob, and waits for words on the card. */
async function carriedOut(workspace: Workspace, line: string, plan: RegExp, end: RegExp): Promise<void> {
  await workspace.type("U0ALICE", "C0OPS", line);
  const card = await cardIn(workspace, "C0OPS", plan);
  await workspace.press("U0BOB", card, "approve");
  await cardIn(workspace, "C0OPS", end);
}

describe("auto scaling", () => {
  it("is switched on with bounds that act at once, after sign-off", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool autoscale prod-pool on --min 4 --max 10");
    const card = await cardIn(workspace, "C0OPS", /auto_scaling\.enable.*`false` → `true`.*adds nodes at once/s);
    expect(sentTo({ region })).toEqual([]);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*3 settings changed/s);
    expect(sentTo({ region })).toEqual([
      {
        action: "ModifyClusterNodePool",
        body: { auto_scaling: { enable: true, min_instances: 4, max_instances: 10 } },
      },
    ]);
    expect(poolNamed(region.state, "prod-pool").nodes).toHaveLength(4);
  });

  it("is switched off in one call without a size, and says what becomes of it", async () => {
    const { workspace, region } = await startBot();
    const told = /2,?000|max_instances.*stays at its present 4 nodes/s;
    await carriedOut(workspace, "/pool autoscale batch-pool off", told, /✅/);
    expect(sentTo({ region })).toEqual([
      {
        action: "ModifyClusterNodePool",
        body: { auto_scaling: { enable: false, min_instances: 0, max_instances: 2000 } },
      },
    ]);
    expect(poolNamed(region.state, "batch-pool").document["auto_scaling"]).toMatchObject({
      enable: false,
      max_instances: 2000,
    });
  });

  it.each([
    ["/pool autoscale prod-pool on", /needs both bounds.*autoscale prod-pool on --min 2 --max 10/s],
    ["/pool autoscale prod-pool on --min 9 --max 2", /out of order/],
    ["/pool autoscale prod-pool on --min 0 --max 3000", /`3000` does not serve as `max`/],
    ["/pool autoscale prod-pool off", /is off already/],
    ["/pool autoscale batch-pool off --min 3", /`--min` means nothing together with `off`/],
    ["/pool autoscale prod-pool perhaps", /`perhaps` does not serve as `state`.*`on`, `off`/s],
    ["/pool help autoscale", /--min.*Bounds act at once|Bounds act at once.*--min/s],
    ["/pool autoscale prod-pool on --min 3 --max 9 --dry-run", /Dry run: nothing was changed/],
  ])("%s is answered privately, and nothing changes", async (line, answer) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", answer)).ephemeral).toBe(true);
    expect(sentTo({ region })).toEqual([]);
  });
});

describe("managed features", () => {
  it("are changed one by one, and every switch is sent", async () => {
    const { workspace, region } = await startBot();
    const line = "/pool manage prod-pool --approval-required on --cve-level asap,later";
    await carriedOut(workspace, line, /approval_required.*`false` → `true`/s, /✅.*2 settings changed/s);
    expect(sentTo({ region })).toEqual([
      {
        action: "ModifyClusterNodePool",
        body: {
          management: {
            enable: true,
            auto_repair: true,
            auto_repair_policy: { approval_required: true, restart_node: true },
            auto_upgrade: false,
            auto_vul_fix: true,
            auto_vul_fix_policy: { vul_level: "asap,later", restart_node: true },
          },
        },
      },
    ]);
  });

  it("are switched on without relying on a default, and off with what the pool becomes", async () => {
    const { workspace, region } = await startBot();
    await carriedOut(
      workspace,
      "/pool manage prod/default-nodepool on --auto-repair on",
      /ack-node-problem-detector/,
      /✅/,
    );
    expect(sentTo({ region })).toMatchObject([
      { body: { management: { enable: true, auto_repair: true, auto_upgrade: false, auto_vul_fix: false } } },
    ]);
    await carriedOut(
      workspace,
      "/pool manage prod/default-nodepool off",
      /a regular default pool again/,
      /✅.*1 setting changed/s,
    );
    expect(sentTo({ region }).at(-1)).toMatchObject({ body: { management: { enable: false } } });
  });

  it("without the add-on end with ACK's refusal and what to do about it", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool manage web-pool on --auto-repair on");
    const card = await cardIn(workspace, "C0OPS", /Manage staging\/web-pool/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /Failed.*InvalidParameter\.Management.*Install the add-on/s);
  });

  it.each([
    ["/pool manage web-pool --auto-repair on", /is not a managed node pool.*manage web-pool on/s],
    ["/pool manage prod-pool", /was not told what to change/],
    ["/pool manage prod-pool off --cve on", /`--cve` means nothing together with `off`/],
    ["/pool manage prod-pool --cve-level urgent", /auto_vul_fix_policy\.vul_level.*asap/s],
    ["/pool manage prod-pool --max-parallel-repairs many", /`many` does not serve.*`10%`/s],
    ["/pool manage prod-pool --auto-repair on", /already is as you want it/],
    ["/pool manage prod-pool --upgrade-os on --dry-run", /auto_upgrade_policy.*does nothing.*auto_upgrade/s],
    ["/pool help manage", /--approval-required on\|off/],
  ])("%s is answered privately, and nothing changes", async (line, answer) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", answer)).ephemeral).toBe(true);
    expect(sentTo({ region })).toEqual([]);
  });
});

describe("an edit", () => {
  it("of labels and taints is merged, and reaches nodes that are there", async () => {
    const { workspace, region } = await startBot();
    const line = `/pool edit prod-pool --label tier=web,workload- --taint "workload=web:NoExecute" --tag "team=web"`;
    await workspace.type("U0ALICE", "C0OPS", line);
    const card = await cardIn(workspace, "C0OPS", /Edit prod\/prod-pool/);
    const shown = JSON.stringify(card.blocks);
    expect(shown).toMatch(/labels\[tier\]\*\\nnothing → `tier=web` \(existing and new nodes\)/);
    expect(shown).toMatch(/labels\[workload\]\*\\n`workload=web` → nothing/);
    expect(shown).toMatch(/evicts pods/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*3 settings changed/s);
    expect(sentTo({ region })).toEqual([
      {
        action: "ModifyClusterNodePool",
        body: {
          kubernetes_config: {
            labels: [{ key: "tier", value: "web" }],
            taints: [{ key: "workload", value: "web", effect: "NoExecute" }],
          },
          scaling_group: { tags: [{ key: "team", value: "web" }] },
          update_nodes: true,
        },
      },
    ]);
    for (const { labels } of poolNamed(region.state, "prod-pool").nodes) {
      expect(labels).toMatchObject({ tier: "web" });
      expect(labels).not.toHaveProperty("workload");
    }
  });

  it("of what new nodes get says so, and sends only what changes", async () => {
    const { workspace, region } = await startBot();
    const script = "#!/bin/sh\necho a token=hush";
    const line = `/pool edit prod-pool --instance-types ecs.g8i.2xlarge --system-disk-size 200 --scaling-mode recycle --unschedulable on --name shop-pool --user-data "${script}" --set scaling_group.data_disks[0].size=300 --set kubernetes_config.cpu_policy=static`;
    await workspace.type("U0ALICE", "C0OPS", line);
    const card = await cardIn(workspace, "C0OPS", /Edit prod\/prod-pool/);
    const shown = JSON.stringify(card.blocks);
    expect(shown).toMatch(/system_disk_size\*\\n`120` → `200` \(new nodes only\)/);
    expect(shown).toMatch(/show as NotReady/);
    expect(shown).toMatch(/instance_types`: with one type/);
    expect(shown).toMatch(/user_data\*\\n.*sha256:[0-9a-f]{12} \(\d+ B\)/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*8 settings changed/s);
    expect(sentTo({ region })).toMatchObject([
      {
        body: {
          nodepool_info: { name: "shop-pool" },
          scaling_group: {
            instance_types: ["ecs.g8i.2xlarge"],
            system_disk_size: 200,
            scaling_policy: "recycle",
            data_disks: [{ category: "cloud_essd", size: 300, mount_target: "/var/lib/container" }],
          },
          kubernetes_config: {
            unschedulable: true,
            cpu_policy: "static",
            user_data: Buffer.from(script).toString("base64"),
          },
        },
      },
    ]);
    expect(sentTo({ region })).not.toMatchObject([{ body: { update_nodes: true } }]);
  });

  it("can be pasted as a merge patch", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool edit");
    const form = await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the form");
    await workspace.submit("U0ALICE", form.id, {
      pool: { "pick-pool": { type: "external_select", selected_option: { value: "prod/gpu-pool" } } },
    });
    await workspace.submit("U0ALICE", form.id, {});
    await workspace.submit("U0ALICE", form.id, {});
    await workspace.submit("U0ALICE", form.id, {
      file: {
        file: { type: "plain_text_input", value: '{"kubernetes_config": {"taints": [], "cms_enabled": false}}' },
      },
    });
    const card = await cardIn(workspace, "C0OPS", /Edit prod\/gpu-pool/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*2 settings changed/s);
    expect(sentTo({ region })).toMatchObject([{ body: { kubernetes_config: { taints: [], cms_enabled: false } } }]);
    expect(poolNamed(region.state, "gpu-pool").nodes[0]?.taints).toEqual([]);
  });

  it("that reality has overtaken does not run", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool edit prod-pool --system-disk-size 200");
    const card = await cardIn(workspace, "C0OPS", /Edit/);
    region.changePool("prod-pool", { scaling_group: { system_disk_size: 150 } });
    await workspace.press("U0BOB", card, "approve");
    await cardIn(
      workspace,
      "C0OPS",
      /Out of date.*scaling_group\.system_disk_size: `120` when it was planned, `150` now/s,
    );
    expect(sentTo({ region })).toEqual([]);
  });

  it.each([
    ["/pool edit prod-pool", /was not told what to change/],
    ["/pool edit prod-pool --label workload=web", /already is as you want it/],
    ["/pool edit prod-pool --system-disk-pl PL3", /more than 1260 GiB/],
    ["/pool edit prod-pool --name gpu-pool", /has a node pool `gpu-pool` already/],
    ["/pool edit prod-pool --set scaling_group.soc_enabled=true", /is fixed when a pool is made/],
    ["/pool edit prod-pool --set node_config.kubelet_configuration.maxPods=110", /is fixed when a pool is made/],
    ["/pool edit prod-pool --set scaling_group.spot_strategy=SpotAsPriceGo", /is fixed when a pool is made/],
    ["/pool edit prod-pool --set scaling_group.desired_size=9", /command of its own.*\/pool scale prod-pool/s],
    ["/pool edit batch-pool --set auto_scaling.max_instances=90", /\/pool autoscale batch-pool/],
    ["/pool edit prod-pool --set management.auto_repair=false", /\/pool manage prod-pool/],
    ["/pool edit prod-pool --set scaling_group.login_password=Secret123!", /is a secret.*--key-pair/s],
    ["/pool edit prod-pool --set scaling_group.key_pair=", /cannot be taken away/],
    ["/pool edit prod-pool --multi-az NEAR", /`NEAR` does not serve.*`BALANCE`/s],
    ["/pool edit prod-pool --label k8s.io/x=y", /reserved for Kubernetes/],
    ["/pool edit prod-pool --tag acs:x=y", /reserved for the cloud/],
    ["/pool edit prod-pool --set scaling_group.tomorrow=1 --dry-run", /tomorrow` is not known here/],
    ["/pool edit prod-pool --multi-az balance --cms off --dry-run", /Dry run: nothing was changed/],
    ["/pool help edit", /--system-disk-size/],
  ])("%s is answered privately, and nothing changes", async (line, answer) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", answer)).ephemeral).toBe(true);
    expect(sentTo({ region })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import * as z from "zod";
import { differences } from "../../src/domain/node-pool-request/differences.ts";
import { poolNamed } from "../../src/sandbox/ack/pool.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

/** What was sent with the calls that change something. */
function sentTo({ region }: Pick<Stage, "region">): readonly unknown[] {
  return region
    .calls()
    .filter(({ method }) => method !== "GET")
    .map(({ action, body }) => ({ action, body }));
}

/** The page of a form that Alice sees. */
function pageOf(workspace: Workspace, words: RegExp) {
  return workspace.waitFor(
    () => workspace.state("U0ALICE").views.find((view) => words.test(JSON.stringify(view))),
    `a page with ${words}`,
  );
}

const basics = "--instance-types ecs.g7.xlarge,ecs.g7.2xlarge --vswitches vsw-a,vsw-b --key-pair sre-2026";

describe("a new pool", () => {
  it("is shown in full, signed off, and made as asked", async () => {
    const { workspace, region } = await startBot();
    const line = `/pool create prod/shop ${basics} --size 2 --system-disk-category cloud_essd --system-disk-size 120 --label team=shop --taint "workload=shop:NoSchedule" --set scaling_group.system_disk_encrypted=true`;
    await workspace.type("U0ALICE", "C0OPS", line);
    const card = await cardIn(workspace, "C0OPS", /Create prod\/shop/);
    const shown = JSON.stringify(card.blocks);
    expect(shown).toContain("scaling_group.instance_types: `ecs.g7.xlarge, ecs.g7.2xlarge`");
    expect(shown).toContain("`scaling_group.multi_az_policy` is left out: ACK takes `PRIORITY`");
    expect(shown).toMatch(/New nodes\*\\n\*2\*, pay-as-you-go/);
    expect(sentTo({ region })).toEqual([]);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*the pool is active, with 2 nodes in service/s);
    expect(sentTo({ region })).toEqual([
      {
        action: "CreateClusterNodePool",
        body: {
          nodepool_info: { name: "shop" },
          scaling_group: {
            instance_charge_type: "PostPaid",
            instance_types: ["ecs.g7.xlarge", "ecs.g7.2xlarge"],
            vswitch_ids: ["vsw-a", "vsw-b"],
            key_pair: "sre-2026",
            desired_size: 2,
            system_disk_category: "cloud_essd",
            system_disk_size: 120,
            system_disk_encrypted: true,
          },
          kubernetes_config: {
            labels: [{ key: "team", value: "shop" }],
            taints: [{ key: "workload", value: "shop", effect: "NoSchedule" }],
          },
        },
      },
    ]);
    expect(poolNamed(region.state, "shop").nodes).toHaveLength(2);
  });

  it("can be pasted as YAML, with options on top, and switches of a managed pool are said", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool create");
    const form = await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the form");
    const file = `scaling_group:
  instance_types: [ecs.c7.xlarge]
  vswitch_ids: [vsw-a]
  instance_charge_type: PostPaid
  key_pair: 'sre-2026'
  desired_size: 5
management: { enable: true, auto_repair: true }
`;
    const input = (name: string, value: string) => ({ [name]: { [name]: { type: "plain_text_input", value } } });
    await workspace.submit("U0ALICE", form.id, { ...input("name", "prod/pasted"), ...input("size", "1") });
    await pageOf(workspace, /Step 2 of 4/);
    await workspace.submit("U0ALICE", form.id, {});
    await pageOf(workspace, /Step 3 of 4/);
    await workspace.submit("U0ALICE", form.id, input("label", "team=shop"));
    await pageOf(workspace, /Step 4 of 4/);
    await workspace.submit("U0ALICE", form.id, input("file", file));
    expect(workspace.state("U0ALICE").views).toEqual([]);
    const card = await cardIn(workspace, "C0OPS", /Create prod\/pasted/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*with 1 node in service/s);
    expect(sentTo({ region })).toMatchObject([
      {
        body: {
          scaling_group: { desired_size: 1 },
          kubernetes_config: { labels: [{ key: "team", value: "shop" }] },
          management: {
            enable: true,
            auto_repair: true,
            auto_upgrade: false,
            auto_vul_fix: false,
            auto_repair_policy: { restart_node: false, approval_required: false },
          },
        },
      },
    ]);
  });

  it("can be handed over as a file, which is read from Slack and from nowhere else", async () => {
    const { workspace } = await startBot();
    const upload = async (content: string): Promise<unknown> => {
      const body = JSON.stringify({ name: "pool.yaml", content });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${workspace.url}/sandbox/file`, { method: "POST", headers, body });
      return z.object({ file: z.looseObject({ url_private: z.string() }) }).parse(await answer.json()).file;
    };
    const submit = async (file: unknown): Promise<void> => {
      await workspace.type("U0ALICE", "C0OPS", "/pool create");
      const form = await workspace.waitFor(() => workspace.state("U0ALICE").views.at(-1), "the form");
      const name = { name: { name: { type: "plain_text_input", value: "prod/handed" } } };
      await workspace.submit("U0ALICE", form.id, name);
      for (const step of [2, 3]) {
        await pageOf(workspace, new RegExp(`Step ${step} of 4`));
        await workspace.submit("U0ALICE", form.id, {});
      }
      await pageOf(workspace, /Step 4 of 4/);
      await workspace.submit("U0ALICE", form.id, { "upload:file": { upload: { type: "file_input", files: [file] } } });
    };
    const settings = "{ instance_types: [ecs.c7.xlarge], vswitch_ids: [vsw-a], key_pair: sre, desired_size: 2 }";
    await submit(await upload(`scaling_group: ${settings}`));
    await cardIn(workspace, "C0OPS", /Create prod\/handed[^]*ecs\.c7\.xlarge/);
    await submit({ url_private: "http://127.0.0.1:1/steal" });
    await seen(workspace, "U0ALICE", /could not be read \(`not a file of Slack`\)/);
    await submit(await upload("x".repeat(300_000)));
    await seen(workspace, "U0ALICE", /could not be read \(`more than 256 KiB`\)/);
  });

  it("needs no further step than the first, and keeps what was typed before the form", async () => {
    const { workspace, region } = await startBot();
    await workspace.type(
      "U0ALICE",
      "C0OPS",
      `/pool create ${basics} --cms on --set kubernetes_config.cpu_policy=static`,
    );
    const form = await pageOf(workspace, /Step 1 of 4/);
    await workspace.submit("U0ALICE", form.id, {
      name: { name: { type: "plain_text_input", value: "prod/short" } },
      "form:finish": { "form:finish": { type: "checkboxes", selected_options: [{ value: "true" }] } },
    });
    const card = await cardIn(workspace, "C0OPS", /Create prod\/short/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*with 0 nodes in service/s);
    expect(sentTo({ region })).toMatchObject([
      {
        body: {
          scaling_group: { key_pair: "sre-2026", desired_size: 0 },
          kubernetes_config: { cms_enabled: true, cpu_policy: "static" },
        },
      },
    ]);
  });

  it("says so under the field where a step holds more than a form can carry on", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool create");
    const form = await pageOf(workspace, /Step 1 of 4/);
    const many = Array.from({ length: 290 }, (_, number) => `vsw-${number}`).join(",");
    const submission = await workspace.submit("U0ALICE", form.id, {
      name: { name: { type: "plain_text_input", value: "prod/short" } },
      "instance-types": { "instance-types": { type: "plain_text_input", value: many } },
      vswitches: { vswitches: { type: "plain_text_input", value: many } },
    });
    expect(submission).toMatchObject({
      ok: false,
      errors: { "instance-types": expect.stringMatching(/more than a form/) },
    });
    await workspace.type("U0ALICE", "C0OPS", `/pool create --tag ${many} --label ${many}`);
    await seen(workspace, "U0ALICE", /`create` needs `name`/);
  });

  it("asks again as it was asked before, to the letter", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool edit");
    const form = await pageOf(workspace, /Step 1 of 4/);
    const pool = { "pick-pool": { type: "external_select", selected_option: { value: "prod/prod-pool" } } };
    await workspace.submit("U0ALICE", form.id, { pool });
    for (const step of [2, 3]) {
      await pageOf(workspace, new RegExp(`Step ${step} of 4`));
      await workspace.submit("U0ALICE", form.id, {});
    }
    await pageOf(workspace, /Step 4 of 4/);
    const script = `#!/bin/sh\necho "it's — $HOME" > /etc/motd\n`;
    await workspace.submit("U0ALICE", form.id, {
      "user-data": { "user-data": { type: "plain_text_input", value: script } },
    });
    const card = await cardIn(workspace, "C0OPS", /Edit prod\/prod-pool/);
    region.changePool("prod-pool", { kubernetes_config: { user_data: "IyEvYmluL3No" } });
    await workspace.press("U0BOB", card, "approve");
    const stale = await cardIn(workspace, "C0OPS", /Out of date/);
    await workspace.press("U0ALICE", stale, "plan-again");
    const again = await cardIn(workspace, "C0OPS", /Waiting for sign-off/);
    await workspace.press("U0BOB", again, "approve");
    await cardIn(workspace, "C0OPS", /✅/);
    expect(sentTo({ region })).toMatchObject([
      { body: { kubernetes_config: { user_data: Buffer.from(script).toString("base64") } } },
    ]);
  });

  it("that scales itself has bounds and no size", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", `/pool create prod/elastic ${basics} --min 1 --max 8`);
    const card = await cardIn(workspace, "C0OPS", /Create prod\/elastic/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*the pool is active/s);
    expect(sentTo({ region })).toMatchObject([
      { body: { auto_scaling: { enable: true, min_instances: 1, max_instances: 8 } } },
    ]);
    expect(poolNamed(region.state, "elastic").document["scaling_group"]).not.toHaveProperty("desired_size");
  });

  it.each([
    [`/pool create shop ${basics}`, /several clusters.*`prod\/shop`.*`staging\/shop`/s],
    [`/pool create prod/prod-pool ${basics}`, /already has a node pool `prod-pool`/],
    [`/pool create nowhere/shop ${basics}`, /There is no cluster `nowhere`.*Known clusters/s],
    ["/pool create prod/shop --size 2", /vswitch_ids` is missing.*instance_types` is missing/s],
    [`/pool create prod/-shop ${basics} --size 501`, /nodepool_info\.name` has to be 1 to 63 letters/],
    [`/pool create prod/shop ${basics} --size 501`, /desired_size` can be at most 500/],
    [`/pool create prod/shop ${basics} --min 5 --max 2`, /max_instances` has to be at least 5/],
    [`/pool create prod/shop ${basics} --charge-type PrePaid`, /period` is missing/],
    [
      `/pool create prod/shop ${basics} --system-disk-category cloud_essd --system-disk-pl PL2 --system-disk-size 100`,
      /more than 460 GiB/,
    ],
    [`/pool create prod/shop ${basics} --set scaling_group.login_password=Secret123!`, /is a secret/],
    [`/pool create prod/shop ${basics} --file "a: ["`, /neither YAML nor JSON/],
    [`/pool create prod/shop ${basics} --file "just words"`, /has to be a group of fields/],
    [`/pool create prod/shop ${basics} --set size`, /`size` does not serve as `set`/],
    [`/pool create prod/shop ${basics} --taint workload=shop`, /`workload=shop` does not serve as `taint`/],
    [`/pool create prod/shop ${basics} --label kubernetes.io/x=y`, /reserved for Kubernetes/],
    [`/pool create prod/shop ${basics} --cluster staging`, /`--cluster` means nothing together with `prod\/shop`/],
    [`/pool create prod/shop ${basics} --dry-run`, /Dry run: nothing was changed/],
    ["/pool help create", /--instance-types.*CreateClusterNodePool|CreateClusterNodePool.*--instance-types/s],
  ])("%s is answered privately, and nothing is made", async (line, answer) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", answer)).ephemeral).toBe(true);
    expect(sentTo({ region })).toEqual([]);
  });
});

/** All in which a pool and its clone may differ. */
const different = [
  // Each pool has its own.
  "nodepool_info.nodepool_id",
  "nodepool_info.name",
  "nodepool_info.created",
  "nodepool_info.updated",
  "scaling_group.scaling_group_id",
  "node_components[0].config_revision",
  // The plan tells what to do about these.
  "management.auto_repair_policy.auto_repair_policy_id",
  "scaling_group.login_password",
  "scaling_group.key_pair",
  // Nothing is set there: ACK writes nothing, 0 or false.
  "kubernetes_config.pre_user_data",
  "max_nodes",
  "scaling_group.auto_renew_period",
  "scaling_group.period",
  "scaling_group.cis_enabled",
  "management.upgrade_config.auto_upgrade",
  // Of spot instances, which the pool has not.
  "scaling_group.compensate_with_on_demand",
];

describe("a clone", () => {
  it("loses nothing", async () => {
    const { workspace, region } = await startBot();
    region.changePool("prod-pool", {
      management: { auto_repair_policy: { auto_repair_policy_id: "r-1" } },
      scaling_group: { login_password: "********", key_pair: "" },
      kubernetes_config: { user_data: "IyEvYmluL3No" },
      a_field_of_tomorrow: { deep: [1, { two: "zwei" }] },
    });
    await workspace.type("U0ALICE", "C0OPS", "/pool clone prod-pool prod-pool-b --key-pair sre-2026");
    const card = await cardIn(
      workspace,
      "C0OPS",
      /Clone `prod\/prod-pool` as `prod\/prod-pool-b`|Clone prod\/prod-pool-b/,
    );
    const shown = JSON.stringify(card.blocks);
    expect(shown).toMatch(/login_password` is left out: ACK does not give passwords away/);
    expect(shown).toMatch(/auto_repair_policy_id` is left out.*Set it once the pool is there/);
    expect(shown).toMatch(/a_field_of_tomorrow` is not known here/);
    expect(shown).not.toContain("nodepool_id");
    expect(shown).not.toContain("config_revision");
    expect(shown).toMatch(/New nodes\*\\n\*3\*, pay-as-you-go/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*with 3 nodes in service/s);
    const [source, copy] = ["prod-pool", "prod-pool-b"].map((name) => poolNamed(region.state, name).document);
    const found = differences(source ?? {}, copy ?? {}).map(({ path }) => path);
    expect(found.toSorted()).toEqual(different.toSorted());
  });

  it("takes other settings on top, and other sizes", async () => {
    const { workspace, region } = await startBot();
    const overrides = `--size 0 --instance-types ecs.g8i.xlarge --label "workload-,tier=edge" --set scaling_group.data_disks[0].size=80`;
    await workspace.type("U0ALICE", "C0OPS", `/pool clone prod-pool edge-pool ${overrides}`);
    const card = await cardIn(workspace, "C0OPS", /edge-pool/);
    expect(JSON.stringify(card.blocks)).toMatch(/Different from it\*\\n.*desired_size: `3` → `0`/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*with 0 nodes in service/s);
    expect(sentTo({ region })).toMatchObject([
      {
        action: "CreateClusterNodePool",
        body: {
          nodepool_info: { name: "edge-pool" },
          scaling_group: { desired_size: 0, instance_types: ["ecs.g8i.xlarge"], data_disks: [{ size: 80 }] },
          kubernetes_config: { labels: [{ key: "tier", value: "edge" }] },
        },
      },
    ]);
  });

  it.each([
    ["/pool clone prod-pool gpu-pool", /already has a node pool `gpu-pool`/],
    ["/pool clone prod-pol other", /Did you mean `prod-pool`/],
    ["/pool clone batch-pool other --size 3", /desired_size` is not possible like this where `auto_scaling\.enable`/],
    ["/pool clone prod-pool other --vswitches a,b,c,d,e,f,g,h,i", /vswitch_ids` has to have 1 to 8 entries/],
    ["/pool clone prod-pool other --dry-run", /Dry run: nothing was changed/],
    ["/pool help clone", /what cannot be copied/],
  ])("%s is answered privately, and nothing is made", async (line, answer) => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", line);
    expect((await seen(workspace, "U0ALICE", answer)).ephemeral).toBe(true);
    expect(sentTo({ region })).toEqual([]);
  });

  it("of a pool that scales itself keeps its bounds", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool clone batch-pool batch-b --max 4");
    const card = await cardIn(workspace, "C0OPS", /batch-b/);
    await workspace.press("U0BOB", card, "approve");
    await cardIn(workspace, "C0OPS", /✅.*the pool is active/s);
    expect(sentTo({ region })).toMatchObject([
      { body: { auto_scaling: { enable: true, min_instances: 0, max_instances: 4, type: "cpu" } } },
    ]);
  });
});

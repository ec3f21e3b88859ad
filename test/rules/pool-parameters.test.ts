import { describe, expect, it } from "vitest";
import type { Parameter } from "../../src/command-kit/parameters.ts";
import {
  assignments,
  dataDisks,
  newPool,
  numberOrPercent,
  onOff,
  pairs,
  pasted,
  prices,
  script,
  taints,
} from "../../src/command-kit/pool-parameters.ts";
import { failure, success } from "../../src/domain/result.ts";
import { aCluster } from "../support/builders.ts";

const { id, name, region } = aCluster();
const cluster = { id, name, region };
const lookup = {
  pool: async () => failure({ code: "unknown-pool", typed: "", nearest: [] } as const),
  cluster: async (typed: string) =>
    typed === name ? success(cluster) : failure({ code: "unknown-cluster", typed, known: [name] } as const),
};

function read<Value>(parameter: Parameter<Value>, typed: string) {
  return parameter.read(typed, { verb: "edit", parameter: "it", lookup });
}

describe("what people type of a pool", () => {
  it.each<[string, Parameter<unknown>, string, unknown]>([
    ["on or off", onOff(), "On", true],
    ["on or off", onOff(), "off", false],
    ["a number", numberOrPercent(), "2", "2"],
    ["a share", numberOrPercent(), "10%", "10%"],
    [
      "labels",
      pairs(),
      "team=shop, tier-,empty=\nnext=1",
      [
        { key: "team", value: "shop" },
        { key: "tier", value: null },
        { key: "empty", value: "" },
        { key: "next", value: "1" },
      ],
    ],
    [
      "taints",
      taints(),
      "a=b:NoSchedule,example.com/c:NoExecute,d-,e:NoExecute-",
      [
        { key: "a", value: "b", effect: "NoSchedule", present: true },
        { key: "example.com/c", value: "", effect: "NoExecute", present: true },
        { key: "d", value: "", effect: null, present: false },
        { key: "e", value: "", effect: "NoExecute", present: false },
      ],
    ],
    [
      "disks",
      dataDisks(),
      "cloud_essd:200:PL1,cloud_auto:40",
      [
        { category: "cloud_essd", size: 200, performance_level: "PL1" },
        { category: "cloud_auto", size: 40 },
      ],
    ],
    ["prices", prices(), "ecs.g7.xlarge=0.39", [{ instance_type: "ecs.g7.xlarge", price_limit: "0.39" }]],
    ["a script", script(), "#!/bin/sh\necho 你好", Buffer.from("#!/bin/sh\necho 你好").toString("base64")],
    ["a script in base64", script(), "IyEvYmluL3No", "IyEvYmluL3No"],
    [
      "fields",
      assignments(),
      'a.b=1\n c.d = [x, y] \ne="1"\nf=\ng[0].h=true\ni={"j": 1}',
      { "a.b": 1, "c.d": ["x", "y"], e: "1", f: null, "g[0].h": true, i: { j: 1 } },
    ],
    ["YAML", pasted(), "a:\n  b: [1, two]", { a: { b: [1, "two"] } }],
    ["JSON", pasted(), '{"a": {"b": null}}', { a: { b: null } }],
    ["a new pool", newPool(), "web", { cluster: null, name: "web" }],
    ["a new pool of a cluster", newPool(), "prod/web", { cluster, name: "web" }],
  ])("is read: %s, %j", async (_, parameter, typed, value) => {
    expect(await read(parameter, typed)).toEqual({ ok: true, value });
  });

  it.each<[string, Parameter<unknown>, string, string]>([
    ["on or off", onOff(), "perhaps", "bad-value"],
    ["a share", numberOrPercent(), "many", "bad-value"],
    ["labels", pairs(), "team=shop,tier", "bad-value"],
    ["taints without an effect", taints(), "a=b", "bad-value"],
    ["taints with an unknown effect", taints(), "a=b:Never", "bad-value"],
    ["disks", dataDisks(), "200GB", "bad-value"],
    ["prices", prices(), "ecs.g7.xlarge=cheap", "bad-value"],
    ["fields", assignments(), "size", "bad-value"],
    ["fields with an unreadable value", assignments(), "a.b=[1", "request-unreadable"],
    ["YAML that cannot be read", pasted(), "a: [", "request-unreadable"],
    ["YAML with aliases, which can grow without bounds", pasted(), "a: &x [1]\nb: *x", "request-unreadable"],
    ["YAML that says a thing twice", pasted(), "a: 1\na: 2", "request-unreadable"],
    ["a list", pasted(), "[1]", "request-invalid"],
    ["a new pool of an unknown cluster", newPool(), "nowhere/web", "unknown-cluster"],
  ])("is refused: %s, %j", async (_, parameter, typed, code) => {
    expect(await read(parameter, typed)).toMatchObject({ ok: false, problem: { code } });
  });

  it("is not repeated where a pasted document cannot be read: it may hold a secret", async () => {
    const refused = await read(pasted(), "password: [Secret123!");
    expect(JSON.stringify(refused)).not.toContain("Secret123!");
    expect(JSON.stringify(refused)).toContain("line 1");
  });
});

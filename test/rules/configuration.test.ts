import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../src/configuration/configuration.ts";
import { hasNoSlack, readEnvironment } from "../../src/configuration/environment.ts";
import { SetupError } from "../../src/configuration/problem.ts";

/** The lines that a start would stop with. */
function linesOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SetupError) return error.lines;
    throw error;
  }
  return [];
}

const minimal = `
clusters: [{ name: prod, id: c1, region: cn-hangzhou }]
approvers: { default: { usergroup: S0SRE } }
`;

describe("the configuration file", () => {
  it("that comes as an example is a good one", () => {
    const text = readFileSync(new URL("../../lifeguard.example.yml", import.meta.url), "utf8");
    expect(readConfiguration(text, "lifeguard.example.yml")).toMatchObject({
      clusters: [{ name: "prod", region: "cn-hangzhou" }],
      channels: {
        approvals: "C0APPROVALS",
        notifications: [
          { channel: "C0OPS", kinds: null, severity: "info", quiet: null },
          { channel: "C0NIGHT", severity: "warning", pools: ["prod-*"], quiet: { from: 1320, to: 420, zone: 480 } },
        ],
        mention: "S0ONCALL",
      },
      defaultApprovers: { name: "default", members: { kind: "usergroup", usergroup: "S0SRE" } },
      policies: [
        {
          match: { clusters: ["prod"], pools: ["prod-*"], changes: ["upgrade", "repair"] },
          require: { approvals: 2, expiresIn: 14_400, reason: true, from: [{ name: "default" }] },
        },
        { match: { changes: ["scale-out"], largestStep: 10 }, require: { approvals: 0 } },
      ],
      freezes: [{ name: "Double Eleven", from: Date.parse("2026-11-09T16:00Z"), to: Date.parse("2026-11-11T16:00Z") }],
      pollInterval: 10_000,
    });
  });

  it("needs no more than clusters and approvers", () => {
    expect(readConfiguration(minimal, "x.yml")).toMatchObject({ requesters: null, policies: [], pollInterval: 10_000 });
  });

  it("says how what ACK begins by itself is looked for, with defaults as ACK documents them", () => {
    const usual = readConfiguration(minimal, "x.yml");
    const label = (value: string) => ({ key: "alibabacloud.com/node-needrepair", value });
    expect(usual.initiatives).toEqual({
      interval: 60_000,
      planMargin: 1_800_000,
      unseenAfter: 360_000,
      labels: { inquiring: label("Inquiring"), approved: label("Approved") },
    });
    expect(usual.kubernetes).toEqual({ kubeconfigs: {}, fetch: true, network: "internet" });
    const own = readConfiguration(
      `${minimal}initiatives: { interval: 2m, inquiring_label: "k8s.aliyun.com/incident=inquiring" }
kubernetes: { kubeconfigs: { prod: /run/secrets/prod }, fetch: false, network: private }`,
      "x.yml",
    );
    expect(own.initiatives).toMatchObject({
      interval: 120_000,
      labels: { inquiring: { key: "k8s.aliyun.com/incident", value: "inquiring" } },
    });
    expect(own.kubernetes).toEqual({ kubeconfigs: { prod: "/run/secrets/prod" }, fetch: false, network: "private" });
  });

  it.each([
    [
      "a policy that holds ACK's plans where nobody would see them",
      `${minimal}policies:\n  - name: p\n    match: { changes: [automated-plan] }\n    require: { approvals: 1 }`,
      [
        "x.yml:6: policies[0].match.changes names automated-plan, whose cards need a channel: set channels.approvals or channels.notifications",
      ],
    ],
    [
      "a label without a value",
      `${minimal}initiatives: { approved_label: yes-please }`,
      ["x.yml:4: initiatives.approved_label has to be a label with its value, like example.com/key=value"],
    ],
    [
      "an unknown setting of a channel's news",
      `${minimal}channels: { notifications: [C1, { channel: C2, severty: warning }] }`,
      ["x.yml:4: channels.notifications[1].severty is not a setting; did you mean severity?"],
    ],
    [
      "an unknown kind of news",
      `${minimal}channels:\n  notifications:\n    - channel: C2\n      kinds: [upgrades]`,
      [
        "x.yml:7: channels.notifications[0].kinds[0] has to be one of upgrade, repair, scaling, cve, creation, deletion, degraded, configuration, alert",
      ],
    ],
    ["an unknown setting", `${minimal}chanels: {}`, ["x.yml:4: chanels is not a setting; did you mean channels?"]],
    [
      "an unknown setting inside another",
      `${minimal}policies:\n  - name: p\n    match: { clutsers: [prod] }\n    require: { approvals: 1 }`,
      ["x.yml:6: policies[0].match.clutsers is not a setting; did you mean clusters?"],
    ],
    [
      "a wrong kind of value",
      `${minimal}policies:\n  - name: p\n    require:\n      approvals: two`,
      ["x.yml:7: policies[0].require.approvals has to be a number"],
    ],
    [
      "an unknown change kind",
      `${minimal}policies:\n  - name: p\n    match: { changes: [explode] }\n    require: { approvals: 1 }`,
      [expect.stringMatching(/^x\.yml:6: policies\[0\]\.match\.changes\[0\] has to be one of scale-out, scale-in/)],
    ],
    [
      "no approvers",
      "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]",
      ["x.yml:1: approvers has to be a group of settings"],
    ],
    [
      "approvers without a default",
      "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]\napprovers:\n  leads: { users: [U1] }",
      ["x.yml:2: approvers needs a group called default: who signs off where no policy says"],
    ],
    [
      "an empty group: nobody could ever approve",
      "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]\napprovers:\n  default: { users: [] }",
      ["x.yml:3: approvers.default.users has to have at least 1"],
    ],
    [
      "no clusters and no regions",
      "approvers: { default: { users: [U1] } }",
      ["x.yml:1: the file needs clusters (name, id, region), or regions to find them in"],
    ],
    [
      "a policy for nobody's group",
      `${minimal}policies:\n  - name: p\n    require:\n      approvals: 1\n      from: [ledas]`,
      ["x.yml:8: policies[0].require.from[0] names no group of approvers; known: default"],
    ],
    [
      "a time without its zone",
      `${minimal}freezes:\n  - name: f\n    from: 2026-11-10T00:00\n    to: 2026-11-12T00:00+08:00`,
      ["x.yml:6: freezes[0].from has to be a time with its zone, like 2026-11-10T00:00+08:00"],
    ],
    [
      "a length of time without its unit",
      `${minimal}tracking: { poll_interval: 10 }`,
      ["x.yml:4: tracking.poll_interval has to be a text"],
    ],
    [
      "more approvals than there are people",
      "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]\napprovers:\n  default: { users: [U1, U2] }\npolicies:\n  - name: p\n    require:\n      approvals: 2\n      more: [{ add: 1, frozen: true }]",
      ["x.yml:7: policies[0].require.approvals can rise to 3, but default have 2 people: nobody could satisfy it"],
    ],
    [
      "a requester who is needed for the quorum",
      "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]\napprovers:\n  default: { users: [U1, U2] }\npolicies:\n  - name: p\n    require: { approvals: 2 }",
      ["x.yml:6: policies[0].require.approvals can rise to 2, and U1 may ask but not approve: that leaves 1"],
    ],
    ["broken YAML", "clusters: [", [expect.stringMatching(/^x\.yml:1: /)]],
  ])("is refused with %s, by file and line", (_, text, lines) => {
    expect(linesOf(() => readConfiguration(text, "x.yml"))).toEqual(lines);
  });

  it("tells every mistake at once", () => {
    expect(linesOf(() => readConfiguration("a: 1\nb: 2\napprovers: 3", "x.yml"))).toHaveLength(2 + 1);
  });
});

const good = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
const noFiles = (): string => {
  throw new Error("no such file");
};

describe("the environment", () => {
  it("has defaults for all but the tokens", () => {
    expect(readEnvironment(good, noFiles)).toEqual({
      slack: {
        botToken: "xoxb-1",
        transport: { kind: "socket", appToken: "xapp-1" },
        apiUrl: null,
        command: "/pool",
      },
      cloud: { endpoint: null, accessKey: null },
      port: 3000,
      configurationFile: "lifeguard.yml",
      dataFolder: "data",
      databaseUrl: null,
      auditKey: null,
      stepUpKey: null,
      logLevel: "info",
      secrets: ["xoxb-1", "xapp-1"],
    });
  });

  it("means HTTP where there is a signing secret and no app token", () => {
    const environment = readEnvironment({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "0123456789" }, noFiles);
    expect(environment.slack.transport).toEqual({ kind: "http", signingSecret: "0123456789" });
  });

  it("takes any variable from a file", () => {
    const environment = readEnvironment({ ...good, SLACK_BOT_TOKEN: "", SLACK_BOT_TOKEN_FILE: "/run/token" }, (path) =>
      path === "/run/token" ? "xoxb-from-file\n" : "",
    );
    expect(environment.slack.botToken).toBe("xoxb-from-file");
  });

  it("keeps the database's URL and password out of the log", () => {
    const url = "postgres://lifeguard:pass%40word@db.example.com/lifeguard";
    const environment = readEnvironment({ ...good, DATABASE_URL: url, LIFEGUARD_AUDIT_KEY: "k".repeat(32) }, noFiles);
    expect(environment.databaseUrl).toBe(url);
    expect(environment.secrets).toEqual(expect.arrayContaining([url, "pass%40word", "pass@word"]));
  });

  it("reads the cloud's endpoint with its protocol", () => {
    const endpoint = (value: string): unknown =>
      readEnvironment({ ...good, ALIBABA_CLOUD_CS_ENDPOINT: value }, noFiles).cloud.endpoint;
    expect(endpoint("http://127.0.0.1:4010")).toEqual({ protocol: "HTTP", host: "127.0.0.1:4010" });
    expect(endpoint("cs.cn-hangzhou.aliyuncs.com")).toEqual({ protocol: "HTTPS", host: "cs.cn-hangzhou.aliyuncs.com" });
  });

  it.each([
    [{ SLACK_APP_TOKEN: "xapp-1" }, /^SLACK_BOT_TOKEN is not set: give the bot token/],
    [{ SLACK_BOT_TOKEN: "xoxp-1", SLACK_APP_TOKEN: "xapp-1" }, /^SLACK_BOT_TOKEN is not a bot token/],
    [{ SLACK_BOT_TOKEN: "xoxb-1" }, /^SLACK_APP_TOKEN is not set: .* or SLACK_SIGNING_SECRET/],
    [{ ...good, PORT: "many" }, /^PORT has to be a port number/],
    [{ ...good, LOG_LEVEL: "loud" }, /^LOG_LEVEL has to be one of fatal, error/],
    [{ ...good, LIFEGUARD_COMMAND: "pool" }, /^LIFEGUARD_COMMAND has to be a slash command/],
    [{ ...good, DATABASE_URL: "mysql://db/lifeguard" }, /^DATABASE_URL has to be a URL, like postgres:/],
    [{ ...good, DATABASE_URL: "postgres://db/lifeguard" }, /^LIFEGUARD_AUDIT_KEY is not set, but DATABASE_URL is/],
    [{ ...good, SLACK_API_URL: "slack" }, /^SLACK_API_URL has to be a URL/],
    [{ ...good, ALIBABA_CLOUD_ACCESS_KEY_ID: "a" }, /^ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set, but/],
    [
      { ...good, SLACK_BOT_TOKEN: "", SLACK_BOT_TOKEN_FILE: "/x" },
      /^SLACK_BOT_TOKEN_FILE names a file that cannot be read/,
    ],
  ])("stops the start with one line: %j", (variables, line) => {
    expect(linesOf(() => readEnvironment(variables, noFiles))).toEqual([expect.stringMatching(line)]);
  });

  it("opens the sandbox only where nothing of Slack is set", () => {
    expect(hasNoSlack({ PATH: "/bin" })).toBe(true);
    expect(hasNoSlack({ SLACK_APP_TOKEN: "xapp-1" })).toBe(false);
    expect(hasNoSlack({ SLACK_BOT_TOKEN_FILE: "/run/token" })).toBe(false);
  });
});

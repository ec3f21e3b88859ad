import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as z from "zod";
import { loadCommands } from "../../src/command-kit/load-commands.ts";
import { commandReference, commandTable } from "../../src/command-kit/reference.ts";
import { writingActions } from "../../src/ack/diagnosis.ts";
import { createMetrics } from "../../src/metrics.ts";
import { neededScopes } from "../../src/slack/scopes.ts";
import { wordsOf } from "../../src/words/catalogue.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const commands = await loadCommands(new URL("commands/", root));

/** Without the padding and rules by which a formatter lays tables and lists out. */
const bare = (markdown: string): string => markdown.replaceAll(/ +|-{3,}/g, " ").replaceAll(/\n+/g, "\n");

/** Every module of a folder, as one text. */
function textOf(folder: string): string {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => read(`${folder}/${name}`))
    .join("\n");
}

describe("documents in step with the program", () => {
  it("the README lists every verb (npm run docs)", () => {
    expect(bare(read("README.md"))).toContain(bare(commandTable(commands, wordsOf("en"), "/pool")));
  });

  it.each([
    ["docs/commands.md", "en"],
    ["docs/commands.zh-CN.md", "zh-CN"],
  ] as const)("%s tells each in full (npm run docs)", (path, language) => {
    expect(bare(read(path))).toContain(bare(commandReference(commands, wordsOf(language), "/pool")));
  });

  it("every relative link of the documents leads somewhere", () => {
    const files = [
      "README.md",
      "CONTRIBUTING.md",
      ...readdirSync(new URL("docs/", root)).map((name) => `docs/${name}`),
    ];
    const broken = files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
          .map(([, target = ""]) => new URL(target, new URL(file, root)))
          .filter((target) => {
            try {
              readFileSync(target);
              return false;
            } catch {
              return true;
            }
          })
          .map((target) => `${file}: ${target.pathname}`),
      );
    expect(broken).toEqual([]);
  });
});

describe("manifest.yml", () => {
  const manifest = z
    .object({
      features: z.object({ slash_commands: z.array(z.object({ command: z.string(), usage_hint: z.string() })) }),
      oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
      settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
    })
    .parse(parse(read("manifest.yml")));

  /** Which scope lets the bot call which method (Slack: each method's "Required scopes"). */
  const scopeOf: Readonly<Record<string, string | readonly string[] | null>> = {
    // Wished for, not needed: docs/install.md tells what it is good for.
    "conversations.history": null,
    "conversations.replies": null,
    "auth.test": null,
    "apps.connections.open": null,
    "chat.getPermalink": null,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    // One for public channels, one for private ones.
    "conversations.info": ["channels:read", "groups:read"],
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "views.open": null,
    "views.publish": null,
    "views.push": null,
    "views.update": null,
  };

  it("asks for the scopes of the calls that are made, and no others", () => {
    const calls = [
      ...textOf("src/slack").matchAll(
        /\b(?:auth|chat|conversations|files|users|usergroups(?:\.users)?|views)\.[a-z]\w+(?=\()/gi,
      ),
    ]
      .map(([call]) => call)
      .filter((call) => call !== "usergroups.users");
    expect(calls.length).toBeGreaterThan(5);
    const needed = calls.map((call) => {
      const scope = scopeOf[call];
      if (scope === undefined) throw new Error(`which scope does ${call} need?`);
      return scope;
    });
    // A file is fetched by its address, not by a call.
    expect(textOf("src/slack")).toContain("url_private");
    const expected = new Set(["commands", "files:read", ...needed.flatMap((scope) => scope ?? [])]);
    expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(expected);
    expect(new Set(neededScopes)).toEqual(expected);
  });

  it("subscribes to the events that are listened to", () => {
    const events = [...textOf("src/slack").matchAll(/\.event\("(\w+)"/g)].map(([, name]) => name);
    expect(new Set(manifest.settings.event_subscriptions.bot_events)).toEqual(new Set(events));
  });

  it("hints at verbs that there are", () => {
    const [command] = manifest.features.slash_commands;
    expect(command?.command).toBe("/pool");
    const verbs = (command?.usage_hint ?? "").split("|").map((hint) => hint.trim().split(" ")[0]);
    const known = new Set(commands.map(({ verb }) => verb));
    expect(verbs.filter((verb) => verb === undefined || !known.has(verb))).toEqual([]);
  });
});

describe("the rights in a cluster", () => {
  it("are those of the calls that are made, and no others", () => {
    const [role] = parseAllDocuments(read("deploy/kubernetes-rbac.yml")).map((document): unknown => document.toJS());
    const { rules } = z
      .object({ rules: z.array(z.object({ resources: z.array(z.string()), verbs: z.array(z.string()) })) })
      .parse(role);
    const verbOf: Readonly<Record<string, string>> = { list: "list", read: "get", patch: "patch" };
    const made = [...textOf("src/kubernetes").matchAll(/\bapi\.([a-z]+)Node\(/g)].map(([, call = ""]) => verbOf[call]);
    expect(made.length).toBeGreaterThan(0);
    expect(rules).toEqual([{ resources: ["nodes"], verbs: expect.any(Array) }]);
    expect(new Set(rules[0]?.verbs)).toEqual(new Set(made));
  });
});

describe("the RAM policy", () => {
  it("allows the calls that are made, and no others", () => {
    const { Statement: statements } = z
      .object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) })
      .parse(JSON.parse(read("deploy/ram-policy.json")));
    const made = [...textOf("src/ack").matchAll(/(?:action: |get\(\w+, |page\()"([A-Z][A-Za-z]+)"/g)];
    expect(made.length).toBeGreaterThan(20);
    const allowed = statements.flatMap(({ Action }) => Action);
    expect(new Set(allowed)).toEqual(new Set(made.map(([, action = ""]) => `cs:${action}`)));
    const changing = allowed.filter((action) => !/^cs:(Describe|List)/.test(action));
    expect(new Set(writingActions.map((action) => `cs:${action}`))).toEqual(new Set(changing));
  });
});

describe("docs/monitoring.md", () => {
  it("lists every series with its labels, and no others", async () => {
    const nothing = { stages: async () => new Map(), queues: () => ({}), unshownFor: () => 0, ready: async () => true };
    const { body } = await createMetrics(nothing).read();
    const declared = [...body.matchAll(/^# TYPE (lifeguard_\w+) (\w+)$/gm)].map(([, name, kind]) => `${name} ${kind}`);
    expect(declared.length).toBeGreaterThan(8);
    const rows = [...read("docs/monitoring.md").matchAll(/^\| `(lifeguard_\w+)` +\| (\w+)/gm)];
    expect(new Set(rows.map(([, name, kind]) => `${name} ${kind}`))).toEqual(new Set(declared));
  });
});

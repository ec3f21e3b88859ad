import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadCommands } from "../../src/command-kit/load-commands.ts";
import { commandReference, commandTable } from "../../src/command-kit/reference.ts";
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
    expect(bare(read("README.md"))).toContain(bare(commandTable(commands, "en", "/pool")));
  });

  it("docs/commands.md tells each in full (npm run docs)", () => {
    expect(bare(read("docs/commands.md"))).toContain(bare(commandReference(commands, wordsOf("en"), "en", "/pool")));
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
  const scopeOf: Readonly<Record<string, string | null>> = {
    "auth.test": null,
    "apps.connections.open": null,
    "chat.getPermalink": null,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
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
      ...textOf("src/slack").matchAll(/\b(?:auth|chat|files|users|usergroups(?:\.users)?|views)\.[a-z]\w+(?=\()/gi),
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
    const expected = new Set(["commands", "files:read", ...needed.filter((scope) => scope !== null)]);
    expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(expected);
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

describe("the RAM policy", () => {
  it("allows the calls that are made, and no others", () => {
    const { Statement: statements } = z
      .object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) })
      .parse(JSON.parse(read("deploy/ram-policy.json")));
    const made = [...textOf("src/ack").matchAll(/(?:action: |get\(\w+, |page\()"([A-Z][A-Za-z]+)"/g)];
    expect(made.length).toBeGreaterThan(20);
    const allowed = statements.flatMap(({ Action }) => Action);
    expect(new Set(allowed)).toEqual(new Set(made.map(([, action = ""]) => `cs:${action}`)));
  });
});

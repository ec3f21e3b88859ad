import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Rooms of the house, what each may import of the others, and which packages. `*`: any. */
const rooms: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>> = {
  "src/domain": {
    rooms: [],
    packages: ["zod", "date-fns", "leven", "otpauth", "picomatch", "safe-stable-stringify", "node:crypto", "node:util"],
  },
  "src/words": { rooms: ["src/domain"], packages: [] },
  "src/views": { rooms: ["src/domain", "src/words"], packages: ["csv-stringify", "d3-scale", "d3-shape", "date-fns"] },
  "src/command-kit": {
    rooms: ["src/domain", "src/words", "src/views"],
    packages: ["zod", "date-fns", "yaml", "node:util", "node:fs/promises"],
  },
  commands: { rooms: ["src/domain", "src/command-kit", "src/words", "src/views"], packages: [] },
  "src/engine": { rooms: ["src/domain"], packages: ["p-queue", "date-fns"] },
  "src/ack": {
    rooms: ["src/domain"],
    packages: [
      "zod",
      "date-fns",
      "cockatiel",
      "@alicloud/cs20151215",
      "@alicloud/credentials",
      "@alicloud/openapi-core",
      "@darabonba/typescript",
    ],
  },
  "src/kubernetes": {
    rooms: ["src/domain"],
    packages: ["zod", "cockatiel", "@kubernetes/client-node"],
  },
  "src/slack": {
    rooms: ["src/domain", "src/words", "src/views", "src/command-kit"],
    packages: [
      "zod",
      "date-fns",
      "p-queue",
      "@slack/bolt",
      "@slack/types",
      "@slack/web-api",
      "undici",
      "node:crypto",
      "node:diagnostics_channel",
      "node:http",
      "node:timers/promises",
    ],
  },
  "src/charts": {
    rooms: [],
    packages: ["p-queue", "@resvg/resvg-js", "@expo-google-fonts/oxygen", "node:url", "node:worker_threads"],
  },
  "src/store": {
    rooms: ["src/domain"],
    packages: [
      "zod",
      "lowdb",
      "pg",
      "kysely",
      "cockatiel",
      "safe-stable-stringify",
      "node:crypto",
      "node:fs",
      "node:fs/promises",
      "node:net",
      "node:path",
      "node:perf_hooks",
      "node:readline",
    ],
  },
  "src/configuration": { rooms: ["src/domain", "src/words"], packages: ["zod", "date-fns", "yaml"] },
  "src/sandbox": { rooms: [], packages: ["*"] },
  // Only these compose the rest.
  src: {
    rooms: ["*"],
    packages: ["pino", "prom-client", "zod", "node:crypto", "node:fs", "node:path", "node:url", "node:util"],
  },
};

/** Things of the outside that the pure rooms must not reach without importing anything. */
const impure =
  /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|process\.(env|argv|exit|std)|console\.(log|info|warn|error)|fetch\()/;
const pure = new Set(["src/domain", "src/words", "src/views", "commands"]);

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function roomOf(path: string): string {
  const [first, second, third] = path.split("/");
  if (first === "commands") return "commands";
  return third === undefined ? "src" : `${first}/${second}`;
}

function sourcesBelow(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(tsx?|js)$/.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(root, path), "utf8");
      const found = text.matchAll(/(?:from\s+|import\s+|import\(\s*)["']([^"']+)["']/g);
      return { path, room: roomOf(path), text, imports: [...found].map((match) => match[1] ?? "") };
    });
}

const sources = [...sourcesBelow("src"), ...sourcesBelow("commands")];

function targetOf(from: string, specifier: string): string {
  return relative(root, resolve(root, dirname(from), specifier));
}

function packageOf(specifier: string): string {
  return specifier.startsWith("@") || specifier.startsWith("node:")
    ? specifier.split("/").slice(0, 2).join("/")
    : (specifier.split("/")[0] ?? "");
}

describe("the house", () => {
  it("has every room that the plan names, and no other", () => {
    expect([...new Set(sources.map(({ room }) => room))].toSorted()).toEqual(Object.keys(rooms).toSorted());
  });

  it.each(Object.entries(rooms))("%s imports only what it may", (room, allowed) => {
    const own = sources.filter((source) => source.room === room);
    expect(own.length).toBeGreaterThan(0);
    const wrong = own.flatMap(({ path, imports }) =>
      imports
        .filter((specifier) => {
          if (!specifier.startsWith(".")) {
            return !allowed.packages.includes("*") && !allowed.packages.includes(packageOf(specifier));
          }
          const target = roomOf(targetOf(path, specifier));
          return target !== room && !allowed.rooms.includes("*") && !allowed.rooms.includes(target);
        })
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("looks at imports: it finds those that are there", () => {
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(sources.length);
  });

  it("keeps time, chance and the outside out of the pure rooms", () => {
    const own = sources.filter(({ room }) => pure.has(room));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("lets nobody but the engine submit to the cloud", () => {
    const submitting = sources.filter(
      ({ path, text }) => text.includes(".submit(") && !path.startsWith("src/sandbox/"),
    );
    expect(submitting.map(({ path }) => path)).toEqual(["src/engine/submissions.ts"]);
    const writing = sources.filter(({ imports }) => imports.some((specifier) => specifier.endsWith("ack/writer.ts")));
    expect(writing.map(({ path }) => path)).toEqual(["src/composition.ts"]);
  });

  it("lets nobody but the engine write to nodes", () => {
    const approving = sources.filter(({ text }) => text.includes(".approveRepair("));
    expect(approving.map(({ path }) => path)).toEqual(["src/engine/submissions.ts"]);
    const holding = sources.filter(({ imports }) => imports.some((specifier) => specifier.endsWith("/approvals.ts")));
    expect(holding.map(({ path }) => path)).toEqual(["src/composition.ts"]);
    const patching = sources.filter(
      ({ room, text }) => room !== "src/sandbox" && /\.(patch|replace|delete)Node/.test(text),
    );
    expect(patching.map(({ path }) => path)).toEqual(["src/kubernetes/approvals.ts", "src/kubernetes/client.ts"]);
  });

  it("starts the sandbox from main alone", () => {
    const opening = sources.filter(
      ({ room, imports }) => room !== "src/sandbox" && imports.some((specifier) => specifier.includes("sandbox/")),
    );
    expect(opening.map(({ path }) => path)).toEqual(["src/main.ts"]);
  });

  it("imports zod as a namespace: by name, its words in fifty languages come along, and every start reads them", () => {
    const whole = sources.filter(({ text }) => /import (type )?\{[^}]*\bz\b[^}]*\} from "zod"/.test(text));
    expect(whole.map(({ path }) => path)).toEqual([]);
  });

  it("loads the cloud's SDK in one place, and late", () => {
    const knowing = sources.filter(({ imports }) =>
      imports.some((specifier) => /^@(alicloud|darabonba)\//.test(specifier)),
    );
    expect(knowing.map(({ path }) => path)).toEqual(["src/ack/sdk.ts"]);
    const loading = sources.filter(({ text }) => /^import (?!type ).*"\.\/sdk\.ts"/m.test(text));
    expect(loading.map(({ path }) => path)).toEqual([]);
  });

  it("keeps files small enough to be read", () => {
    const long = sources.filter(({ text }) => text.split("\n").length > 350).map(({ path }) => path);
    expect(long).toEqual([]);
  });
});

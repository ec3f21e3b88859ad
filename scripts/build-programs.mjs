/**
 * Bundles each program with its packages into dist/programs: a start reads a few files instead of two thousand. Types are checked elsewhere.
 * What is loaded late or by its path stays a package.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { withShortLivedSpreads } from "./short-lived-spreads.mjs";

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const programs = ["main", "audit", "check-configuration", "doctor", "import-files", "step-up", "charts/png-worker"];
const packages = ["@kubernetes/client-node", "@resvg/resvg-js", "pg"];

/** Nothing finds files in a bundle: what `src/all-commands.ts` reads from the folder is imported by name. */
const allCommands = {
  name: "all-commands",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]all-commands\.ts$/ }, async () => {
      const files = (await readdir(path("commands"))).filter((name) => name.endsWith(".ts"));
      const contents = [
        'import { commandsIn } from "./command-kit/load-commands.ts";',
        ...files.map((file, at) => `import * as file${at} from "../commands/${file}";`),
        `const exported = new Map([${files.map((file, at) => `["${file}", file${at}]`).join(", ")}]);`,
        "export const allCommands = async () => commandsIn(exported);",
      ];
      return { contents: contents.join("\n"), loader: "ts", resolveDir: path("src") };
    });
  },
};

/** A table as a text is passed over until it is wanted; as an object it would be gone through at each start. */
const tables = {
  name: "tables",
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, async ({ path: file }) => {
      const table = JSON.stringify(JSON.parse(await readFile(file, "utf8")));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(table)});`, loader: "js" };
    });
  },
};

const folder = path("dist/programs");
await rm(folder, { recursive: true, force: true });
const { outputFiles } = await build({
  entryPoints: programs.map((name) => path(`src/${name}.${name.endsWith("worker") ? "js" : "ts"}`)),
  entryNames: "[name]",
  outdir: folder,
  write: false,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: packages,
  plugins: [allCommands, tables],
  // Names stay, and lines stay short: a stack in the log leads to them. Maps would be read at the first stack of a running bot, which holds it up.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  // For packages in CommonJS, which ask for Node's own modules by it.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  logLevel: "warning",
});
await mkdir(folder, { recursive: true });
await Promise.all(outputFiles.map((file) => writeFile(file.path, withShortLivedSpreads(file.text))));

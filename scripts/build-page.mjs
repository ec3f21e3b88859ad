/** Bundles the sandbox's page into dist/sandbox-page: index.html, main.js, styles.css. Needs no network. */
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = fileURLToPath(new URL("../src/sandbox/page/", import.meta.url));
const target = fileURLToPath(new URL("../dist/sandbox-page/", import.meta.url));

/** Of Slack's emoji list the page needs names and characters: a tenth of it. */
const emojiNames = {
  name: "emoji-names",
  setup({ onLoad }) {
    onLoad({ filter: /emoji-datasource[\\/]emoji\.json$/ }, async ({ path }) => {
      const emoji = JSON.parse(await readFile(path, "utf8"));
      const kept = emoji.map(({ short_names, unified }) => ({ short_names, unified }));
      return { contents: JSON.stringify(kept), loader: "json" };
    });
  },
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({
  entryPoints: { main: `${source}main.tsx`, styles: `${source}styles.css` },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2023",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "linked",
  plugins: [emojiNames],
});
await cp(`${source}index.html`, `${target}index.html`);

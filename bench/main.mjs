/** npm run bench [-- NAME …]: measures, beside a bare Bolt app in the same run. Without a name, everything, in about forty minutes. */
import { cpus } from "node:os";
import { acknowledge } from "./acknowledge.mjs";
import { decisions } from "./decisions.mjs";
import { memory, start } from "./start.mjs";
import { print } from "./stage.mjs";
import { tracking } from "./tracking.mjs";

const benches = { acknowledge, start, memory, decisions, tracking };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(", ")}: there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
const [{ model }] = cpus();
print(`${cpus().length} cores (${model}), Node ${process.versions.node}`);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
process.exit(0);

import { SetupError } from "./configuration/problem.ts";
import { loadConfiguration } from "./load-configuration.ts";

/** `npm run check-config [FILE]`: says what is wrong with the configuration file, or that nothing is. */
const file = process.argv[2] ?? process.env["LIFEGUARD_CONFIG"] ?? "lifeguard.yml";
try {
  const { clusters, regions, approvers, policies, freezes } = loadConfiguration(file);
  const where = clusters.length > 0 ? `${clusters.length} clusters` : `clusters found in ${regions.join(", ")}`;
  process.stdout.write(
    `${file} is good: ${where}, ${approvers.length} groups of approvers, ${policies.length} policies, ${freezes.length} freezes\n`,
  );
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.lines.join("\n")}\n`);
  process.exitCode = 1;
}

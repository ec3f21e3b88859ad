import { valueOf } from "./configuration/environment.ts";
import { userId } from "./domain/ids.ts";
import { readText } from "./load-configuration.ts";
import { administer } from "./store/administration.ts";

/**
 * `npm run step-up list`: who has an authenticator.
 * `npm run step-up reset U0BOB`: takes one away, for somebody who lost it; they enrol again. The bot may run meanwhile.
 */
const [action, user] = process.argv.slice(2);

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

try {
  const databaseUrl = valueOf("DATABASE_URL", process.env, readText) ?? null;
  const { enrolled, forget, close } = administer(databaseUrl, process.env["LIFEGUARD_DATA_DIR"] ?? "data");
  try {
    if (action === "list") process.stdout.write((await enrolled()).map((each) => `${each}\n`).join(""));
    else if (action === "reset" && user !== undefined) {
      if (await forget(userId.parse(user))) {
        process.stdout.write(`${user} has no authenticator any more, and can enrol again\n`);
      } else fail(`${user} has no authenticator; npm run step-up list shows who has`);
    } else fail("npm run step-up list | npm run step-up reset USER");
  } finally {
    await close();
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

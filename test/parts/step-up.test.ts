import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/configuration/environment.ts";
import { operationId, userId } from "../../src/domain/ids.ts";
import { createStepUp } from "../../src/engine/step-up.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import { forgetAuthenticator, openAuthenticators } from "../../src/store/authenticators.ts";
import { codeOf } from "../support/authenticator.ts";
import { startProgram } from "../support/bot-process.ts";
import { cardIn, seen, setStage, startBot, type Stage } from "../support/running-bot.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const key = "step-up-key-of-the-harbour-0123456789";
const halfMinute = 30_000;
const options = {
  environment: { LIFEGUARD_STEP_UP_KEY: key },
  configuration: "step_up: { changes: [upgrade] }",
};

type Inputs = Readonly<Record<string, string>>;

const valuesOf = (inputs: Inputs) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, { [name]: { type: "plain_text_input" as const, value } }]),
  );

/** Types `/pool enroll`, and reads the key off the form. */
async function beginEnrolment(
  { workspace }: Stage,
  who: string,
): Promise<{ readonly view: string; readonly secret: string }> {
  const before = workspace.state(who).views.at(-1)?.id;
  await workspace.type(who, "C0OPS", "/pool enroll");
  const view = await workspace.waitFor(() => {
    const top = workspace.state(who).views.at(-1);
    return top !== undefined && top.id !== before ? top : null;
  }, "the form");
  const secret = /Key: `([A-Z2-7]{32})`/.exec(JSON.stringify(view.blocks))?.[1] ?? "";
  expect(secret).not.toBe("");
  expect(JSON.stringify(view.blocks)).toContain("otpauth://totp/Lifeguard");
  return { view: view.id, secret };
}

/** Sets somebody's authenticator up. The code of the step before is used for it, so that the present one is left. */
async function enrolled(stage: Stage, who: string): Promise<string> {
  const { view, secret } = await beginEnrolment(stage, who);
  await stage.workspace.submit(who, view, valuesOf({ "first-code": codeOf(secret, Date.now() - halfMinute) }));
  await stage.workspace.waitFor(
    () => JSON.stringify(stage.workspace.state(who).views.at(-1)?.blocks ?? []).includes("Done."),
    "the end of the enrolment",
  );
  await stage.workspace.closeView(who, stage.workspace.state(who).views.at(-1)?.id ?? "");
  return secret;
}

async function anUpgrade({ workspace }: Stage, pool = "prod-pool"): Promise<PageMessage> {
  await workspace.type("U0ALICE", "C0OPS", `/pool upgrade ${pool}`);
  return cardIn(workspace, "C0OPS", new RegExp(`Upgrade [a-z]+/${pool}[^]*"action_id":"approve"`));
}

/** Presses Approve, and types a code into the form that comes. */
async function approve({ workspace }: Stage, who: string, card: PageMessage, code: string): Promise<void> {
  await workspace.press(who, card, "approve");
  const view = await workspace.waitFor(() => workspace.state(who).views.at(-1), "the form for the code");
  await workspace.submit(who, view.id, valuesOf({ code }));
}

const upgrades = ({ region }: Stage): number =>
  region.calls().filter(({ action }) => action === "UpgradeClusterNodepool").length;

const wrongOf = (secret: string): string => (codeOf(secret, Date.now()).startsWith("0") ? "999999" : "000000");

describe("step-up", () => {
  it("asks an approver for a code, takes it once, and writes down that it came with one", async () => {
    const stage = await startBot(options);
    const { workspace, folder } = stage;
    const card = await anUpgrade(stage);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /you have none here yet[^]*\/pool enroll/);
    expect(JSON.stringify(workspace.state("U0ALICE").messages)).not.toContain("none here yet");
    const secret = await enrolled(stage, "U0BOB");
    // Without the form, or with a code that is not one, nothing is approved.
    await approve(stage, "U0BOB", card, wrongOf(secret));
    await seen(workspace, "U0BOB", /This code is wrong[^]*4 tries are left/);
    // The one that set it up is used.
    await approve(stage, "U0BOB", card, codeOf(secret, Date.now() - halfMinute));
    await seen(workspace, "U0BOB", /used already|This code is wrong/);
    expect(upgrades(stage)).toBe(0);
    const code = codeOf(secret, Date.now() + 1);
    await approve(stage, "U0BOB", card, code);
    await seen(workspace, "U0ALICE", /👍 <@U0BOB> approved, with a code/);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    const other = await anUpgrade(stage, "web-pool");
    await approve(stage, "U0BOB", other, code);
    await seen(workspace, "U0BOB", /used already/);
    expect(upgrades(stage)).toBe(1);
    await stage.stopBot();
    const log = await readFile(join(folder, "data", "audit", "audit-000000000001.ndjson"), "utf8");
    expect(log).toMatch(/"kind":"voted"[^\n]*"steppedUp":true/);
    expect(log).toMatch(/"kind":"step-up-enrolled"[^\n]*"by":"U0BOB"/);
    expect(log).toMatch(/"kind":"denied"[^\n]*"code":"code-wrong"/);
    const file = await readFile(join(folder, "data", "step-up.json"), "utf8");
    for (const text of [log, file]) expect(text).not.toContain(secret);
  }, 60_000);

  it("asks for one for the go-ahead after a batch, too", async () => {
    const stage = await startBot(options);
    const { workspace } = stage;
    const secret = await enrolled(stage, "U0BOB");
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool --batch 1 --pause first");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    await approve(stage, "U0BOB", card, codeOf(secret, Date.now()));
    const paused = await cardIn(workspace, "C0OPS", /Go ahead/);
    const id = /op-[a-z0-9]+/.exec(paused.text)?.[0] ?? "";
    await workspace.type("U0BOB", "C0OPS", `/pool resume ${id}`);
    await seen(workspace, "U0BOB", /takes a code of your authenticator/);
    await workspace.press("U0BOB", paused, "resume");
    const form = await workspace.waitFor(() => workspace.state("U0BOB").views.at(-1), "the form for the code");
    await workspace.submit("U0BOB", form.id, valuesOf({ code: wrongOf(secret) }));
    await seen(workspace, "U0BOB", /This code is wrong/);
    expect(JSON.stringify(workspace.messages("C0OPS"))).not.toContain("Go-ahead by");
    await workspace.press("U0BOB", paused, "resume");
    const again = await workspace.waitFor(() => workspace.state("U0BOB").views.at(-1), "the form for the code");
    await workspace.submit("U0BOB", again.id, valuesOf({ code: codeOf(secret, Date.now() + halfMinute) }));
    await seen(workspace, "U0ALICE", /Go-ahead by <@U0BOB>/);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 30_000);
  }, 90_000);

  it("leaves other changes, rejections and people without a vote as they are", async () => {
    const stage = await startBot(options);
    const { workspace } = stage;
    const card = await anUpgrade(stage);
    await workspace.press("U0ERIN", card, "approve");
    await seen(workspace, "U0ERIN", /Your vote does not count/);
    await workspace.press("U0ALICE", card, "approve");
    await seen(workspace, "U0ALICE", /You asked for/);
    await workspace.type("U0ALICE", "C0OPS", "/pool edit web-pool --label tier=gold");
    const edit = await cardIn(workspace, "C0OPS", /Edit [a-z]+\/web-pool[^]*"action_id":"approve"/);
    await workspace.press("U0BOB", edit, "approve");
    await seen(workspace, "U0ALICE", /👍 <@U0BOB> approved\./);
    await workspace.press("U0BOB", card, "reject");
    const modal = await workspace.waitFor(() => workspace.state("U0BOB").views.at(-1), "the form");
    await workspace.submit("U0BOB", modal.id, { reason: { reason: { type: "plain_text_input", value: "no" } } });
    await cardIn(workspace, "C0OPS", /Rejected/);
  });

  it("locks after five wrong codes, over a restart, and writes it down", async () => {
    const stage = await startBot(options);
    const { workspace, folder } = stage;
    const secret = await enrolled(stage, "U0BOB");
    const card = await anUpgrade(stage);
    for (const told of [/4 tries are/, /3 tries are/, /2 tries are/, /1 try is/]) {
      await approve(stage, "U0BOB", card, wrongOf(secret));
      await seen(workspace, "U0BOB", told);
    }
    await stage.restart();
    await approve(stage, "U0BOB", card, wrongOf(secret));
    await seen(workspace, "U0BOB", /Too many wrong codes[^]*tell your security team/);
    await stage.restart();
    const count = workspace.state("U0BOB").messages.length;
    await workspace.press("U0BOB", card, "approve");
    await workspace.waitFor(() => workspace.state("U0BOB").messages.length > count, "the refusal");
    await seen(workspace, "U0BOB", /Too many wrong codes/);
    expect(workspace.state("U0BOB").views).toEqual([]);
    expect(upgrades(stage)).toBe(0);
    const log = await readFile(join(folder, "data", "audit", "audit-000000000001.ndjson"), "utf8");
    expect(log.match(/"kind":"step-up-locked"/g)).toHaveLength(1);
  }, 60_000);

  it("changes an authenticator only with a code of the present one, or after the owner's reset", async () => {
    const stage = await startBot(options);
    const { workspace, folder } = stage;
    await enrolled(stage, "U0BOB");
    const { view, secret } = await beginEnrolment(stage, "U0BOB");
    const first = codeOf(secret, Date.now());
    const stolen = await workspace.submit("U0BOB", view, valuesOf({ "first-code": first, "current-code": "000000" }));
    expect(JSON.stringify(stolen)).toMatch(/This code is wrong/);
    expect(await forgetAuthenticator(join(folder, "data"), userId.parse("U0BOB"))).toBe(true);
    const fresh = await enrolled(stage, "U0BOB");
    await approve(stage, "U0BOB", await anUpgrade(stage), codeOf(fresh, Date.now() + 1));
    await seen(workspace, "U0ALICE", /👍 <@U0BOB> approved, with a code/);
  }, 60_000);

  it("keeps the form with its key where the first code is wrong", async () => {
    const stage = await startBot(options);
    const { view, secret } = await beginEnrolment(stage, "U0BOB");
    const wrong = await stage.workspace.submit("U0BOB", view, valuesOf({ "first-code": wrongOf(secret) }));
    expect(JSON.stringify(wrong)).toMatch(/not one of the new key/);
    expect(stage.workspace.state("U0BOB").views.at(-1)?.id).toBe(view);
    await stage.workspace.press("U0BOB", await anUpgrade(stage), "approve");
    await seen(stage.workspace, "U0BOB", /you have none here yet/);
  });

  it("is not for guests, and without a key for nobody", async () => {
    const stage = await startBot();
    await stage.workspace.type("U0GUEST", "C0OPS", "/pool enroll");
    await seen(stage.workspace, "U0GUEST", /Guests/);
    await stage.workspace.type("U0BOB", "C0OPS", "/pool enroll");
    await seen(stage.workspace, "U0BOB", /LIFEGUARD_STEP_UP_KEY/);
  });

  it("that is configured without a key does not start, and says so in one line", async () => {
    const { environment } = await setStage({ configuration: options.configuration });
    const program = startProgram(environment);
    expect(await program.ended()).toBe(1);
    expect(program.errors().trim().split("\n")).toEqual([
      expect.stringMatching(/^LIFEGUARD_STEP_UP_KEY is not set, and the configuration asks for step_up: give a key/),
    ]);
  });

  it("puts no key and no code into the log, at the lowest level", async () => {
    const stage = await setStage(options);
    const { workspace } = stage;
    const program = startProgram({ ...stage.environment, LOG_LEVEL: "trace" });
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    const secret = await enrolled(stage, "U0BOB");
    const code = codeOf(secret, Date.now() + 1);
    await approve(stage, "U0BOB", await anUpgrade(stage), code);
    await seen(workspace, "U0ALICE", /👍 <@U0BOB> approved, with a code/);
    program.child.kill("SIGTERM");
    await program.ended();
    expect(program.output()).toMatch(/"level":20/);
    for (const hidden of [secret, `"${code}`, key]) expect(program.output()).not.toContain(hidden);
  }, 60_000);
});

describe("the file of authenticators", () => {
  const bob = userId.parse("U0BOB");
  const carol = userId.parse("U0CAROL");
  const made = { secret: "A".repeat(32), lastStep: 7, wrong: 2, lockedUntil: null };

  it("keeps them over restarts, sealed, each for its person alone", async () => {
    const folder = await temporaryFolder();
    const book = await openAuthenticators(folder, key);
    await book.update(bob, () => ({ next: made, value: null }));
    const path = join(folder, "step-up.json");
    const text = await readFile(path, "utf8");
    expect(text).not.toContain(made.secret);
    expect(await (await openAuthenticators(folder, key)).find(bob)).toEqual(made);
    await expect(openAuthenticators(folder, "x".repeat(32))).rejects.toThrow(/LIFEGUARD_STEP_UP_KEY is another one/);
    await writeFile(path, text.replace("U0BOB", "U0CAROL"));
    await expect(book.find(carol)).rejects.toThrow(/does not open/);
    await writeFile(path, text.slice(0, 30));
    await expect(openAuthenticators(folder, key)).rejects.toThrow(/damaged/);
  });

  it("loses no change of many at once", async () => {
    const book = await openAuthenticators(await temporaryFolder(), key);
    await book.update(bob, () => ({ next: { ...made, wrong: 0 }, value: null }));
    const add = () =>
      book.update(bob, (known) => ({ next: { ...made, wrong: (known?.wrong ?? 0) + 1 }, value: known?.wrong }));
    await Promise.all(Array.from({ length: 25 }, add));
    expect((await book.find(bob))?.wrong).toBe(25);
  });

  it("lets one code through once, however many ask at once", async () => {
    const book = await openAuthenticators(await temporaryFolder(), key);
    const at = Date.now();
    const audit = { append: () => Promise.resolve(), stepsOf: () => Promise.resolve(new Map()) };
    const stepUp = createStepUp({ book, changes: ["upgrade"], audit, clock: { now: () => at, elapsed: () => 0 } });
    await book.update(bob, () => ({ next: { ...made, wrong: 0 }, value: null }));
    const code = codeOf(made.secret, at);
    const prove = () => stepUp.prove(bob, code, operationId.parse("op-7f3k"));
    const answers = await Promise.all(Array.from({ length: 20 }, prove));
    expect(answers.filter((refusal) => refusal === null)).toHaveLength(1);
    expect(answers.filter((refusal) => refusal?.code === "code-used")).toHaveLength(19);
  });

  it("has a key from the environment, of some length", () => {
    const set = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
    expect(readEnvironment({ ...set, LIFEGUARD_STEP_UP_KEY_FILE: "/key" }, () => `${key}\n`).stepUpKey).toBe(key);
    expect(() => readEnvironment({ ...set, LIFEGUARD_STEP_UP_KEY: "short" }, () => "")).toThrow(
      "LIFEGUARD_STEP_UP_KEY is too short",
    );
  });
});

import { defineCommand } from "../src/command-kit/command.ts";
import { choice, optional, person, pool, wholeNumber } from "../src/command-kit/parameters.ts";
import { policyContextFor } from "../src/command-kit/policy-context.ts";
import { changeKinds } from "../src/domain/change.ts";
import { targetOf } from "../src/domain/changes/target.ts";
import { facts, list, paragraph } from "../src/domain/document.ts";
import { requirementFor, votersOf } from "../src/domain/policy.ts";
import { success } from "../src/domain/result.ts";
import { code, person as mention, type Text, text, words } from "../src/domain/text.ts";

const english = {
  summary: "Which sign-off a change would need, who can give it, and why",
  details: [words("Asks Slack for the members of the groups now, so that a policy that nobody can satisfy shows.")],
  parameters: {
    action: "explain",
    pool: "Node pool, as name or cluster/name",
    change: "Kind of change: upgrade, scale-in, delete …",
    person: "Whether this person may ask and approve",
    nodes: "How many nodes the change touches; left out: all of the pool",
  },
  title: (kind: string, name: string): string => `${kind} on ${name}`,
  needs: "Sign-off",
  group: (name: string, members: number): Text => text`${code(name)} has ${words(String(members))} members now.`,
  groups: "Groups",
  unreachable: (needed: number, able: number): Text =>
    text`⚠️ Nobody could satisfy this: it needs ${needed} approvals, and ${able} people can give one when you ask.`,
  breakGlass: "Break-glass",
  who: "Person",
  can: (can: boolean, groups: readonly string[]): Text =>
    can
      ? text`can approve, as a member of ${code(groups.join(", "))}`
      : words("cannot approve: in none of these groups"),
};

export const policy = defineCommand({
  verb: "policy",
  topic: "about",
  effect: "answer",
  arguments: { action: choice(["explain"]), pool: pool(), change: choice(changeKinds), person: optional(person()) },
  options: { nodes: optional(wholeNumber(0, 2_000)) },
  examples: ["policy explain prod-pool upgrade", "policy explain prod-pool scale-in --nodes 2"],
  words: { en: english },
  async run({ arguments: { pool: found, change: kind, person: who }, options: { nodes } }, context, own) {
    const { rules, directory, asker, words: shared } = context;
    const count = nodes ?? found.nodes.total;
    const subject = { kind, target: targetOf(found), nodes: count, step: count, replacesSystemDisk: false };
    const policyContext = await policyContextFor(subject, asker, context);
    const requirement = requirementFor(subject, rules.policies, rules.defaultApprovers, policyContext);
    const groups = await Promise.all(
      votersOf(requirement).map(async ({ name, members }) => ({ name, members: await directory.members(members) })),
    );
    const able = new Set(groups.flatMap(({ members }) => [...members]));
    if (!requirement.selfApproval) able.delete(asker.id);
    const theirs = who === null ? [] : groups.filter(({ members }) => members.has(who)).map(({ name }) => name);
    const summary = shared.operations.requirementSentence(requirement);
    return success({
      kind: "answer",
      document: {
        title: own.title(kind, found.name),
        sections: [
          facts([
            { label: own.needs, value: summary },
            requirement.breakGlassBy.length === 0
              ? null
              : { label: own.breakGlass, value: shared.approvers(requirement.breakGlassBy) },
            who === null
              ? null
              : { label: own.who, value: text`${mention(who)} ${own.can(theirs.length > 0, theirs)}` },
          ]),
          ...(requirement.approvals > able.size ? [paragraph(own.unreachable(requirement.approvals, able.size))] : []),
          ...(requirement.approvals === 0
            ? []
            : [
                list(
                  groups.map(({ name, members }) => own.group(name, members.size)),
                  own.groups,
                ),
              ]),
        ],
        summary,
      },
    });
  },
});

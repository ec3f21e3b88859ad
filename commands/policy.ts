import { type CommandContext, defineCommand } from "../src/command-kit/command.ts";
import { choice, optional, person, pool, wholeNumber } from "../src/command-kit/parameters.ts";
import { policyContextFor } from "../src/command-kit/policy-context.ts";
import { standingAmong, voterAmong } from "../src/command-kit/voter.ts";
import { changeKinds } from "../src/domain/change.ts";
import { targetOf } from "../src/domain/changes/target.ts";
import { facts, list, paragraph } from "../src/domain/document.ts";
import { type Bar, barOf } from "../src/domain/eligibility.ts";
import type { UserId } from "../src/domain/ids.ts";
import { exclusionOf } from "../src/domain/person.ts";
import { type Requirement, requirementFor, votersOf } from "../src/domain/policy.ts";
import { success } from "../src/domain/result.ts";
import { code, person as mention, type Text, text, words } from "../src/domain/text.ts";

const english = {
  summary: "Which sign-off a change would need, who can give it, and why",
  details: [words("Asks Slack for the members of the groups now, so that a policy that nobody can satisfy shows.")],
  parameters: {
    action: "explain",
    pool: "Node pool, as name or cluster/name",
    change: "Kind of change: upgrade, scale-in, delete …",
    person: "Whether this person could approve what you ask for, and why",
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
  approves: (groups: readonly string[], inPlaceOf: UserId | null): Text =>
    inPlaceOf === null
      ? text`can approve, as a member of ${code(groups.join(", "))}`
      : text`can approve on behalf of ${mention(inPlaceOf)}, who is a member of ${code(groups.join(", "))}`,
  barred: {
    excluded: "cannot approve: only active full members of this workspace can",
    "own-request": "cannot approve what they ask for themselves",
    "delegator-asked": "cannot approve what you ask for, as they vote in your place",
    "not-an-approver": "cannot approve: in none of these groups",
  } satisfies Readonly<Record<Bar | "excluded", string>>,
};

const chinese: typeof english = {
  summary: "某项变更需要怎样的审批，谁可以审批，以及为什么",
  details: [words("会向 Slack 查询用户组当前的成员，从而发现无人能满足的策略。")],
  parameters: {
    action: "explain",
    pool: "节点池名称，或 集群/节点池",
    change: "变更类型：upgrade、scale-in、delete……",
    person: "此人能否审批你申请的变更，以及为什么",
    nodes: "变更涉及的节点数；省略则为节点池的全部节点",
  },
  title: (kind: string, name: string): string => `${name}：${kind}`,
  needs: "审批要求",
  group: (name: string, members: number): Text => text`${code(name)} 目前有 ${members} 名成员。`,
  groups: "审批组",
  unreachable: (needed: number, able: number): Text =>
    text`⚠️ 没有人能满足：需要 ${needed} 人批准，而你申请时只有 ${able} 人可以批准。`,
  breakGlass: "紧急执行",
  who: "人员",
  approves: (groups: readonly string[], inPlaceOf: UserId | null): Text =>
    inPlaceOf === null
      ? text`可以审批，属于 ${code(groups.join("、"))}`
      : text`可以代 ${mention(inPlaceOf)} 审批，后者属于 ${code(groups.join("、"))}`,
  barred: {
    excluded: "不能审批：只有本工作区的有效正式成员可以",
    "own-request": "不能审批自己申请的变更",
    "delegator-asked": "不能审批你申请的变更，因为此人代你审批",
    "not-an-approver": "不能审批，不属于任何审批组",
  },
};

export const policy = defineCommand({
  verb: "policy",
  topic: "about",
  effect: "answer",
  arguments: { action: choice(["explain"]), pool: pool(), change: choice(changeKinds), person: optional(person()) },
  options: { nodes: optional(wholeNumber(0, 2_000)) },
  examples: ["policy explain prod-pool upgrade", "policy explain prod-pool scale-in --nodes 2"],
  words: { en: english, "zh-CN": chinese },
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
              : { label: own.who, value: text`${mention(who)} ${await couldApprove(who, requirement, context, own)}` },
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

/** Whether somebody could approve what the asker asks for: by the same rules that judge a click. */
async function couldApprove(
  who: UserId,
  requirement: Requirement,
  { directory, asker, rules }: CommandContext,
  own: typeof english,
): Promise<Text> {
  const account = await directory.person(who);
  if (exclusionOf(account, directory.homeTeamId) !== null) return words(own.barred.excluded);
  const named = votersOf(requirement);
  const self = await voterAmong(directory, named, account);
  const voter = await standingAmong(directory, named, self, rules.delegations, { votes: [] });
  const bar = barOf({ requester: asker.id, requirement }, voter);
  return bar === null ? own.approves(voter.groups, voter.onBehalfOf ?? null) : words(own.barred[bar]);
}

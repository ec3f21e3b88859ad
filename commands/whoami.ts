import { type CommandContext, defineCommand } from "../src/command-kit/command.ts";
import { list } from "../src/domain/document.ts";
import type { ApproverGroup } from "../src/domain/approver-group.ts";
import { success } from "../src/domain/result.ts";
import { code, group, join, person, type Text, text, words } from "../src/domain/text.ts";
import type { GroupMembers } from "../src/domain/approver-group.ts";

const english = {
  summary: "What you may ask for and sign off, and why",
  details: [],
  parameters: {},
  title: "What you may do",
  ask: "Asking for changes",
  decide: "Signing off",
  delegated: "In somebody's place",
  everybodyAsks: "You may ask: every active full member of this workspace may.",
  asksByGroup: (who: Text): Text => text`You may ask: you are in ${who}.`,
  asksNot: (who: Text): Text => text`You may not ask: only ${who} may. Looking is open to you.`,
  decides: (name: string, who: Text): Text =>
    text`You may sign off as ${code(name)}: you are in ${who}. Never your own requests.`,
  decidesNot: (name: string, who: Text): Text => text`You may not sign off as ${code(name)}: only ${who} may.`,
  members: (members: GroupMembers): Text =>
    members.kind === "usergroup" ? [group(members.usergroup)] : join(members.users.map(person), ", "),
};

type Own = typeof english;

const chinese: Own = {
  summary: "你可以申请和审批什么，以及为什么",
  details: [],
  parameters: {},
  title: "你的权限",
  ask: "申请变更",
  decide: "审批",
  delegated: "代为审批",
  everybodyAsks: "你可以申请：本工作区的所有正式成员都可以。",
  asksByGroup: (who: Text): Text => text`你可以申请：你在 ${who} 中。`,
  asksNot: (who: Text): Text => text`你不能申请变更，只有 ${who} 可以。你可以查看。`,
  decides: (name: string, who: Text): Text => text`你可以作为 ${code(name)} 审批：你在 ${who} 中。自己的申请除外。`,
  decidesNot: (name: string, who: Text): Text => text`你不能作为 ${code(name)} 审批，只有 ${who} 可以。`,
  members: (members: GroupMembers): Text =>
    members.kind === "usergroup" ? [group(members.usergroup)] : join(members.users.map(person), "、"),
};

export const whoami = defineCommand({
  verb: "whoami",
  topic: "about",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["whoami"],
  words: { en: english, "zh-CN": chinese },
  async run(_, context, own) {
    const asking = await mayAsk(context, own);
    const deciding = await Promise.all(context.rules.approvers.map((each) => mayDecide(each, context, own)));
    const delegated = context.rules.delegations
      .filter(({ from, to }) => from === context.asker.id || to === context.asker.id)
      .map(context.words.delegations.delegated);
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections: [
          list([asking], own.ask),
          list(deciding, own.decide),
          ...(delegated.length === 0 ? [] : [list(delegated, own.delegated)]),
        ],
        summary: context.words.joining.sentences([asking, ...deciding]),
      },
    });
  },
});

async function mayAsk({ rules: { requesters }, directory, asker }: CommandContext, own: Own): Promise<Text> {
  if (requesters === null) return words(own.everybodyAsks);
  const who = own.members(requesters);
  return (await directory.members(requesters)).has(asker.id) ? own.asksByGroup(who) : own.asksNot(who);
}

async function mayDecide(approvers: ApproverGroup, { directory, asker }: CommandContext, own: Own): Promise<Text> {
  const who = own.members(approvers.members);
  const member = (await directory.members(approvers.members)).has(asker.id);
  return member ? own.decides(approvers.name, who) : own.decidesNot(approvers.name, who);
}

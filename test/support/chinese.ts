/** Stands for what is not ours: names, values, people, moments. */
export const other = "▯";

/** What Chinese keeps in Latin letters: products and their terms, what is typed, values of ACK. */
export const kept: ReadonlySet<string> = new Set(
  `ACK API CPU ECS EIP ESSD GPU ID IP OS Pro RAM SSH URL UTC VPC AccessKey Secret AliyunOOSLifecycleHook4CSRole AliyunLinux3 ContainerOS
  Kubernetes kubelet Kubelet kubectl containerd Pod PodDisruptionBudget NotReady NoExecute Effect Linux Windows root
  Slack Lifeguard LIFEGUARD_STEP_UP_KEY files:write invite YAML JSON CSV CVE GiB KiB PL2 PL3 JSON merge patch true false
  scaling_group.key_pair scaling_group.spot_strategy auto_scaling.min_instances ack-node-problem-detector
  CreateClusterNodePool cloud_essd cloud_auto cloud_essd:200:PL1 containerd@1.6.39 GiB: path=value key=value key=value:Effect key-
  min max asap later nntf cpu gpu gpushare spot release recycle manage fix set off on cancel explain never first every daily Tue Thu
  look-again adopt give-up Node NTP API Server Socket Mode xoxb- xapp- slack.com status.slack.com SLACK_BOT_TOKEN SLACK_API_URL
  DATABASE_URL LIFEGUARD_DATA_DIR LIFEGUARD_AUDIT_KEY connections:write usergroups:read manifest.yml lifeguard.yml lifeguard
  upgrade scale-in delete npm run audit verify base64 category:GiB:level type=price`.split(/\s+/),
);

function leaks(text: string): readonly string[] {
  const typed =
    /--[a-z-]+|op-\w+|\b\d+[dhmw]\b|\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d|\d\d:\d\d(?:Z|[+-]\d\d:\d\d)|[a-z]*\/[a-z-]+(?:\/[\w.]+|\.md|\.json)*/g;
  return (text.replaceAll(typed, "").match(/[A-Za-z_][\w.@=:-]*/g) ?? [])
    .map((word) => word.replace(/[.:]$/, ""))
    .filter((word) => !kept.has(word) && word !== "");
}

/** How Chinese is set: full-width punctuation without spaces around it, and a space between ideographs and everything else. */
const misprints = [
  /\p{Script=Han}[,.:;!?()]/u,
  /[,:;!?()]\p{Script=Han}/u,
  / [，。：；（）、！？]/u,
  /[，。：；（、！？] /u,
  /\p{Script=Han}[A-Za-z0-9▯]|[A-Za-z0-9▯]\p{Script=Han}/u,
  / {2}/,
  // What is typed in place of names stands apart.
  /\p{Script=Han} (?!集群\/)\p{Script=Han}/u,
  /[，。：；、][，。：；、]/u,
];

/** What is wrong with a Chinese text: left in English, or not set as Chinese is. */
export function faultsInChinese(text: string): readonly string[] {
  const left = leaks(text);
  return [
    ...(left.length === 0 ? [] : [`${text}: left in English: ${left.join(" ")}`]),
    ...misprints.filter((misprint) => misprint.test(text)).map((misprint) => `${text}: ${misprint}`),
  ];
}

/** A message as it is read, line by line: what was marked up stands for itself. */
export function linesOf(mrkdwn: string): readonly string[] {
  return mrkdwn
    .replaceAll(/`[^`\n]*`|<[^>\n]*>/g, other)
    .replaceAll(/\*([^*\n]+)\*/g, "$1")
    .replaceAll("\u200A", "")
    .split("\n")
    .map((line) => line.replace(/^(• | {3}↳ )/, ""));
}

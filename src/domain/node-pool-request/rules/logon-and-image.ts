import type { RequestProblem } from "../problem.ts";
import { aboutScalingGroup, type Rule, when } from "./rule.ts";

const keyPair = "scaling_group.key_pair";
const password = "scaling_group.login_password";
const image = "scaling_group.image_type";

/** People log on by key or by password (ACK: `key_pair`, `login_password`). */
export const keyOrPassword: Rule = aboutScalingGroup((group) =>
  when(group.key_pair !== undefined && group.login_password !== undefined, {
    code: "exclusive",
    path: password,
    other: keyPair,
  }),
);

/** ContainerOS takes a key pair and no password, and only containerd (ACK: `key_pair`; operating systems). */
export const containerOs: Rule = ({ scaling_group: group, kubernetes_config: kubernetes }) => {
  if (group?.image_type !== "ContainerOS") return [];
  const because = { other: image, value: "ContainerOS" } as const;
  return [
    ...when(group.login_password !== undefined, { code: "never-with", path: password, ...because }),
    ...when(group.key_pair === undefined, { code: "needed-by", path: keyPair, ...because }),
    ...onlyContainerd(kubernetes?.runtime, because),
  ];
};

function onlyContainerd(
  runtime: string | undefined,
  because: { readonly other: string; readonly value: string },
): readonly RequestProblem[] {
  return when(runtime !== undefined && runtime !== "containerd", {
    code: "never-with",
    path: "kubernetes_config.runtime",
    ...because,
  });
}

/** Confidential computing runs on containerd alone (ACK: confidential computing node pools). */
export const confidentialComputing: Rule = ({ tee_config: tee, kubernetes_config: kubernetes }) =>
  tee?.tee_enable === true
    ? onlyContainerd(kubernetes?.runtime, { other: "tee_config.tee_enable", value: "true" })
    : [];

/** Windows knows no key pairs (ACK: create a node pool, logon method). */
export const windowsLogon: Rule = aboutScalingGroup(({ image_type: type, key_pair: key }) =>
  when((type === "Windows" || type === "WindowsCore") && key !== undefined, {
    code: "never-with",
    path: keyPair,
    other: image,
    value: type ?? "",
  }),
);

/** With MLPS hardening people log on by password only (ACK: create a node pool, logon method). */
export const mlpsLogon: Rule = aboutScalingGroup((group) =>
  when(group.soc_enabled === true && group.key_pair !== undefined, {
    code: "never-with",
    path: keyPair,
    other: "scaling_group.soc_enabled",
    value: "true",
  }),
);

/** One kind of hardening, or none (ACK: create a node pool, security hardening). */
export const oneHardening: Rule = aboutScalingGroup((group) =>
  when(group.soc_enabled === true && group.security_hardening_os === true, {
    code: "exclusive",
    path: "scaling_group.security_hardening_os",
    other: "scaling_group.soc_enabled",
  }),
);

const hardenable = [
  "AliyunLinux",
  "AliyunLinuxSecurity",
  "AliyunLinux3",
  "AliyunLinux3Arm64",
  "AliyunLinux3Security",
  "AliyunLinux3ContainerOptimized",
] as const;

/** Both kinds of hardening are for Alibaba Cloud Linux 2 and 3 (ACK: create a node pool). An image without a type may be one. */
export const hardeningNeedsAlibabaCloudLinux: Rule = aboutScalingGroup((group) => {
  const { image_type: type } = group;
  if (type === undefined || hardenable.some((fits) => fits === type)) return [];
  return (["soc_enabled", "security_hardening_os"] as const).flatMap((field): readonly RequestProblem[] =>
    when(group[field] === true, {
      code: "only-with",
      path: `scaling_group.${field}`,
      other: image,
      allowed: hardenable,
    }),
  );
});

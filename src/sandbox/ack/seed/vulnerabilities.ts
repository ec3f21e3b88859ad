import type { Vulnerability } from "../node.ts";

/** Some of each level (ACK: DescribeNodePoolVuls). */
export const vulnerabilities = {
  openssl: {
    name: "alilinux3:2.1:def:ALINUX3-SA-2026:0113",
    alias: "ALINUX3-SA-2026:0113: openssl security update (Important)",
    cves: ["CVE-2026-21104", "CVE-2026-21107"],
    necessity: "asap",
    needsRestart: false,
    packages: ["openssl", "openssl-libs"],
  },
  glibc: {
    name: "alilinux3:2.1:def:ALINUX3-SA-2026:0098",
    alias: "ALINUX3-SA-2026:0098: glibc security update (Critical)",
    cves: ["CVE-2026-10861"],
    necessity: "asap",
    needsRestart: true,
    packages: ["glibc", "glibc-common"],
  },
  curl: {
    name: "alilinux3:2.1:def:ALINUX3-SA-2026:0087",
    alias: "ALINUX3-SA-2026:0087: curl security update (Moderate)",
    cves: ["CVE-2026-09313"],
    necessity: "later",
    needsRestart: false,
    packages: ["curl", "libcurl"],
  },
  vim: {
    name: "alilinux3:2.1:def:ALINUX3-SA-2026:0052",
    alias: "ALINUX3-SA-2026:0052: vim security update (Low)",
    cves: ["CVE-2026-04417"],
    necessity: "nntf",
    needsRestart: false,
    packages: ["vim-minimal"],
  },
  kernel: {
    name: "alilinux3:2.1:def:ALINUX3-SA-2026:0131",
    alias: "ALINUX3-SA-2026:0131: kernel security update (Important)",
    cves: ["CVE-2026-23019"],
    necessity: "asap",
    needsRestart: true,
    packages: ["kernel", "kernel-core"],
  },
} as const satisfies Record<string, Vulnerability>;

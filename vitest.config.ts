import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Pure rules: no sockets, no files, so that they can share a process.
        test: {
          name: "rules",
          include: ["test/rules/**/*.test.ts"],
          pool: "threads",
          isolate: false,
          sequence: { groupOrder: 0 },
          // Thousands of generated cases take a while where other work has the machine.
          testTimeout: 30_000,
        },
      },
      {
        // Parts against the sandbox and the disk, over real sockets.
        test: {
          name: "parts",
          include: ["test/parts/**/*.test.ts", "test/sandbox/**/*.test.ts"],
          pool: "forks",
          // They wait for Slack's pace and for the cloud's clock more than they work: more of them at once than there are cores.
          maxWorkers: 6,
          sequence: { groupOrder: 1 },
          globalSetup: "test/support/database-server.ts",
          testTimeout: 30_000,
          // CommonJS packages come as Node gives them, so that tests import what the program imports.
          deps: { interopDefault: false },
        },
      },
      {
        // The whole program as people use it: in a browser, and through crashes.
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          pool: "forks",
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          deps: { interopDefault: false },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

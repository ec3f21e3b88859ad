import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Pure rules: no sockets, no files, so that they can share a process.
        test: { name: "rules", include: ["test/rules/**/*.test.ts"], pool: "threads", isolate: false },
      },
      {
        // Parts against the sandbox and the disk, over real sockets.
        test: {
          name: "parts",
          include: ["test/parts/**/*.test.ts", "test/sandbox/**/*.test.ts"],
          pool: "forks",
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
          deps: { interopDefault: false },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

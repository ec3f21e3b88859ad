import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import * as z from "zod";

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

test("the image tells Node what npm start tells it", async () => {
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(await read("package.json")));
  const [, command] = /^CMD (\[.+\])$/m.exec(await read("Dockerfile")) ?? [];

  expect(JSON.parse(command ?? "null")).toEqual(scripts.start.split(" "));
});

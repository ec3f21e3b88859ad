import type * as z from "zod";

/** One thing that is wrong with blocks or a view. */
export interface Problem {
  readonly code: string;
  /** In Slack's words, without the pointer. */
  readonly message: string;
  /** JSON pointer from the root of what was sent: `/blocks/0/text/text`. */
  readonly pointer: string;
  /** The last name on the way to it. */
  readonly field: string;
  /** The limit that was passed, where there is one. */
  readonly constraint?: number;
}

type Path = readonly PropertyKey[];

export function problemAt(path: Path, code: string, message: string, constraint?: number): Problem {
  const names = path.map(String);
  return {
    code,
    message,
    pointer: names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    field: names.findLast((name) => !/^\d+$/.test(name)) ?? "",
    ...(constraint === undefined ? {} : { constraint }),
  };
}

/** The sentence Slack puts into `errors` and, after `[ERROR]`, into `response_metadata.messages`. */
export function sentence(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.pointer}]`;
}

/** Says zod's findings in Slack's words. `root` is what was parsed, `base` where it stands in the request. */
export function problemsOf(error: z.ZodError, root: unknown, base: Path): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, root, base));
}

function describe(issue: z.core.$ZodIssue, root: unknown, base: Path): Problem[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case "too_big":
      return [tooBig(issue, path)];
    case "too_small":
      return [tooSmall(issue, path)];
    case "invalid_type":
      return [wrongType(issue, root, path)];
    case "unrecognized_keys":
      return issue.keys.map((key) => problemAt(path, "unknown_property", `invalid additional property: ${key}`));
    case "invalid_union":
      return [unsupported(issue, root, path)];
    case "invalid_value":
      return [
        valueAt(root, issue.path) === undefined
          ? missing(path)
          : problemAt(path, "invalid_value", `must be one of: ${issue.values.map(String).join(", ")}`),
      ];
    case "custom":
      return [problemAt(path, String(issue.params?.["code"] ?? "invalid"), issue.message)];
    default:
      return [problemAt(path, "invalid", issue.message)];
  }
}

function tooBig(issue: Extract<z.core.$ZodIssue, { code: "too_big" }>, path: Path): Problem {
  const maximum = Number(issue.maximum);
  if (issue.origin === "string") {
    return problemAt(path, "too_long", `must be less than ${maximum + 1} characters`, maximum);
  }
  if (issue.origin === "array") return problemAt(path, "too_many", `no more than ${maximum} items allowed`, maximum);
  return problemAt(path, "too_big", `must be less than ${maximum + 1}`, maximum);
}

function tooSmall(issue: Extract<z.core.$ZodIssue, { code: "too_small" }>, path: Path): Problem {
  const minimum = Number(issue.minimum);
  if (issue.origin === "string") {
    return problemAt(path, "too_short", `must be more than ${minimum - 1} characters`, minimum);
  }
  if (issue.origin === "array") return problemAt(path, "too_few", `no less than ${minimum} items required`, minimum);
  return problemAt(path, "too_small", `must be more than ${minimum - 1}`, minimum);
}

function wrongType(issue: Extract<z.core.$ZodIssue, { code: "invalid_type" }>, root: unknown, path: Path): Problem {
  if (valueAt(root, issue.path) === undefined) return missing(path);
  const article = issue.expected === "array" || issue.expected === "object" || issue.expected === "int" ? "an" : "a";
  return problemAt(path, "invalid_type", `must provide ${article} ${issue.expected}`);
}

function unsupported(issue: Extract<z.core.$ZodIssue, { code: "invalid_union" }>, root: unknown, path: Path): Problem {
  const value = valueAt(root, issue.path);
  if (issue.discriminator === undefined) return problemAt(path, "invalid", "failed to match all allowed schemas");
  if (value === undefined) return missing(path);
  return problemAt(path, "unsupported_type", `unsupported type: ${typeof value === "string" ? value : "unknown"}`);
}

function missing(path: Path): Problem {
  return problemAt(path.slice(0, -1), "missing_field", `missing required field: ${String(path.at(-1) ?? "")}`);
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

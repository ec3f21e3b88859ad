import { parseSync, Visitor } from "oxc-parser";

/**
 * Has every object that begins with the properties of another one, `{ ...one, more }`, begin with those of nothing: the same object, made another way.
 *
 * Node 20 (V8 11.3) puts what such an object is given besides among the objects that live long, and with it all that hangs on it: of each request
 * to a Bolt app everything stays until the next full collection. 22 and later do not. `docs/decisions.md` has what was measured.
 *
 * @param code a module
 */
export function withShortLivedSpreads(code) {
  const { program, errors } = parseSync("program.mjs", code);
  if (errors.length > 0) throw new Error(errors[0].message);
  const insides = [];
  new Visitor({
    ObjectExpression({ start, properties }) {
      if (properties.at(0)?.type === "SpreadElement") insides.push(start + 1);
    },
  }).visit(program);
  const cuts = [0, ...insides.toSorted((one, other) => one - other), code.length];
  return cuts
    .slice(1)
    .map((cut, at) => code.slice(cuts[at], cut))
    .join("...null,");
}

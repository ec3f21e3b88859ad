import * as fc from "fast-check";
import * as z from "zod";

/** Names as nobody has them: figures alone, so that every letter in what is written about them is a word of ours. */
const names = ["47", "1024", "7 8"];
/** For what has a form of its own. */
const formed = ["op-2347", "7".repeat(64)];
const anything = [null, true, "47", 8, [], ["47", "48"], { "3": { "4": "5" } }, [{ key: "3", value: "4" }]];

/** Values of a schema. New kinds of change, events and warnings come by themselves, as soon as their schema knows them. */
export function valuesOf<Value>(schema: z.ZodType<Value>): fc.Arbitrary<Value> {
  return drawn(schema).map((value) => schema.parse(value));
}

function drawn(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodObject) {
    return fc.record(Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, drawn(field)])));
  }
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(drawn));
  if (schema instanceof z.ZodNullable) return fc.oneof(fc.constant(null), drawn(schema.unwrap()));
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodOptional) return drawn(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return drawn(schema.unwrap());
  if (schema instanceof z.ZodArray) {
    // Lists of names are never empty where something is said of them.
    const minLength = schema.element instanceof z.ZodString || schema.element instanceof z.ZodEnum ? 1 : 0;
    const items = fc.array(drawn(schema.element), { minLength, maxLength: 4 });
    return items.filter((each) => schema.safeParse(each).success);
  }
  if (schema instanceof z.ZodRecord) return fc.dictionary(fc.constantFrom("3", "4"), drawn(schema.valueType));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) {
    return fc.oneof(fc.integer({ min: 0, max: 40 }), fc.nat()).filter((each) => schema.safeParse(each).success);
  }
  if (schema instanceof z.ZodString) {
    const fitting = (all: readonly string[]): readonly string[] => all.filter((each) => schema.safeParse(each).success);
    return fc.constantFrom(...(fitting(names).length > 0 ? fitting(names) : fitting(formed)));
  }
  return fc.constantFrom(...anything).filter((each) => z.safeParse(schema, each).success);
}

import { randomInt } from "node:crypto";
import { type OperationId, operationId, operationIdAlphabet, operationIdLength } from "./domain/ids.ts";

/** Draws an id; the engine draws again where it is taken. */
export function drawId(): OperationId {
  const letters = Array.from(
    { length: operationIdLength },
    () => operationIdAlphabet[randomInt(operationIdAlphabet.length)] ?? "",
  );
  return operationId.parse(`op-${letters.join("")}`);
}

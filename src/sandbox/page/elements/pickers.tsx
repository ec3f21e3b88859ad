import { format, fromUnixTime, getUnixTime } from "date-fns";
import type { ReactNode } from "react";
import { controlAttributes, type Field, useValue } from "./field.ts";
import type { PickerElement } from "./schemas.ts";

/** Pickers of a day, a time, or both (Slack: "Date picker", "Time picker", "Datetime picker element"). */
export function Picker({ element, field }: { readonly element: PickerElement; readonly field: Field }): ReactNode {
  const { value, change } = useValue(element, field);
  const { input, shown, held } = kindOf(element.type);
  return (
    <input
      {...controlAttributes(field, element.focus_on_load)}
      className="text-input picker"
      type={input}
      value={shown(value)}
      onChange={(event) => change({ type: element.type, ...held(event.target.value) })}
    />
  );
}

interface Kind {
  readonly input: "date" | "time" | "datetime-local";
  /** A value as the browser's own input writes it. */
  shown(value: Readonly<Record<string, unknown>>): string;
  held(written: string): Readonly<Record<string, unknown>>;
}

function kindOf(type: PickerElement["type"]): Kind {
  switch (type) {
    case "datepicker":
      return plainKind("date", "selected_date");
    case "timepicker":
      return plainKind("time", "selected_time");
    case "datetimepicker":
      return {
        input: "datetime-local",
        shown: ({ selected_date_time: seconds }) =>
          typeof seconds === "number" ? format(fromUnixTime(seconds), "yyyy-MM-dd'T'HH:mm") : "",
        // The browser gives a moment of the reader's zone; Slack takes seconds since 1970.
        held: (written) => ({ selected_date_time: written === "" ? null : getUnixTime(new Date(written)) }),
      };
  }
}

function plainKind(input: "date" | "time", name: "selected_date" | "selected_time"): Kind {
  return {
    input,
    shown: (value) => (typeof value[name] === "string" ? value[name] : ""),
    held: (written) => ({ [name]: written === "" ? null : written }),
  };
}

import type { ReactNode } from "react";
import * as z from "zod";
import { option, type Option } from "../blocks/composition.ts";
import { Text } from "../blocks/text.tsx";
import { type Field, useValue } from "./field.ts";
import type { CheckboxesElement, RadioButtonsElement } from "./schemas.ts";

const options = z.array(option);

/** Checkboxes: any number of options (Slack: "Checkboxes element"). */
export function Checkboxes({
  element,
  field,
}: {
  readonly element: CheckboxesElement;
  readonly field: Field;
}): ReactNode {
  const { value, change } = useValue(element, field);
  const chosen = options.catch([]).parse(value["selected_options"]);
  const toggle = (which: Option, on: boolean): void => {
    // In the order of the list, whatever was ticked first.
    const next = element.options.filter((each) =>
      each.value === which.value ? on : chosen.some((other) => other.value === each.value),
    );
    change({ type: element.type, selected_options: next });
  };
  return (
    <Choices
      kind="checkbox"
      options={element.options}
      field={field}
      isChosen={(each) => chosen.some(({ value: other }) => other === each.value)}
      onChange={toggle}
    />
  );
}

/** Radio buttons: one option (Slack: "Radio button group element"). */
export function RadioButtons({
  element,
  field,
}: {
  readonly element: RadioButtonsElement;
  readonly field: Field;
}): ReactNode {
  const { value, change } = useValue(element, field);
  const chosen = option.safeParse(value["selected_option"]);
  return (
    <Choices
      kind="radio"
      options={element.options}
      field={field}
      isChosen={(each) => chosen.success && chosen.data.value === each.value}
      onChange={(each) => change({ type: element.type, selected_option: each })}
    />
  );
}

function Choices({
  kind,
  options: offered,
  field,
  isChosen,
  onChange,
}: {
  readonly kind: "checkbox" | "radio";
  readonly options: readonly Option[];
  readonly field: Field;
  readonly isChosen: (option: Option) => boolean;
  readonly onChange: (option: Option, on: boolean) => void;
}): ReactNode {
  return (
    <div
      className="choices"
      role={kind === "radio" ? "radiogroup" : "group"}
      aria-labelledby={field.label === undefined ? `${field.id}-label` : undefined}
      aria-label={field.label}
      aria-describedby={field.describedBy}
    >
      {offered.map((each, at) => (
        <label key={each.value ?? at} className="choice">
          <input
            type={kind}
            name={field.id}
            checked={isChosen(each)}
            onChange={(event) => onChange(each, event.target.checked)}
          />
          <span>
            <Text text={each.text} />
            {each.description !== undefined && (
              <span className="choice-description">
                <Text text={each.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}

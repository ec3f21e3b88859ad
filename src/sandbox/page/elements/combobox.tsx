import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { controlAttributes, type Field } from "./field.ts";
import { Popup } from "./popup.tsx";

/** Something one can choose. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly group: string | undefined;
}

/** How long typing rests before a menu asks for options; in milliseconds. */
const askAfter = 200;

/** A menu one can type into: one choice or several, known beforehand or found while typing. */
export function Combobox<Item extends Choice>({
  field,
  placeholder,
  chosen,
  several,
  focusOnLoad,
  minimum = 0,
  find,
  onChoose,
  onRemove,
}: {
  readonly field: Field;
  readonly placeholder: string;
  readonly chosen: readonly Item[];
  readonly several: boolean;
  readonly focusOnLoad: boolean | undefined;
  /** Characters one must type before anything is looked for. */
  readonly minimum?: number;
  /** Choices for what was typed; a promise where the app must be asked. */
  readonly find: (query: string) => readonly Item[] | Promise<readonly Item[]>;
  readonly onChoose: (choice: Item) => void;
  readonly onRemove: (choice: Item) => void;
}): ReactNode {
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = query !== null;
  const tooShort = open && query.length < minimum;
  const found = useFound(find, tooShort ? null : query);
  const choices = found ?? [];
  const close = (): void => setQuery(null);
  const show = (typed: string): void => {
    setQuery(typed);
    setActive(0);
  };
  const choose = (choice: Item): void => {
    onChoose(choice);
    if (several) show("");
    else close();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = chosen.at(-1);
    const picked = choices[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) setActive(Math.max(0, Math.min(choices.length - 1, active + (event.key === "ArrowDown" ? 1 : -1))));
      else show("");
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (picked !== undefined) choose(picked);
    } else if (event.key === "Escape" && open) {
      // Closes the list, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && several && (query ?? "") === "" && last !== undefined) {
      onRemove(last);
    }
  };

  const single = several ? undefined : chosen[0];
  return (
    <div ref={box} className={open ? "combobox combobox-open" : "combobox"} onClick={() => input.current?.focus()}>
      {several &&
        chosen.map((choice) => (
          <span key={choice.key} className="chip">
            {choice.label}
            <button type="button" aria-label={`Remove ${choice.label}`} onClick={() => onRemove(choice)}>
              ×
            </button>
          </span>
        ))}
      <input
        {...controlAttributes(field, focusOnLoad)}
        ref={input}
        role="combobox"
        type="text"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && choices.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={single?.label ?? (several && chosen.length > 0 ? "" : placeholder)}
        value={query ?? single?.label ?? ""}
        onClick={() => show(query ?? "")}
        onChange={(event) => show(event.target.value)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <span className="combobox-arrow" aria-hidden="true" />
      {open && (
        <Popup anchor={box} className="listbox" onClose={close}>
          <div id={listId} role="listbox" aria-label={placeholder} aria-multiselectable={several}>
            {choices.map((choice, at) => (
              <ChoiceRow
                key={choice.key}
                id={`${listId}-${at}`}
                choice={choice}
                heading={choice.group === choices[at - 1]?.group ? undefined : choice.group}
                active={at === active}
                chosen={chosen.some(({ key }) => key === choice.key)}
                onChoose={() => choose(choice)}
              />
            ))}
          </div>
          {tooShort && <p className="listbox-note">Type {minimum} characters or more</p>}
          {!tooShort && choices.length === 0 && (
            <p className="listbox-note">{found === null ? "Searching…" : "No results"}</p>
          )}
        </Popup>
      )}
    </div>
  );
}

function ChoiceRow({
  id,
  choice,
  heading,
  active,
  chosen,
  onChoose,
}: {
  readonly id: string;
  readonly choice: Choice;
  readonly heading: string | undefined;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      {heading !== undefined && (
        <div className="option-group" role="presentation">
          {heading}
        </div>
      )}
      <div
        ref={row}
        id={id}
        role="option"
        aria-selected={chosen}
        className={active ? "option option-active" : "option"}
        // Pressing must not take the focus out of the field, for that closes the list.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation();
          onChoose();
        }}
      >
        {choice.label}
        {choice.description !== undefined && <small>{choice.description}</small>}
      </div>
    </>
  );
}

/** What was found for a query; null while it is being asked for, and where nobody asks. */
function useFound<Item extends Choice>(
  find: (query: string) => readonly Item[] | Promise<readonly Item[]>,
  query: string | null,
): readonly Item[] | null {
  const [answer, setAnswer] = useState<{ readonly query: string; readonly choices: readonly Item[] } | null>(null);
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useEffect(() => {
    if (query === null) {
      setAnswer(null);
      return undefined;
    }
    let outdated = false;
    const ask = async (): Promise<void> => {
      const choices = await latest.current(query);
      if (!outdated) setAnswer({ query, choices });
    };
    const waiting = setTimeout(() => void ask(), query === "" ? 0 : askAfter);
    return () => {
      outdated = true;
      clearTimeout(waiting);
    };
  }, [query]);
  return answer?.query === query ? answer.choices : null;
}

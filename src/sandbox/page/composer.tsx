import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { Delivery, PageState } from "../page-protocol.ts";

/** What became of a line: null, or what to tell the person who typed it. */
export type SendLine = (line: string) => Promise<string | null>;

type Commands = PageState["commands"];

/** Where one types. Enter sends, Shift+Enter begins a new line, arrow up brings back what was sent before. */
export function Composer({
  label,
  commands,
  onSend,
}: {
  readonly label: string;
  /** Those to give hints on; none in a thread, where no command works. */
  readonly commands: Commands;
  readonly onSend: SendLine;
}): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [sent, setSent] = useState<readonly string[]>([]);
  // How many lines back one is; 0 for the line being typed.
  const [back, setBack] = useState(0);

  const send = async (): Promise<void> => {
    const line = text.trim();
    if (line === "") return;
    setText("");
    setProblem(null);
    setSent([...sent, line]);
    setBack(0);
    setProblem(await onSend(line));
  };
  const recall = (steps: number): void => {
    const next = Math.max(0, Math.min(sent.length, back + steps));
    setBack(next);
    setText(next === 0 ? "" : (sent.at(-next) ?? ""));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends a word that is being composed, in Chinese for example.
    if (event.nativeEvent.isComposing) return;
    const hinted = hints(commands, text)[0];
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "ArrowUp" && sent.length > back && (text === "" || back > 0)) {
      event.preventDefault();
      recall(1);
    } else if (event.key === "ArrowDown" && back > 0) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "Tab" && hinted !== undefined && !text.includes(" ")) {
      event.preventDefault();
      setText(`${hinted.command} `);
    }
  };

  return (
    <div className="composer">
      {problem !== null && (
        <div className="composer-problem" role="alert">
          <span>{problem}</span>
          <button type="button" className="tool" aria-label="Dismiss" onClick={() => setProblem(null)}>
            ×
          </button>
        </div>
      )}
      <Hints hints={hints(commands, text)} />
      <div className="composer-box">
        <textarea
          ref={field}
          aria-label={label}
          placeholder={label}
          rows={1}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setBack(0);
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={text.trim() === ""}
          onClick={() => {
            void send();
            field.current?.focus();
          }}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 3l15 7-15 7 2-6 7-1-7-1z" fill="currentColor" />
          </svg>
        </button>
      </div>
    </div>
  );
}

/** Commands that the line may become or is. */
function hints(commands: Commands, line: string): Commands {
  const [word = ""] = line.split(" ", 1);
  if (!word.startsWith("/")) return [];
  return commands.filter(({ command }) => (line.includes(" ") ? command === word : command.startsWith(word)));
}

function Hints({ hints: shown }: { readonly hints: Commands }): ReactNode {
  if (shown.length === 0) return null;
  return (
    <ul className="hints" aria-label="Commands">
      {shown.map(({ command, usageHint }) => (
        <li key={command}>
          <strong>{command}</strong> <span>{usageHint}</span>
        </li>
      ))}
    </ul>
  );
}

/** What Slack tells somebody whose command did not work. */
export function commandProblem(line: string, { ok, error }: Delivery): string | null {
  if (ok) return null;
  const [command = line] = line.split(/\s/, 1);
  if (error === "unknown_command") return `${command} is not a valid command.`;
  return `${command} failed with the error "${error ?? "unknown_error"}"`;
}

/** What Slack tells somebody whose message did not get through. */
export function messageProblem({ ok, error }: Delivery): string | null {
  if (ok) return null;
  return error === "restricted_action_read_only_channel"
    ? "You are not allowed to post in this channel."
    : `Your message was not sent (${error ?? "unknown_error"}).`;
}

import type { ReactNode } from "react";

/** A person's initials on a colour of their own; the app has a lifebuoy. */
export function Avatar({ id, name, isApp }: { readonly id: string; readonly name: string; readonly isApp: boolean }) {
  if (isApp) return <Lifebuoy />;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join("");
  return (
    <span className="avatar" style={{ backgroundColor: colourOf(id) }} aria-hidden="true">
      {initials}
    </span>
  );
}

const colours = ["#3d6b8e", "#7a5195", "#2f7d6b", "#a2562f", "#8a4a5f", "#5b6abf", "#6b7a2f", "#946c1b"];

function colourOf(id: string): string {
  const sum = Array.from(id).reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9_973, 7);
  return colours[sum % colours.length] ?? "#3d6b8e";
}

function Lifebuoy(): ReactNode {
  const ring = { cx: 16, cy: 16, r: 8.5, fill: "none", strokeWidth: 6 };
  // Eight arcs of the ring, every second one red, turned so that a red one is on top.
  const arc = (2 * Math.PI * ring.r) / 8;
  return (
    <svg className="avatar" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" fill="#12384a" />
      <circle {...ring} stroke="#fff" />
      <circle {...ring} stroke="#e4572e" strokeDasharray={`${arc} ${arc}`} strokeDashoffset={arc / 2} />
    </svg>
  );
}

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** Something that opens beside a control, above all dialogs. It closes on a click elsewhere. */
export function Popup({
  anchor,
  className,
  onClose,
  children,
}: {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly className: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null) return;
    const place = (): void => placeBeside(element, anchor.current);
    element.showPopover();
    place();
    // The list grows and shrinks while one types, and what it hangs on may scroll.
    const growth = new ResizeObserver(place);
    growth.observe(element);
    document.addEventListener("scroll", place, true);
    window.addEventListener("resize", place);
    return () => {
      growth.disconnect();
      document.removeEventListener("scroll", place, true);
      window.removeEventListener("resize", place);
    };
  }, [anchor]);
  useEffect(() => {
    const onPress = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node)) return;
      if (popup.current?.contains(target) !== true && anchor.current?.contains(target) !== true) onClose();
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [anchor, onClose]);
  return (
    <div ref={popup} popover="manual" className={`popup ${className}`}>
      {children}
    </div>
  );
}

/** Below the control where there is room, else above it; never outside the window. */
function placeBeside(popup: HTMLElement, anchor: HTMLElement | null): void {
  if (anchor === null) return;
  const gap = 4;
  const control = anchor.getBoundingClientRect();
  popup.style.minWidth = `${control.width}px`;
  const { width, height } = popup.getBoundingClientRect();
  const below = control.bottom + gap + height <= window.innerHeight || control.top < height + gap;
  popup.style.top = `${below ? control.bottom + gap : control.top - gap - height}px`;
  popup.style.left = `${Math.max(gap, Math.min(control.left, window.innerWidth - width - gap))}px`;
}

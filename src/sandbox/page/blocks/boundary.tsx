import { Component, type ReactNode } from "react";

interface Properties {
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps a failure to draw one block from taking the page with it. React offers this to classes only. */
export class Boundary extends Component<Properties, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

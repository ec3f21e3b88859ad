import { type ReactNode, useEffect } from "react";
import type { PageState } from "../page-protocol.ts";
import { Blocks } from "./blocks/blocks.tsx";
import { openHome } from "./server.ts";
import { SurfaceProvider } from "./surface.tsx";

/** The App Home of the person one acts as. The app is told each time one comes here. */
export function Home({ state, appName }: { readonly state: PageState; readonly appName: string }): ReactNode {
  const { me, home } = state;
  useEffect(() => {
    void openHome({ as: me });
  }, [me]);
  return (
    <section className="home" aria-label={`${appName} Home`}>
      {home === null ? (
        <p className="empty">{appName} has not published a Home for you yet.</p>
      ) : (
        <SurfaceProvider key={home.id} place={{ kind: "view", id: home.id }} blocks={home.blocks}>
          <Blocks blocks={home.blocks} />
        </SurfaceProvider>
      )}
    </section>
  );
}

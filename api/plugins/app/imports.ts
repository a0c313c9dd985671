import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../../deps.ts';
import { createImporter, type Importer } from '../../imports/importer.ts';

declare module 'fastify' {
  interface FastifyInstance {
    importer: Importer;
  }
}

/** How often imports are looked for that another process has left. */
const LOOK_EVERY_MS = 60_000;

/** Takes in imported files in the background, those included that were cut off when a process ended. */
export function addImporter(app: FastifyInstance, deps: ApiDeps): void {
  const importer = createImporter(deps);
  app.decorate('importer', importer);
  const look = () => {
    importer.resume().catch((err: unknown) => deps.logger.warn({ err }, 'imports could not be looked for'));
  };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    look();
    timer = setInterval(look, LOOK_EVERY_MS);
    timer.unref();
  });
  app.addHook('preClose', async () => {
    clearInterval(timer);
    await importer.stop();
  });
}

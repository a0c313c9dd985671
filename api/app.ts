import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { ApiDeps } from './deps.ts';
import { addAuthentication } from './plugins/app/authentication.ts';
import { addClosing } from './plugins/app/closing.ts';
import { addErrorHandling } from './plugins/app/errors.ts';
import { addImporter } from './plugins/app/imports.ts';
import { addRequestContext } from './plugins/app/request-context.ts';
import { addRequestLog } from './plugins/app/request-log.ts';
import { addValidation } from './plugins/app/validation.ts';
import { addDocs } from './plugins/external/docs.ts';
import { addOpenApi } from './plugins/external/openapi.ts';
import { addRateLimits } from './plugins/external/rate-limit.ts';
import { addSecurityHeaders } from './plugins/external/security-headers.ts';
import { addUploads } from './plugins/external/uploads.ts';
import { registerRoutes } from './route.ts';
import { addErrorPages } from './routes/error-pages.ts';
import { addHealth } from './routes/health.ts';
import { routes } from './routes/routes.ts';
import { addWebhooks } from './routes/webhooks.ts';

const VERSION = '1';

/** The API, ready to listen. Everything it does outside its process goes through `deps`. */
export async function buildApi(deps: ApiDeps): Promise<FastifyInstance> {
  // Widened: otherwise every plugin would have to know the logger's own type.
  const loggerInstance: FastifyBaseLogger = deps.logger;
  const app = Fastify({
    loggerInstance,
    // Its own lines hold paths, and so names; `addRequestLog` writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: () => deps.newId('req'),
    bodyLimit: deps.limits.bodyBytes,
    routerOptions: { maxParamLength: 300 },
    return503OnClosing: true,
  });
  // JSON and, for files, multipart: nothing else is read.
  app.removeContentTypeParser('text/plain');
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // A client that names the media type and sends nothing has sent no body: whether the call takes one is the schema's to say.
    if (body === '') done(null, null);
    else void readJson(request, String(body), done);
  });
  addClosing(app, deps.limits);
  addRequestContext(app);
  addErrorHandling(app, deps);
  addValidation(app);
  addRequestLog(app, deps);
  const countStranger = await addRateLimits(app, deps.limits);
  addAuthentication(app, deps, countStranger);
  await addSecurityHeaders(app);
  await addUploads(app, deps.limits);
  await addOpenApi(app, VERSION);
  await addDocs(app);
  addImporter(app, deps);
  addHealth(app, deps);
  addErrorPages(app);
  addWebhooks(app, deps, countStranger);
  registerRoutes(app, deps, routes);
  await app.ready();
  return app;
}

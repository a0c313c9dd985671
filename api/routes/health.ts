import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { live, ready } from '../../contracts/health.ts';
import type { ApiDeps } from '../deps.ts';
import { wireOf } from '../resource.ts';
import { sendJson } from '../send.ts';

const DATABASE_WITHIN_MS = 2_000;

/** For launchers and load balancers; no token, and not counted. */
export function addHealth(app: FastifyInstance, { db, lifecycle }: ApiDeps): void {
  const config = { rateLimit: false } as const;
  const schema = { tags: ['health'], security: [] };
  app.get(
    '/health/live',
    { config, schema: { ...schema, summary: 'The process runs', response: { 200: live } } },
    (_request, reply) => sendJson(reply, 200, wireOf(live, { status: 'live' })),
  );
  app.get(
    '/health/ready',
    { config, schema: { ...schema, summary: 'The API can take facts', response: { 200: ready, 503: ready } } },
    async (_request, reply) => {
      const [database, temporal] = await Promise.all([databaseAnswers(), lifecycle.reachable()]);
      const view = {
        status: database ? 'ready' : 'notReady',
        database: upOrDown(database),
        temporal: upOrDown(temporal),
      } as const;
      return sendJson(reply, database ? 200 : 503, wireOf(ready, view));
    },
  );

  async function databaseAnswers(): Promise<boolean> {
    const asked = sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
    return await Promise.race([
      asked,
      new Promise<boolean>((resolve) => setTimeout(resolve, DATABASE_WITHIN_MS, false).unref()),
    ]);
  }
}

function upOrDown(answers: boolean): 'up' | 'down' {
  return answers ? 'up' : 'down';
}

import { expect, test } from 'vitest';
import { createMetrics, serveMetrics } from '../../api/metrics.ts';
import { startApi } from './support/api.ts';

test('an API without Temporal is ready, because it still takes facts; without PostgreSQL it is not', async () => {
  const api = await startApi();
  const ready = await api.ask('GET', '/health/ready', { as: null });
  expect([ready.status, ready.body]).toEqual([200, { status: 'ready', database: 'up', temporal: 'down' }]);
  await api.db.destroy();
  const not = await api.ask('GET', '/health/ready', { as: null });
  expect([not.status, not.body['database']]).toEqual([503, 'down']);
  expect((await api.ask('GET', '/health/live', { as: null })).body).toEqual({ status: 'live' });
});

test('metrics have a port of their own and name routes, never ids', async () => {
  const metrics = createMetrics();
  const server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
  metrics.refusals.inc({ code: 'not_found' });
  metrics.requests.observe({ route: '/v1/customers/:customer', method: 'GET', status: 404 }, 0.01);
  const text = await (await fetch(server.url)).text();
  expect(text).toContain('tenure_api_refusals_total{code="not_found"} 1');
  expect(text).toContain('route="/v1/customers/:customer"');
  expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404);
  await server.close();
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the API counts, for Prometheus. Labels name routes, never paths: a path may hold an id. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'route' | 'method' | 'status'>;
  readonly refusals: Counter<'code'>;
  /** Writes whose effect on the life was not decided within the deadline (202). */
  readonly undecided: Counter;
  readonly inFlight: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tenure_api_' });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'tenure_api_request_seconds',
      help: 'Time to answer a request, by route, method and status.',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30],
      registers,
    }),
    refusals: new Counter({
      name: 'tenure_api_refusals_total',
      help: 'Refused requests, by code.',
      labelNames: ['code'] as const,
      registers,
    }),
    undecided: new Counter({
      name: 'tenure_api_undecided_total',
      help: 'Writes that were answered with 202 because the life did not answer in time.',
      registers,
    }),
    inFlight: new Gauge({ name: 'tenure_api_requests_in_flight', help: 'Requests being answered.', registers }),
  };
}

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the metrics on a port of their own, which no proxy forwards. */
export async function serveMetrics(
  metrics: Metrics,
  address: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  const { port } = await listen(server, address);
  return {
    url: `http://${address.host}:${port}/metrics`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the metrics listen on no port'));
      else resolve(address);
    });
  });
}

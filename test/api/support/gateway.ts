import { randomInt } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { startGateway } from '../../../simulators/gateway/start.ts';
import { lever } from '../../simulators/support/levers.ts';
import { GATEWAY_SECRET, gatewayAt, startApi, type TestApi, type TestApiOptions } from './api.ts';

/** An API with a gateway behind it that speaks Stripe's protocol, and tells the API what happens. */
export interface ApiWithGateway {
  readonly api: TestApi;
  readonly gatewayUrl: string;
  /** Pulls a lever of the gateway. */
  readonly pull: <T = unknown>(method: string, path: string, body?: object) => Promise<T>;
  /** A card that the customer has left with the gateway; answers its id. */
  readonly card: (funding: 'credit' | 'debit' | 'prepaid' | 'unknown') => Promise<string>;
}

/** One API and one gateway for all tests of a file. */
export function sharedApiWithGateway(options: Omit<TestApiOptions, 'gateway'> = {}): () => ApiWithGateway {
  let shared: ApiWithGateway | undefined;
  let close: () => Promise<void> = async () => {};
  beforeAll(async () => {
    const simulator = await startGateway({ secretKey: 'sk_test_simulated', firstRetryMs: 20 });
    const api = await startApi({ ...options, gateway: gatewayAt(simulator.url) }, (end) => {
      close = async () => {
        await simulator.stop();
        await end();
      };
    });
    const pull = <T>(method: string, path: string, body?: object): Promise<T> =>
      lever<T>(simulator.url, method, path, body);
    await pull('POST', 'webhook', { url: `${api.url}/webhooks/stripe`, secret: GATEWAY_SECRET });
    shared = {
      api,
      gatewayUrl: simulator.url,
      pull,
      card: async (funding) => {
        // Each has a number of its own: one card of two customers is a circumstance, and another test's matter.
        const number = `4000${String(randomInt(1e12 - 1)).padStart(12, '0')}`;
        return (await pull<{ id: string }>('POST', 'payment-methods', { funding, number })).id;
      },
    };
  });
  afterAll(() => close());
  return () => {
    if (shared === undefined) throw new Error('the API is there once the tests run');
    return shared;
  };
}

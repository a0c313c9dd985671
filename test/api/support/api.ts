import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createGateway } from '../../../adapters/gateway/create-gateway.ts';
import type { Gateway } from '../../../adapters/gateway/port.ts';
import { verifyMailWebhook } from '../../../adapters/mail/mail-webhook.ts';
import { meaningOf } from '../../../adapters/partner-center/errors.ts';
import { PartnerCenterError } from '../../../adapters/partner-center/partner-center-error.ts';
import { createPartnerWebhooks } from '../../../adapters/partner-security/create-partner-webhooks.ts';
import { buildApi } from '../../../api/app.ts';
import type { ClockMover } from '../../../api/clock/clock-mover.ts';
import { type ApiDeps, type ApiLimits, DEFAULT_LIMITS } from '../../../api/deps.ts';
import type { Lifecycle } from '../../../api/lifecycle.ts';
import { ensureDefaults } from '../../../api/defaults.ts';
import { createMetrics } from '../../../api/metrics.ts';
import { ROLES } from '../../../api/roles.ts';
import { connect, type Db } from '../../../db/database.ts';
import { ensureServiceToken } from '../../../db/service-tokens.ts';
import type { Role } from '../../../db/tables/machinery-tables.ts';
import { Refusal } from '../../../domain/errors.ts';
import { USUAL_HYGIENE } from '../../../domain/hygiene/settings.ts';
import { newId } from '../../../domain/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const PEPPER = 'a pepper for tests only';

/** Temporal is away: the real situation in which every write is committed and answered with 202. */
export const temporalAway: Lifecycle = {
  changed: async () => 'pending',
  history: async () => [],
  reachable: async () => false,
};

/** What the senders of webhooks sign with. */
export const GATEWAY_SECRET = 'whsec_simulated';
export const MAIL_SECRET = 'mail_simulated';

/** A client of the gateway at this address, real or simulated. Default: one where nobody answers. */
export function gatewayAt(address = 'http://127.0.0.1:9'): Gateway {
  const { hostname, port } = new URL(address);
  return createGateway({
    secretKey: 'sk_test_simulated',
    webhookSecret: GATEWAY_SECRET,
    successUrl: 'https://tenure.example/paid',
    cancelUrl: 'https://tenure.example/not-paid',
    host: hostname,
    port: Number(port),
    protocol: 'http',
    timeoutMs: 2_000,
    maxRetries: 0,
  });
}

const nothingAtMicrosoft = async (): Promise<never> => {
  throw new Refusal('gateway_failed', 'this test does nothing at Microsoft');
};
const noMicrosoft: ApiDeps['partnerCenter'] = {
  listSubscriptions: nothingAtMicrosoft,
  createCustomer: nothingAtMicrosoft,
  readCustomer: nothingAtMicrosoft,
  relationshipRequestUrl: nothingAtMicrosoft,
};
const noOnboarding: ApiDeps['partnerOnboarding'] = {
  isDomainFree: nothingAtMicrosoft,
  checkAddress: nothingAtMicrosoft,
};

const noAzure = async (): Promise<never> => {
  throw new PartnerCenterError(meaningOf(503, null), { httpStatus: 503 });
};

const nobodyToAsk: ApiDeps['vatRegister'] = {
  check: async () => {
    throw new Error('this test asks no register');
  },
};

const noClocks: ClockMover = {
  advance: async () => {
    throw new Error('this test moves no clock');
  },
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into bodies of any shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: Record<string, any>;
}

export interface AskOptions {
  readonly as?: Role | null;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi {
  readonly url: string;
  readonly db: Db;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly ask: (method: string, path: string, options?: AskOptions) => Promise<Answered>;
}

export interface TestApiOptions {
  /** One that others use as well; default: an empty one of its own. */
  readonly database?: TestDatabase;
  readonly lifecycle?: (db: Db) => Lifecycle;
  readonly clockMover?: ClockMover;
  readonly partnerCenter?: ApiDeps['partnerCenter'];
  /** Default: Microsoft is away. */
  readonly azure?: ApiDeps['azure'];
  readonly partnerOnboarding?: ApiDeps['partnerOnboarding'];
  readonly partnerOrders?: ApiDeps['partnerOrders'];
  readonly firstPasswords?: ApiDeps['firstPasswords'];
  readonly gateway?: Gateway;
  readonly partnerWebhooks?: ApiDeps['partnerWebhooks'];
  readonly vatRegister?: ApiDeps['vatRegister'];
  readonly hurry?: ApiDeps['hurry'];
  readonly limits?: Partial<ApiLimits>;
  readonly testClocks?: boolean;
  readonly now?: () => number;
}

/** One API for all tests of a file, where they do not get in each other's way. */
export function sharedApi(options: TestApiOptions = {}): () => TestApi {
  let api: TestApi | undefined;
  let close: () => Promise<void> = async () => {};
  beforeAll(async () => {
    api = await startApi(options, (end) => {
      close = end;
    });
  });
  afterAll(() => close());
  return () => {
    if (api === undefined) throw new Error('the API is there once the tests run');
    return api;
  };
}

/** A listening API on a migrated database of its own, with a token for each role. Closed when the test has ended. */
export async function startApi(
  options: TestApiOptions = {},
  whenOver: (close: () => Promise<void>) => void = onTestFinished,
): Promise<TestApi> {
  const { url: databaseUrl } = options.database ?? (await createTestDatabase());
  const db = connect(databaseUrl, { max: 5 });
  const now = options.now ?? Date.now;
  const freshId: ApiDeps['newId'] = (prefix) => newId(prefix, { now: Date.now(), random: randomBytes(10) });
  const tokens = Object.fromEntries(ROLES.map((role) => [role, `token-${role}-${randomUUID()}`])) as Record<
    Role,
    string
  >;
  for (const role of ROLES) {
    await ensureServiceToken(db, {
      id: freshId('tok'),
      role,
      name: `the ${role}`,
      token: tokens[role],
      pepper: PEPPER,
      wallNow: now(),
    });
  }
  await ensureDefaults({ db, now, newId: freshId });
  const gateway = options.gateway ?? gatewayAt();
  const app = await buildApi({
    db,
    lifecycle: options.lifecycle?.(db) ?? temporalAway,
    clockMover: options.clockMover ?? noClocks,
    gateway,
    partnerCenter: options.partnerCenter ?? noMicrosoft,
    azure: options.azure ?? { list: noAzure, plans: noAzure, resources: noAzure },
    partnerOnboarding: options.partnerOnboarding ?? noOnboarding,
    partnerOrders: options.partnerOrders ?? { makeCart: nothingAtMicrosoft, currentOffer: nothingAtMicrosoft },
    firstPasswords: options.firstPasswords,
    vatRegister: options.vatRegister ?? nobodyToAsk,
    partnerWebhooks: options.partnerWebhooks ?? createPartnerWebhooks(),
    hurry: options.hurry ?? (async () => undefined),
    mail: { verifyWebhook: (body, signature) => verifyMailWebhook(body, signature, MAIL_SECRET, 300, now()) },
    logger: pino({ level: process.env['API_TEST_LOG'] ?? 'silent' }),
    metrics: createMetrics(),
    now,
    newId: freshId,
    partnerTenantId: '11111111-1111-4111-8111-111111111111',
    hygiene: USUAL_HYGIENE,
    unusedAfterDays: 90,
    tokenPepper: PEPPER,
    testClocks: options.testClocks ?? true,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  whenOver(async () => {
    await app.close();
    gateway.close();
    await db.destroy();
  });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, db, tokens, ask: (method, path, ask = {}) => askApi(url, tokens, method, path, ask) };
}

async function askApi(
  url: string,
  tokens: Readonly<Record<Role, string>>,
  method: string,
  path: string,
  ask: AskOptions,
): Promise<Answered> {
  const role = ask.as === undefined ? 'admin' : ask.as;
  const body = ask.text ?? (ask.body === undefined ? null : JSON.stringify(ask.body));
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(role === null ? {} : { authorization: `Bearer ${tokens[role]}` }),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(ask.key === undefined ? {} : { 'idempotency-key': ask.key }),
      ...ask.headers,
    },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}

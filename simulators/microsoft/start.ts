import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from '../kit/answer.ts';
import { commonControlRoutes, createControl } from '../kit/control.ts';
import { collection } from '../kit/documents.ts';
import type { Dialect } from '../kit/faulty-answer.ts';
import { createFaultyService, type Performed } from '../kit/faulty-service.ts';
import { createFaults, httpFaults, type Occasion } from '../kit/faults.ts';
import { type Call, listen } from '../kit/http-server.ts';
import type { Simulator } from '../kit/simulator.ts';
import { webhookFaults } from '../kit/webhook-faults.ts';
import { createAccessTokens } from './access-token.ts';
import { azureRoleControlRoutes } from './arm/role-control-routes.ts';
import { createArm, isArmPath, withArmHeaders } from './arm/arm.ts';
import { ArmFault, armFailure, armFaultAnswer, armThrottled } from './arm/arm-fault.ts';
import { alertControlRoutes } from './alerts/control-routes.ts';
import { microsoftControlRoutes } from './control-routes.ts';
import { directoryControlRoutes } from './directory/control-routes.ts';
import { delegatedControlRoutes } from './delegated/control-routes.ts';
import { settleRelationships } from './delegated/relationship.ts';
import { roleControlRoutes } from './directory/role-control-routes.ts';
import { bookControlRoutes } from './book/control-routes.ts';
import { machineControlRoutes } from './arm/machine-control-routes.ts';
import { entitlementControlRoutes } from './entitlements/control-routes.ts';
import { answerBlob, isBlobPath } from './billing/blob-store.ts';
import { underWayControlRoutes } from './orders/control-routes.ts';
import { createGraph, isGraphPath, withGraphHeaders } from './graph/graph.ts';
import { GraphFault, graphFailure, graphFaultAnswer, graphThrottled } from './graph/graph-fault.ts';
import { logControlRoutes } from './logs/control-routes.ts';
import { invoiceControlRoutes } from './invoices/control-routes.ts';
import { partnerOf } from './partner/account.ts';
import { partnerControlRoutes } from './partner/control-routes.ts';
import { createPartnerCenter, withPartnerHeaders } from './partner-center.ts';
import { failureAnswer, refusalAnswer, throttledAnswer } from './partner-fault.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import { scoreControlRoutes } from './score/routes.ts';
import { mailControlRoutes } from './mail/control-routes.ts';
import { serviceRequestControlRoutes } from './service-requests/routes.ts';
import { createThrottle } from './throttle.ts';
import { admits, consentControlRoutes } from './tenant-consent.ts';
import { answerTokenRequest } from './token-server.ts';
import { usageControlRoutes } from './usage/control-routes.ts';
import { refreshDaily, refreshEveryone } from './usage/refresh.ts';
import { catalogueControlRoutes } from './catalogue/control-routes.ts';
import { accountControlRoutes } from './customers/control-routes.ts';
import { createCertificates } from './webhooks/certificates.ts';
import { webhookControlRoutes } from './webhooks/control-routes.ts';
import type { Announcement } from './webhooks/event.ts';
import { announce, sendAllDue, sendDue } from './webhooks/late-events.ts';
import { createNotifier, webhookForge } from './webhooks/notifier.ts';
import { subjectOfCall } from './subject-of-call.ts';
import { openWorld, type Settings, type World } from './world.ts';

export interface MicrosoftOptions {
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly host?: string;
  /** Absent: everything is forgotten at the end. */
  readonly dataDir?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** First refresh token for App+User grants. Default `simulated-refresh-token`. */
  readonly refreshToken?: string | undefined;
  readonly partnerTenantId?: string;
  /** Default 3,600 s. */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** Contract 2.1 and 2.2: rules of requests that are not enforced; default none. */
  readonly lenient?: Settings['lenient'] | undefined;
  /** Default true. */
  readonly acceptUnknownTenants?: boolean | undefined;
  /** Contract 2.6: default 500 a minute and tenant. */
  readonly requestsPerMinute?: number | undefined;
  /** Contract 2.7: default 0, at most 15 minutes at Microsoft. Business time. */
  readonly visibleAfterMs?: number | undefined;
  /** Contract 20.5: default seven days. Business time. */
  readonly cartLifeMs?: number | undefined;
  /** Contract 7.1: default ten minutes. Business time. */
  readonly entitlementAfterMs?: number | undefined;
  /** Contract 18.3: default 0, so usage shows at the next midnight; a day at Microsoft. Business time. */
  readonly usageVisibleAfterMs?: number | undefined;
  /** Contract 13: default a day. Business time. */
  readonly signInsVisibleAfterMs?: number | undefined;
  /** First wait after a failed webhook; doubles. Default 1,000 ms of wall time. */
  readonly firstRetryMs?: number | undefined;
  /** Alerts on one page of Graph; default 100. */
  readonly graphPageSize?: number | undefined;
  /** Records on one page of a customer's log; default 200. */
  readonly logPageSize?: number | undefined;
  /** Contract 15.3: default a day. Business time. */
  readonly ratedAfterMs?: number | undefined;
  /** Contract 15.3: how long an export takes; default none. */
  readonly exportAfterMs?: number | undefined;
}

const DIALECT: Dialect = { failure: failureAnswer, throttled: throttledAnswer, refusal: refusalAnswer };
const GRAPH_DIALECT: Dialect = {
  failure: graphFailure,
  throttled: graphThrottled,
  refusal: (code, status) => graphFaultAnswer(new GraphFault(status ?? 400, String(code), 'Refused by the simulator.')),
};
const ARM_DIALECT: Dialect = {
  failure: armFailure,
  throttled: armThrottled,
  refusal: (code, status) => armFaultAnswer(new ArmFault(status ?? 400, String(code), 'Refused by the simulator.')),
};
const HTTP_KINDS = httpFaults.map((schema) => schema.shape.kind.value);
const microsoftFault = z.discriminatedUnion('kind', [...httpFaults, ...webhookFaults, webhookForge]);
type MicrosoftFault = z.infer<typeof microsoftFault>;
/** How soon the midnight of those on wall time is noticed. */
const REFRESH_EVERY_MS = 60_000;
const TOKEN_PATH = /^\/([^/]+)\/oauth2(\/v2\.0)?\/token$/i;

/** Starts the Microsoft simulator: token server, Partner Center REST and `/control/…` on one port. */
export async function startMicrosoft(options: MicrosoftOptions): Promise<Simulator> {
  const world = openWorld(options.dataDir, {
    partnerTenantId: options.partnerTenantId ?? '11111111-1111-4111-8111-111111111111',
    requestsPerMinute: options.requestsPerMinute ?? 500,
    lenient: options.lenient ?? [],
    acceptUnknownTenants: options.acceptUnknownTenants ?? true,
    visibleAfterMs: options.visibleAfterMs ?? 0,
    cartLifeMs: options.cartLifeMs ?? 7 * 24 * 3_600_000,
    provisionedAfterMs: 0,
    entitlementAfterMs: options.entitlementAfterMs ?? 600_000,
    usageVisibleAfterMs: options.usageVisibleAfterMs ?? 0,
    usageRefreshedAfterMs: 0,
    signInsVisibleAfterMs: options.signInsVisibleAfterMs ?? 86_400_000,
    sandbox: false,
    limits: {},
    mostUpdates: null,
    eventsAfterMs: {},
    graphAway: false,
    graphPageSize: options.graphPageSize ?? 100,
    logPageSize: options.logPageSize ?? 200,
    ratedAfterMs: options.ratedAfterMs ?? 86_400_000,
    exportAfterMs: options.exportAfterMs ?? 0,
    mfaEnforced: true,
    mailReadGranted: true,
  });
  const keys = collection<string>(world.db, 'signing-key');
  if (keys.get('token') === undefined) keys.put('token', '', randomBytes(32).toString('hex'));
  const tokens = createAccessTokens(keys.get('token') ?? '');
  const refreshTokens = createRefreshTokens(
    collection(world.db, 'refresh-token'),
    options.refreshToken ?? 'simulated-refresh-token',
  );
  const tokenServer = {
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 3600,
    tokens,
    refreshTokens,
    admits: (tenantId: string) => admits(world, tenantId),
    rolesOf: (kind: 'app' | 'user') => partnerOf(world).roles[kind === 'app' ? 'application' : 'person'],
  };
  const partnerCenter = createPartnerCenter(
    world,
    tokens,
    createThrottle(() => world.settings.requestsPerMinute),
  );
  const faults = createFaults<MicrosoftFault>(microsoftFault);
  const certificates = createCertificates(world);
  const notifier = createNotifier(world, certificates, faults, options.firstRetryMs);
  const send = (event: Announcement): void => notifier.deliver(event);
  world.onEvent.deliver = (event) => announce(world, event, send);
  world.onEvent.registered = () => notifier.retarget();
  const control = createControl([
    ...commonControlRoutes({
      clock: world.clock,
      faults,
      journal: world.journal,
      onClockMoved: (tenantId) => {
        catchUp(world, tenantId);
        world.db.transaction(() => sendDue(world, send, tenantId.toLowerCase()));
      },
    }),
    ...microsoftControlRoutes(world, tokens, refreshTokens),
    ...partnerControlRoutes(world),
    ...accountControlRoutes(world),
    ...catalogueControlRoutes(world),
    ...underWayControlRoutes(world),
    ...entitlementControlRoutes(world),
    ...machineControlRoutes(world),
    ...alertControlRoutes(world),
    ...mailControlRoutes(world),
    ...serviceRequestControlRoutes(world),
    ...webhookControlRoutes(notifier, certificates),
    ...usageControlRoutes(world),
    ...directoryControlRoutes(world),
    ...bookControlRoutes(world),
    ...consentControlRoutes(world),
    ...logControlRoutes(world),
    ...invoiceControlRoutes(world),
    ...delegatedControlRoutes(world),
    ...roleControlRoutes(world),
    ...azureRoleControlRoutes(world),
    ...scoreControlRoutes(world),
  ]);
  const stopping = new AbortController();
  const parts = {
    db: world.db,
    journal: world.journal,
    signal: stopping.signal,
    strike: (occasion: Occasion) => faults.strike(occasion, HTTP_KINDS).filter(isHttpFault),
    describe: (call: Call) => {
      const subject = subjectOfCall(call, tokens, world.settings.partnerTenantId);
      return { subject, requestId: call.headers['ms-requestid'] ?? null, businessTime: world.clock.now(subject) };
    },
  };
  const service = createFaultyService({ ...parts, dialect: DIALECT, perform, dress: withPartnerHeaders });
  const graph = createFaultyService({
    ...parts,
    dialect: GRAPH_DIALECT,
    perform: createGraph(world, tokens),
    dress: withGraphHeaders,
  });

  const arm = createFaultyService({
    ...parts,
    dialect: ARM_DIALECT,
    perform: createArm(world, tokens),
    dress: withArmHeaders,
  });

  function perform(call: Call): Performed {
    if (call.path.startsWith('/cert/')) return { answer: certificates.answer(call.path), replayed: false };
    if (isBlobPath(call.path)) return { answer: answerBlob(world, call), replayed: false };
    const token = call.method === 'POST' ? TOKEN_PATH.exec(call.path) : null;
    if (token === null) return partnerCenter(call);
    const version = token[2] === undefined ? 'v1' : 'v2';
    return { answer: answerTokenRequest(tokenServer, version, token[1] ?? '', call), replayed: false };
  }

  function answer(call: Call): Promise<Outcome> {
    if (call.path.startsWith('/control/')) return control(call);
    if (isGraphPath(call.path)) return graph(call);
    return isArmPath(call.path) ? arm(call) : service(call);
  }

  const server = await listen(answer, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
  }).catch(async (error: unknown) => {
    await notifier.sender.stop();
    world.db.close();
    throw error;
  });
  world.address.url = server.url;
  notifier.retarget();
  const ofWallTime = (): void => {
    refreshEveryone(world);
    sendAllDue(world, send);
  };
  const refreshing = setInterval(() => world.db.transaction(ofWallTime), REFRESH_EVERY_MS);
  refreshing.unref();
  return {
    url: server.url,
    stop: async () => {
      stopping.abort();
      clearInterval(refreshing);
      await server.close();
      await notifier.sender.stop();
      world.db.close();
    },
  };
}

function isHttpFault(fault: MicrosoftFault): fault is Exclude<MicrosoftFault, { kind: `webhook${string}` }> {
  return !fault.kind.startsWith('webhook');
}

/** What became of a tenant's subscriptions by its new time, so that it is announced now and not at the next look. */
function catchUp(world: World, tenantId: string): void {
  const tenant = tenantId.toLowerCase();
  world.db.transaction(() => {
    world.subscriptions.ofTenant(tenant, world.clock.now(tenant));
    settleRelationships(world, tenant);
    if (world.refreshes.get(tenant) !== undefined) refreshDaily(world, tenant);
  });
}

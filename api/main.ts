import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { clockAnnouncer } from '../adapters/clock-announcer.ts';
import { openOutside } from '../adapters/from-configuration.ts';
import { ConfigurationError, readConfiguration } from '../contracts/configuration.ts';
import { findCustomer } from '../db/customers.ts';
import { connect } from '../db/database.ts';
import { firstPasswords } from '../db/first-passwords.ts';
import { markDelivered } from '../db/outbox.ts';
import { partnerCredentials } from '../db/partner-credentials.ts';
import { type IdPrefix, newId as idOf } from '../domain/ids.ts';
import { buildApi } from './app.ts';
import { createClockMover } from './clock/temporal-clock-mover.ts';
import { ensureDefaults } from './defaults.ts';
import { DEFAULT_LIMITS } from './deps.ts';
import { hurryRounds } from './hurry.ts';
import { createLifecycleClient } from './lifecycle-client.ts';
import { createMetrics, serveMetrics } from './metrics.ts';

/** The API's process. It starts and takes facts also while Temporal is away; without PostgreSQL it ends at once. */
const configuration = readConfigurationOrExit();
const { api, database, temporal, testClocks } = configuration;
const logger = pino({ level: configuration.logLevel, name: 'api' });
const now = Date.now;
const newId = <P extends IdPrefix>(prefix: P) => idOf(prefix, { now: now(), random: randomBytes(10) });

const db = connect(database.url, {
  max: database.poolSize,
  applicationName: 'tenure-api',
  onIdleError: (err) => logger.warn({ err }, 'an idle database connection broke'),
});
const client = new Client({ connection: Connection.lazy(temporal.connection), namespace: temporal.namespace });
const outside = openOutside(configuration, logger, partnerCredentials(db), firstPasswords(db));
const lifecycle = createLifecycleClient({
  client,
  taskQueue: temporal.taskQueue,
  logger,
  inputOf: async (customerId) => {
    const customer = await findCustomer(db, customerId);
    if (customer === undefined) throw new Error(`no customer ${customerId}`);
    return { customerId, epoch: customer.epoch, testClock: customer.clock.mode === 'test' };
  },
  markDelivered: (customerId, factVersion) => markDelivered(db, [{ customerId, factVersion }]),
});
const clockMover = createClockMover({
  db,
  client,
  lifecycle,
  now,
  newId,
  announce: clockAnnouncer(testClocks, logger),
});
const metrics = createMetrics();

try {
  await ensureDefaults({ db, now, newId });
  const app = await buildApi({
    db,
    lifecycle,
    clockMover,
    gateway: outside.gateway,
    mail: outside.mailer,
    partnerCenter: outside.partnerCenter,
    azure: {
      list: (tenant) => outside.azureEntitlements.list(tenant),
      plans: (tenant) => outside.azureEntitlements.plans(tenant),
      resources: (tenant, plan) => outside.partnerUsage.resources(tenant, plan),
    },
    partnerOnboarding: outside.partnerOnboarding,
    partnerOrders: outside.partnerOrders,
    firstPasswords: outside.firstPasswords,
    partnerWebhooks: outside.partnerWebhooks,
    vatRegister: outside.vatRegister,
    hurry: hurryRounds(client, logger),
    partnerTenantId: configuration.partnerCenter.tenantId,
    logger,
    metrics,
    now,
    newId,
    hygiene: configuration.hygiene,
    unusedAfterDays: configuration.unusedAfterDays,
    tokenPepper: api.tokenPepper,
    testClocks: testClocks.enabled,
    limits: DEFAULT_LIMITS,
  });
  const metricsServer = await serveMetrics(metrics, configuration.metrics);
  const url = await app.listen({ host: api.host, port: api.port });
  logger.info({ url, metricsUrl: metricsServer.url }, 'api ready');

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info({ signal }, 'api stopping: requests under way are still answered');
    await app.close();
    await metricsServer.close();
    await outside.close();
    await db.destroy();
    logger.info('api stopped');
    // Ends the connection to Temporal as well: closed by hand, it throws from the timers of calls that are being retried.
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop(signal).catch((err: unknown) => {
        logger.fatal({ err }, 'the api could not stop in order');
        process.exit(1);
      });
    });
  }
} catch (err) {
  logger.fatal({ err }, 'the api cannot start');
  process.exit(1);
}

function readConfigurationOrExit() {
  try {
    return readConfiguration();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

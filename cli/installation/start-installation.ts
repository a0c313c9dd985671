import { mkdirSync } from 'node:fs';
import { readConfiguration } from '../../contracts/configuration.ts';
import { migrate } from '../../db/migrate.ts';
import { isPortFree } from '../machine/free-port.ts';
import { MachineError } from '../machine/machine-error.ts';
import { type EndedOrphan, endOrphans } from '../machine/pid-file.ts';
import { createSupervisor, type Supervisor, type SupervisorEvent } from '../machine/supervise.ts';
import { keepEnvironment } from './command-environment.ts';
import { type Credentials, tokensFor, writeCredentials } from './credentials.ts';
import { startDatabase } from './database-part.ts';
import { makeNoticeMailbox, partnerAddresses } from './partner-addresses.ts';
import { programEnvironment, type SimulatorAddresses } from './environment.ts';
import { grantTokens } from './grant-tokens.ts';
import type { Ground } from './ground.ts';
import { type LauncherLock, lockDataDir } from './launcher-lock.ts';
import type { Layout } from './layout.ts';
import { rememberedPorts } from './ports.ts';
import { startApi, startSimulators, startWorker } from './program-parts.ts';
import { ensureSecrets } from './secrets.ts';
import { startTime } from './temporal-part.ts';

/** What the person at the terminal, or a log, is told while an installation starts and runs. */
export type InstallationEvent =
  | { readonly kind: 'orphans'; readonly ended: readonly EndedOrphan[] }
  | { readonly kind: 'starting'; readonly part: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'ready'; readonly part: string; readonly address: string; readonly tookMs: number }
  | SupervisorEvent;

/** What to start, and whom to tell. */
export interface InstallationOptions {
  readonly layout: Layout;
  readonly apiPort: number;
  readonly report: (event: InstallationEvent) => void;
  /** Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** What worker and API are told beside what they must know; asked anew whenever one of them starts again. */
  readonly told?: () => Readonly<Record<string, string>>;
}

/** Everything that runs, and how to reach it. */
export interface RunningInstallation {
  readonly credentials: Credentials;
  readonly simulators: SimulatorAddresses;
  /** What worker and API were told, for a command that does the same work in its own process. */
  readonly environment: Readonly<Record<string, string>>;
}

/** An installation from its first moment on. */
export interface Installation {
  /** Rejects with a MachineError when a part cannot be started; those that ran are stopped by then. */
  readonly ready: Promise<RunningInstallation>;
  /** Resolves when a part died too often; the installation must then be stopped. */
  readonly gaveUp: Promise<MachineError>;
  /** Stops the parts in the reverse order and gives the data directory free; also in the middle of the start. */
  stop(): Promise<void>;
}

/**
 * Starts a whole installation on one machine: PostgreSQL, Temporal, migrations, simulators, worker, API, in this order,
 * each only when the one before it is ready.
 */
export function startInstallation(options: InstallationOptions): Installation {
  const supervisor = createSupervisor({ report: options.report });
  let lock: LauncherLock | undefined;
  let stopped: Promise<void> | undefined;
  const starting = (async () => {
    lock = await lockDataDir(options.layout);
    return startParts(options, supervisor);
  })();
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      lock?.announceEnd();
      await supervisor.stop();
      // A part that was being started when the stop began is gone only when its start has ended.
      await starting.catch(() => undefined);
      lock?.release();
    })());
  const ready = starting.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ready, gaveUp: supervisor.gaveUp, stop };
}

async function startParts(options: InstallationOptions, supervisor: Supervisor): Promise<RunningInstallation> {
  const { layout, apiPort, report, environment = process.env, told = () => ({}) } = options;
  // First the children of a launcher that was killed: one of them may be an API that still has the port.
  const ended = await endOrphans(layout.runDir);
  if (ended.length > 0) report({ kind: 'orphans', ended });
  if (!(await isPortFree(apiPort))) throw apiPortTaken(apiPort);
  mkdirSync(layout.logDir, { recursive: true });
  const ground: Ground = {
    layout,
    supervisor,
    environment,
    ports: rememberedPorts(layout.portsFile),
    secrets: ensureSecrets(layout),
    note: (text) => report({ kind: 'note', text }),
  };
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const step = async <T>(part: string, address: (result: T) => string, work: () => Promise<T>): Promise<T> => {
    report({ kind: 'starting', part });
    const start = Date.now();
    const result = await work();
    report({ kind: 'ready', part, address: address(result), tookMs: Date.now() - start });
    return result;
  };

  const database = await step(
    'PostgreSQL',
    ({ shown }) => shown,
    () => startDatabase(ground),
  );
  const temporal = await step(
    'Temporal',
    ({ shown }) => shown,
    () => startTime(ground),
  );
  await step(
    'migrations',
    () => '',
    () => migrate(database.ownerUrl, { appPassword: new URL(database.url).password }),
  );
  const simulators = await step(
    'simulators',
    ({ mail }) => `${mail} (sent mail)`,
    () => startSimulators(ground, apiPort),
  );
  const addresses = partnerAddresses(environment);
  await makeNoticeMailbox(simulators.microsoft, addresses);
  const surroundings = {
    secrets: ground.secrets,
    databaseUrl: database.url,
    databaseOwnerUrl: database.ownerUrl,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    apiPort,
    simulators,
  };
  const programs = { ...programEnvironment(surroundings), ...addresses };
  // Before any of them starts: all problems at once, in this terminal rather than in the log of the first that fails.
  readConfiguration({ ...environment, ...programs, ...told() });
  keepEnvironment(layout, programs);
  const forProgram = async (name: string) => {
    const own = {
      ...programs,
      LOG_LEVEL: logLevel(environment['LOG_LEVEL']),
      METRICS_PORT: String(await ground.ports.portFor(`${name}-metrics`)),
    };
    return () => ({ ...own, ...told() });
  };
  await step(
    'worker',
    () => '',
    async () => startWorker(ground, await forProgram('worker')),
  );
  await step(
    'API',
    () => apiUrl,
    async () => startApi(ground, await forProgram('api'), apiUrl),
  );

  const credentials: Credentials = {
    apiUrl,
    consoleUrl: `${apiUrl}/docs`,
    temporalUiUrl: temporal.uiUrl ?? null,
    mailUrl: simulators.mail,
    tokens: tokensFor(layout),
  };
  await grantTokens(database.url, ground.secrets.tokenPepper, credentials.tokens);
  writeCredentials(layout, credentials);
  return { credentials, simulators, environment: programs };
}

/** The programs write into files: there they say at least when they are ready, whatever the terminal's level is. */
function logLevel(asked: string | undefined): string {
  return asked === 'trace' || asked === 'debug' ? asked : 'info';
}

function apiPortTaken(port: number): MachineError {
  return new MachineError('port_in_use', `Port ${port}, on which the API should listen, is taken by another program.`, [
    'Give it another one: npm start -- --port 7500',
    `or see who has it: lsof -i :${port}`,
  ]);
}

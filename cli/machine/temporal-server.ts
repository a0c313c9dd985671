import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { type Child, startChild, whenReady } from './child.ts';
import { freePort, isListening, isPortFree } from './free-port.ts';
import { MachineError } from './machine-error.ts';
import { ensureNamespace } from './temporal-namespace.ts';

/** A Temporal dev server of our own on 127.0.0.1. */
export interface TemporalOptions {
  /** Its program, see `findTemporalBinary`. */
  readonly binary: string;
  /** Default: in memory, lost at the end. Nobody may remove or replace it before the server has exited. */
  readonly dbFile?: string;
  /** Default: a free one. A restart should pass the port that the first start reported. */
  readonly port?: number | undefined;
  /** 0 for a free one; without it there is no user interface. */
  readonly uiPort?: number | undefined;
  readonly namespace: string;
  readonly logFile: string;
  readonly runDir?: string;
  /** Says that nobody wants it any more. */
  readonly signal?: AbortSignal;
}

/** A running server; `stop` returns when its file is closed. */
export interface RunningTemporal extends Child {
  /** `127.0.0.1:<port>` of the gRPC front end. */
  readonly address: string;
  readonly port: number;
  readonly uiPort: number | undefined;
  readonly uiUrl: string | undefined;
}

/**
 * Starts the dev server as Tenure needs it: time skipping of single runs on, skipped timers without the second's delay
 * that is the default, SQLite in WAL mode, histories kept for good. Returns when the namespace is served.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  if (options.dbFile !== undefined) await mkdir(dirname(options.dbFile), { recursive: true });
  const fixedPorts = options.port !== undefined && options.uiPort !== 0;
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const uiPort = options.uiPort === 0 ? await freePort() : options.uiPort;
    const child = await spawnServer(options, port, uiPort);
    const address = `127.0.0.1:${port}`;
    try {
      await whenReady(child, 60_000, () => served(child, port, options.namespace), options.signal);
      const uiUrl = uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`;
      return { ...child, address, port, uiPort, uiUrl };
    } catch (error) {
      await child.stop();
      const portTaken = /address already in use|port .* is already/i.test(child.output());
      if (!portTaken) throw error;
      // The server takes further ports by itself; when one of those was lost, the same ones of ours are good again.
      const oursTaken = !(await isPortFree(port)) || (uiPort !== undefined && !(await isPortFree(uiPort)));
      if ((fixedPorts && oursTaken) || attempt === 5) {
        throw new MachineError(
          'port_in_use',
          `A port that the Temporal server should use is taken (${port}, ${uiPort}).`,
        );
      }
    }
  }
}

function spawnServer(options: TemporalOptions, port: number, uiPort: number | undefined): Promise<Child> {
  const sqlite = ['--sqlite-pragma=journal_mode=wal', '--sqlite-pragma=synchronous=normal'];
  const ui = [`--ui-port=${uiPort}`, '--ui-ip=127.0.0.1', '--ui-disable-news-fetch'];
  return startChild({
    name: 'temporal',
    command: options.binary,
    args: [
      'server',
      'start-dev',
      '--ip=127.0.0.1',
      `--port=${port}`,
      `--namespace=${options.namespace}`,
      ...(uiPort === undefined ? ['--headless'] : ui),
      ...(options.dbFile === undefined ? [] : [`--db-filename=${options.dbFile}`, ...sqlite]),
      '--dynamic-config-value=frontend.WorkflowTimeSkippingEnabled=true',
      '--dynamic-config-value=history.timerProcessorMaxTimeShift="10ms"',
      '--log-level=warn',
      '--log-format=json',
    ],
    env: withoutTemporalVariables(),
    logFile: options.logFile,
    runDir: options.runDir,
    graceMs: 20_000,
  });
}

/** The CLI reads TEMPORAL_* and a profile file; for a server of our own neither may matter. */
function withoutTemporalVariables(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return { ...Object.fromEntries(kept), TEMPORAL_CONFIG_FILE: '/dev/null' };
}

async function served(child: Child, port: number, namespace: string): Promise<true | undefined> {
  // Its own words first: on a taken port the answer would come from somebody else's server.
  if (!child.output().includes('Temporal Server:') || !(await isListening(port))) return undefined;
  const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 2_000 }).catch(
    () => undefined,
  );
  if (connection === undefined) return undefined;
  try {
    await ensureNamespace(connection, namespace, true);
    return true;
  } finally {
    await connection.close();
  }
}

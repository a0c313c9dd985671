import { z } from 'zod';
import { type Credentials, readCredentials } from '../../installation/credentials.ts';
import type { Layout } from '../../installation/layout.ts';
import { readPrivateJson } from '../../installation/private-json.ts';
import { startInstallation } from '../../installation/start-installation.ts';
import { createTerminal } from '../../start/terminal.ts';

/** The installation in which a book is lived. */
export interface LiveInstallation {
  readonly credentials: Credentials;
  /** The Microsoft simulator. */
  readonly microsoftUrl: string;
  /** True when it ran before; then it is left running. */
  readonly ranBefore: boolean;
  /** Resolves when an installation that was started here has given up. */
  readonly gaveUp: Promise<Error>;
  /** Stops it, if it was started here. */
  stop(): Promise<void>;
}

/** An installation has no simulators, or not those of this data directory. */
export class NoSimulators extends Error {
  override readonly name = 'NoSimulators';
}

const ports = z.object({ microsoft: z.number().int() });

/** Uses the installation that runs on this data directory, or starts one, which `stop` stops again. */
export async function useInstallation(
  layout: Layout,
  apiPort: number,
  say: (line: string) => void,
): Promise<LiveInstallation> {
  const running = await runningInstallation(layout);
  if (running) {
    const microsoft = readPrivateJson(layout.portsFile, ports)?.microsoft;
    if (microsoft === undefined) throw new NoSimulators(`${layout.portsFile} names no simulators`);
    return {
      credentials: running,
      microsoftUrl: `http://127.0.0.1:${microsoft}`,
      ranBefore: true,
      gaveUp: new Promise(() => {}),
      stop: async () => {},
    };
  }
  say('No installation is running: starting one (npm start keeps one running between replays).');
  const terminal = createTerminal((line) => say(`  ${line}`));
  const installation = startInstallation({ layout, apiPort, report: terminal.report });
  const { credentials, simulators } = await installation.ready;
  return {
    credentials,
    microsoftUrl: simulators.microsoft,
    ranBefore: false,
    gaveUp: installation.gaveUp,
    stop: () => installation.stop(),
  };
}

async function runningInstallation(layout: Layout): Promise<Credentials | undefined> {
  const credentials = readCredentials(layout);
  if (credentials === undefined) return undefined;
  const ready = await fetch(`${credentials.apiUrl}/health/ready`, { signal: AbortSignal.timeout(3_000) }).catch(
    () => undefined,
  );
  if (ready?.ok !== true) return undefined;
  // Something else may answer on that port: only an installation of this data directory knows its tokens.
  const known = await fetch(`${credentials.apiUrl}/v1/sellers`, {
    headers: { authorization: `Bearer ${credentials.tokens.auditor}` },
    signal: AbortSignal.timeout(3_000),
  }).catch(() => undefined);
  return known?.ok === true ? credentials : undefined;
}

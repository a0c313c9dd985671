import { readPidFile } from '../machine/pid-file.ts';
import { isAlive } from '../machine/process-identity.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import type { Layout } from './layout.ts';

/**
 * The credentials of the installation that runs on these data, or undefined when none does: its launcher lives, and its
 * API answers that it is ready.
 */
export async function findRunning(layout: Layout): Promise<Credentials | undefined> {
  const launcher = readPidFile(layout.lockFile);
  const credentials = readCredentials(layout);
  if (launcher === undefined || credentials === undefined || !isAlive(launcher)) return undefined;
  const signal = AbortSignal.timeout(5_000);
  const answer = await fetch(`${credentials.apiUrl}/health/ready`, { signal }).catch(() => undefined);
  return answer?.ok === true ? credentials : undefined;
}

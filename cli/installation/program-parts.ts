import { z } from 'zod';
import type { Child } from '../machine/child.ts';
import { type SimulatorAddresses, simulatorEnvironment } from './environment.ts';
import type { Ground } from './ground.ts';
import { type NodeProgram, nodeProgramPart, readyLine } from './node-program.ts';

const addresses = z.object({
  microsoft: z.string(),
  gateway: z.string(),
  smtp: z.string(),
  mail: z.string(),
  registers: z.string(),
  sanctionsList: z.string(),
  webhookRoots: z.string(),
});

/** Starts the simulators of Microsoft, gateway, mailbox and registers, one process. */
export async function startSimulators(ground: Ground, apiPort: number): Promise<SimulatorAddresses> {
  const { layout, ports, secrets } = ground;
  const at = {
    microsoft: await ports.portFor('microsoft'),
    gateway: await ports.portFor('gateway'),
    smtp: await ports.portFor('smtp'),
    mail: await ports.portFor('mail'),
    registers: await ports.portFor('registers'),
  };
  const part = nodeProgramPart(layout, {
    name: 'simulators',
    script: 'simulators/main.ts',
    environment: simulatorEnvironment(secrets, at, apiPort, layout.simulatorsDir),
    ready: (child) => {
      const line = readyLine(child.output());
      return line === undefined ? undefined : addresses.parse(line);
    },
  });
  return (await ground.supervisor.add(part)).said;
}

/**
 * Bounds of the heap, in MiB, for the main thread and again for the thread of the workflows. Without them Node lets
 * garbage stand until a large machine is full: two years of a hundred customers need a fifth of what it would take.
 */
const WORKER_HEAP = ['--max-old-space-size=320', '--max-semi-space-size=8'];

/** Starts the worker; it is ready when it says so. */
export async function startWorker(ground: Ground, environment: NodeProgram<unknown>['environment']): Promise<void> {
  const program = { name: 'worker', script: 'worker/main.ts', flags: WORKER_HEAP, environment, ready: workerReady };
  await ground.supervisor.add(nodeProgramPart(ground.layout, program));
}

function workerReady(child: Child): unknown {
  return readyLine(child.output(), 'worker ready');
}

/** Starts the API; it is ready when it reaches its database and Temporal. */
export async function startApi(
  ground: Ground,
  environment: NodeProgram<unknown>['environment'],
  apiUrl: string,
): Promise<void> {
  const ready = async (): Promise<true | undefined> => {
    const answer = await fetch(`${apiUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  };
  await ground.supervisor.add(
    nodeProgramPart(ground.layout, { name: 'api', script: 'api/main.ts', environment, ready }),
  );
}

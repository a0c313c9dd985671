import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Child, startChild, whenReady } from '../../../cli/machine/child.ts';
import { type Part, type SupervisorEvent, createSupervisor } from '../../../cli/machine/supervise.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const stays = "console.log('ready'); setInterval(() => {}, 1000)";

function part(folder: string, name: string, script = stays): Part<Child> {
  return {
    name,
    start: async (signal) => {
      const child = await startChild({
        name,
        command: process.execPath,
        args: ['-e', script],
        logFile: join(folder, `${name}.log`),
        runDir: join(folder, 'run'),
        graceMs: 2_000,
      });
      await whenReady(child, 10_000, () => (child.output().includes('ready') ? true : undefined), signal);
      return child;
    },
  };
}

function supervisor(deathsAllowed = 5) {
  const events: SupervisorEvent[] = [];
  const changed: { wake: () => void } = { wake: () => undefined };
  const report = (event: SupervisorEvent): void => {
    events.push(event);
    changed.wake();
  };
  const until = async (kind: SupervisorEvent['kind']): Promise<void> => {
    while (!events.some((event) => event.kind === kind)) {
      await new Promise<void>((resolve) => {
        changed.wake = resolve;
      });
    }
  };
  return { events, until, supervisor: createSupervisor({ report, deathsAllowed, firstPauseMs: 10 }) };
}

test('a part that is killed is started again, and both are reported', async () => {
  const folder = temporaryFolder();
  const { supervisor: all, events, until } = supervisor();
  const child = await all.add(part(folder, 'worker'));
  process.kill(child.pid, 'SIGKILL');
  await until('restarted');
  expect(events).toMatchObject([
    { kind: 'died', part: 'worker', how: 'SIGKILL', restartInMs: 10 },
    { kind: 'restarted', part: 'worker' },
  ]);
  await all.stop();
});

test('a part that dies five times within a minute ends everything with its last lines', async () => {
  const folder = temporaryFolder();
  const { supervisor: all, events } = supervisor();
  await all.add(part(folder, 'steady'));
  await all.add(
    part(folder, 'worker', "console.log('ready'); console.error('out of luck'); setTimeout(() => process.exit(3), 50)"),
  );
  const reason = await all.gaveUp;
  expect(reason.message).toContain('worker died 5 times within a minute, the last time: exit code 3');
  expect(reason.message).toContain('| out of luck');
  expect(events.filter(({ kind }) => kind === 'died')).toHaveLength(4);
  expect(events.flatMap((event) => (event.kind === 'died' ? [event.restartInMs] : []))).toEqual([10, 20, 40, 80]);
  await all.stop();
});

test('a part that fails again while it starts counts as dead and its own words are kept', async () => {
  const folder = temporaryFolder();
  const { supervisor: all } = supervisor(3);
  const fails = part(folder, 'api', "console.error('no such table'); process.exit(1)");
  let starts = 0;
  const healthy = part(folder, 'api');
  const child = await all.add({
    name: 'api',
    start: (signal) => ((starts += 1) === 1 ? healthy : fails).start(signal),
  });
  process.kill(child.pid, 'SIGKILL');
  expect((await all.gaveUp).message).toContain('no such table');
  await all.stop();
});

test('parts stop in the reverse order of their start, each only when the one before it is gone', async () => {
  const folder = temporaryFolder();
  const { supervisor: all } = supervisor();
  const slow =
    "process.on('SIGINT', () => setTimeout(() => process.exit(0), 150)); console.log('ready'); setInterval(() => {}, 1000)";
  const ended: string[] = [];
  for (const name of ['postgres', 'temporal', 'worker']) {
    const child = await all.add(part(folder, name, slow));
    void child.exited.then(() => ended.push(name));
  }
  await all.stop();
  expect(ended).toEqual(['worker', 'temporal', 'postgres']);
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

test('a part that ignores the polite signal is ended by force', async () => {
  const folder = temporaryFolder();
  const { supervisor: all } = supervisor();
  const child = await all.add(
    part(folder, 'deaf', "process.on('SIGINT', () => {}); console.log('ready'); setInterval(() => {}, 1000)"),
  );
  await all.stop();
  await expect(child.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' });
});

test('a stop during the pause before a restart leaves no process behind', async () => {
  const folder = temporaryFolder();
  const { supervisor: all, until } = supervisor();
  const child = await all.add(part(folder, 'worker'));
  process.kill(child.pid, 'SIGKILL');
  await until('died');
  await all.stop();
  expect(readdirSync(join(folder, 'run'))).toEqual([]);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endOrphans, readPidFile, removePidFile, writePidFile } from '../../../cli/machine/pid-file.ts';
import { identify, isAlive } from '../../../cli/machine/process-identity.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function startSleeper(script = 'setInterval(() => {}, 1000)') {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('no process id');
  return { pid: child.pid, exited, kill: () => child.kill('SIGKILL') };
}

test('a process that a killed launcher left behind is found by its pid file and ended', async () => {
  const runDir = temporaryFolder();
  const orphan = await startSleeper();
  writePidFile(runDir, 'worker', orphan.pid);
  await expect(endOrphans(runDir)).resolves.toEqual([{ name: 'worker', pid: orphan.pid }]);
  await orphan.exited;
  expect(readdirSync(runDir)).toEqual([]);
});

test('an orphan that does not listen is ended by force, and only then the call returns', async () => {
  const runDir = temporaryFolder();
  const orphan = await startSleeper("process.on('SIGINT', () => {}); setInterval(() => {}, 1000)");
  writePidFile(runDir, 'worker', orphan.pid);
  const identity = readPidFile(join(runDir, 'worker.pid'));
  await endOrphans(runDir, 100);
  expect(identity && isAlive(identity)).toBe(false);
  await orphan.exited;
});

test('a stranger that got the number of a dead child is left alone', async () => {
  const runDir = temporaryFolder();
  const stranger = await startSleeper();
  writeFileSync(join(runDir, 'worker.pid'), JSON.stringify({ pid: stranger.pid, startedAt: 'some other boot/1' }));
  await expect(endOrphans(runDir)).resolves.toEqual([]);
  expect(identify(stranger.pid)).toBeDefined();
  expect(readdirSync(runDir)).toEqual([]);
  stranger.kill();
  await stranger.exited;
});

test('a damaged pid file ends nobody and is cleared', async () => {
  const runDir = temporaryFolder();
  writeFileSync(join(runDir, 'worker.pid'), '{"pid": 1');
  await expect(endOrphans(runDir)).resolves.toEqual([]);
  expect(readdirSync(runDir)).toEqual([]);
});

test('a dead child does not remove the pid file of its successor', async () => {
  const runDir = temporaryFolder();
  writePidFile(runDir, 'worker', process.pid);
  removePidFile(runDir, 'worker', process.pid + 1);
  expect(readdirSync(runDir)).toEqual(['worker.pid']);
});

test('a process has the same identity whenever it is asked for, and none once it has ended', async () => {
  const sleeper = await startSleeper();
  const identity = identify(sleeper.pid);
  expect(identify(sleeper.pid)).toEqual(identity);
  sleeper.kill();
  await sleeper.exited;
  expect(identify(sleeper.pid)).toBeUndefined();
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCredentials, tokensFor, writeCredentials } from '../../../cli/installation/credentials.ts';
import { lockDataDir } from '../../../cli/installation/launcher-lock.ts';
import { dataOf, layoutOf } from '../../../cli/installation/layout.ts';
import { rememberedPorts } from '../../../cli/installation/ports.ts';
import { ensureSecrets } from '../../../cli/installation/secrets.ts';
import { writePidFile } from '../../../cli/machine/pid-file.ts';
import { startFresh } from '../../../cli/start/fresh.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a second launcher on the same data is refused by the process id of the first, and may start when that is gone', async () => {
  const layout = layoutOf(temporaryFolder());
  const lock = await lockDataDir(layout);
  await expect(lockDataDir(layout)).rejects.toMatchObject({
    code: 'already_running',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  lock.release();
  (await lockDataDir(layout)).release();
});

test('the lock of a launcher that was killed is taken over', async () => {
  const layout = layoutOf(temporaryFolder());
  const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(killed, 'spawn');
  writePidFile(layout.runDir, 'copy', killed.pid ?? 0);
  writeFileSync(layout.lockFile, readFileSync(join(layout.runDir, 'copy.pid')));
  await expect(lockDataDir(layout)).rejects.toMatchObject({ code: 'already_running' });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  (await lockDataDir(layout)).release();
});

test('a launcher that is on its way out is waited for', async () => {
  const layout = layoutOf(temporaryFolder());
  const first = await lockDataDir(layout);
  first.announceEnd();
  const second = lockDataDir(layout);
  await expect(Promise.race([second, Promise.resolve('waits')])).resolves.toBe('waits');
  first.release();
  (await second).release();
});

test('a part keeps its port from start to start, and gets another one when somebody has taken it', async () => {
  const file = join(temporaryFolder(), 'ports.json');
  const port = await rememberedPorts(file).portFor('temporal');
  expect(await rememberedPorts(file).portFor('temporal')).toBe(port);
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const other = await rememberedPorts(file).portFor('temporal');
  expect(other).not.toBe(port);
  taken.close();
  expect(await rememberedPorts(file).portFor('temporal')).toBe(other);
});

test('secrets are made once, for their owner only, and a damaged file is not replaced', () => {
  const layout = layoutOf(temporaryFolder());
  const secrets = ensureSecrets(layout);
  expect(ensureSecrets(layout)).toEqual(secrets);
  expect(statSync(layout.secretsFile).mode & 0o777).toBe(0o600);
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
  writeFileSync(layout.secretsFile, '{"tokenPepper"');
  expect(() => ensureSecrets(layout)).toThrow(/is damaged/);
});

test('tokens stay the same from start to start, one for each role, in a file for its owner only', () => {
  const layout = layoutOf(temporaryFolder());
  const tokens = tokensFor(layout);
  const addresses = { apiUrl: 'http://a', consoleUrl: 'http://a/docs', temporalUiUrl: null, mailUrl: 'http://m' };
  writeCredentials(layout, { ...addresses, tokens });
  expect(tokensFor(layout)).toEqual(tokens);
  expect(readCredentials(layout)).toEqual({ ...addresses, tokens });
  expect(Object.keys(tokens)).toEqual(['collector', 'analyst', 'finance', 'auditor', 'operator', 'admin']);
  expect(statSync(layout.credentialsFile).mode & 0o777).toBe(0o600);
});

test('--fresh removes the data and nothing else, and not while it is in use', async () => {
  const layout = layoutOf(temporaryFolder());
  for (const path of dataOf(layout)) mkdirSync(path, { recursive: true });
  mkdirSync(layout.logDir);
  const lock = await lockDataDir(layout);
  await expect(startFresh(layout, true)).rejects.toMatchObject({ code: 'already_running' });
  lock.release();
  await startFresh(layout, true);
  expect(dataOf(layout).filter((path) => existsSync(path))).toEqual([]);
  expect(existsSync(layout.logDir)).toBe(true);
});

test('--fresh without --yes removes nothing where nobody can be asked', async () => {
  const layout = layoutOf(temporaryFolder());
  mkdirSync(layout.postgresDir);
  await expect(startFresh(layout, false)).rejects.toMatchObject({ code: 'not_confirmed' });
  expect(existsSync(layout.postgresDir)).toBe(true);
});

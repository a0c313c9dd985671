import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPostgresBinaries } from '../../../cli/machine/postgres-binaries.ts';
import { choosePostgresUser } from '../../../cli/machine/postgres-user.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const self = process.getuid?.() ?? 0;
const namespacesWork = spawnSync('unshare', ['--user', '--map-user=65534', 'true']).status === 0;
const unknownUser = 54_321;
const { postgres } = await findPostgresBinaries();

function folders() {
  const dataDir = temporaryFolder();
  return { dataDir, cluster: join(dataDir, 'cluster'), postgres };
}

function clusterOf(uid: number) {
  const where = folders();
  mkdirSync(where.cluster);
  chownSync(where.cluster, uid, uid);
  return where;
}

test('an ordinary user runs PostgreSQL directly', async () => {
  const user = await choosePostgresUser({ ...folders(), uid: self === 0 ? 1 : self });
  expect(user.wrap('postgres', ['-D', 'x'])).toEqual({ command: 'postgres', args: ['-D', 'x'] });
});

test('a user whom the system does not know is refused where there are no user namespaces', async () => {
  await expect(choosePostgresUser({ ...folders(), uid: unknownUser, allowUserNamespace: false })).rejects.toMatchObject(
    { code: 'postgres_refuses_user', message: expect.stringContaining('54321') },
  );
});

describe.runIf(namespacesWork)('where user namespaces work', () => {
  test('root runs it in one, as a user whom the system knows', async () => {
    const user = await choosePostgresUser({ ...folders(), uid: 0, namesakes: [unknownUser, 65_534] });
    expect(user.wrap('postgres', ['-D', 'x'])).toEqual({
      command: 'unshare',
      args: ['--user', '--map-user=65534', 'postgres', '-D', 'x'],
    });
  });

  test('a user whom the system does not know, as containers like to have them, runs it in one too', async () => {
    const user = await choosePostgresUser({ ...folders(), uid: unknownUser });
    expect(user.wrap('postgres', []).command).toBe('unshare');
  });
});

describe.runIf(self === 0)('for root', () => {
  test('without user namespaces, in a folder that only root may enter, it is refused with what to do', async () => {
    const { dataDir } = folders();
    chmodSync(dataDir, 0o700);
    const where = { cluster: join(dataDir, 'cluster'), dataDir, postgres };
    await expect(choosePostgresUser({ ...where, allowUserNamespace: false })).rejects.toMatchObject({
      code: 'postgres_refuses_user',
      advice: expect.arrayContaining([expect.stringContaining('ordinary user')]),
    });
  });

  test('a cluster that an ordinary user made is run as that user', async () => {
    const user = await choosePostgresUser(clusterOf(12_345));
    expect(user.wrap('postgres', [])).toMatchObject({ command: 'postgres', uid: 12_345 });
  });

  test('a cluster of another user is not touched by an ordinary one, and its owner is named', async () => {
    await expect(choosePostgresUser({ ...clusterOf(12_345), uid: 1 })).rejects.toMatchObject({
      code: 'wrong_owner',
      message: expect.stringContaining('12345'),
    });
  });
});

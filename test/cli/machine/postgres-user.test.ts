import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPostgresBinaries } from '../../../cli/machine/postgres-binaries.ts';
import { choosePostgresUser } from '../../../cli/machine/postgres-user.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;
const { postgres } = await findPostgresBinaries();

function folders() {
  const dataDir = temporaryFolder();
  return { dataDir, cluster: join(dataDir, 'cluster'), postgres };
}

test('an ordinary user runs PostgreSQL directly', async () => {
  const user = await choosePostgresUser({ ...folders(), isRoot: false });
  expect(user.wrap('postgres', ['-D', 'x'])).toEqual({ command: 'postgres', args: ['-D', 'x'] });
});

test.runIf(isRoot)('root runs it inside a user namespace where that works', async () => {
  const user = await choosePostgresUser(folders());
  expect(user.wrap('postgres', []).command).toBe('unshare');
});

test.runIf(isRoot)(
  'root without user namespaces, in a folder that only root may enter, is refused with what to do',
  async () => {
    const { cluster } = folders();
    const dataDir = join(cluster, '..', 'closed');
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o700);
    await expect(
      choosePostgresUser({ cluster: join(dataDir, 'cluster'), dataDir, postgres, allowUserNamespace: false }),
    ).rejects.toMatchObject({ code: 'postgres_refuses_root', advice: expect.arrayContaining([expect.any(String)]) });
  },
);

test.runIf(isRoot)('a cluster that an ordinary user made is run as that user, also by root', async () => {
  const where = folders();
  mkdirSync(where.cluster);
  chownSync(where.cluster, 12_345, 12_345);
  const user = await choosePostgresUser(where);
  expect(user.wrap('postgres', [])).toMatchObject({ command: 'postgres', uid: 12_345 });
});

test.runIf(isRoot)('a cluster of another user is not touched, and its owner is named', async () => {
  const where = folders();
  mkdirSync(where.cluster);
  chownSync(where.cluster, 12_345, 12_345);
  await expect(choosePostgresUser({ ...where, isRoot: false })).rejects.toMatchObject({
    code: 'wrong_owner',
    message: expect.stringContaining('12345'),
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { withClient } from '../../../cli/machine/database.ts';
import { freePort } from '../../../cli/machine/free-port.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from '../../../cli/machine/postgres.ts';
import { projectRoot } from '../../support/test-machine-answers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const templates = join(projectRoot, '.tenure', 'scratch', `cluster-${process.pid}`);

beforeAll(async () => {
  await (await startPostgres({ dataDir: templates, durable: false })).stop();
});

afterAll(() => rmSync(templates, { recursive: true, force: true }));

/** A data directory that was made and stopped before, a copy, which is quicker than making one. */
function madeBefore(): string {
  const dataDir = join(temporaryFolder(), 'postgres');
  cpSync(templates, dataDir, { recursive: true });
  chmodSync(join(dataDir, 'cluster'), 0o700);
  return dataDir;
}

async function start(options: PostgresOptions): Promise<RunningPostgres> {
  const postgres = await startPostgres(options);
  onTestFinished(async () => {
    await postgres.stop();
  });
  return postgres;
}

test('what was written before a stop, and before a kill -9, is there after the next start', async () => {
  const dataDir = madeBefore();
  const first = await start({ dataDir });
  await withClient(first.superuserUrl, (client) =>
    client.query('create table mark (n int); insert into mark values (1)'),
  );
  await first.stop();
  const second = await start({ dataDir });
  await withClient(second.superuserUrl, (client) => client.query('insert into mark values (2)'));
  process.kill(second.pid, 'SIGKILL');
  await second.exited;
  const third = await start({ dataDir, port: second.port });
  const { rows } = await withClient(third.superuserUrl, (client) => client.query('select n from mark order by n'));
  expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  expect(third.superuserUrl).toBe(second.superuserUrl);
});

test('it listens on 127.0.0.1 only, asks for a password, and keeps that password for its owner', async () => {
  const dataDir = madeBefore();
  const postgres = await start({ dataDir, durable: false });
  const settings = await withClient(postgres.superuserUrl, (client) =>
    client.query(
      "select name, setting from pg_settings where name in ('listen_addresses','unix_socket_directories','server_encoding','TimeZone') order by 1",
    ),
  );
  expect(settings.rows.map(({ setting }) => setting)).toEqual(['UTC', '127.0.0.1', 'UTF8', '']);
  const wrong = new URL(postgres.superuserUrl);
  wrong.password = 'guess';
  await expect(withClient(wrong.href, (client) => client.query('select 1'))).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
});

test('it runs in a folder that only its owner may enter, and under a path longer than a socket name may be', async () => {
  const closed = join(temporaryFolder(), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  chmodSync(closed, 0o700);
  const dataDir = join(closed, 'a-rather-long-name-'.repeat(8), 'postgres');
  const postgres = await start({ dataDir, durable: false });
  await expect(withClient(postgres.superuserUrl, (client) => client.query('select 1'))).resolves.toBeDefined();
});

test('a data directory of another major version is refused with what to do, and stays as it was', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'cluster'));
  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '17\n');
  const attempt = startPostgres({ dataDir });
  await expect(attempt).rejects.toMatchObject({
    code: 'wrong_postgres_version',
    advice: [expect.stringContaining('pg_dump'), expect.any(String)],
  });
  await expect(attempt).rejects.toThrow(/made by PostgreSQL 17; this version of Tenure brings PostgreSQL 18/);
  expect(readdirSync(dataDir, { recursive: true })).toEqual(['cluster', join('cluster', 'PG_VERSION')]);
  expect(readFileSync(join(dataDir, 'cluster', 'PG_VERSION'), 'utf8')).toBe('17\n');
});

test('a second PostgreSQL on the same directory is refused, and the first goes on', async () => {
  const dataDir = madeBefore();
  const first = await start({ dataDir, durable: false });
  await expect(startPostgres({ dataDir })).rejects.toMatchObject({
    code: 'already_running',
    message: expect.stringContaining(String(first.pid)),
  });
  await expect(withClient(first.superuserUrl, (client) => client.query('select 1'))).resolves.toBeDefined();
});

test("a lock file with the number of somebody else's process does not stop the start", async () => {
  const dataDir = madeBefore();
  writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'cluster')}\n`);
  const second = await start({ dataDir, durable: false });
  await expect(withClient(second.superuserUrl, (client) => client.query('select 1'))).resolves.toBeDefined();
});

test('a port that was asked for and is taken is named', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : await freePort();
  const attempt = startPostgres({ dataDir: madeBefore(), port, durable: false });
  await expect(attempt).rejects.toMatchObject({ code: 'port_in_use', message: expect.stringContaining(String(port)) });
  server.close();
});

test('half a cluster, as a kill in the middle of initdb leaves it, is made anew', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'cluster.new-1', 'base'), { recursive: true });
  const postgres = await start({ dataDir, durable: false });
  await expect(withClient(postgres.superuserUrl, (client) => client.query('select 1'))).resolves.toBeDefined();
  expect(readdirSync(dataDir).filter((name) => name.startsWith('cluster.new'))).toEqual([]);
});

const ownMount = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...ownMount, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
const postgresModule = join(import.meta.dirname, '../../../cli/machine/postgres.ts');
/** Runs on a disk of its own; whatever else is stored there is stored just before initdb begins. */
const startOnSmallDisk = `
  import { readdirSync, writeFileSync } from 'node:fs';
  const [, disk, module, otherMegabytes] = process.argv;
  const { startPostgres } = await import(module);
  const log = () => writeFileSync(disk + '/other', Buffer.alloc(otherMegabytes * 1024 * 1024, 1));
  const failure = await startPostgres({ dataDir: disk + '/postgres', log }).catch((error) => error);
  console.log(JSON.stringify({ code: failure.code, left: readdirSync(disk + '/postgres') }));
`;

test.runIf(canMount).for([
  { when: 'before the start', megabytes: 40, other: 0 },
  { when: 'in the middle of initdb', megabytes: 140, other: 120 },
])('a disk that is full $when is named, and no half-made cluster is left', ({ megabytes, other }) => {
  const disk = temporaryFolder();
  const inside = 'mount -t tmpfs -o size="$1"m none "$2" && exec "$3" --input-type=module -e "$4" "$2" "$5" "$6"';
  const values = [String(megabytes), disk, process.execPath, startOnSmallDisk, postgresModule, String(other)];
  const run = spawnSync('unshare', [...ownMount, 'sh', '-c', inside, 'sh', ...values], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual({ code: 'disk_full', left: [] });
});

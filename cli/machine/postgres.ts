import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Child, startChild, whenReady } from './child.ts';
import { freePort } from './free-port.ts';
import { MachineError, diskFull, saysDiskIsFull } from './machine-error.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';
import { commandLine } from './process-identity.ts';
import { runCommand } from './run-command.ts';

/** A PostgreSQL cluster of our own on 127.0.0.1. */
export interface PostgresOptions {
  /** Holds `cluster/` (PostgreSQL's own files) and `password` (mode 0600). Made when it is missing. */
  readonly dataDir: string;
  /** Default: a free one. A restart should pass the port that the first start reported. */
  readonly port?: number | undefined;
  /** Default true. False is for tests: fast, and lost when the machine stops. */
  readonly durable?: boolean;
  /** Default `<dataDir>/postgres.log`. */
  readonly logFile?: string;
  /** Where its pid file is kept. */
  readonly runDir?: string;
  /** Says that nobody wants it any more. */
  readonly signal?: AbortSignal;
  /** Gets one line for each thing that takes time. */
  readonly log?: (line: string) => void;
}

/** A running cluster; `stop` returns when its files are closed. */
export interface RunningPostgres extends Child {
  readonly port: number;
  /** `postgres://postgres:…@127.0.0.1:<port>/postgres`; holds a secret. */
  readonly superuserUrl: string;
}

const superuser = 'postgres';
/** initdb takes about 40 MB, then the write-ahead log grows to a few segments of 16 MB. */
const leastFreeBytes = 128 * 1024 * 1024;

/**
 * Starts PostgreSQL on a data directory, which is initialised at the first start. Fails with a MachineError that says
 * what to do when the directory is of another major version, in use, of another owner, or on a full disk; in none of
 * these cases is anything in it touched.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const cluster = join(dataDir, 'cluster');
  const binaries = await findPostgresBinaries();
  await refuseOtherVersion(cluster, binaries.majorVersion);
  await mkdir(dataDir, { recursive: true });
  await refuseFullDisk(dataDir);
  const user = await choosePostgresUser({ cluster, dataDir, postgres: binaries.postgres });
  if ((await versionOf(cluster)) === undefined) {
    options.log?.(`making a new PostgreSQL ${binaries.majorVersion} data directory, run ${user.description}`);
    await initialise(dataDir, binaries, user);
  }
  await clearStaleLock(cluster);
  const password = (await readFile(join(dataDir, 'password'), 'utf8')).trim();
  return startServer({ ...options, dataDir, cluster, binaries, user, password });
}

interface ServerOptions extends PostgresOptions {
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  readonly password: string;
}

/** A port that somebody took in between, or shared memory that a killed predecessor still holds, is tried again. */
async function startServer(options: ServerOptions): Promise<RunningPostgres> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const port = options.port ?? (await freePort());
    const superuserUrl = `postgres://${superuser}:${options.password}@127.0.0.1:${port}/postgres`;
    const child = await spawnServer(options, port);
    try {
      await whenReady(child, 120_000, () => acceptsConnections(superuserUrl), options.signal);
      return { ...child, port, superuserUrl };
    } catch (error) {
      await child.stop();
      const output = child.output();
      const portTaken = output.includes('Address already in use');
      if (portTaken && options.port !== undefined) {
        throw new MachineError('port_in_use', `Port ${port}, which PostgreSQL should use, is taken.`);
      }
      const again = portTaken || output.includes('pre-existing shared memory block');
      if (!again || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

function spawnServer(options: ServerOptions, port: number): Promise<Child> {
  const args = ['-D', options.cluster, ...settings(port, options.durable ?? true).flatMap((line) => ['-c', line])];
  return startChild({
    name: 'postgres',
    ...options.user.wrap(options.binaries.postgres, args),
    cwd: '/',
    env: plainEnvironment(),
    logFile: options.logFile ?? join(options.dataDir, 'postgres.log'),
    runDir: options.runDir,
    // A fast shutdown: sessions are ended, everything is written, no recovery at the next start.
    stopSignal: 'SIGINT',
    graceMs: 30_000,
  });
}

/** Sockets in the file system are off: their path may be at most 107 bytes long, a checkout's may be longer. */
function settings(port: number, durable: boolean): readonly string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=4GB']),
  ];
}

/** Without the caller's PG* variables and language, which would change what PostgreSQL does and says. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: 'C', TZ: 'UTC' };
}

const unfinishedPrefix = 'cluster.new-';

async function removeUnfinished(dataDir: string): Promise<void> {
  const left = (await readdir(dataDir)).filter((name) => name.startsWith(unfinishedPrefix));
  await Promise.all(left.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

/** In a folder of its own that is renamed when complete: a half-made cluster is never mistaken for one. */
async function initialise(dataDir: string, binaries: PostgresBinaries, user: PostgresUser): Promise<void> {
  // With a name of its own: an initdb that outlived a killed start must not write into this one's files.
  const unfinished = join(dataDir, `${unfinishedPrefix}${process.pid}`);
  const passwordFile = join(dataDir, 'password');
  await removeUnfinished(dataDir);
  await mkdir(unfinished, { mode: 0o700 });
  await user.own(unfinished);
  const password = randomBytes(24).toString('base64url');
  await writeFile(`${passwordFile}.initdb`, `${password}\n`, { mode: 0o600 });
  await user.own(`${passwordFile}.initdb`);
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}.initdb`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting by code point, the same on every operating system and after every upgrade of it.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const { command, args: wrapped, ...ids } = user.wrap(binaries.initdb, args);
  const result = await runCommand(command, wrapped, { timeoutMs: 120_000, cwd: '/', env: plainEnvironment(), ...ids });
  if (result.code !== 0) {
    await Promise.all([unfinished, `${passwordFile}.initdb`].map((path) => rm(path, { recursive: true, force: true })));
    if (saysDiskIsFull(result.stderr)) throw diskFull(dataDir);
    throw new MachineError('command_failed', `initdb failed:\n${result.stdout}${result.stderr}`);
  }
  await rename(`${passwordFile}.initdb`, passwordFile);
  await rename(unfinished, join(dataDir, 'cluster'));
}

async function acceptsConnections(url: string): Promise<true | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // An error on an idle connection must not end the launcher; the attempt below reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function versionOf(cluster: string): Promise<string | undefined> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

async function refuseOtherVersion(cluster: string, major: number): Promise<void> {
  const found = await versionOf(cluster);
  if (found === undefined || found === String(major)) return;
  throw new MachineError(
    'wrong_postgres_version',
    `${cluster} was made by PostgreSQL ${found}; this version of Tenure brings PostgreSQL ${major}. Nothing was changed.`,
    [
      `Keep the data: check out the version of Tenure that made it, dump with pg_dump, start this one with --fresh and restore.`,
      'Or leave it and start beside it: npm start -- --data-dir ANOTHER-FOLDER',
    ],
  );
}

async function refuseFullDisk(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < leastFreeBytes) throw diskFull(dataDir);
}

/**
 * PostgreSQL refuses to start while `postmaster.pid` names a living process, even if that number now belongs to a
 * stranger. Here a living PostgreSQL of this directory is refused by name, and a stranger's number is cleared.
 */
async function clearStaleLock(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const command = commandLine(pid);
  if (command?.includes(cluster) === true) {
    throw new MachineError('already_running', `A PostgreSQL with process id ${pid} is running on ${cluster}.`, [
      `Stop the Tenure that started it; if there is none, end it with: kill -INT ${pid}`,
    ]);
  }
  if (command !== undefined) await rm(path, { force: true });
}

import { chown, stat } from 'node:fs/promises';
import { MachineError } from './machine-error.ts';
import { runCommand } from './run-command.ts';

/** How a PostgreSQL program is started, given that it refuses to run as root or as a user without a name. */
export interface PostgresUser {
  /** One line for the log. */
  readonly description: string;
  /** Turns a command of PostgreSQL into what is really spawned. */
  wrap(command: string, args: readonly string[]): WrappedCommand;
  /** Gives a new folder or file to that user. */
  own(path: string): Promise<void>;
}

/** What `spawn` gets. */
export interface WrappedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** What the choice depends on; the last three can be set so that every branch can be tried on one machine. */
export interface PostgresUserOptions {
  /** The cluster's folder; it need not exist. */
  readonly cluster: string;
  /** Its parent, which exists. */
  readonly dataDir: string;
  readonly postgres: string;
  readonly uid?: number;
  readonly allowUserNamespace?: boolean;
  /** The users to appear as inside a user namespace, by preference. */
  readonly namesakes?: readonly number[];
}

const probeMs = 10_000;

/**
 * Who runs PostgreSQL (design.md, "Runtime and installations"): an ordinary user runs it directly. For root it runs
 * inside a user namespace, else as `nobody`, else not at all. An existing cluster is run by whoever owns it.
 */
export async function choosePostgresUser(options: PostgresUserOptions): Promise<PostgresUser> {
  const { cluster, uid = process.getuid?.() ?? 0, allowUserNamespace = true } = options;
  const owner = (await stat(cluster).catch(() => undefined))?.uid;
  if (uid !== 0 && owner !== undefined && owner !== uid) throw wrongOwner(options, owner);
  if (uid !== 0 && (await hasName(uid))) return asSelf;
  if (uid === 0 && owner !== undefined && owner !== 0) return asUser(owner, `as the owner of the data (uid ${owner})`);
  const namespace = allowUserNamespace ? await namespaceThatWorks(options) : undefined;
  if (namespace !== undefined) return namespace;
  const nobody = uid === 0 && owner === undefined ? await nobodyWhoCanWork(options) : undefined;
  if (nobody !== undefined) return asUser(nobody, 'as nobody');
  throw nobodyToRunIt(uid);
}

const asSelf: PostgresUser = {
  description: 'as this user',
  wrap: (command, args) => ({ command, args }),
  own: () => Promise.resolve(),
};

/** The files stay this user's, so a folder that only root may enter is no obstacle. */
function inNamespaceAs(uid: number): PostgresUser {
  return {
    description: 'in a user namespace',
    wrap: (command, args) => ({ command: 'unshare', args: ['--user', `--map-user=${uid}`, command, ...args] }),
    own: () => Promise.resolve(),
  };
}

function asUser(uid: number, description: string): PostgresUser {
  return {
    description,
    wrap: (command, args) => ({ command, args, uid, gid: uid }),
    own: (path) => chown(path, uid, uid),
  };
}

/** initdb looks its user up by name, so that inside the namespace it has to be one that the system knows. */
async function namespaceThatWorks(options: PostgresUserOptions): Promise<PostgresUser | undefined> {
  for (const uid of options.namesakes ?? [1000, 65_534, 1]) {
    if (!(await hasName(uid))) continue;
    const user = inNamespaceAs(uid);
    const { command, args } = user.wrap(options.postgres, ['--version']);
    if ((await runCommand(command, args, { timeoutMs: probeMs })).code === 0) return user;
  }
  return undefined;
}

async function hasName(uid: number): Promise<boolean> {
  return (await runCommand('id', ['-un', String(uid)], { timeoutMs: probeMs })).code === 0;
}

/** The uid of `nobody`, provided that it can run PostgreSQL and enter the data directory's folder. */
async function nobodyWhoCanWork(options: PostgresUserOptions): Promise<number | undefined> {
  const id = await runCommand('id', ['-u', 'nobody'], { timeoutMs: probeMs });
  const uid = Number(id.stdout.trim());
  if (id.code !== 0 || !Number.isInteger(uid) || uid === 0) return undefined;
  const as = { timeoutMs: probeMs, uid, gid: uid, cwd: '/' };
  const runs = await runCommand(options.postgres, ['--version'], as);
  const enters = await runCommand('test', ['-x', options.dataDir], as);
  return runs.code === 0 && enters.code === 0 ? uid : undefined;
}

function wrongOwner({ cluster, dataDir }: PostgresUserOptions, owner: number): MachineError {
  return new MachineError('wrong_owner', `${cluster} belongs to the user with id ${owner}, not to you.`, [
    `Start Tenure as that user, or give the folder to yourself: sudo chown -R "$(id -u)" ${dataDir}`,
  ]);
}

function nobodyToRunIt(uid: number): MachineError {
  const namespaces =
    'allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces above 0);';
  if (uid !== 0) {
    return new MachineError(
      'postgres_refuses_user',
      `PostgreSQL does not run as a user without a name (uid ${uid} is not in /etc/passwd), and user namespaces do not work here.`,
      ['Start Tenure as a user that the system knows;', `or ${namespaces}`],
    );
  }
  return new MachineError(
    'postgres_refuses_user',
    'PostgreSQL does not run as root, and here it can run neither in a user namespace (unshare --user) nor as nobody.',
    [
      'Start Tenure as an ordinary user;',
      `or ${namespaces}`,
      'or clone it where everybody may enter, for example under /opt, so that nobody can run it.',
    ],
  );
}

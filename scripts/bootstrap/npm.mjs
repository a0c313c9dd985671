import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * Runs npm without a question, shows what it says and, while it is silent, that time goes by.
 * @param {string} node the Node to run it under
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<number>} its exit code
 */
export function runNpm(node, args, cwd) {
  const cli = npmCli();
  const [command, first] = cli === undefined ? ['npm', []] : [node, [cli]];
  const child = spawn(command, [...first, ...args, '--no-audit', '--no-fund'], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Install scripts say "node" and mean the one that will run what they install.
    env: {
      ...globalConfig(),
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      npm_config_yes: 'true',
    },
  });
  const start = Date.now();
  const heartbeat = setInterval(() => {
    console.log(`  … npm is working (${Math.round((Date.now() - start) / 1000)} s)`);
  }, 5_000);
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => clearInterval(heartbeat));
}

/**
 * What this machine has set for all its users (a registry, a certificate authority): npm looks for it beside the Node
 * that runs it or under `--prefix`, and neither is the machine's own here.
 * @returns {Record<string, string>}
 */
export function globalConfig() {
  const file = join(dirname(process.execPath), '..', 'etc', 'npmrc');
  return existsSync(file) ? { npm_config_globalconfig: file } : {};
}

/** npm's own script: of the npm that started us, else the one beside this Node. */
function npmCli() {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return [process.env.npm_execpath, beside].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
}

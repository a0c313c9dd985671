import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './npm.mjs';

/** The least Node that Tenure runs under, and the one that is fetched where it is older. */
const least = [22, 13];
const fetched = '24.21.0';

/**
 * @typedef {object} NodeAtHand
 * @property {string} path its program
 * @property {readonly string[]} flags what it needs to run TypeScript
 * @property {boolean} isThisProcess whether the script can simply run here
 */

/**
 * The Node to go on under: this one, or Node 24, which is fetched through npm into `.tenure/runtime` once.
 * @param {string} root the checkout
 * @returns {Promise<NodeAtHand>}
 */
export async function chooseNode(root) {
  if (isRecent(process.versions.node)) return withFlags(process.execPath, process.versions.node);
  const folder = join(root, '.tenure', 'runtime', `node-${fetched}`);
  const path = join(folder, 'node_modules', packageName(), 'bin', 'node');
  if (!existsSync(path)) {
    console.log(
      `Node ${process.versions.node} is older than ${least.join('.')}: fetching Node ${fetched} through npm into .tenure/runtime, once`,
    );
    await fetchNode(folder);
  }
  const check = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (check.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `The fetched Node does not run on this system (${check.error?.message ?? check.stderr}).\n` +
        `  → Install Node ${least.join('.')} or later yourself: https://nodejs.org`,
    );
  }
  return { path, flags: [], isThisProcess: false };
}

/**
 * Whether a Node of this version can run Tenure.
 * @param {string} version for example "20.20.2"
 */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

/**
 * From 22.18 on Node runs TypeScript as it is, a little earlier it has to be told.
 * @param {string} path
 * @param {string} version
 * @returns {NodeAtHand}
 */
function withFlags(path, version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const native = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  return native
    ? { path, flags: [], isThisProcess: true }
    : { path, flags: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'], isThisProcess: false };
}

/**
 * The package with the program for one platform: it has no install script, so no npm asks whether to run one.
 * @returns {string}
 */
function packageName() {
  const appleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
  return `${appleSilicon ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`;
}

/**
 * Into a folder of its own that is renamed at the end: a fetch that is interrupted leaves nothing that looks complete.
 * @param {string} folder
 */
async function fetchNode(folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const args = ['install', '--prefix', unfinished, '--no-save', '--no-package-lock', '--ignore-scripts'];
    const code = await runNpm(process.execPath, [...args, `${packageName()}@${fetched}`], unfinished);
    if (code !== 0) {
      throw new Error(
        `npm could not fetch Node ${fetched} (exit code ${code}).\n` +
          `  → Check the network and the npm registry, or install Node ${least.join('.')} or later yourself: https://nodejs.org`,
      );
    }
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

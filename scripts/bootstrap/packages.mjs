import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runNpm } from './npm.mjs';

/**
 * Makes sure that `node_modules` holds what the lockfile says; `npm ci` runs only when it does not.
 * @param {string} root the checkout
 * @param {{ path: string }} node the Node that will run Tenure
 */
export async function ensurePackages(root, node) {
  if (areInstalled(root)) return;
  const release = await takeTurn(join(root, '.tenure', 'run', 'installing'));
  try {
    if (areInstalled(root)) return;
    const start = Date.now();
    console.log('Installing the packages of package-lock.json (npm ci); the first time this may take a minute');
    const code = await runNpm(node.path, ['ci', '--prefer-offline'], root);
    if (code !== 0) {
      throw new Error(
        `npm ci failed (exit code ${code}); its own message stands above.\n` +
          '  → Check the network and the npm registry (npm ping), then run the same command again.',
      );
    }
    // npm makes no such folder for a lockfile without packages.
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(markerOf(root), wanted(root));
    console.log(`Packages installed in ${Math.round((Date.now() - start) / 1000)} s`);
  } finally {
    release();
  }
}

/**
 * By our own marker, or, where somebody ran npm himself, by what npm noted about the tree.
 * @param {string} root
 * @returns {boolean}
 */
export function areInstalled(root) {
  const marker = markerOf(root);
  if (existsSync(marker)) return readFileSync(marker, 'utf8') === wanted(root);
  if (!treeFitsLockfile(root)) return false;
  writeFileSync(marker, wanted(root));
  return true;
}

/** @param {string} root */
function markerOf(root) {
  return join(root, 'node_modules', '.tenure-lockfile');
}

/**
 * The lockfile alone would miss a switch of platform on a shared folder.
 * @param {string} root
 */
function wanted(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}`;
}

/** @param {string} root */
function treeFitsLockfile(root) {
  try {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const tree = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(lock).every(([path, wantedPackage]) => {
      const found = tree[path];
      // The root itself, and optional packages of other platforms, are not in the tree.
      if (found === undefined) return path === '' || wantedPackage.optional === true || wantedPackage.peer === true;
      return found.version === wantedPackage.version && found.integrity === wantedPackage.integrity;
    });
  } catch {
    return false;
  }
}

/**
 * Two commands at once must not install into the same folder: the second waits for the first.
 * @param {string} file
 * @returns {Promise<() => void>} gives the turn back
 */
async function takeTurn(file) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; ) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isRunning(file)) rmSync(file, { force: true });
    else if (!told) {
      told = true;
      console.log('Another command is installing the packages; waiting for it');
    }
    await sleep(500);
  }
}

/** @param {string} file */
function isRunning(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

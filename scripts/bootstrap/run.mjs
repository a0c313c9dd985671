import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { globalConfig } from './npm.mjs';

/**
 * Runs the script in this process: whoever signals or kills it meets the program itself, not somebody before it.
 * @param {string} script
 * @param {readonly string[]} args
 */
export async function runHere(script, args) {
  process.argv.splice(1, process.argv.length, script, ...args);
  await import(pathToFileURL(script).href);
}

/**
 * Runs the script under another Node, as if it ran here: same terminal, signals handed on, same exit code. The channel
 * between the two lets the script notice when this process is killed.
 * @param {{ path: string, flags: readonly string[] }} node
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runUnder(node, script, args) {
  const child = spawn(node.path, [...node.flags, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // What the script starts as "node" or "npx" is to be this Node as well, and its npm is to keep the machine's settings.
    env: { ...globalConfig(), ...process.env, PATH: `${dirname(node.path)}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      // Ctrl-C at a terminal reaches both by itself; handing it on would make it two.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

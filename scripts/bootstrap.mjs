// The way in of `npm start` and `npm test` on a fresh machine: the right Node, the packages of the lockfile, then the
// script that was asked for. Plain JavaScript with nothing but Node's own modules, because it runs before any package
// is there and under a Node as old as 18.

import { mkdirSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './bootstrap/packages.mjs';
import { runHere, runUnder } from './bootstrap/run.mjs';
import { chooseNode } from './bootstrap/runtime.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  console.error('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENTS]');
  process.exit(2);
}

// Caches of Node and of the compiler of the workflow bundle, which would otherwise go to the home directory or nowhere:
// everything of this checkout stays inside it, and the second start is quicker for them.
const caches = join(root, '.tenure', 'cache');
process.env.SWC_NATIVE_BINDING_CACHE ??= join(caches, 'swc');
process.env.NODE_COMPILE_CACHE ??= join(caches, 'node');
mkdirSync(process.env.SWC_NATIVE_BINDING_CACHE, { recursive: true, mode: 0o700 });
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

try {
  const node = await chooseNode(root);
  await ensurePackages(root, node);
  if (node.isThisProcess) await runHere(join(root, script), args);
  else process.exitCode = await runUnder(node, join(root, script), args);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

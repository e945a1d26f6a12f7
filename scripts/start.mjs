// `npm start`: install what is missing, build, serve the site on localhost, print the address.
import { join } from 'node:path';
import { command, ensureInstalled, runNode } from './tools.mjs';
import { serve } from './serve.mjs';

await ensureInstalled();
const built = await runNode([command('vite'), 'build', '--logLevel', 'warn']);
if (built !== 0) process.exit(built);

// One address from start to start, where it is free: a browser keeps stored runs by origin.
const wanted = Number(process.env.PORT ?? 4173);
const { url } = await serve({ port: wanted }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.log(`Port ${wanted} is taken; runs stored under it are not visible from another.`);
  return serve();
});
console.log(`Rehearsal is at ${url} (stop it with Ctrl+C)`);
// loaded on demand, so nobody waits for them; their clients are installed the first time
if ((await runNode([join(import.meta.dirname, 'programs.mjs'), 'build'])) !== 0)
  console.error('The programs of programs/ could not be built; everything else works.');

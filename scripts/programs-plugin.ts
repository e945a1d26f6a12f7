import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const built = resolve(import.meta.dirname, '../dist/programs');

/**
 * Has the dev server answer for `programs/<name>.js` as the built site does: with the bundle that scripts/programs.mjs
 * made, or with 404. Left to Vite, it would be the program's own source, whose imports no sandbox can follow.
 */
export function programsPlugin(): Plugin {
  return {
    name: 'rehearsal-programs',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const name = /^\/programs\/([\w-]+\.js)$/.exec(request.url ?? '')?.[1];
        if (name === undefined) {
          next();
          return;
        }
        const file = resolve(built, name);
        if (!existsSync(file)) {
          response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
          response.end(`${name} is not built: run node scripts/programs.mjs build`);
          return;
        }
        response.writeHead(200, {
          'Content-Type': 'text/javascript; charset=utf-8',
          'Cache-Control': 'no-cache',
        });
        response.end(readFileSync(file));
      });
    },
  };
}

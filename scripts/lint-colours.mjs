// Colours have one home, the token file: no component or view geometry writes one down.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.mjs';

const hex = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b/i;
const call = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i;
const named =
  /\b(?:white|black|red|green|blue|yellow|orange|purple|magenta|cyan|gr[ae]y|pink|brown|silver)\b(?!-)/i;

// Where a colour can stand: a CSS value, a style or paint attribute, a string of exactly one colour.
const declaration = /(?:^|[;{\s])(?:--[\w-]+|[a-z-]+)\s*:\s*([^;{}]+)/g;
const attribute = /\b(?:style(?::[\w-]+)?|fill|stroke|stop-color|flood-color|color)=(["'])(.*?)\1/g;
const literal = /(["'`])(#[0-9a-f]{3,8}|(?:rgba?|hsla?|oklch|oklab)\([^"'`]*\))\1/gi;

const found = sources().flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const component = path.endsWith('.svelte');
  const within = (tag) => matches(text, new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'), 1);
  const scripts = component ? within('script') : [{ value: text, at: 0 }];
  const styles = component ? within('style') : [];
  const values = [
    ...styles.flatMap(({ value, at }) => matches(value, declaration, 1, at)),
    ...(component ? matches(text, attribute, 2) : []),
  ];
  const suspects = [
    ...values.filter(({ value }) => isColour(value)),
    ...scripts.flatMap(({ value, at }) => matches(value, literal, 2, at)),
  ];
  return suspects.map(({ value, at }) => `${path}:${text.slice(0, at).split('\n').length}: ${value.trim()}`);
});

for (const place of new Set(found)) console.error(place);
if (found.length > 0)
  console.error('A literal colour: give it a meaning in the token file and write var(--that-token).');
process.exitCode = found.length > 0 ? 1 : 0;

function isColour(value) {
  const bare = value.replace(/var\([^()]*\)|url\([^()]*\)/g, '');
  return hex.test(bare) || call.test(bare) || named.test(bare);
}

function matches(text, pattern, group, offset = 0) {
  return [...text.matchAll(pattern)].map((match) => ({
    value: match[group],
    at: offset + match.index + match[0].indexOf(match[group]),
  }));
}

function sources() {
  return readdirSync(join(root, 'src'), { recursive: true })
    .map((name) => `src/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.svelte') || /^src\/views\/.*\.ts$/.test(path));
}

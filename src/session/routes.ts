/** The addresses of the page: what stands behind `#` and what it opens. */

export type Route =
  | { readonly view: 'play'; readonly example?: string; readonly scenario?: string }
  /** Without `run` the list; with it that run, opened in Play. */
  | { readonly view: 'runs'; readonly run?: string };

/** Reads an address. What it does not know leads to Play, which opens what was open last. */
export function parseRoute(hash: string): Route {
  const [view, first, second] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  if (view === 'runs') return { view: 'runs', ...(first && { run: first }) };
  return { view: 'play', ...(first && { example: first }), ...(first && second && { scenario: second }) };
}

/** The address of a route, with its `#`. */
export function formatRoute(route: Route): string {
  const parts = route.view === 'runs' ? ['runs', route.run] : ['play', route.example, route.scenario];
  const path = parts.filter((part) => part !== undefined).map(encodeURIComponent);
  return `#/${path.join('/')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

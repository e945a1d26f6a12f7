import { formatRoute, parseRoute, type Route } from './routes.ts';

/** The page's address, as state. */
export class RouteDoor {
  #route: Route = $state.raw({ view: 'play' });
  readonly #onchange: (route: Route) => void;

  /** `onchange` is told of every address that someone went to: a link, the back button, `go`. */
  constructor(onchange: (route: Route) => void) {
    this.#onchange = onchange;
    this.#route = parseRoute(location.hash);
    addEventListener('hashchange', () => this.#arrive());
  }

  get current(): Route {
    return this.#route;
  }

  go(route: Route): void {
    location.hash = formatRoute(route);
  }

  /** Changes the address without a step in the browser's history, and without telling. */
  rename(route: Route): void {
    this.#route = route;
    history.replaceState(history.state, '', formatRoute(route));
  }

  #arrive(): void {
    this.#route = parseRoute(location.hash);
    this.#onchange(this.#route);
  }
}

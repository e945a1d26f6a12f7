/** What an example is: an authored module or a program, and scenarios that make its point. */
import type { Json } from '../base/json.ts';

export interface ExampleScenario {
  readonly id: string;
  /** A scenario document, as scenario/document.ts reads it; its name and description are what the gallery shows. */
  readonly scenario: Json & { readonly name: string; readonly description: string };
}

export interface Example {
  /** Also its folder, but for a program's. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  /** Of an unmodified program: its name. Its files lie in programs/, its bundle in the site's programs/<name>.js. */
  readonly program?: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
  readonly entry: string;
  /** The first is opened when none is asked for. */
  readonly scenarios: readonly [ExampleScenario, ...ExampleScenario[]];
}

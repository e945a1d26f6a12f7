/** The run's hints over Monaco, at the pane's right edge where the code leaves room. */
import type { editor } from 'monaco-editor/editor';
import { hintThatFits, lastPart, type LineNote } from './code-notes.ts';

const GAP_PX = 16;
const EDGE_PX = 12;

/** Left edge of a hint, px; null where it would be over code or cut off. Pure. */
export function hintLeft(codeEndPx: number, hintPx: number, panePx: number): number | null {
  const leftPx = panePx - hintPx - EDGE_PX;
  return leftPx >= codeEndPx + GAP_PX ? leftPx : null;
}

interface Hint {
  readonly line: number;
  readonly text: string;
  readonly element: HTMLElement;
  /** Of the text and of its last part, px. */
  readonly widths: ReadonlyMap<string, number>;
}

/** Puts a layer into the editor; `show` fills it, and it follows scrolling and layout by itself. */
export class HintLayer {
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #layer = document.createElement('div');
  readonly #listening: { dispose(): void }[];
  #hints: readonly Hint[] = [];
  #frame = 0;

  constructor(host: HTMLElement, made: editor.IStandaloneCodeEditor) {
    this.#editor = made;
    this.#layer.className = 'hints';
    this.#layer.ariaHidden = 'true';
    host.append(this.#layer);
    const place = (): void => this.#placeSoon();
    this.#listening = [
      made.onDidScrollChange(place),
      made.onDidLayoutChange(place),
      made.onDidChangeModelContent(place),
      made.onDidChangeModel(place),
    ];
  }

  show(notes: ReadonlyMap<number, LineNote>): void {
    const hinted = [...notes.values()].flatMap(({ line, hint, current }) => {
      if (!hint) return [];
      const element = document.createElement('span');
      element.className = `hint ${current ?? ''}`;
      return [{ line, text: hint, element }];
    });
    this.#layer.replaceChildren(...hinted.map(({ element }) => element));
    this.#hints = hinted.map((hint) => ({ ...hint, widths: widthsOf(hint) }));
    this.#place();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const listener of this.#listening) listener.dispose();
    this.#layer.remove();
  }

  #placeSoon(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#place());
  }

  #place(): void {
    const made = this.#editor;
    const model = made.getModel();
    const { width, contentLeft, verticalScrollbarWidth } = made.getLayoutInfo();
    const panePx = width - verticalScrollbarWidth;
    for (const { line, text, element, widths } of this.#hints) {
      if (!model || line > model.getLineCount()) {
        element.textContent = '';
        continue;
      }
      const endColumn = model.getLineMaxColumn(line);
      const codeEnd = contentLeft + made.getOffsetForColumn(line, endColumn) - made.getScrollLeft();
      const left = (said: string): number | null => hintLeft(codeEnd, widths.get(said) ?? 0, panePx);
      const shown = hintThatFits(text, (said) => left(said) !== null);
      element.textContent = shown;
      element.style.transform = `translate(${Math.round(left(shown) ?? 0)}px, ${
        made.getTopForLineNumber(line) - made.getScrollTop()
      }px)`;
    }
  }
}

function widthsOf({
  text,
  element,
}: {
  readonly text: string;
  readonly element: HTMLElement;
}): Hint['widths'] {
  return new Map(
    [lastPart(text), text].map((said) => {
      element.textContent = said;
      return [said, element.offsetWidth];
    }),
  );
}

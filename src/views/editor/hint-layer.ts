/** The run's hints over Monaco, at the pane's right edge where the code leaves room, else after the code. */
import type { editor } from 'monaco-editor/editor';
import type { LineNote } from './code-notes.ts';

const GAP_PX = 16;
const EDGE_PX = 12;

/** Left edge of a hint, px: never over code. Pure. */
export const hintLeft = (codeEndPx: number, hintPx: number, panePx: number): number =>
  Math.max(codeEndPx + GAP_PX, panePx - hintPx - EDGE_PX);

/** Puts a layer into the editor; `show` fills it, and it follows scrolling and layout by itself. */
export class HintLayer {
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #layer = document.createElement('div');
  readonly #listening: { dispose(): void }[];
  #hints: { readonly line: number; readonly element: HTMLElement }[] = [];
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
    this.#hints = [...notes.values()].flatMap(({ line, hint, current }) => {
      if (!hint) return [];
      const element = document.createElement('span');
      element.textContent = hint;
      element.className = `hint ${current ?? ''}`;
      return [{ line, element }];
    });
    this.#layer.replaceChildren(...this.#hints.map(({ element }) => element));
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
    const widths = this.#hints.map(({ element }) => element.offsetWidth);
    this.#hints.forEach(({ line, element }, index) => {
      if (!model || line > model.getLineCount()) {
        element.style.visibility = 'hidden';
        return;
      }
      const endColumn = model.getLineMaxColumn(line);
      const codeEnd = contentLeft + made.getOffsetForColumn(line, endColumn) - made.getScrollLeft();
      element.style.visibility = '';
      element.style.transform = `translate(${Math.round(hintLeft(codeEnd, widths[index]!, panePx))}px, ${
        made.getTopForLineNumber(line) - made.getScrollTop()
      }px)`;
    });
  }
}

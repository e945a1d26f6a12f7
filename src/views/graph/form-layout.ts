/** How large a node is in each of its forms: sized by what the policy allows it to hold, never by what it holds now. */
import { attemptsAllowed, type TargetAllowance } from '../marks/allowed.ts';
import type { MarkName } from '../marks/mark-name.ts';
import { WEIGHT, typeSizes, type Measure } from '../marks/text-fit.ts';
import { ledgerLayout, type Density } from './ledger-layout.ts';

/**
 * 'ledger': a row for every try; 'card': one try with model, version, time and cost; 'compact': two lines; 'mini': the
 * name alone.
 */
export type NodeForm = 'ledger' | 'card' | 'compact' | 'mini';

export interface NodeShape {
  readonly step: string;
  readonly name: string;
  /** Of its kind; null where its models tell enough. */
  readonly mark: MarkName | null;
  readonly allowance: readonly TargetAllowance[];
}

/** What the sheet is like. Lengths in px of the drawing, before any zoom. */
export interface Sheet {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly present: boolean;
  /** Narrow: costs and versions are left out. */
  readonly tight: boolean;
  readonly measure: Measure;
}

/** The inner margin of a node, px. */
export const INSET = 10;
/** Room of the state glyph before a name, px. */
export const glyphRoom = (present: boolean): number => (present ? 28 : 19);
/** Room of the mark of a node's kind behind its name, px. */
export const markRoom = ({ mark }: Pick<NodeShape, 'mark'>, present: boolean): number =>
  mark === null ? 0 : present ? 26 : 18;
/** Heights of a compact node between which a column chooses, px. */
export const COMPACT_PX = { least: 37, most: 50, present: 46 } as const;
const MINI_PX = { usual: 24, present: 40 } as const;
const CARD_PX = { usual: 110, present: 106 } as const;

/** The richest form that a node can take. */
export const richest = (shape: NodeShape): NodeForm =>
  attemptsAllowed(shape.allowance) > 1 ? 'ledger' : 'card';

/** Height of a node, px; `compactPx` is what its column gives a compact one. */
export function heightOf(shape: NodeShape, form: NodeForm, density: Density, compactPx: number): number {
  const present = density === 'present';
  if (form === 'mini') return present ? MINI_PX.present : MINI_PX.usual;
  if (form === 'compact') return compactPx;
  if (form === 'card') return present ? CARD_PX.present : CARD_PX.usual;
  return ledgerLayout(shape.allowance, density).heightPx;
}

/** Usual and least width of each form, px, in the drawing; on a tight sheet, which leaves costs out; in a presentation. */
const WIDTHS = {
  ledger: { usual: [208, 188], tight: [194, 176], present: [300, 280] },
  // Of one target.
  short: { usual: [176, 162], tight: [166, 150], present: [280, 260] },
  card: { usual: [132, 122], tight: [124, 108], present: [190, 160] },
  compact: { usual: [184, 172], tight: [156, 140], present: [250, 200] },
  mini: { usual: [128, 92], tight: [110, 88], present: [180, 140] },
} as const;
/** A name may widen a node by this much, px; a longer one is cut. */
const NAME_GROWTH = 48;

/** The width a node asks for and the least it can live with, px. Depends on declarations alone. */
export function widthsOf(
  shape: NodeShape,
  form: NodeForm,
  sheet: Sheet,
): { usualPx: number; leastPx: number } {
  const { measure, present, tight } = sheet;
  const type = typeSizes(present);
  const short = form === 'ledger' && shape.allowance.length === 1;
  const [usual, least] = WIDTHS[short ? 'short' : form][present ? 'present' : tight ? 'tight' : 'usual'];
  const name =
    measure(shape.name, type.name, WEIGHT.name) + glyphRoom(present) + markRoom(shape, present) + 2 * INSET;
  // A state word, or the value, stands on the name's line.
  const beside =
    form === 'ledger' ? measure('recovered', type.text, WEIGHT.text) + INSET : form === 'compact' ? 40 : 0;
  const models = shape.allowance.map(({ target }) => measure(target, type.text, WEIGHT.text) + 2 * INSET);
  const version =
    form === 'ledger' && !tight && !present ? measure('2024-07-18', type.text, WEIGHT.text) + INSET : 0;
  const inRow = present && form === 'ledger' ? 28 + measure('00.0 s', type.text, WEIGHT.text) + INSET : 0;
  const model =
    form === 'ledger' || (form === 'card' && !present) ? Math.max(0, ...models) + version + inRow : 0;
  const wanted = Math.ceil(Math.max(name + beside, model));
  const most = usual + NAME_GROWTH;
  return {
    usualPx: Math.min(most, Math.max(usual, wanted)),
    leastPx: Math.min(most, Math.max(least, Math.min(wanted, least + NAME_GROWTH / 2))),
  };
}

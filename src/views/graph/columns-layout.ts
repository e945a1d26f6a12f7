/** Columns of the graph: which form each takes, how high its stack is, how wide it is and where it stands. */
import type { Density } from './ledger-layout.ts';
import {
  COMPACT_PX,
  heightOf,
  richest,
  widthsOf,
  type NodeForm,
  type NodeShape,
  type Sheet,
} from './form-layout.ts';

export interface ColumnForm {
  readonly density: Density;
  readonly forms: readonly NodeForm[];
  readonly heightsPx: readonly number[];
  readonly gapPx: number;
  /** All nodes and the gaps between them, px. */
  readonly stackPx: number;
}

/** A caption above a column of several, px. */
export const CAPTION_PX = 18;

/** The richest forms whose stack fits into `roomPx`; the smallest ones where none does. */
export function columnForm(nodes: readonly NodeShape[], roomPx: number, present: boolean): ColumnForm {
  const several = nodes.length > 1;
  const room = several && !present ? roomPx - CAPTION_PX : roomPx;
  const rich = nodes.map(richest);
  const spare = several ? rich.map((form) => (form === 'card' ? 'compact' : form)) : rich;
  const compact = nodes.map((): NodeForm => 'compact');
  const choices: readonly (readonly [readonly NodeForm[], Density])[] = present
    ? [
        [several ? spare : rich, 'present'],
        [compact, 'present'],
      ]
    : [
        [rich, 'roomy'],
        [rich, 'brief'],
        [spare, 'roomy'],
        [spare, 'brief'],
        [compact, 'brief'],
      ];
  for (const [forms, density] of choices) {
    const stacked = stack(nodes, forms, density, room);
    if (stacked.stackPx <= room) return stacked;
  }
  return stack(
    nodes,
    nodes.length > 3 ? nodes.map((): NodeForm => 'mini') : compact,
    present ? 'present' : 'brief',
    room,
  );
}

/** The forms of all columns: where one can only name its steps, the others of several do the same. */
export function columnForms(
  columns: readonly (readonly NodeShape[])[],
  roomPx: number,
  present: boolean,
): readonly ColumnForm[] {
  const forms = columns.map((nodes) => columnForm(nodes, roomPx, present));
  if (!forms.some((form) => form.forms.includes('mini'))) return forms;
  const density = present ? 'present' : 'brief';
  return columns.map((nodes, i) => {
    const own = forms[i] as ColumnForm;
    return nodes.length > 1
      ? stack(
          nodes,
          nodes.map((): NodeForm => 'mini'),
          density,
          roomPx,
        )
      : own;
  });
}

/** What is left as air above and below a column of compact nodes, of its room. */
const AIR = 0.18;

function stack(
  nodes: readonly NodeShape[],
  forms: readonly NodeForm[],
  density: Density,
  roomPx: number,
): ColumnForm {
  const present = density === 'present';
  const mini = forms.includes('mini');
  const gapPx = mini ? 4 : present ? 10 : roomPx < 240 ? 6 : 8;
  const others = nodes.map((node, i) =>
    forms[i] === 'compact' ? 0 : heightOf(node, forms[i] as NodeForm, density, 0),
  );
  const taken = others.reduce((sum, height) => sum + height, gapPx * (nodes.length - 1));
  const compacts = forms.filter((form) => form === 'compact').length;
  const share = Math.floor((roomPx * (1 - AIR) - taken) / Math.max(1, compacts));
  const compactPx = present
    ? COMPACT_PX.present
    : Math.min(COMPACT_PX.most, Math.max(COMPACT_PX.least, share));
  const heightsPx = others.map((height) => (height === 0 ? compactPx : height));
  const stackPx = heightsPx.reduce((sum, height) => sum + height, gapPx * (nodes.length - 1));
  return { density, forms, heightsPx, gapPx, stackPx };
}

export interface ColumnPlace {
  readonly xPx: number;
  readonly widthPx: number;
}
export interface ColumnPlaces {
  readonly columns: readonly ColumnPlace[];
  /** All columns and the gaps between them, px. */
  readonly rightPx: number;
}

/** Columns grow by this much at most when there is room. */
const GROWTH = 1.4;
const GAP_MOST_PX = 120;

/**
 * Sets columns side by side between `leftPx` and `rightPx`: they grow with the room, or shrink to their least; what is
 * left over is put evenly between them; what does not fit overflows to the right.
 */
export function placeColumns(
  wanted: readonly { readonly usualPx: number; readonly leastPx: number; readonly fixed?: boolean }[],
  leftPx: number,
  rightPx: number,
  leastGapPx: number,
): ColumnPlaces {
  const gaps = Math.max(0, wanted.length - 1);
  const room = rightPx - leftPx - gaps * leastGapPx;
  const usual = sum(wanted.map((w) => w.usualPx));
  const least = sum(wanted.map((w) => w.leastPx));
  const grow = Math.min(GROWTH, Math.max(1, room / usual));
  const shrink = usual <= room || usual === least ? 0 : Math.min(1, (usual - room) / (usual - least));
  const widths = wanted.map((w) => {
    if (shrink > 0) return Math.floor(w.usualPx - (w.usualPx - w.leastPx) * shrink);
    return w.fixed ? w.usualPx : Math.floor(w.usualPx * grow);
  });
  const left = rightPx - leftPx - sum(widths);
  const gap = gaps === 0 ? 0 : Math.min(GAP_MOST_PX, Math.max(leastGapPx, Math.floor(left / gaps)));
  const over = Math.max(0, left - gap * gaps);
  let x = leftPx + Math.floor(over / 2);
  const columns = widths.map((widthPx) => {
    const xPx = x;
    x += widthPx + gap;
    return { xPx, widthPx };
  });
  return { columns, rightPx: x - gap };
}

/** Whether columns fit at their usual width. */
export const columnsFit = (
  wanted: readonly { readonly usualPx: number }[],
  roomPx: number,
  gapPx: number,
): boolean => sum(wanted.map((w) => w.usualPx)) + gapPx * (wanted.length - 1) <= roomPx;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The columns of a sheet ask for the widest of their nodes. */
export function columnWidths(
  nodes: readonly NodeShape[],
  form: ColumnForm,
  sheet: Sheet,
): { usualPx: number; leastPx: number } {
  const each = nodes.map((node, i) => widthsOf(node, form.forms[i] as NodeForm, sheet));
  return {
    usualPx: Math.max(...each.map((w) => w.usualPx)),
    leastPx: Math.max(...each.map((w) => w.leastPx)),
  };
}

/** Puts the pieces of streamed tool calls together. They come one call after the other, numbered. */
import type { ReplyPart } from '../../model/reply.ts';
import type { CallDelta } from './wire.ts';

interface Open {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly given: string;
}

export interface ToolCallPieces {
  /** Takes a piece; gives the call before it, if that is whole now. */
  add(piece: CallDelta): readonly ReplyPart[];
  /** Nothing more comes of the open call: gives it. */
  whole(): readonly ReplyPart[];
}

export function toolCallPieces(): ToolCallPieces {
  let open: Open | null = null;
  const whole = (): readonly ReplyPart[] => {
    if (!open) return [];
    const { id, name, given } = open;
    open = null;
    return [{ type: 'tool-call', call: { id, name, arguments: given } }];
  };
  return {
    whole,
    add({ index, id, function: called }) {
      const at = index ?? open?.index ?? 0;
      const before = open && open.index !== at ? whole() : [];
      open = {
        index: at,
        id: id ?? open?.id ?? '',
        name: called?.name ?? open?.name ?? '',
        given: (open?.given ?? '') + (called?.arguments ?? ''),
      };
      return before;
    },
  };
}

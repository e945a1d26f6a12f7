/** Puts a popover under the button that opens it. */

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** Left and top edge, px: under the button, aligned with its left or right edge, never beyond the window. */
export function placeUnder(
  button: Box,
  menuWidthPx: number,
  windowWidthPx: number,
  align: 'left' | 'right',
): { leftPx: number; topPx: number } {
  const wanted = align === 'left' ? button.left : button.right - menuWidthPx;
  const leftPx = Math.max(8, Math.min(wanted, windowWidthPx - menuWidthPx - 8));
  return { leftPx: Math.round(leftPx), topPx: Math.round(button.bottom + 4) };
}

/** An attachment for the popover: places it whenever it opens. */
export const under =
  (button: () => HTMLElement | undefined, align: 'left' | 'right') =>
  (menu: HTMLElement): (() => void) => {
    const place = (): void => {
      const from = button();
      if (!menu.matches(':popover-open') || !from) return;
      const { leftPx, topPx } = placeUnder(from.getBoundingClientRect(), menu.offsetWidth, innerWidth, align);
      menu.style.left = `${leftPx}px`;
      menu.style.top = `${topPx}px`;
    };
    menu.addEventListener('toggle', place);
    // presentation mode makes an open menu wider
    const sized = new ResizeObserver(place);
    sized.observe(menu);
    return () => {
      menu.removeEventListener('toggle', place);
      sized.disconnect();
    };
  };

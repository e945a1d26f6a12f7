/** What a picture is drawn on. */
import { MediaQuery } from 'svelte/reactivity';

const wide = new MediaQuery('(min-width: 1600px)', false);

/** On a wide sheet the whole drawing is enlarged, type and all. */
export const zoomOf = (present: boolean): number => (wide.current ? (present ? 1.4 : 1.2) : 1);

import type { MarkName } from '../marks/mark-name.ts';
import type { Tone } from '../marks/tones.ts';

/** A mark in the tone of its meaning; success and what was skipped stay in ink. */
export const toned = (
  name: MarkName,
  tone: Tone,
): { name: MarkName; tone?: 'failure' | 'recovered' | 'running' } =>
  tone === 'failure' || tone === 'recovered' || tone === 'running' ? { name, tone } : { name };

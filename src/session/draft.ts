/** What the visitor edited, kept between visits: sources by example, scenarios by example and scenario. */
import type { SourceFile } from '../sandbox/messages.ts';
import type { Project } from './project.ts';

const VERSION = 1;
/** Sources and scenarios kept at most; the one edited longest ago goes first. */
const KEPT = 30;

export interface Draft {
  readonly version: typeof VERSION;
  readonly codes: Readonly<Record<string, readonly SourceFile[]>>;
  readonly scenarios: Readonly<Record<string, string>>;
}

export const scenarioKey = ({ draftKey, scenarioId }: Pick<Project, 'draftKey' | 'scenarioId'>): string =>
  `${draftKey}/${scenarioId}`;

export const EMPTY_DRAFT: Draft = {
  version: VERSION,
  codes: {},
  scenarios: {},
};

/** Writes a project into a draft. What equals the shipped one is left out. */
export function withProject(draft: Draft, project: Project, shipped: Project | null): Draft {
  const { draftKey, code, scenarioText } = project;
  const edited = shipped === null || JSON.stringify(shipped.code.files) !== JSON.stringify(code.files);
  const changed = shipped === null || shipped.scenarioText !== scenarioText;
  return {
    version: VERSION,
    codes: placed(draft.codes, draftKey, edited ? code.files : null),
    scenarios: placed(draft.scenarios, scenarioKey(project), changed ? scenarioText : null),
  };
}

/** Reads a stored draft; null for anything else. Never throws. */
export function parseDraft(text: string | null | undefined): Draft | null {
  if (!text) return null;
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(found) || found['version'] !== VERSION) return null;
  const { codes, scenarios } = found;
  if (!isRecord(codes) || !isRecord(scenarios)) return null;
  if (!Object.values(codes).every(isFiles) || !Object.values(scenarios).every((t) => typeof t === 'string'))
    return null;
  return found as unknown as Draft;
}

/** The entry goes last, so that the oldest stand first. */
function placed<T>(all: Readonly<Record<string, T>>, key: string, value: T | null): Record<string, T> {
  const rest = Object.entries(all).filter(([other]) => other !== key);
  const entries = value === null ? rest : [...rest, [key, value] as [string, T]];
  return Object.fromEntries(entries.slice(-KEPT));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFiles = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (file) => isRecord(file) && typeof file['path'] === 'string' && typeof file['text'] === 'string',
  );

/** Monaco with TypeScript and our own declarations: the heavy part of the editor, loaded when it is first wanted. */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/typescript/register';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import TsWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
import declarations from 'virtual:authoring-types';
import { themeFrom } from './monaco-theme.ts';

export { monaco };

const SCENARIO_LANGUAGE = 'scenario';
let ready = false;

/** Sets Monaco up, once. */
export function setUp(): typeof monaco {
  if (ready) return monaco;
  ready = true;
  globalThis.MonacoEnvironment = {
    getWorker: (_: string, label: string) =>
      label === 'typescript' || label === 'javascript' ? new TsWorker() : new EditorWorker(),
  };
  const { typescriptDefaults } = typescript;
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeJs,
    lib: ['es2023'],
    strict: true,
    isolatedModules: true,
    allowNonTsExtensions: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  });
  for (const [path, text] of Object.entries(declarations)) typescriptDefaults.addExtraLib(text, path);
  registerScenarioLanguage();
  return monaco;
}

/** Paints the editor in the page's own colours. */
export function paint(dark: boolean): void {
  const name = dark ? 'rehearsal-dark' : 'rehearsal-light';
  const styles = getComputedStyle(document.documentElement);
  monaco.editor.defineTheme(
    name,
    themeFrom((token) => styles.getPropertyValue(token).trim(), dark),
  );
  monaco.editor.setTheme(name);
}

/** The model of a file; files of one project see each other. */
export function modelOf(path: string, text: string): monaco.editor.ITextModel {
  const uri = monaco.Uri.parse(`file:///project/${path}`);
  const found = monaco.editor.getModel(uri);
  if (found) {
    if (found.getValue() !== text) found.setValue(text);
    return found;
  }
  return monaco.editor.createModel(text, path.endsWith('.json') ? SCENARIO_LANGUAGE : 'typescript', uri);
}

/** Lets go of files that are no longer open. */
export function keepModels(paths: readonly string[]): void {
  const kept = new Set(paths.map((path) => `/project/${path}`));
  for (const model of monaco.editor.getModels())
    if (model.uri.path.startsWith('/project/') && !kept.has(model.uri.path)) model.dispose();
}

/** JSON needs colours and brackets only: what is wrong with it the scenario's own door says. */
function registerScenarioLanguage(): void {
  monaco.languages.register({ id: SCENARIO_LANGUAGE });
  monaco.languages.setLanguageConfiguration(SCENARIO_LANGUAGE, {
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '"', close: '"' },
    ],
  });
  monaco.languages.setMonarchTokensProvider(SCENARIO_LANGUAGE, {
    tokenizer: {
      root: [
        [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'identifier'],
        [/"(?:[^"\\]|\\.)*"?/, 'string'],
        [/-?\d[\d.eE+-]*/, 'number'],
        [/\b(?:true|false|null)\b/, 'keyword'],
      ],
    },
  });
}
